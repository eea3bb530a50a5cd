"""The options side by side: what each may bring, what may go wrong, what nobody knows; and what I say about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.model import AnswerProblem, Answers, Form, Pathway, TreatmentOption
from pathways.model.parts import Count, Frequency
from ruggespraak.care import asked
from ruggespraak.care.actions import Situation
from ruggespraak.care.course import Course
from ruggespraak.dossier.reading import Reading, latest
from ruggespraak.ui.counted import people
from ruggespraak.ui.questions import Asked, ask
from ruggespraak.ui.reply import Raw

CERTAINTY: Mapping[str, Promise] = {
    "high": gettext_lazy("Certain. New research will hardly change this."),
    "moderate": gettext_lazy("Fairly certain. New research may change it a little."),
    "low": gettext_lazy("Uncertain. The real number may be quite different."),
    "very_low": gettext_lazy("Very uncertain. In fact we do not know."),
}
"""How sure research is (the words of GRADE) → what that means to a reader."""


KEY: Sequence[tuple[SafeString, Promise]] = (
    (people(1, 1, 1, ""), gettext_lazy("happens to this person")),
    (people(0, 1, 1, ""), gettext_lazy("perhaps: studies differ")),
    (people(0, 0, 1, ""), gettext_lazy("does not happen to this person")),
)
"""What each kind of person in the pictures means."""


@dataclass(frozen=True)
class Drawn:
    """One row of people, and in words both how many do and how many do not."""

    label: str
    picture: SafeString
    sentence: str


@dataclass(frozen=True)
class Counted:
    """One outcome of an option: rows of people with and without it, or only words."""

    title: str
    rows: tuple[Drawn, ...]
    words: str
    certainty: str


@dataclass(frozen=True)
class Laid:
    """One option as it lies beside the others."""

    id: str
    name: str
    is_nothing: bool
    what: str
    why: str
    benefit: str
    risk: str
    burden: str
    dose: str
    unknown: str
    counted: tuple[Counted, ...]
    sources: tuple[str, ...]
    """Title and year of what its words and its counts rest on."""


def laid(options: Sequence[TreatmentOption], known: Pathway, language: str) -> tuple[Laid, ...]:
    """All options in one language."""
    return tuple(_laid(option, known, language) for option in options)


def _laid(option: TreatmentOption, known: Pathway, language: str) -> Laid:
    name = option.plain.in_(language)
    return Laid(
        id=option.id,
        name=name,
        is_nothing=option.id == asked.WAIT,
        what=option.what.in_(language),
        why=option.why.in_(language),
        benefit=option.benefit.in_(language),
        risk=option.risk.in_(language),
        burden=option.burden.in_(language),
        dose=option.dose.in_(language) if option.dose else "",
        unknown=option.unknown.in_(language) if option.unknown else "",
        counted=tuple(_counted(frequency, name, language) for frequency in option.frequencies),
        sources=tuple(_sources(option, known)),
    )


def _counted(frequency: Frequency, name: str, language: str) -> Counted:
    outcome = frequency.outcome.in_(language)
    told = (frequency.in_words, frequency.reckoned)
    rows = tuple(_rows(frequency, name, language))
    return Counted(
        title="" if rows else outcome,
        rows=rows,
        words=" ".join(text.in_(language) for text in told if text),
        certainty=str(CERTAINTY[frequency.certainty]),
    )


def _rows(frequency: Frequency, name: str, language: str) -> list[Drawn]:
    without = frequency.without_is.in_(language) if frequency.without_is else ""
    both = ((frequency.with_it, name if without else ""), (frequency.without_it, without))
    return [_drawn(frequency, count, label, language) for count, label in both if count]


def _drawn(frequency: Frequency, count: Count, label: str, language: str) -> Drawn:
    assert frequency.of is not None
    assert frequency.otherwise is not None
    words = {
        "count": _range(count.low, count.high),
        "of": frequency.of,
        "outcome": frequency.outcome.in_(language),
        "rest": _range(frequency.of - count.high, frequency.of - count.low),
        "otherwise": frequency.otherwise.in_(language),
    }
    sentence = _("About %(count)s of %(of)s people %(outcome)s. The other %(rest)s %(otherwise)s.") % words
    return Drawn(label, people(count.low, count.high, frequency.of, sentence), sentence)


def _range(low: int, high: int) -> str:
    return str(low) if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _sources(option: TreatmentOption, known: Pathway) -> Iterator[str]:
    for name in dict.fromkeys((option.source, *(frequency.source for frequency in option.frequencies))):
        source = known.sources[name]
        yield f"{source.title} ({source.year})" if source.year else source.title


def said_before(situation: Situation) -> Reading | None:
    """What I wrote the last time; it stays, and I may write again."""
    return latest(situation.readings, asked.TOGETHER)


def questions(
    form: Form,
    options: Sequence[TreatmentOption],
    answers: Answers,
    language: str,
    *,
    raw: Raw | None = None,
    problems: Iterable[AnswerProblem] = (),
) -> tuple[Asked, ...]:
    """What is asked about them; to lean to, only what lies there (and what I leaned to before)."""
    offered = {option.id for option in options} | {asked.NOT_SURE} | _leaned(answers)
    drawn = ask(form, answers, problems=problems, language=language, raw=raw)
    return tuple(_offering(question, offered) if question.id == asked.LEANING else question for question in drawn)


def _leaned(answers: Answers) -> set[str]:
    value = answers.get(asked.LEANING)
    return {name for name in value if isinstance(name, str)} if isinstance(value, tuple) else set()


def _offering(question: Asked, offered: set[str]) -> Asked:
    kept = [choice for choice in question.choices if choice.value in offered]
    first = replace(kept[0], id=question.anchor)  # where a link in the error summary leads to
    return replace(question, choices=(first, *kept[1:]))


def is_empty(answers: Answers) -> bool:
    """Whether nothing at all was said."""
    return not any(answers.values())


class Invitation(TypedDict):
    """What is asked of me, as `today.Asked` takes it."""

    title: str
    why: str
    label: str
    url: str


def invitation(course: Course) -> Invitation | None:
    """To look at the options, between the conclusion and the decision; None once I said something or it was decided."""
    if course.closed_on or course.preference or course.has("decision") or not course.has("conclusion"):
        return None
    return {
        "title": _("You and your therapist are going to decide what to do."),
        "why": _("See what is possible, and write down what matters to you. You may skip it."),
        "label": _("See what is possible"),
        "url": reverse("portal:options"),
    }
