"""Is the record what was signed? Names every change, removal, reordering, cut tail and older state in a sentence.

What it stands on: the keys and the witness, which are not in the database (docs/decisions/0007).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.utils import timezone

from ruggespraak.audit.models import Head as LogHead
from ruggespraak.audit.models import Line
from ruggespraak.audit.verify import (
    CHUNK,
    UNREADABLE,
    Finding,
    Unreadable,
    Walk,
    end_of,
    in_order,
    listed,
    one_moment,
    practices_in,
    readable,
    walk_log,
    what_was_seen,
)
from ruggespraak.audit.verify_roots import check_roots
from ruggespraak.audit.witness import Seen
from ruggespraak.dossier import sealing
from ruggespraak.dossier.models import Content, Destruction, Dossier, Entry, Episode, Head, PackVersion
from ruggespraak.people.models import Practice

RECORDED = frozenset({"entry.recorded", "entry.corrected"})
DESTROYED = "dossier.destroyed"


@dataclass
class Report:
    """What was walked, and what was found."""

    lines: int = 0
    entries: int = 0
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is in order, but good to know: dossiers that were destroyed, chains without a witness."""

    @property
    def is_whole(self) -> bool:
        """Nothing was found."""
        return not self.findings


@dataclass
class Heard:
    """What the log says about the record."""

    entries: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Number of the entry → its hash and id."""
    destructions: dict[str, str] = field(default_factory=dict)
    """Dossier id → hash of the destruction."""

    def hear(self, line: Line) -> None:
        """One line that is whole."""
        if line.event in RECORDED:
            self.entries[line.fields["number"]] = (line.fields["hash"], line.object_id)
        elif line.event == DESTROYED:
            self.destructions[line.object_id] = line.fields["hash"]


def verify(practice: Practice | None = None) -> Report:
    """Walk the log and the entries of one practice, or of all; with all, also the roots over the log."""
    report = Report()
    # The witness is read first: what it saw had been committed, so the moment that is read after it must know it.
    log_seen, log_faults = what_was_seen(LogHead.chain)
    entries_seen, entry_faults = what_was_seen(Head.chain)
    with one_moment():
        packs = _packs(report)
        for practice_id in [str(practice.id)] if practice else _practices(log_seen, entries_seen):
            report.findings += [one for one in (*log_faults, *entry_faults) if one.practice_id == practice_id]
            _verify_practice(practice_id, log_seen, entries_seen, packs, report)
        if practice is None:
            report.findings += check_roots()
    return report


def _practices(*seen: dict[str, Seen]) -> list[str]:
    stored = practices_in(Line.objects.all(), LogHead.objects.all(), Entry.objects.all(), Head.objects.all())
    return sorted(stored.union(*seen))


def _verify_practice(
    practice_id: str, log_seen: dict[str, Seen], entries_seen: dict[str, Seen], packs: set[str], report: Report
) -> None:
    try:
        UUID(practice_id)
    except ValueError:
        report.findings.append(Finding(practice_id, None, f"Rows belong to '{practice_id}', which is no practice."))
        return
    heard = Heard()
    log = walk_log(practice_id, log_seen, heard.hear)
    record = EntryWalk(practice_id, "entry", "entries", end_of(Head, practice_id), entries_seen.get(practice_id))
    record.walk(heard, packs, report)
    report.lines, report.entries = report.lines + log.count, report.entries + record.count
    report.findings += log.findings + record.findings
    for walk in (log, record):
        if walk.count and walk.seen is None:
            report.notes.append(f"No witness has seen the {walk.nouns} of practice {practice_id} yet.")


class EntryWalk(Walk):
    """A walk along the entries, with the log's word, the content and the surroundings of each."""

    def walk(self, heard: Heard, packs: set[str], report: Report) -> None:
        """From the first entry to the last."""
        self.heard, self.packs, self.keys = heard, packs, dict[UUID, bytes | None]()
        self.destroyed = self._destroyed(report)
        for chunk in _by_chunk(in_order(Entry.objects.filter(practice_id=self.practice_id))):
            self._look_inside([entry for row in chunk if (entry := self._take(row))])
        self.arrive()
        for number in sorted(heard.entries):
            self.find(number, "stands in the log, but is not in the record")

    def _take(self, row: Entry | Unreadable) -> Entry | None:
        """One entry further, compared with what the log says of it; None when it is not as it was written."""
        is_whole = self.take(row)
        heard = self.heard.entries.pop(row.number, None)
        if not is_whole or isinstance(row, Unreadable):
            return None
        if heard is None:
            self.find(row.number, "is not in the log")
        elif heard != (row.hash, str(row.id)):
            self.find(row.number, "is another one than the log recorded")
        return row

    def _look_inside(self, entries: list[Entry]) -> None:
        contents = readable(Content.objects.all(), [entry.id for entry in entries])
        dossiers = readable(Dossier.objects.all(), {entry.dossier_id for entry in entries})
        episodes = readable(Episode.objects.all(), {entry.episode_id for entry in entries})
        for entry in entries:
            if entry.pack_id not in self.packs:
                self.find(entry.number, "was made with a pathway version that is missing or was changed")
            dossier = dossiers.get(entry.dossier_id)
            self._compare_episode(entry, dossier, episodes.get(entry.episode_id))
            self._open(entry, contents.get(entry.id), dossier)

    def _compare_episode(self, entry: Entry, dossier: Dossier | None, episode: Episode | None) -> None:
        if dossier is None or episode is None:
            self.find(entry.number, "has lost its dossier or its episode")
        elif (episode.dossier_id, episode.patient_id) != (dossier.id, dossier.patient_id):
            self.find(entry.number, "belongs to an episode that was given to another dossier or patient")
        elif {entry.practice_id, episode.practice_id} != {dossier.practice_id}:
            self.find(entry.number, "belongs to a dossier that was given to another practice")

    def _open(self, entry: Entry, content: Content | None, dossier: Dossier | None) -> None:
        if content is None:
            if entry.dossier_id not in self.destroyed:
                self.find(entry.number, "has lost its content, and the log knows of no destruction")
            return
        if content.practice_id != entry.practice_id:
            self.find(entry.number, "has a content that was given to another practice")
        key = self._key(entry, dossier)
        if key is not None and not sealing.is_content(content, entry, key):
            self.find(entry.number, "has a content that was changed")

    def _key(self, entry: Entry, dossier: Dossier | None) -> bytes | None:
        if entry.dossier_id not in self.keys:
            self.keys[entry.dossier_id] = key = _opened(dossier)
            if key is None:
                self.find(
                    entry.number,
                    f"and others cannot be opened: the key of dossier {entry.dossier_id} was changed, or that dossier "
                    "was given to another patient or practice",
                )
        return self.keys[entry.dossier_id]

    def _destroyed(self, report: Report) -> set[UUID]:
        """Dossiers whose destruction stands in the log exactly as it stands in its table."""
        rows = listed(Destruction.objects.filter(practice_id=self.practice_id))
        if rows is None:
            self.find(None, "A destruction cannot be read: it was changed.")
        believed = set()
        for row in rows or ():
            if self.heard.destructions.pop(str(row.pk), "") == row.compute_hash():
                believed.add(row.pk)
                day = timezone.localdate(row.destroyed_at)
                report.notes.append(f"Dossier {row.pk} was destroyed on {day:%Y-%m-%d}; its entries are headers only.")
            else:
                self.find(None, f"The destruction of dossier {row.pk} is not as the log recorded it.")
        for dossier_id in self.heard.destructions:
            self.find(None, f"The log recorded the destruction of dossier {dossier_id}, but there is none.")
        return believed


def _packs(report: Report) -> set[str]:
    rows = listed(PackVersion.objects.all())
    if rows is None:
        report.findings.append(Finding("", None, "A kept pathway version cannot be read: it was changed."))
    whole = {row.pk for row in rows or () if _is_pack(row)}
    for row in rows or ():
        if row.pk not in whole:
            report.findings.append(Finding("", None, f"The kept pathway version {row.pk} was changed."))
    return whole


def _is_pack(row: PackVersion) -> bool:
    try:
        if hashlib.sha256(row.content.encode()).hexdigest() != row.content_hash:
            return False
        pathway = json.loads(row.content)["pathway"]
    except (*UNREADABLE, KeyError):
        return False
    return (pathway["id"], pathway["version"]) == (row.pack, row.version)


def _opened(dossier: Dossier | None) -> bytes | None:
    try:
        return dossier.key if dossier else None
    except (*UNREADABLE, InvalidTag):
        return None


def _by_chunk(rows: Iterator[Entry | Unreadable]) -> Iterable[list[Entry | Unreadable]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
