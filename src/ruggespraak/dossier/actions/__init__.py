"""The verbs of the record: open and close an episode, keep a draft, record an entry, correct one, accept a copy."""

from ruggespraak.dossier.actions.copies import accept_older_copy, check_accept_older_copy
from ruggespraak.dossier.actions.drafts import (
    Aside,
    DraftConflict,
    DraftView,
    asides_of,
    check_drop_aside,
    check_drop_draft,
    check_save_draft,
    draft_of,
    drop_aside,
    drop_draft,
    save_draft,
)
from ruggespraak.dossier.actions.entries import check_correct_entry, check_record_entry, correct_entry, record_entry
from ruggespraak.dossier.actions.episodes import (
    check_close_episode,
    check_open_episode,
    close_episode,
    open_episode,
)

__all__ = [
    "Aside",
    "DraftConflict",
    "DraftView",
    "accept_older_copy",
    "asides_of",
    "check_accept_older_copy",
    "check_close_episode",
    "check_correct_entry",
    "check_drop_aside",
    "check_drop_draft",
    "check_open_episode",
    "check_record_entry",
    "check_save_draft",
    "close_episode",
    "correct_entry",
    "draft_of",
    "drop_aside",
    "drop_draft",
    "open_episode",
    "record_entry",
    "save_draft",
]
