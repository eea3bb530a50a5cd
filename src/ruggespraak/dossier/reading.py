"""Reading the record: an entry as on the day it was signed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext as _

from pathways.evaluate import Evaluation
from pathways.model import Answers, Form, Pathway, answers_from_json
from ruggespraak.dossier import packs, sealing
from ruggespraak.dossier.models import Dossier, Entry, Episode
from ruggespraak.errors import NotPossible


class Damaged(NotPossible):
    """A part of the record is not as it was signed. It is not shown; `ruggespraak verify` says what happened."""


@dataclass(frozen=True)
class Reading:
    """An entry and all that it says."""

    entry: Entry
    answers: Answers
    weighed: str | None
    """What was computed when it was signed, as it was kept; None without a level, and where nothing is computed."""
    evaluator: int | None
    """The version of the evaluator that computed it; None where nothing was, and before entries named it."""
    rests_on: Mapping[str, int] | None
    """Form → number of the earlier entry whose answers were weighed too; None like `evaluator`."""
    mode: str
    text: Mapping[str, str]
    """Language → text as it was shown and signed, when there was one."""
    also: Mapping[str, object]
    is_corrected: bool
    """A later entry stands in its place."""

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """What was computed when it was signed. Read when asked for: a long timeline shows few of them."""
        return None if self.weighed is None else Evaluation.from_json(self.weighed)

    @property
    def form(self) -> str:
        """The id of the form it was made with."""
        return self.entry.form

    @property
    def pathway(self) -> Pathway:
        """The exact version of the pathway that it was made with."""
        return packs.pathway_of(self.entry)

    @property
    def asked(self) -> Form:
        """The form as it was then, with its questions."""
        return self.pathway.forms[self.entry.form]


def read(entry: Entry) -> Reading:
    """What one entry says. Raises Damaged when it is not what was signed, NotPossible when it was destroyed."""
    is_corrected = Entry.objects.filter(corrects=entry).exists()
    return _reading(entry, entry.dossier, is_corrected=is_corrected)


def read_all(episode: Episode) -> tuple[Reading, ...]:
    """All entries of an episode in the order of recording, corrected ones included."""
    entries = list(Entry.objects.filter(practice_id=episode.practice_id, episode=episode).in_order())
    corrected = {entry.corrects_id for entry in entries}
    return tuple(_reading(entry, episode.dossier, is_corrected=entry.id in corrected) for entry in entries)


def read_latest(episode: Episode, forms: Iterable[str]) -> tuple[Reading, ...]:
    """Of each of these forms the newest entry that counts; two queries, and only those are opened."""
    entries = Entry.objects.filter(practice_id=episode.practice_id, episode=episode)
    headers = entries.filter(form__in=frozenset(forms)).order_by("number")
    newest = {entry.form: entry.id for entry in _placed(tuple(headers))}
    chosen = entries.filter(id__in=newest.values()).in_order()
    return tuple(_reading(entry, episode.dossier, is_corrected=False) for entry in chosen)


def open_entry(entry: Entry) -> Reading:
    """What one entry says, of which content and dossier were fetched with it; whether it was corrected is not asked."""
    return _reading(entry, entry.dossier, is_corrected=False)


def in_place(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The entries that count, each correction in the place of what it corrects. Give them in the order of recording.

    A correction says what an older entry should have said: recorded last, it is not therefore the newest.
    """
    by_entry = {reading.entry.id: reading for reading in readings}
    return tuple(by_entry[entry.id] for entry in _placed([reading.entry for reading in readings]))


def latest(readings: Sequence[Reading], form_id: str) -> Reading | None:
    """The newest of this form that counts."""
    return next((one for one in reversed(in_place(readings)) if one.form == form_id), None)


def answers_by_form(readings: Sequence[Reading]) -> dict[str, Answers]:
    """Form → the answers that count now: what later forms build on."""
    return {one.form: one.answers for one in in_place(readings)}


def _placed(entries: Sequence[Entry]) -> list[Entry]:
    ids = {entry.id for entry in entries}
    corrections = {entry.corrects_id: entry for entry in entries if entry.corrects_id in ids}
    placed = []
    for entry in entries:
        if entry.corrects_id not in ids:
            while entry.id in corrections:
                entry = corrections[entry.id]
            placed.append(entry)
    return placed


def _reading(entry: Entry, dossier: Dossier, *, is_corrected: bool) -> Reading:
    content = json.loads(opened(entry, dossier)[1])
    return Reading(
        entry=entry,
        answers=answers_from_json(content["answers"]),
        weighed=content["evaluation"],
        evaluator=content.get("evaluator"),
        rests_on=content.get("rests_on"),
        mode=content["mode"],
        text=content["text"],
        also=content["also"],
        is_corrected=is_corrected,
    )


def opened(entry: Entry, dossier: Dossier) -> tuple[bytes, bytes]:
    """The salt and the content of an entry. Raises Damaged when not as it was signed, NotPossible when destroyed."""
    if not hasattr(entry, "content"):
        raise NotPossible(_("This part of the dossier was destroyed."))
    try:
        return sealing.open_salted(entry, dossier)
    except InvalidTag:
        raise Damaged(
            _("Entry %(number)s is not as it was signed, so it is not shown.") % {"number": entry.number}
        ) from None
