"""What speaks against a technique that was chosen or done (clinical file 6.6, cor_08)."""

from collections.abc import Callable
from dataclasses import dataclass

from pathways.evaluate import program_of
from pathways.language.meaning import condition
from pathways.model import ContraIndication, TreatmentOption
from ruggespraak.care import asked
from ruggespraak.care.course import Row, rows
from ruggespraak.care.signing import Signing
from ruggespraak.language import language


@dataclass(frozen=True, slots=True)
class Against:
    """A contra-indication that the answers tell of, at one part of the plan, and the reason given beside it."""

    sentence: str
    is_absolute: bool
    reason: str


def contra_indications(signing: Signing) -> tuple[Against, ...]:
    """What speaks against the chosen techniques, of a plan or a session, as far as the answers of the episode tell."""
    holds = _what_holds(signing)
    return tuple(
        Against(_against_in_words(option, against), against.level == "absolute", str(part.get(asked.CAUTION) or ""))
        for part, option in _chosen_parts(signing)
        for against in option.contra_indications
        if holds(against) is True
    )


def to_judge(signing: Signing) -> tuple[str, ...]:
    """Contra-indications of the chosen techniques that no answer rules out: a human judges them."""
    holds = _what_holds(signing)
    return tuple(
        dict.fromkeys(
            _against_in_words(option, against)
            for _part, option in _chosen_parts(signing)
            for against in option.contra_indications
            if holds(against) is None
        )
    )


def _chosen_parts(signing: Signing) -> list[tuple[Row, TreatmentOption]]:
    listed = rows(signing.answers, asked.TECHNIQUES if signing.form == "session" else asked.PARTS)
    options = signing.pathway.options
    return [(part, options[name]) for part in listed if (name := str(part.get("option"))) in options]


def _what_holds(signing: Signing) -> Callable[[ContraIndication], bool | None]:
    """Weighed by what the form `plan` builds on, the answers at hand included; unknown is never no."""
    program = program_of(signing.pathway.forms["plan"])
    earlier = {**signing.earlier, signing.form: signing.answers}
    values = program.values({}, earlier, closed=False).values

    def holds(against: ContraIndication) -> bool | None:
        return None if against.when is None else condition(against.when, program.layout)(values)

    return holds


def _against_in_words(option: TreatmentOption, against: ContraIndication) -> str:
    return f"{option.label.in_(language())}: {against.label.in_(language())}"
