"""Does every old outcome still come out? Weighs it again, with the pathway and evaluator it was made with.

It must be the same to the bit (docs/decisions/0017). Of what comes out differently only the entry and the fields are
named: no answer and no outcome leaves this module.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from pathways.evaluate import EVALUATOR, evaluate
from pathways.model import Answers, Form, Pathway
from pathways.model.canonical import read_json, write_json
from ruggespraak.audit.verify import Finding
from ruggespraak.dossier.models import Entry, PackVersion
from ruggespraak.dossier.reading import Reading, open_entry
from ruggespraak.errors import NotPossible
from ruggespraak.mode import ADVISE
from ruggespraak.people.models import Practice

CHUNK = 50
"""How many episodes are read at a time: one query for which, one for all their entries."""

UNFIT = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What answers, or a kept pathway, that do not fit the language of today raise."""


class NotWeighed(Exception):
    """Something stands in the way of weighing again; the rest of a sentence about the entry."""


@dataclass
class Tally:
    """What became of all that was made with one pathway version."""

    same: int = 0
    different: int = 0
    without_level: int = 0
    """Of a form that has no level."""
    not_computed: int = 0
    """Of mode `inform`: nothing was computed, so nothing is."""
    destroyed: int = 0
    unread: int = 0

    @property
    def weighed(self) -> int:
        """How many were weighed again."""
        return self.same + self.different


@dataclass
class Report:
    """What was weighed again, and what did not come out as it was kept."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    """Hash of a pathway version → what was made with it."""
    names: dict[str, str] = field(default_factory=dict)
    """Hash of a pathway version → what it is called."""
    findings: list[Finding] = field(default_factory=list)
    _pathways: dict[str, Pathway | None] = field(default_factory=dict)

    @property
    def weighed(self) -> int:
        """How many outcomes were weighed again."""
        return sum(tally.weighed for tally in self.tallies.values())

    def tally(self, content_hash: str) -> Tally:
        """The count for what was made with this version."""
        return self.tallies.setdefault(content_hash, Tally())

    def pathway(self, content_hash: str) -> Pathway:
        """The kept version, read once. Raises NotWeighed when it cannot be; that finding is made once too."""
        if content_hash not in self._pathways:
            self._pathways[content_hash] = self._read(content_hash)
        pathway = self._pathways[content_hash]
        if pathway is None:
            raise NotWeighed
        return pathway

    def _read(self, content_hash: str) -> Pathway | None:
        row = PackVersion.objects.filter(pk=content_hash).first()
        self.names[content_hash] = str(row) if row else content_hash
        try:
            if row is None:
                raise NotWeighed("it is missing")
            return pathway_in(row)
        except NotWeighed as reason:
            sentence = f"Nothing made with the pathway version {content_hash} was weighed again: {reason}."
            self.findings.append(Finding("", None, sentence))
            return None


def pathway_in(row: PackVersion) -> Pathway:
    """A kept version, exactly as it was. Raises NotWeighed with the reason why it cannot be read."""
    if hashlib.sha256(row.content.encode()).hexdigest() != row.content_hash:
        raise NotWeighed("it was changed")
    try:
        pathway = Pathway.from_json(row.content)
        is_itself = pathway.content_hash == row.content_hash
    except UNFIT as fault:
        raise NotWeighed(str(fault) or type(fault).__name__) from fault
    if not is_itself:
        raise NotWeighed("the language of today reads it as another one")
    return pathway


def replay(report: Report, practice: Practice | None = None) -> None:
    """Weigh the entries of one practice, or of all, again."""
    ids = Practice.objects.order_by("id").values_list("id", flat=True)
    for practice_id in [practice.id] if practice else list(ids):
        for _, entries in groupby(_entries(practice_id), attrgetter("episode_id")):
            _replay_episode(tuple(entries), report)


def _entries(practice_id: UUID) -> Iterator[Entry]:
    """All entries of a practice with their contents, episode by episode, some episodes at a time."""
    entries = Entry.objects.filter(practice_id=practice_id)
    episodes = entries.order_by("episode_id").values_list("episode_id", flat=True).distinct()
    chunk = list(episodes[:CHUNK])
    while chunk:
        found = entries.filter(episode_id__in=chunk).order_by("episode_id", "number")
        yield from found.select_related("content", "dossier__destruction")
        chunk = list(episodes.filter(episode_id__gt=chunk[-1])[:CHUNK])


# ── one episode


@dataclass(frozen=True)
class Past:
    """An entry, and what it says; None when that is destroyed or damaged."""

    entry: Entry
    reading: Reading | None


def _replay_episode(entries: Sequence[Entry], report: Report) -> None:
    """An episode from its first entry to its last: each is weighed with what was there when it was signed."""
    before: list[Past] = []
    for entry in entries:
        reading = None
        try:
            reading = _opened(entry, report)
            if reading is not None:
                _replay_entry(reading, before, report)
        except NotWeighed as reason:
            report.tally(entry.pack_id).unread += 1
            _find(entry, str(reason), report)
        before.append(Past(entry, reading))


def _opened(entry: Entry, report: Report) -> Reading | None:
    """What the entry says; None when it was destroyed."""
    if not hasattr(entry, "content") and hasattr(entry.dossier, "destruction"):
        report.tally(entry.pack_id).destroyed += 1
        return None
    try:
        return open_entry(entry)
    except (NotPossible, *UNFIT) as fault:
        raise NotWeighed("cannot be opened: `ruggespraak verify` says what happened") from fault


def _replay_entry(reading: Reading, before: Sequence[Past], report: Report) -> None:
    entry, tally = reading.entry, report.tally(reading.entry.pack_id)
    form = report.pathway(entry.pack_id).forms.get(entry.form)
    if form is None:
        raise NotWeighed("was made with a form that its pathway version does not have")
    is_computed = form.is_judged and reading.mode == ADVISE
    if not is_computed and reading.weighed is None:
        tally.without_level += not form.is_judged
        tally.not_computed += form.is_judged
        return
    again = _again(reading, before, form) if is_computed else None
    fields = differing(reading.weighed, again)
    tally.different += bool(fields)
    tally.same += not fields
    if fields:
        _find(entry, f"comes out differently: {', '.join(fields)}", report)


def _again(reading: Reading, before: Sequence[Past], form: Form) -> str:
    """The outcome as today's code computes it, in the bytes in which it is kept."""
    evaluator = evaluator_of(reading)
    return weigh(form, reading.answers, _earlier(reading, before, form), evaluator)


def evaluator_of(reading: Reading) -> int:
    """The version that weighed. Entries from before it was named tell it by the fields that they keep."""
    if reading.evaluator is not None:
        return reading.evaluator
    return 2 if "unsettled" in _fields(reading.weighed or "") else 1


def weigh(form: Form, answers: Answers, earlier: Mapping[str, Answers], evaluator: int) -> str:
    """The outcome as this version of the evaluator kept it. Raises NotWeighed."""
    if evaluator > EVALUATOR:
        raise NotWeighed(f"was weighed by evaluator {evaluator}, which is not known here: a newer release is needed")
    try:
        return evaluate(form, answers, earlier, evaluator=evaluator).to_json(evaluator=evaluator)
    except UNFIT as fault:
        raise NotWeighed(f"cannot be weighed by its own pathway version ({type(fault).__name__})") from fault


def _earlier(reading: Reading, before: Sequence[Past], form: Form) -> dict[str, Answers]:
    """The answers of the earlier entries that this one rests on."""
    named = reading.rests_on
    rests_on = _newest(before, form.builds_on) if named is None else _those(before, named.values())
    lost = [past.entry.number for past in rests_on if past.reading is None]
    if lost:
        raise NotWeighed(f"rests on entry {lost[0]}, which cannot be read")
    return {past.entry.form: past.reading.answers for past in rests_on if past.reading is not None}


def _those(before: Sequence[Past], numbers: Any) -> list[Past]:
    by_number = {past.entry.number: past for past in before}
    if strange := [number for number in numbers if number not in by_number]:
        raise NotWeighed(f"rests on entry {strange[0]}, which does not stand before it in its episode")
    return [by_number[number] for number in numbers]


def _newest(before: Sequence[Past], forms: Sequence[str]) -> list[Past]:
    """What entries rested on before they named it: of each form the one recorded last, a late correction too.

    Kept as it was, for those entries; `reading.in_place` is the rule of today.
    """
    return list({past.entry.form: past for past in before if past.entry.form in forms}.values())


def _find(entry: Entry, what: str, report: Report) -> None:
    """Note a finding; without words it is one of the whole pathway version, made already."""
    if what:
        sentence = f"Entry {entry.number} ({entry.id}) {what}."
        report.findings.append(Finding(str(entry.practice_id), entry.number, sentence))


# ── to the bit


def differing(kept: str | None, again: str | None) -> list[str]:
    """The fields in which two outcomes are not the same to the bit."""
    if kept == again:
        return []
    if kept is None or again is None:
        return ["no outcome was kept" if kept is None else "an outcome was kept where none is computed"]
    before, now = _fields(kept), _fields(again)
    names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return names or ["the way it is written"]


def _fields(outcome: str) -> dict[str, str]:
    """Field → its value in canonical form; none for what is no outcome."""
    try:
        return {name: write_json(value) for name, value in read_json(outcome).items()}
    except UNFIT:
        return {}
