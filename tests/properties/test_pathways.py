"""What must hold of every pathway, also of those nobody thought of."""

from fractions import Fraction
from random import Random
from typing import Any, assert_never

import pytest

from pathways.evaluate import Evaluation, evaluate, program_of
from pathways.explain import explain
from pathways.language import And, AtLeast, Chosen, Compare, Expr, Not, Or, Yes
from pathways.model import Pathway
from random_pathways import Case, Maker

Cases = list[tuple[int, Case]]
DOSES = [pytest.param(40, id="small"), pytest.param(4000, id="night", marks=pytest.mark.night)]


@pytest.fixture(scope="module", params=DOSES)
def cases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """Random pathways with random answers, by the seed that repeats them."""
    folder = tmp_path_factory.mktemp("random")
    return [(seed, Maker(seed).make(folder / str(seed))) for seed in range(request.param)]


def test_a_tree_written_and_read_again_is_the_same_tree(cases: Cases) -> None:
    for seed, case in cases:
        for name, tree in case.trees.items():
            read = (
                case.pathway.rule[name].when
                if name in case.pathway.rule
                else case.pathway.definitions[name].when
                if name in case.pathway.definitions
                else case.pathway.questions[name].ask_when
            )
            assert read == tree, (seed, name)


def test_closures_and_a_plain_reading_of_the_tree_agree(cases: Cases) -> None:
    """The evaluator settles, compiles and shortcuts; this reading does none of it."""
    unknowns = truths = 0
    for seed, case in cases:
        plain = PlainReading(case)
        result = evaluate(case.form, case.answers, case.earlier)
        fired = {rule.id for rule in case.pathway.rules if plain.truth(rule.when) is True}
        assert {fired.rule for fired in result.fired} == fired, seed
        assert set(result.shown) == {q.id for q in case.form.own if plain.is_shown(q.id)}, seed
        values = program_of(case.form).values(case.answers, case.earlier, closed=False).values
        assert values[program_of(case.form).layout.index["group"]] is plain.truth(Yes("group")), seed
        for rule in case.pathway.rules:
            truth = plain.truth(rule.when)
            unknowns += truth is None
            truths += truth is True
            is_heavier = case.pathway.rank[rule.urgency] > case.pathway.rank[result.certain or ""]
            assert (rule.id in result.open_rules) is (truth is None and is_heavier), (seed, rule.id)
    assert unknowns > len(cases) / 2, "the unknown must be well exercised"
    assert truths > len(cases) / 2


def test_a_kept_pathway_weighs_the_same(cases: Cases) -> None:
    for seed, case in cases:
        back = Pathway.from_json(case.pathway.to_json())
        assert back.content_hash == case.pathway.content_hash, seed
        again = evaluate(back.forms[case.form.id], case.answers, case.earlier)
        now = evaluate(case.form, case.answers, case.earlier)
        assert again == now, seed
        assert Evaluation.from_json(now.to_json()) == now, seed


def test_the_answers_that_an_explanation_names_are_enough(cases: Cases) -> None:
    explained = 0
    for seed, case in cases:
        for reason in explain(case.form, case.answers, case.earlier):
            if reason.rule not in case.pathway.rule:
                continue
            named = {name for name, _ in reason.answers}
            result = evaluate(case.form, only(case.answers, named), earlier_only(case, named))
            assert reason.rule in {fired.rule for fired in result.fired}, (seed, reason)
            explained += 1
    assert explained > len(cases) / 2


def test_stale_answers_to_hidden_questions_change_nothing(cases: Cases) -> None:
    stale = 0
    for seed, case in cases:
        shown = set(program_of(case.form).interview.effective(case.answers, case.earlier).shown)
        stale += len(case.all_answers.keys() - shown)
        cleaned = evaluate(case.form, only(case.answers, shown), earlier_only(case, shown))
        assert cleaned == evaluate(case.form, case.answers, case.earlier), seed
    assert stale > len(cases) / 2


def test_one_answer_more_never_lowers_certain_nor_raises_possible(cases: Cases) -> None:
    tried = 0
    for seed, case in cases:
        rank, random, maker = case.pathway.rank, Random(seed), Maker(seed)
        shown = set(program_of(case.form).interview.effective(case.answers, case.earlier).shown)
        # "Don't know" is an answer with a level of its own; one that is not shown yet is no information given before.
        answers = {n: v for n, v in case.answers.items() if n in shown or v != "dont_know"}
        earlier = {f: {n: v for n, v in a.items() if n in shown or v != "dont_know"} for f, a in case.earlier.items()}
        before = evaluate(case.form, answers, earlier)
        for question in maker.questions:
            if question.name in case.all_answers or question.name not in case.form.supplied:
                continue
            more = {**answers, question.name: maker.value(question, random, question.name)}
            after = evaluate(case.form, more, earlier)
            assert rank[after.certain or ""] >= rank[before.certain or ""], (seed, question.name)
            assert rank[after.possible or ""] <= rank[before.possible or ""], (seed, question.name)
            tried += 1
    assert tried > len(cases)


def test_answering_what_is_waited_for_leads_to_a_definite_outcome(cases: Cases) -> None:
    """Nothing is asked in vain for ever, and an outcome stays open only where someone did not know."""
    for seed, case in cases:
        random, maker = Random(seed), Maker(seed)
        kinds = {question.name: question for question in maker.questions}
        answers = dict(case.answers)
        for _ in range(len(kinds) + 1):
            result = evaluate(case.form, answers, case.earlier)
            if not result.waiting_for:
                break
            name = random.choice(result.waiting_for)
            answers[name] = maker.value(kinds[name], random, name)
        assert not result.waiting_for, seed
        assert result.is_definite or result.dont_know, seed


def test_unknown_never_reassures(cases: Cases) -> None:
    for seed, case in cases:
        result = evaluate(case.form, case.answers, case.earlier)
        alarms = {q.id for q in case.form.supplied.values() if q.alarms}
        if not result.is_definite or alarms & set(result.dont_know):
            assert result.level not in case.pathway.reassuring, seed


def test_explanations_reach_up_to_the_level(cases: Cases) -> None:
    """The strongest reason is the level itself: nobody is told an advice without a why."""
    for seed, case in cases:
        result = evaluate(case.form, case.answers, case.earlier)
        reasons = explain(case.form, case.answers, case.earlier)
        if result.level != case.pathway.otherwise:
            assert reasons, seed
            assert reasons[0].level == result.level, seed


def only(answers: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name in names}


def earlier_only(case: Case, names: set[str]) -> dict[str, dict[str, Any]]:
    return {form: only(answers, names) for form, answers in case.earlier.items()}


class PlainReading:
    """The meaning of a pathway, spelled out slowly: no compiling, no order, no shortcuts."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.pathway = case.pathway
        self.answers = case.all_answers

    def is_shown(self, name: str) -> bool:
        gate = self.pathway.questions[name].ask_when
        if gate is None:
            return True
        truth = self.truth(gate)
        return truth is True or (truth is None and all(self.is_not_known(leaf) for leaf in self.open_leaves(gate)))

    def is_not_known(self, name: str) -> bool:
        return self.answers.get(name) == "dont_know" and self.is_shown(name)

    def open_leaves(self, expr: Expr) -> set[str]:
        if self.truth(expr) is not None:
            return set()
        match expr:
            case Yes(name) | Chosen(name, _):
                return {name}
            case Compare(terms):
                return {term.name for term in terms if self.value(term.name) is None}
            case Not(arg):
                return self.open_leaves(arg)
            case And(args) | Or(args) | AtLeast(_, args):
                return {name for arg in args for name in self.open_leaves(arg)}
            case _:
                assert_never(expr)

    def value(self, name: str) -> Any:
        if name == "score":
            return self.score()
        if name == "group":
            return self.truth(self.pathway.definitions["group"].when)
        question = self.pathway.questions[name]
        is_hidden = question.ask_when is not None and self.truth(question.ask_when) is False
        if name not in self.case.form.supplied or is_hidden:
            return question.if_hidden
        value = self.answers.get(name)
        return value if self.is_shown(name) and value != "dont_know" else None

    def score(self) -> Fraction | None:
        score = self.pathway.scores["score"]
        values = [self.value(item) for item in score.items]
        if None in values:
            return None
        total = Fraction(sum(values))
        if score.method == "sum":
            return total
        mean = total / len(values)
        return mean if score.method == "mean" else mean * 10

    def truth(self, expr: Expr) -> bool | None:
        match expr:
            case Yes(name):
                truth: bool | None = self.value(name)
                return truth
            case Chosen(name, options):
                value = self.value(name)
                chosen = {value} if isinstance(value, str) else set(value or ())
                return None if value is None else bool(chosen & set(options))
            case Compare(terms, op, bound, _):
                values = [self.value(term.name) for term in terms]
                if None in values:
                    return None
                left = sum(Fraction(v) * term.factor for v, term in zip(values, terms, strict=True))
                verdicts = {"<": left < bound, "<=": left <= bound, ">": left > bound, ">=": left >= bound}
                return {**verdicts, "==": left == bound, "!=": left != bound}[op]
            case Not(arg):
                inner = self.truth(arg)
                return None if inner is None else not inner
            case And(args):
                return self.counted(args, len(args))
            case Or(args):
                return self.counted(args, 1)
            case AtLeast(count, args):
                return self.counted(args, count)
            case _:
                assert_never(expr)

    def counted(self, args: tuple[Expr, ...], count: int) -> bool | None:
        truths = [self.truth(arg) for arg in args]
        if truths.count(True) >= count:
            return True
        return False if truths.count(True) + truths.count(None) < count else None
