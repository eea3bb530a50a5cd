"""The fate of every mutant of a pack, as a page that is kept beside the test: what kills how many, and who survives.

python tests/packs/mutation_report.py      run them all (about a quarter of an hour) and write the page anew
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutation import Mutant, mutants
from mutation.killers import Killers
from pathways.model import Pathway, load

HERE = Path(__file__).parents[1] / "packs"
PACK = HERE.parents[1] / "packs" / "low_back_pain"
TABLE = HERE / "low_back_pain.boundaries.json"
PAGE = HERE / "low_back_pain.mutants.txt"

#: The killers, and the sets of them whose share is told.
STORIES, TABLE_OF_PEOPLE, PROOFS = "stories", "boundary patients", "claims and properties"
BY_EVALUATE: tuple[tuple[str, ...], ...] = ((STORIES,), (TABLE_OF_PEOPLE,), (STORIES, TABLE_OF_PEOPLE))
WITH_PROOFS: tuple[tuple[str, ...], ...] = ((PROOFS,), (PROOFS, STORIES), (PROOFS, TABLE_OF_PEOPLE))
ALL = (PROOFS, STORIES, TABLE_OF_PEOPLE)
#: The proofs look at each so-manieth mutant.
ONE_IN = 6

SURVIVORS, BY_PROOFS_ALONE, EQUIVALENT = "Survivors:", "Killed by claims and properties alone:", "Equivalent:"


@dataclass(frozen=True)
class Fate:
    """What became of a mutant."""

    kind: str
    name: str
    killed_by: frozenset[str]
    is_equivalent: bool = False
    in_sample: bool = False

    @property
    def survives(self) -> bool:
        return not self.killed_by and not self.is_equivalent


def fate_of(mutant: Mutant, killers: Killers, *, in_sample: bool = True) -> Fate:
    """Who kills it; the proofs look when it is in the sample, or nobody else noticed."""
    if killers.nothing_rests_on_it(mutant):
        return Fate(mutant.kind, mutant.name, frozenset(), is_equivalent=True, in_sample=in_sample)
    by_evaluate = {STORIES: killers.by_stories, TABLE_OF_PEOPLE: killers.by_table}
    killed_by = {name for name, notices in by_evaluate.items() if notices(mutant)}
    if (in_sample or not killed_by) and killers.by_proofs(mutant):
        killed_by.add(PROOFS)
    is_equivalent = not killed_by and killers.is_equivalent(mutant)
    return Fate(mutant.kind, mutant.name, frozenset(killed_by), is_equivalent, in_sample)


def fates(pathway: Pathway) -> Iterator[Fate]:
    killers = Killers(pathway, TABLE.read_text(encoding="utf-8"))
    for number, mutant in enumerate(mutants(pathway)):
        yield fate_of(mutant, killers, in_sample=number % ONE_IN == 0)


def share_killed(every: Sequence[Fate], by: Iterable[str]) -> float:
    """Of the mutants that are not equivalent, the share that one of these kills."""
    real = [fate for fate in every if not fate.is_equivalent]
    return sum(not fate.killed_by.isdisjoint(by) for fate in real) / len(real)


def page(pathway: Pathway, every: Sequence[Fate]) -> str:
    return "\n".join([*_head(pathway, every), "", *_shares(every), "", *_kinds(every), *_names(every)]) + "\n"


def _head(pathway: Pathway, every: Sequence[Fate]) -> Iterator[str]:
    equivalent = sum(fate.is_equivalent for fate in every)
    survivors = sum(fate.survives for fate in every)
    yield f"Mutants of {pathway.id}: {len(every)}, of which {equivalent} are proved equivalent and {survivors} survive."
    yield "Equivalent: on no form do any answers, whole or half, come to another level, rule, definition or question."


def _shares(every: Sequence[Fate]) -> Iterator[str]:
    """Of all, and apart of those in rules, definitions and scope: claims say nothing of which questions are shown."""
    of_rules = [fate for fate in every if not fate.kind.startswith(("ask_when", "if_hidden"))]
    yield f"{'killed by':55}{'of all':>8}{'of those in rules, definitions and scope':>45}"
    for by in (*BY_EVALUATE, *WITH_PROOFS, ALL):
        shares = [share_killed(_looked_at(fates, by), by) for fates in (every, of_rules)]
        note = f"   (one mutant in {ONE_IN})" if by in WITH_PROOFS else ""
        yield f"{' + '.join(by):55}{100 * shares[0]:6.1f} %{100 * shares[1]:43.1f} %{note}"


def _looked_at(every: Sequence[Fate], by: tuple[str, ...]) -> Sequence[Fate]:
    return [fate for fate in every if fate.in_sample] if by in WITH_PROOFS else every


def _kinds(every: Sequence[Fate]) -> Iterator[str]:
    kinds = sorted({fate.kind for fate in every})
    count = Counter(fate.kind for fate in every)
    equivalent = Counter(fate.kind for fate in every if fate.is_equivalent)
    survivors = Counter(fate.kind for fate in every if fate.survives)
    by = Counter((fate.kind, killer) for fate in every for killer in fate.killed_by)
    yield f"{'kind':30}{'all':>6}{'equivalent':>12}{'stories':>9}{'boundary':>10}{'survive':>9}"
    for kind in kinds:
        killed = f"{by[kind, STORIES]:9}{by[kind, TABLE_OF_PEOPLE]:10}"
        yield f"{kind:30}{count[kind]:6}{equivalent[kind]:12}{killed}{survivors[kind]:9}"


def _names(every: Sequence[Fate]) -> Iterator[str]:
    """Those that a reader wants to see by name. Of what no rule, gate or definition reads the number is enough."""
    lists = {
        SURVIVORS: [fate.name for fate in every if fate.survives],
        BY_PROOFS_ALONE: [fate.name for fate in every if fate.killed_by == {PROOFS}],
        EQUIVALENT: [fate.name for fate in every if fate.is_equivalent and fate.kind != "if_hidden"],
    }
    for title, names in lists.items():
        yield ""
        yield title
        yield from (f"  {name}" for name in names) if names else ("  none",)


def named(title: str) -> frozenset[str]:
    """The names under a title of the recorded page."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    after = lines[lines.index(title) + 1 :]
    end = after.index("") if "" in after else len(after)
    return frozenset(line.strip() for line in after[:end])


if __name__ == "__main__":
    low_back_pain = load(PACK)
    PAGE.write_text(page(low_back_pain, list(fates(low_back_pain))), encoding="utf-8")
