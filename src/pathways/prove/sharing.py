"""One person before two versions of a form: what they answer to the one, and what that says of the other.

Who is asked the same in both answers the same. Where the question is not quite the same any more, what can still be
said in both is said in both; only what one of them cannot express leaves the other open:

    an option that only one version has   who chooses it may answer anything possible in the other
    several choices                       the same, but what both offer stays chosen (none of these apart)
    bounds that moved                     who lies beyond them answers the nearest that is possible
    "don't know" that only one offers     who says so may answer anything possible in the other
    a question that only one asks         any answer, or none
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pathways.model import Form, Question
from pathways.model.differences import heirs
from pathways.prove.answers import Answer, answer_to, bounds
from pathways.prove.encoding import Encoding
from pathways.prove.truth import Formula, all_of, any_of, both, either, implies, no


@dataclass(frozen=True)
class Pair:
    """A question that both versions ask, and this person's answer to each."""

    before: Answer
    after: Answer

    @property
    def is_shared(self) -> bool:
        """Both are the same answer."""
        return self.before.given is self.after.given

    @property
    def is_same(self) -> Formula:
        """The person says the same to both."""
        one, other = self.before, self.after
        said = implies(one.given, self._says_the_same())
        return both(one.given == other.given, one.dont_know == other.dont_know, said)

    @property
    def is_honest(self) -> Formula:
        """The person says the same to both, or what comes nearest where one of them does not know that answer."""
        return True if self.is_shared else either(self.is_same, self._comes_nearest())

    # ── by type

    def _says_the_same(self) -> Formula:
        one, other = self.before, self.after
        match one.question.type:
            case "number" | "duration":
                low, high = self._scaled()
                return both(2 * (low - high) <= self._slack, 2 * (high - low) <= self._slack)
            case "one" | "many" | "body":
                same = [_chosen(one, name) == _chosen(other, name) for name in self._options]
                return both(no(self._chose_apart()), *same)
            case _:
                return all_of(mine == theirs for mine, theirs in zip(one.said, other.said, strict=True))

    def _comes_nearest(self) -> Formula:
        one, other = self.before, self.after
        cannot_doubt = [
            doubter.dont_know
            for doubter, sure in ((one, other), (other, one))
            if doubter.question.dont_know and not sure.question.dont_know
        ]
        match one.question.type:
            case "number" | "duration":
                nearest = both(one.given, other.given, self._lies_beyond())
            case "one":
                nearest = self._chose_apart()
            case "many" | "body":
                kept = [_chosen(one, name) == _chosen(other, name) for name in self._options if not self._alone(name)]
                nearest = both(self._chose_apart(), implies(both(one.given, other.given), all_of(kept)))
            case _:
                nearest = False
        return either(nearest, *cannot_doubt)

    # ── choices

    @property
    def _options(self) -> list[str]:
        """The options that both offer."""
        return [name for name in self.before.question.option if name in self.after.question.option]

    def _alone(self, option: str) -> bool:
        return any(option in answer.question.exclusive_options for answer in (self.before, self.after))

    def _chose_apart(self) -> Formula:
        """An option is chosen that the other version does not have."""
        apart = []
        for answer in (self.before, self.after):
            only_here = [_chosen(answer, name) for name in answer.question.option if name not in self._options]
            apart.append(both(answer.given, any_of(only_here)))
        return any_of(apart)

    # ── numbers

    @property
    def _decimals(self) -> tuple[int, int]:
        return self.before.question.decimals, self.after.question.decimals

    def _scaled(self) -> tuple[Formula, Formula]:
        """Both numbers in the finest steps of the two."""
        finest = max(self._decimals)
        return tuple(answer.said[0] * 10 ** (finest - answer.question.decimals) for answer in (self.before, self.after))

    @property
    def _slack(self) -> int:
        """How far two answers lie apart, twice, when the one rounds the other."""
        coarsest, finest = sorted(self._decimals)
        return int(10 ** (finest - coarsest)) if finest != coarsest else 0

    def _lies_beyond(self) -> Formula:
        """The one number stands at the end of its range, and the other lies beyond that."""
        numbers = self._scaled()
        finest = max(self._decimals)
        beyond = []
        for at_end, outside, answer in ((*numbers, self.before), (*reversed(numbers), self.after)):
            low, high = (end * 10 ** (finest - answer.question.decimals) for end in bounds(answer.question))
            beyond += [both(at_end == low, outside < low), both(at_end == high, outside > high)]
        return any_of(beyond)


def _chosen(answer: Answer, option: str) -> Formula:
    place = list(answer.question.option).index(option)
    return answer.said[0] == place if answer.question.type == "one" else answer.said[place]


class SamePerson:
    """Two versions of a form, over the answers of one person."""

    def __init__(self, old: Form, new: Form) -> None:
        self.pairs: list[Pair] = []
        before = {name: answer_to(question) for name, question in old.supplied.items()}
        after: dict[str, Answer] = {}
        asked_before = {heir: before[name] for name, heir in heirs(old.pathway, new.pathway).items() if name in before}
        for name, question in new.supplied.items():
            answer = asked_before.get(name)
            after[name] = _answered(question, answer)
            if answer is not None and answer.question.type == question.type:
                self.pairs.append(Pair(answer, after[name]))
        self.before, self.after = Encoding(old, before), Encoding(new, after)

    @property
    def always(self) -> Iterator[Formula]:
        """What holds of everyone: possible answers to both, and honest ones; nobody answers what neither shows."""
        yield from (self.before.possible_answers, self.after.possible_answers)
        yield from (pair.is_honest for pair in self.pairs)
        yield from self._nothing_stale()

    @property
    def says_the_same(self) -> Formula:
        """No answer of this person had to change."""
        return all_of(pair.is_same for pair in self.pairs if not pair.is_shared)

    @property
    def is_complete(self) -> Formula:
        """All that counts is answered, in both."""
        return both(self.before.is_complete, self.after.is_complete)

    def _nothing_stale(self) -> Iterator[Formula]:
        paired = set[str]()
        for pair in self.pairs:
            old, new = pair.before.question.id, pair.after.question.id
            paired |= {f"before {old}", f"after {new}"}
            shown = either(self.before.shown[old], self.after.shown[new])
            yield implies(either(pair.before.given, pair.before.dont_know), shown)
            if not pair.is_shared:
                yield implies(either(pair.after.given, pair.after.dont_know), shown)
        for side, encoding in (("before", self.before), ("after", self.after)):
            for name, answer in encoding.answers.items():
                if f"{side} {name}" not in paired:
                    yield implies(either(answer.given, answer.dont_know), encoding.shown[name])


def _answered(question: Question, before: Answer | None) -> Answer:
    """The answer to a question of the new version: the same one, when the old version asked just that."""
    is_the_same = before is not None and _shape(question) == _shape(before.question)
    return replace(before, question=question) if before is not None and is_the_same else answer_to(question, "'")


def _shape(question: Question) -> tuple[object, ...]:
    """What can be answered."""
    options = [(option.id, option.exclusive) for option in question.options]
    return question.type, question.dont_know, options, question.min, question.max, question.decimals
