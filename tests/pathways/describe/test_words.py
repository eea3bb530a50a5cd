"""Conditions in words: read back from the words alone, they mean what the tree means."""

import random
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from pathways.describe.words import Named, Reading, Said, in_words, reading
from pathways.evaluate import program_of
from pathways.language import And, AtLeast, Chosen, Expr, Not, Op, Or, Yes, negated
from pathways.language.meaning import condition
from pathways.language.tree import compare
from pathways.model import Answers, Form, Pathway, Question, Value, load

PACK = Path(__file__).parents[3] / "packs/low_back_pain"
Truth = bool | None


@pytest.fixture(scope="module")
def pack() -> Pathway:
    return load(PACK)


def every_condition(pathway: Pathway) -> Iterator[Expr]:
    yield from (rule.when for rule in pathway.rules)
    yield from (claim.condition for claim in pathway.claims)
    yield from (definition.when for definition in pathway.definitions.values())
    yield from (question.ask_when for question in pathway.questions.values() if question.ask_when is not None)
    yield from (alarm.when for question in pathway.questions.values() for alarm in question.alarms)


# ── a reader of English, who knows nothing of trees


class Listener:
    """Somebody who hears a condition in words, knows the answers, and says whether it is so."""

    def __init__(self, form: Form, values: list[object]) -> None:
        self.pathway, self.values, self.layout = form.pathway, values, program_of(form).layout

    def value(self, name: str) -> object:
        value = self.values[self.layout.index[name]]
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value / self.layout.scale.get(name, 1) if is_number else value

    def hears(self, told: Reading) -> Truth:
        if isinstance(told, Said):
            return self.hears_one(told)
        parts = [self.hears(Said(part.parts, told.lead) if told.lead else part) for part in told.parts]
        yes, unknown = parts.count(True), parts.count(None)
        if told.head == "all of these":
            return at_least(len(parts), yes, unknown)
        if told.head == "one or more of these":
            return at_least(1, yes, unknown)
        if match := re.fullmatch(r"(\d+) or more of these (\d+)", told.head):
            assert int(match[2]) == len(parts)
            return at_least(int(match[1]), yes, unknown)
        match = re.fullmatch(r"no more than (\d+) of these (\d+)", told.head)
        assert match and int(match[2]) == len(parts)
        more = at_least(int(match[1]) + 1, yes, unknown)
        return None if more is None else not more

    def hears_one(self, told: Said) -> Truth:
        first = next(part for part in told.parts if isinstance(part, Named))
        if told.lead or told.parts[-1] in (" holds", " does not hold"):
            value = self.value(first.name)
            wanted = told.lead == "yes to" or told.parts[-1] == " holds"
            return None if value is None else value is wanted
        rest = str(told.parts[-1])
        if rest.startswith(": "):
            return self.hears_chosen(first.name, rest)
        return self.hears_compared(told, rest)

    def hears_chosen(self, name: str, rest: str) -> Truth:
        value = self.value(name)
        labels = set(re.findall("‘([^‘]*)’(?:, |$)", rest))
        known = {option.label.en: option.id for option in self.pathway.questions[name].options}
        options = {known[label] for label in labels}
        if value is None:
            return None
        is_one = bool(options & (set(value) if isinstance(value, tuple) else {value}))
        return not is_one if rest.startswith(": none of") else is_one

    def hears_compared(self, told: Said, rest: str) -> Truth:
        words = "".join(part if isinstance(part, str) else f"[{part.name}]" for part in told.parts)
        total = 0.0
        for sign, times, name in re.findall(r"(plus |minus )?(?:(\d+) times )?\[(\w+)\]", words):
            value = self.value(name)
            if value is None:
                return None
            total += float(value) * int(times or 1) * (-1 if sign == "minus " else 1)
        match = re.search(r" is (exactly|not|less than|at most|more than|at least) (?:.*\()?([\d.]+)(?: days\))?", rest)
        assert match, rest
        bound = float(match[2])
        return {
            "exactly": total == bound,
            "not": total != bound,
            "less than": total < bound,
            "at most": total <= bound,
            "more than": total > bound,
            "at least": total >= bound,
        }[match[1]]


def at_least(count: int, yes: int, unknown: int) -> Truth:
    return True if yes >= count else None if yes + unknown >= count else False


def some_answers(form: Form, dice: random.Random) -> Answers:
    answers: dict[str, Value] = {}
    for question in form.supplied.values():
        value = some_answer(question, dice)
        if value is not None and dice.random() < 0.8:
            answers[question.id] = value
    return answers


def some_answer(question: Question, dice: random.Random) -> Value:
    match question.type:
        case "yes_no":
            return dice.choice([True, False, False])
        case "number" if not question.decimals:
            return dice.randint(int(question.min), int(question.max))
        case "duration":
            return dice.choice([0, 14, 15, 21, 90, 91, 400])
        case "one":
            return dice.choice(question.options).id
        case "many" | "body":
            return (dice.choice(question.options).id,)
        case _:
            return None


def test_whoever_hears_the_words_knows_what_the_tree_means(pack: Pathway) -> None:
    dice, form = random.Random(3), pack.forms["examination"]
    seen: set[Truth] = set()
    program = program_of(form)
    for _ in range(8):
        answers = some_answers(form, dice)
        values = program.values(answers, {}, closed=False).values
        listener = Listener(form, values)
        for expr in (way for one in every_condition(pack) for way in (one, negated(one))):
            meant = condition(expr, program.layout)(values)
            assert listener.hears(reading(expr, pack, "en")) is meant, in_words(expr, pack, "en")
            seen.add(meant)
    assert seen == {True, False, None}


# ── sentences

FEVER, UNSTEADY, FALL, SHIVERS = Yes("fever"), Yes("unsteady"), Yes("fall_heavy"), Yes("shivers")


def days(op: Op, number: int) -> Expr:
    return compare({"duration": Fraction(1)}, op, Fraction(number), in_days=True)


@pytest.mark.parametrize(
    ("expr", "nl", "en"),
    [
        (UNSTEADY, "ja op “Onzeker lopen”", "yes to “Unsteady gait”"),
        (Not(UNSTEADY), "nee op “Onzeker lopen”", "no to “Unsteady gait”"),
        (Yes("cord"), "“het ruggenmerg” geldt", "“the spinal cord” holds"),
        (Not(Yes("cord")), "“het ruggenmerg” geldt niet", "“the spinal cord” does not hold"),
        (
            Chosen("onset", ("accident",)),
            "“Hoe begon de pijn?”: ‘na een ongeluk’",
            "“How did the pain start?”: ‘after an accident’",
        ),
        (
            Not(Chosen("onset", ("accident",))),
            "“Hoe begon de pijn?”: geen van ‘na een ongeluk’",
            "“How did the pain start?”: none of ‘after an accident’",
        ),
        (
            days("<=", 84),
            "“Hoe lang al?” is hoogstens 12 weken (84 dagen)",
            "“For how long?” is at most 12 weeks (84 days)",
        ),
        (Not(days("<=", 5)), "“Hoe lang al?” is meer dan 5 dagen", "“For how long?” is more than 5 days"),
        (
            compare({"temperature": Fraction(1)}, ">=", Fraction(77, 2), in_days=False),
            "“Temperatuur” is minstens 38,5 °C",
            "“Temperature” is at least 38.5 °C",
        ),
        (
            compare({"hinder_work": Fraction(2), "hinder_sleep": Fraction(-1)}, "<", Fraction(3), in_days=False),
            "“Hinder bij slapen” min 2 keer “Hinder bij werk” is meer dan -3",
            "“Trouble sleeping” minus 2 times “Trouble at work” is more than -3",
        ),
    ],
)
def test_one_thing_reads_as_people_say_it(neck: Pathway, expr: Expr, nl: str, en: str) -> None:
    assert (in_words(expr, neck, "nl"), in_words(expr, neck, "en")) == (nl, en)


def test_a_group_inside_a_group_stands_between_brackets(neck: Pathway) -> None:
    expr = And((FEVER, Or((SHIVERS, UNSTEADY))))
    assert in_words(expr, neck, "nl") == (
        "ja op “Heb je koorts?” en (ja op “Heb je rillingen?” of ja op “Onzeker lopen”)"
    )


def test_no_to_one_of_two_cannot_be_taken_for_neither(neck: Pathway) -> None:
    either, neither = Or((Not(FEVER), Not(UNSTEADY))), Not(Or((FEVER, UNSTEADY)))
    assert in_words(either, neck, "en") == "no to “Do you have a fever?” or no to “Unsteady gait”"
    assert in_words(neither, neck, "en") == "no to “Do you have a fever?” and no to “Unsteady gait”"


def test_many_are_told_as_one_list_that_says_how_many_count(neck: Pathway) -> None:
    four = (FEVER, UNSTEADY, FALL, SHIVERS)
    assert in_words(Or(four), neck, "nl").startswith("ja op één of meer van deze: “Heb je koorts?”; “Onzeker lopen”; ")
    assert in_words(AtLeast(2, four), neck, "nl").startswith("ja op 2 of meer van deze 4: ")
    assert in_words(Not(AtLeast(2, four)), neck, "nl").startswith("ja op niet meer dan 1 van deze 4: ")
    assert in_words(Not(Or(four)), neck, "nl").startswith("nee op al deze: ")


def test_the_same_lead_among_others_is_said_once(neck: Pathway) -> None:
    many = And((Not(FEVER), days("<", 84), Not(UNSTEADY), Not(FALL), Not(SHIVERS)))
    assert in_words(many, neck, "en") == (
        "(no to all of these: “Do you have a fever?”; “Unsteady gait”; “Was it a heavy accident?”; "
        "“Do you have shivers?”)"
        " and “For how long?” is less than 12 weeks (84 days)"
    )
