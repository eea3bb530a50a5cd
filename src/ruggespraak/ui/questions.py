"""Asking the questions of a form: from a form of a pathway to plain values that a template can draw.

The reply to what is drawn here is read by `pathways.model.parse_answers`; `as_raw` is its inverse, so that a page
shows answers from the record and a reply that was refused in one and the same way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pathways.evaluate import shown_questions
from pathways.explain import say
from pathways.language import names_in
from pathways.model import DONT_KNOW, AnswerProblem, Answers, Form, Page, Question, Text
from ruggespraak.ui.bodymap import VIEWS, Place, View
from ruggespraak.ui.reply import Raw, as_raw

PICK_ABOVE = 7  # options; more than this becomes a list to pick from
ONE_LINE = 120  # characters; a longer text gets a box of several lines
SCALE = (0, 10)
DURATIONS = (("days", "d"), ("weeks", "wk"), ("months", "mo"), ("years", "a"))  # value, UCUM
UNITS = {  # UCUM → words beside a field
    "min": pgettext_lazy("unit", "minutes"),
    "min/wk": pgettext_lazy("unit", "minutes a week"),
    "h": pgettext_lazy("unit", "hours"),
    "h/d": pgettext_lazy("unit", "hours a day"),
    "h/wk": pgettext_lazy("unit", "hours a week"),
    "d": pgettext_lazy("unit", "days"),
    "d/wk": pgettext_lazy("unit", "days a week"),
    "wk": pgettext_lazy("unit", "weeks"),
    "mo": pgettext_lazy("unit", "months"),
    "a": pgettext_lazy("unit", "years"),
    "/d": pgettext_lazy("unit", "a day"),
    "/wk": pgettext_lazy("unit", "a week"),
    "/min": pgettext_lazy("unit", "a minute"),
    "deg": "°",
    "Cel": "°C",
    "mm[Hg]": "mmHg",
}


@dataclass(frozen=True)
class Choice:
    """One answer that can be ticked. `id` is that of its control on the page."""

    id: str
    value: str
    label: str
    is_checked: bool
    is_exclusive: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class Drawing:
    """One view of the body map with its areas as choices."""

    view: View
    zones: tuple[Choice, ...]


@dataclass(frozen=True)
class Cited:
    """What another entry already says about this question, in a sentence, and who said it when."""

    sentence: str
    by: str


@dataclass(frozen=True)
class Earlier:
    """Answers of another entry that may be cited. `by` is for the reader: "Noor Hendriks, 3 March"."""

    answers: Answers
    by: str


@dataclass(frozen=True)
class AskedRow:
    """A row of a table, or one item of a list."""

    label: str
    cells: tuple["Asked", ...]


@dataclass(frozen=True)
class Asked:
    """One question, ready to be drawn. `name` is its name in the reply, `anchor` the id of its first control."""

    id: str
    name: str
    type: str
    template: str
    text: str
    short: str = ""
    row: str = ""
    hint: str = ""
    why: str = ""
    error: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    unknown: Choice | None = None
    drawings: tuple[Drawing, ...] = ()
    unit: str = ""
    low: str = ""
    high: str = ""
    is_long: bool = False
    is_required: bool = False
    is_gate: bool = False
    is_full: bool = False
    cited: Cited | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[AskedRow, ...] = ()

    @property
    def value(self) -> str:
        """The first value, as text."""
        return self.values[0] if self.values else ""

    @property
    def anchor(self) -> str:
        """The id where a link in the error summary moves focus to."""
        if self.rows:
            return self.rows[0].cells[0].anchor
        zones = [zone.id for drawing in self.drawings for zone in drawing.zones]
        return next(iter(zones), f"f-{self.name}")

    @property
    def described_by(self) -> str:
        """Ids of hint, words of both ends, and error, for `aria-describedby`."""
        parts = {"h": self.hint, "l": self.low, "e": self.error}
        return " ".join(f"{letter}-{self.name}" for letter, text in parts.items() if text)


def ask(
    form: Form,
    answers: Answers,
    *,
    page: Page | None = None,
    problems: Iterable[AnswerProblem] = (),
    language: str,
    earlier: Sequence[Earlier] = (),
    raw: Raw | None = None,
) -> tuple[Asked, ...]:
    """The shown questions of a form, or of one page, in order.

    `raw` is a reply that was refused: it is shown as it was typed. `earlier` holds other entries, newest first;
    the first one with an answer is cited beside the question.
    """
    questions = shown_questions(form, answers, page)
    errors = {problem.name: problem.message for problem in problems}
    shown = as_raw(questions, answers, language) if raw is None else raw
    asker = _Asker(form, language, shown, errors, tuple(earlier), form.for_whom == "therapist")
    with translation.override(language):
        return tuple(asker.draw(question) for question in questions)


@dataclass(frozen=True)
class _Asker:
    """What all questions on one page share."""

    form: Form
    language: str
    raw: Raw
    errors: Mapping[str, str]
    earlier: tuple[Earlier, ...]
    is_for_staff: bool

    def draw(self, question: Question, name: str = "", row: str = "", column: str = "") -> Asked:
        """One question; `name`, `row` and `column` when it is a cell of a table or list."""
        name = name or question.id
        short = column or self.say(question.ask)
        asked = Asked(
            id=question.id,
            name=name,
            type=question.type,
            template=f"ui/questions/_{question.type}.html",
            text=f"{row}: {short}" if column else short,
            short=short,
            row=row,
            hint=self.say(question.help),
            why=self.say(question.why),
            error=self.errors.get(name, ""),
            values=tuple(self.raw.get(name, ())),
            is_required=question.required,
            is_gate=question.id in _gates(self.form),
            cited=self.cite(question),
        )
        return _DRAW[question.type](self, question, asked)

    def say(self, text: Text | None) -> str:
        """A text of the pathway in the reader's language."""
        return text.in_(self.language) if text else ""

    @property
    def dont_know(self) -> str:
        """The words of "don't know": a therapist writes down that it is unknown."""
        return str(_("Unknown") if self.is_for_staff else _("Don’t know"))

    def cite(self, question: Question) -> Cited | None:
        """The newest earlier answer to this question."""
        for entry in self.earlier:
            value = entry.answers.get(question.id)
            if value is not None:
                return Cited(say(question, value, self.language), entry.by)
        return None


@lru_cache(maxsize=64)
def _gates(form: Form) -> frozenset[str]:
    """The questions that decide whether another one is shown."""
    return frozenset(name for question in form.own if question.ask_when for name in names_in(question.ask_when))


def _choices(asked: Asked, options: Iterable[tuple[str, str, bool]]) -> tuple[Choice, ...]:
    """Options as (value, label, is_exclusive); the first control carries the question's own id."""
    return tuple(
        Choice(
            id=f"f-{asked.name}-{value}" if number else f"f-{asked.name}",
            value=value,
            label=label,
            is_checked=value in asked.values,
            is_exclusive=is_exclusive,
        )
        for number, (value, label, is_exclusive) in enumerate(options)
    )


def _yes_no(asker: _Asker, question: Question, asked: Asked) -> Asked:
    options = [("yes", str(_("Yes")), False), ("no", str(_("No")), False)]
    if question.dont_know:
        options.append((DONT_KNOW, asker.dont_know, False))
    return replace(asked, choices=_choices(asked, options))


def _one(asker: _Asker, question: Question, asked: Asked) -> Asked:
    options = _options(asker, question)
    is_to_pick = question.type == "one" and len(options) > PICK_ABOVE
    template = "ui/questions/_pick.html" if is_to_pick else asked.template
    return replace(asked, template=template, choices=_choices(asked, options))


def _options(asker: _Asker, question: Question) -> list[tuple[str, str, bool]]:
    """(value, label, is_exclusive) of each option, with "don't know" at the end where it is offered."""
    options = [(option.id, asker.say(option.label), option.exclusive) for option in question.options]
    return [*options, (DONT_KNOW, asker.dont_know, True)] if question.dont_know else options


def _number(asker: _Asker, question: Question, asked: Asked) -> Asked:
    if (int(question.min), int(question.max)) == SCALE and not (question.decimals or question.dont_know):
        points = [(str(point), str(point), False) for point in range(SCALE[1] + 1)]
        low, high = _ends(asked.hint)
        hint = "" if low else asked.hint
        return replace(
            asked, template="ui/questions/_scale.html", choices=_choices(asked, points), low=low, high=high, hint=hint
        )
    return replace(
        _typed(asker, question, asked),
        unit=str(UNITS.get(question.unit or "", question.unit or "")),
        is_long=bool(question.decimals),
    )


def _ends(hint: str) -> tuple[str, str]:
    """The words of both ends, when the hint is "0 is …. 10 is …."; they then stand where they belong."""
    low, separator, high = hint.partition(". 10 ")
    return (f"{low}.", f"10 {high}") if separator and low.startswith("0 ") else ("", "")


def _duration(asker: _Asker, question: Question, asked: Asked) -> Asked:
    chosen = next(iter(asker.raw.get(f"{asked.name}-unit", ())), "weeks")
    units = ((value, UNITS[code]) for value, code in DURATIONS)
    choices = tuple(Choice(f"f-{asked.name}-unit", value, str(label), value == chosen) for value, label in units)
    return replace(_typed(asker, question, asked), choices=choices)


def _typed(asker: _Asker, question: Question, asked: Asked) -> Asked:
    """What is typed has its "don't know" as a box to tick."""
    if not question.dont_know:
        return asked
    is_unknown = DONT_KNOW in asked.values
    unknown = Choice(f"f-{asked.name}-{DONT_KNOW}", DONT_KNOW, asker.dont_know, is_unknown)
    return replace(asked, unknown=unknown, values=tuple(value for value in asked.values if value != DONT_KNOW))


def _text(asker: _Asker, question: Question, asked: Asked) -> Asked:
    return replace(_typed(asker, question, asked), is_long=question.max_length > ONE_LINE)


def _body(asker: _Asker, question: Question, asked: Asked) -> Asked:
    """Regions with a shape become areas of a drawing, the others plain choices below it."""
    drawings = tuple(Drawing(view, _zones(asker, question, asked, view)) for view in VIEWS)
    drawn = {zone.value for drawing in drawings for zone in drawing.zones}
    rest = [option for option in _options(asker, question) if option[0] not in drawn]
    return replace(asked, drawings=drawings, choices=_choices(asked, rest))


def _zones(asker: _Asker, question: Question, asked: Asked, view: View) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=f"f-{asked.name}-{region.id}",
            value=region.id,
            label=asker.say(region.label),
            is_checked=region.id in asked.values,
            place=place,
        )
        for region in question.options
        if (place := view.place(region.id))
    )


def _table(asker: _Asker, question: Question, asked: Asked) -> Asked:
    columns = tuple(asker.say(column.ask) for column in question.columns)
    rows = []
    for row in question.rows:
        label = asker.say(row.label)
        cells = tuple(
            asker.draw(question.cell(row.id, column.id), row=label, column=head)
            for column, head in zip(question.columns, columns, strict=True)
        )
        rows.append(AskedRow(label, cells))
    return replace(asked, columns=columns, rows=tuple(rows))


def _list(asker: _Asker, question: Question, asked: Asked) -> Asked:
    """The filled rows and, until the list is full, one empty row."""
    filled = 1 + max((_row_number(name, asked.name) for name in asker.raw), default=-1)
    count = min(filled + 1, question.max_items)
    rows = tuple(
        AskedRow(
            str(number + 1),
            tuple(asker.draw(part, f"{asked.name}-{number}-{part.id}", str(number + 1)) for part in question.fields),
        )
        for number in range(count)
    )
    return replace(asked, rows=rows, is_full=count == filled)


def _row_number(name: str, list_name: str) -> int:
    """The row that a name of the reply belongs to; -1 when it is not of this list."""
    if not name.startswith(f"{list_name}-"):
        return -1
    number = name[len(list_name) + 1 :].partition("-")[0]
    return int(number) if number.isdecimal() else -1


_DRAW: dict[str, Callable[[_Asker, Question, Asked], Asked]] = {
    "yes_no": _yes_no,
    "one": _one,
    "many": _one,
    "number": _number,
    "duration": _duration,
    "date": _typed,
    "text": _text,
    "body": _body,
    "table": _table,
    "list": _list,
}
