"""The solver's twin says of every person what evaluate says: two readings of one pathway, held side by side."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import z3

from pathways.evaluate import evaluate, program_of
from pathways.model import DONT_KNOW, RULE_TYPES, Answers, Form, Pathway, Question, load
from pathways.model.effective import split_answers, stored
from pathways.prove.answers import Answer
from pathways.prove.encoding import Encoding, Ladder
from pathways.prove.truth import Truth, either
from random_pathways import Maker

ROOT = Path(__file__).parents[3]


def settings_of(answer: Answer, value: Any) -> list[tuple[Any, Any]]:
    """What the variables of an answer are, for one person's value."""
    question = answer.question
    pairs = [(answer.given, value is not None and value != DONT_KNOW), (answer.dont_know, value == DONT_KNOW)]
    if question.type not in RULE_TYPES:
        return pairs
    if value is None or value == DONT_KNOW:
        value = plain(question)
    match question.type:
        case "yes_no":
            pairs.append((answer.said[0], value))
        case "number" | "duration":
            pairs.append((answer.said[0], stored(question, value)))
        case "one":
            pairs.append((answer.said[0], [o.id for o in question.options].index(value)))
        case _:
            pairs += [(one, o.id in value) for one, o in zip(answer.said, question.options, strict=True)]
    return pairs


def plain(question: Question) -> Any:
    """Some value for what was not answered; it must never count."""
    match question.type:
        case "yes_no":
            return True
        case "number" | "duration":
            return question.max
        case "one":
            return question.options[-1].id
        case _:
            return (question.options[0].id,)


class OnePerson:
    """An encoding with the answers of one person filled in."""

    def __init__(self, encoding: Encoding, answers: Answers) -> None:
        self.encoding = encoding
        pairs = [pair for name, a in encoding.answers.items() for pair in settings_of(a, answers.get(name))]
        filled = [(v, z3.IntVal(x) if z3.is_int(v) else z3.BoolVal(x)) for v, x in pairs]
        # All formulas at once, as the arguments of a function without meaning: what they share is filled in once.
        open_ones = {f.get_id(): f for f in every_formula(encoding) if not isinstance(f, bool)}
        row = z3.Function("row", *[z3.BoolSort()] * (len(open_ones) + 1))(*open_ones.values())
        decided = z3.simplify(z3.substitute(row, *filled)).children()
        self.decided = dict(zip(open_ones, decided, strict=True))

    def holds(self, formula: Any) -> bool:
        if isinstance(formula, bool):
            return formula
        decided = self.decided[formula.get_id()]
        assert z3.is_true(decided) or z3.is_false(decided), decided
        return z3.is_true(decided)

    def truth(self, truth: Truth) -> bool | None:
        assert not self.holds(truth.yes) or not self.holds(truth.no)
        return True if self.holds(truth.yes) else False if self.holds(truth.no) else None

    def level(self, ladder: Ladder) -> str:
        return [name for rank, name in enumerate(self.encoding.level_names) if self.holds(ladder.at_least[rank])][-1]


def every_formula(encoding: Encoding) -> Iterator[Any]:
    """What the tests look at."""
    yield encoding.possible_answers
    yield from encoding.shown.values()
    yield from encoding.dont_know.values()
    for truth in (*encoding.names.truths.values(), *encoding.rules.values(), encoding.in_scope):
        yield from (truth.yes, truth.no)
    yield from (known(encoding, name) for name in (*encoding.names.numbers, *encoding.names.choices))
    if encoding.form.is_judged:
        yield from (*encoding.certain.at_least, *encoding.possible.at_least, *encoding.level.at_least)
        yield encoding.is_definite


@cache
def known(encoding: Encoding, name: str) -> Any:
    return either(False, encoding.unknown(name))


def agree(encoding: Encoding, answers: Answers) -> None:
    """Everything that evaluate computes, against the formulas."""
    form, closed = encoding.form, encoding.closed
    own, earlier = split_answers(form, answers)
    evaluation = evaluate(form, own, earlier, closed=closed)
    values = program_of(form).values(own, earlier, closed=closed)
    person = OnePerson(encoding, answers)
    assert person.holds(encoding.possible_answers)
    assert {n for n in form.supplied if person.holds(encoding.shown[n])} == set(values.shown)
    assert {n for n in form.supplied if person.holds(encoding.dont_know[n])} == set(values.dont_know)
    layout = program_of(form).layout
    for name, truth in encoding.names.truths.items():
        assert person.truth(truth) is values.values[layout.index[name]], name
    for name in (*encoding.names.numbers, *encoding.names.choices):
        assert person.holds(known(encoding, name)) is (values.values[layout.index[name]] is None), name
    assert (person.truth(encoding.in_scope)) is evaluation.in_scope
    if evaluation.in_scope is False:
        return
    fired = {name for name, truth in encoding.rules.items() if person.truth(truth) is True}
    assert fired == {fired.rule for fired in evaluation.fired}
    if not form.is_judged:
        return
    assert person.level(encoding.certain) == evaluation.certain
    assert person.level(encoding.possible) == evaluation.possible
    assert person.holds(encoding.is_definite) is evaluation.is_definite
    assert person.level(encoding.level) == evaluation.level


@pytest.mark.parametrize(
    ("first", "last"), [pytest.param(0, 120, id="small"), pytest.param(120, 2500, id="night", marks=pytest.mark.night)]
)
def test_solver_and_evaluate_agree_on_random_pathways(first: int, last: int, tmp_path: Path) -> None:
    for seed in range(first, last):
        maker = Maker(seed)
        case = maker.make(tmp_path / str(seed))
        encoding = Encoding(case.form, closed=seed % 3 == 0)
        agree(encoding, case.all_answers)
        for _ in range(4):
            agree(encoding, {
                q.name: value for q in maker.questions
                if q.name in case.form.supplied and (value := maker.answer(q)) is not None
            })  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pathway:
    return load(ROOT / "packs/low_back_pain")


def said_by_chance(form: Form, random: Random) -> dict[str, Any]:
    """Partial answers of one random person, with mostly "no", as people are."""
    answers: dict[str, Any] = {}
    for name, question in form.supplied.items():
        chance = random.random()
        if chance < 0.15:
            continue
        if chance < 0.18 and question.dont_know:
            answers[name] = DONT_KNOW
            continue
        match question.type:
            case "yes_no":
                answers[name] = random.random() < 0.15
            case "number":
                step = random.randint(int(stored(question, question.min)), int(stored(question, question.max)))
                answers[name] = (
                    step if not question.decimals else question.max.__class__(step).scaleb(-question.decimals)
                )
            case "duration":
                answers[name] = random.choice([1, 10, 40, 100, 400])
            case "one":
                answers[name] = random.choice(question.options).id
            case "many" | "body":
                answers[name] = (random.choice(question.options).id,)
    return answers


@pytest.mark.parametrize("form_id", ["self_check", "screening", "examination", "session", "evaluation", "intake_home"])
def test_solver_and_evaluate_agree_on_low_back_pain(form_id: str, pack: Pathway) -> None:
    form, random = pack.forms[form_id], Random(form_id)
    encoding = Encoding(form)
    for _ in range(6):
        agree(encoding, said_by_chance(form, random))
