"""What a form's answers come to: the certain and the possible level, what fired, what is open, what to ask next.

    certain   the strongest of the rules that are true, the alarms answered "don't know", and `otherwise`
    possible  the strongest of those and of the rules that are still unknown
    level     what counts: `certain` when the two meet, else at least `incomplete`, and at least the "don't know"
              level of each alarm that was answered yes while its condition still waits for another answer

The strongest rule wins; no rule switches off another. Unknown is never "no": while something heavier is possible, or
an alarm was answered "don't know", the level never falls below `incomplete`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pathways.language import Yes
from pathways.language.meaning import Condition, Values, Waiting, condition, settled, waiting
from pathways.model import Answers, Form, Pathway, Score
from pathways.model.canonical import read_json, write_json
from pathways.model.effective import NO_ANSWERS, Effective, interview_of, shown_pages, shown_questions

__all__ = ["EVALUATOR", "Evaluation", "Fired", "Scored", "evaluate", "shown_pages", "shown_questions"]

#: The version of the evaluator, kept beside every outcome. It goes up when the same answers to the same pathway could
#: come to another outcome, or when an outcome says more; what it did before stays below, under its number.
#: 1: an alarm answered yes that waits for a follow-up weighed nothing yet. 2: it weighs as "don't know".
EVALUATOR = 2
_SAID_SINCE = {"unsettled": 2}


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that is true, and the level it asks for."""

    rule: str
    level: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An alarm that was answered yes and still waits for a follow-up; until then it weighs as "don't know"."""

    question: str
    level: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A score; value None while it cannot be known. `band` is the named part that the value lies in."""

    value: Fraction | None
    band: str | None
    missing: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of a form.

    `in_scope` False: the form does not apply to this person, and there is no level. None: not known yet.
    `fired` and `open_rules` are strongest first; `open_rules` are only those that could still raise the level.
    `waiting_for` are the questions those wait for, to ask next. `dont_know` are shown questions so answered.
    `not_asked_here` are the questions that rules read and that this form and what it builds on never ask.
    """

    level: str | None
    certain: str | None
    possible: str | None
    is_definite: bool
    in_scope: bool | None
    fired: tuple[Fired, ...]
    open_rules: tuple[str, ...]
    waiting_for: tuple[str, ...]
    shown: tuple[str, ...]
    not_asked_here: tuple[str, ...]
    dont_know: tuple[str, ...]
    unsettled: tuple[Unsettled, ...]
    scores: Mapping[str, Scored]
    advice: tuple[str, ...]

    def to_json(self, *, evaluator: int = EVALUATOR) -> str:
        """Canonical JSON, for the dossier: what that version of the evaluator had to say, and no more."""
        said = self._as_data()
        return write_json({name: said[name] for name in said if _SAID_SINCE.get(name, 1) <= evaluator})

    def _as_data(self) -> dict[str, Any]:
        return {
            **{f.name: getattr(self, f.name) for f in dataclasses.fields(self)},
            "fired": [{"rule": fired.rule, "level": fired.level} for fired in self.fired],
            "unsettled": [{"question": one.question, "level": one.level} for one in self.unsettled],
            "scores": {
                name: {
                    "value": None if scored.value is None else str(scored.value),
                    "band": scored.band,
                    "missing": scored.missing,
                }
                for name, scored in self.scores.items()
            },
        }

    @classmethod
    def from_json(cls, text: str) -> Evaluation:
        data = read_json(text)
        scores = {
            name: Scored(None if s["value"] is None else Fraction(s["value"]), s["band"], s["missing"])
            for name, s in data.pop("scores").items()
        }
        fired = tuple(Fired(f["rule"], f["level"]) for f in data.pop("fired"))
        unsettled = tuple(Unsettled(u["question"], u["level"]) for u in data.pop("unsettled", ()))
        rest: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in data.items()}
        return cls(**rest, fired=fired, unsettled=unsettled, scores=scores)


def evaluate(
    form: Form,
    answers: Answers,
    earlier: Mapping[str, Answers] = NO_ANSWERS,
    *,
    closed: bool = False,
    evaluator: int = EVALUATOR,
) -> Evaluation:
    """The outcome of a form's answers, with those of earlier forms that it builds on (form id → answers).

    `closed`: the form is finished, nothing more will be answered; only then do scores forgive missing items.
    `evaluator`: weigh as this version did, to see an old outcome again. Raises ValueError for a version not known here.
    """
    if not 1 <= evaluator <= EVALUATOR:
        raise ValueError(f"evaluator {evaluator} is not known here")
    return program_of(form).evaluate(answers, earlier, closed=closed, evaluator=evaluator)


@dataclass(frozen=True, slots=True)
class _CompiledRule:
    rank: int
    fired: Fired
    waits: Waiting
    #: Per advice: its name, the highest rank that it is given at, and the advice that it excludes.
    advice: tuple[tuple[str, int, frozenset[str]], ...]


class Program:
    """The rules of a pathway, compiled for one form: what the form never asks is settled beforehand."""

    def __init__(self, form: Form) -> None:
        pathway: Pathway = form.pathway
        self.form, self.pathway = form, pathway
        self.interview = interview_of(form)
        self.layout = layout = self.interview.layout
        self.levels = [level.id for level in pathway.levels]
        self.otherwise = pathway.rank[pathway.otherwise]
        self.incomplete = pathway.rank[pathway.incomplete]
        self.scores = [(layout.index[score.id], _Scoring(score, form)) for score in pathway.scores.values()]
        for score in pathway.scores.values():
            layout.waiting.setdefault(score.id, _items_waiting(score, layout.index))
        for definition in pathway.definitions.values():
            layout.waiting.setdefault(definition.id, waiting(definition.when, layout))
        self.definitions = self._definitions()
        self.checks = self._checks() if form.is_judged else []
        self.applies = None if form.applies_when is None else condition(form.applies_when, layout)
        self.applies_waits = None if form.applies_when is None else waiting(form.applies_when, layout)
        #: What "don't know" on an alarm question asks for, as a rank.
        self.dont_know_ranks = {
            name: max((pathway.rank[alarm.dont_know] for alarm in question.alarms if alarm.dont_know), default=0)
            for name, question in form.supplied.items()
            if question.alarms
        }
        #: Alarms with a condition: place and name of the question, the condition, its waiting, "don't know" as a rank.
        self.alarms = [
            (
                layout.index[name],
                name,
                condition(alarm.when, layout),
                waiting(alarm.when, layout),
                pathway.rank[alarm.dont_know],
            )
            for name, question in form.supplied.items()
            for alarm in question.alarms
            if alarm.dont_know is not None and alarm.when != Yes(name)
        ]
        self.own = frozenset(question.id for question in form.own)
        self.has_earlier = len(form.supplied) > len(self.own)
        self.not_asked_here = self._not_asked_here()

    def _definitions(self) -> list[tuple[int, Condition]]:
        """The definitions that answers can still decide; the others go into the template of values."""
        known = self.interview.template
        open_definitions: list[tuple[int, Condition]] = []
        for definition in self.pathway.definitions.values():
            index = self.layout.index[definition.id]
            rest = settled(definition.when, self.layout, known)
            if isinstance(rest, bool):
                known[index] = rest
            else:
                open_definitions.append((index, condition(rest, self.layout)))
        return open_definitions

    def _checks(self) -> list[tuple[Condition, _CompiledRule]]:
        """The rules that can fire here, strongest first."""
        checks: list[tuple[Condition, _CompiledRule]] = []
        for rule in self.pathway.rules:
            rest = settled(rule.when, self.layout, self.interview.template)
            if rest is False:
                continue
            when = rule.when if rest is True else rest
            advice = tuple(self._advice_of(name) for name in rule.advice)
            rank = self.pathway.rank[rule.urgency]
            compiled = _CompiledRule(rank, Fired(rule.id, rule.urgency), waiting(when, self.layout), advice)
            checks.append((condition(when, self.layout), compiled))
        return sorted(checks, key=lambda check: -check[1].rank)

    def _advice_of(self, name: str) -> tuple[str, int, frozenset[str]]:
        every = self.pathway.advice
        excluded = {*every[name].not_with, *(other for other in every if name in every[other].not_with)}
        up_to = every[name].up_to
        return name, len(self.levels) if up_to is None else self.pathway.rank[up_to], frozenset(excluded)

    def _not_asked_here(self) -> tuple[str, ...]:
        if not self.form.is_judged:
            return ()
        read = (name for rule in self.pathway.rules for name in self.pathway.questions_behind(rule.when))
        return tuple(dict.fromkeys(name for name in read if name not in self.form.supplied))

    # ── the hot path

    def values(self, answers: Answers, earlier: Mapping[str, Answers], *, closed: bool) -> Effective:
        """The effective answers, with scores and definitions filled in."""
        effective = self.interview.effective(answers, earlier)
        values = effective.values
        for index, scoring in self.scores:
            values[index] = scoring.value(values, closed=closed)
        for index, holds in self.definitions:
            values[index] = holds(values)
        return effective

    def evaluate(
        self, answers: Answers, earlier: Mapping[str, Answers], *, closed: bool, evaluator: int = EVALUATOR
    ) -> Evaluation:
        effective = self.values(answers, earlier, closed=closed)
        values = effective.values
        in_scope = True if self.applies is None else self.applies(values)
        if in_scope is False:
            return self._out_of_scope(effective)
        fired: list[_CompiledRule] = []
        unknown: list[_CompiledRule] = []
        for holds, rule in self.checks:
            truth = holds(values)
            if truth is True:
                fired.append(rule)
            elif truth is None:
                unknown.append(rule)
        certain = max(self.otherwise, fired[0].rank) if fired else self.otherwise
        is_alarm_unknown = False
        for name in effective.dont_know:
            rank = self.dont_know_ranks.get(name)
            if rank is not None:
                is_alarm_unknown = True
                certain = max(certain, rank)
        open_rules = [rule for rule in unknown if rule.rank > certain]
        possible = open_rules[0].rank if open_rules else certain
        is_definite = certain == possible and in_scope is True
        level = certain if is_definite and not is_alarm_unknown else max(certain, self.incomplete)
        unsettled = () if is_definite or evaluator < 2 else self._unsettled(effective)
        for _name, rank in unsettled:
            level = max(level, rank)
        has_outcome = self.form.is_judged
        return Evaluation(
            level=self.levels[level] if has_outcome else None,
            certain=self.levels[certain] if has_outcome else None,
            possible=self.levels[possible] if has_outcome else None,
            is_definite=is_definite,
            in_scope=in_scope,
            fired=tuple([rule.fired for rule in fired]),
            open_rules=tuple([rule.fired.rule for rule in open_rules]),
            waiting_for=() if is_definite else self._waiting_for(open_rules, in_scope, effective),
            shown=self._shown(effective),
            not_asked_here=self.not_asked_here,
            dont_know=tuple(effective.dont_know),
            unsettled=tuple([Unsettled(name, self.levels[rank]) for name, rank in unsettled]) if has_outcome else (),
            scores=self._scored(values),
            advice=self._advice(fired, level) if fired else (),
        )

    def _unsettled(self, effective: Effective) -> tuple[tuple[str, int], ...]:
        """The alarms that were answered yes but still wait for a follow-up, each with the rank of its "don't know".

        Without them "yes" would weigh less than "don't know" until the follow-up is answered. What was answered "don't
        know" is not waited for: it has its own level.
        """
        values = effective.values
        return tuple([
            (name, rank)
            for index, name, holds, waits, rank in self.alarms
            if values[index] is True and holds(values) is None and self._can_be_asked(waits, effective)
        ])  # fmt: skip

    def _can_be_asked(self, waits: Waiting, effective: Effective) -> bool:
        found: set[str] = set()
        waits(effective.values, found)
        return bool(self._to_ask(found, effective))

    def _out_of_scope(self, effective: Effective) -> Evaluation:
        return Evaluation(
            level=None,
            certain=None,
            possible=None,
            is_definite=False,
            in_scope=False,
            fired=(),
            open_rules=(),
            waiting_for=(),
            shown=self._shown(effective),
            not_asked_here=self.not_asked_here,
            dont_know=tuple(effective.dont_know),
            unsettled=(),
            scores=self._scored(effective.values),
            advice=(),
        )

    def _shown(self, effective: Effective) -> tuple[str, ...]:
        if not self.has_earlier:
            return tuple(effective.shown)
        own = self.own
        return tuple([name for name in effective.shown if name in own])

    def _scored(self, values: Values) -> Mapping[str, Scored]:
        return {scoring.id: scoring.scored(values, values[index]) for index, scoring in self.scores}

    def _advice(self, fired: list[_CompiledRule], level: int) -> tuple[str, ...]:
        """The advice of the fired rules, strongest first, without what a heavier level or other advice excludes."""
        kept: dict[str, None] = {}
        barred: set[str] = set()
        for rule in fired:
            for name, up_to, excluded in rule.advice:
                if level <= up_to and name not in barred:
                    kept[name] = None
                    barred |= excluded
        return tuple(kept)

    def _waiting_for(
        self, open_rules: list[_CompiledRule], in_scope: bool | None, effective: Effective
    ) -> tuple[str, ...]:
        found: set[str] = set()
        if in_scope is None and self.applies_waits is not None:
            self.applies_waits(effective.values, found)
        for rule in open_rules:
            rule.waits(effective.values, found)
        to_ask = self._to_ask(found, effective)
        order = self.form.supplied
        return tuple([name for name in order if name in to_ask]) if to_ask else ()

    def _to_ask(self, found: set[str], effective: Effective) -> set[str]:
        """Unknown questions as those to ask: a question that is not shown yet waits for what its gate waits for."""
        shown, dont_know = set(effective.shown), set(effective.dont_know)
        to_ask: set[str] = set()
        while found:
            name = found.pop()
            if name in dont_know or name in to_ask:
                continue
            if name in shown:
                to_ask.add(name)
            elif (waits := self.interview.waits.get(name)) is not None:
                waits(effective.values, found)
        return to_ask


@lru_cache(maxsize=256)
def program_of(form: Form) -> Program:
    """The compiled rules of a form, made once."""
    return Program(form)


# ── scores ───────────────────────────────────────────────────────────────────────────────────────────────


def _items_waiting(score: Score, index: Mapping[str, int]) -> Waiting:
    def wait(values: Values, found: set[str]) -> None:
        found.update(item for item in score.items if values[index[item]] is None)

    return wait


class _Scoring:
    """A score over value lists."""

    def __init__(self, score: Score, form: Form) -> None:
        self.id = score.id
        self.score = score
        self.items = list(self._items(form))
        self.bands = [(Fraction(band.starts_at), band.id) for band in score.bands]
        self.low = min(low for _, _, low, _ in self.items)
        self.high = max(high for _, _, _, high in self.items)

    def _items(self, form: Form) -> Iterator[tuple[int, Callable[[Any], Any], Fraction, Fraction]]:
        """Per item: where it stands, how its value becomes points, and the lowest and highest points."""
        layout = interview_of(form).layout
        for name in self.score.items:
            question = form.pathway.questions[name]
            if question.type == "yes_no":
                yield layout.index[name], int, Fraction(0), Fraction(1)
            elif question.type == "one":
                points = {option.id: option.points or 0 for option in question.options}
                every = [Fraction(p) for p in points.values()]
                yield layout.index[name], points.__getitem__, min(every), max(every)
            else:
                scale = layout.scale[name]
                to_points = _same if scale == 1 else _unscaled(scale)
                yield layout.index[name], to_points, Fraction(question.min), Fraction(question.max)

    def value(self, values: Values, *, closed: bool) -> int | Fraction | None:
        total: int | Fraction = 0
        answered = 0
        for index, to_points, _, _ in self.items:
            value = values[index]
            if value is not None:
                total += to_points(value)
                answered += 1
        missing = len(self.items) - answered
        # Prorating while the form is open would let an advice fall by answering more; see the score's docstring.
        if answered == 0 or missing > (self.score.missing_allowed if closed else 0):
            return None
        match self.score.method:
            case "sum":
                return total if not missing else Fraction(total * len(self.items), answered)
            case "mean":
                return Fraction(total) / answered
            case "percent":
                return 100 * (Fraction(total) - answered * self.low) / (answered * (self.high - self.low))

    def scored(self, values: Values, value: int | Fraction | None) -> Scored:
        missing = sum(values[index] is None for index, _, _, _ in self.items)
        if value is None:
            return Scored(None, None, missing)
        band = next((name for start, name in reversed(self.bands) if value >= start), None)
        return Scored(Fraction(value), band, missing)


def _same(value: Any) -> Any:
    return value


def _unscaled(scale: int) -> Callable[[Any], Fraction]:
    return lambda value: Fraction(value, scale)
