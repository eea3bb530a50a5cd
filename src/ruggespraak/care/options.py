"""The options that lie side by side while client and therapist decide: what is possible here, and always doing nothing.

Clinical file 5.2 and 6.1; BW 7:448: no treatment is always one of them.
"""

from collections.abc import Iterable

from pathways.evaluate import program_of
from pathways.language import Expr
from pathways.language.meaning import condition
from pathways.model import Answers, Pathway, TreatmentOption
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import several
from ruggespraak.dossier.actions import draft_of
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import latest


def options_of(situation: Situation) -> tuple[TreatmentOption, ...]:
    """What the therapist put beside each other, else what suits the profile; doing nothing is the last, always.

    A draft of the decision counts before the last signed one: while two people are deciding, that is where it stands.
    """
    known = pathway(situation.episode.complaint)
    chosen = _chosen(situation, known) or _suited(situation, known)
    return (*(option for option in chosen if option.id != asked.WAIT), known.options[asked.WAIT])


def _chosen(situation: Situation, known: Pathway) -> tuple[TreatmentOption, ...]:
    draft, signed = draft_of(situation.episode, "decision"), latest(situation.readings, "decision")
    for answers in (draft.answers if draft else None, signed.answers if signed else None):
        if found := _named(answers or {}, known):
            return found
    return ()


def _named(answers: Answers, known: Pathway) -> tuple[TreatmentOption, ...]:
    names = several(answers, asked.OPTIONS_DISCUSSED)
    return tuple(option for name, option in known.options.items() if name in names)


def _suited(situation: Situation, known: Pathway) -> tuple[TreatmentOption, ...]:
    """What the pathway lays beside each other for these answers, without what must not be done here (6.6)."""
    program = program_of(known.forms["plan"])
    values = program.values({}, situation.earlier, closed=False).values

    def holds(when: Expr | None) -> bool:
        return when is not None and condition(when, program.layout)(values) is True

    def is_ruled_out(option: TreatmentOption) -> bool:
        return any(holds(against.when) for against in option.contra_indications if against.level == "absolute")

    return tuple(o for o in known.options.values() if holds(o.suits) and not is_ruled_out(o))


def preference_in(leaning: Iterable[str]) -> str:
    """What a client leans to, as the decision asks it: one option, a combination, or no clear preference."""
    names = tuple(leaning)
    if len(names) > 1:
        return asked.COMBINATION
    return asked.NO_PREFERENCE if names in ((), (asked.NOT_SURE,)) else names[0]
