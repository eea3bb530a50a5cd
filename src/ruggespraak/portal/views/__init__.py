"""The client's own pages: what is asked of me, my story, my plan, my record, who looked at it."""

from ruggespraak.portal.views.asked import ask, ask_link, ask_mails, ask_mails_link, asked
from ruggespraak.portal.views.diary import diary, diary_keep, diary_small_step, diary_step_up
from ruggespraak.portal.views.download import download, download_file, download_paper
from ruggespraak.portal.views.exercises import (
    exercise,
    exercise_day_after,
    exercise_large,
    exercise_log,
    exercises,
    exercises_paper,
)
from ruggespraak.portal.views.home import home
from ruggespraak.portal.views.intake import intake, intake_page, intake_review, intake_send
from ruggespraak.portal.views.letter import letter_answer, letter_to_read
from ruggespraak.portal.views.looks import looks
from ruggespraak.portal.views.measures import measures
from ruggespraak.portal.views.messages import conversation, write
from ruggespraak.portal.views.options import options, together
from ruggespraak.portal.views.own_words import add, add_to, ask_correction
from ruggespraak.portal.views.phone import manifest, phone, phone_kept, phone_today, sync, worker
from ruggespraak.portal.views.plan import answer, plan, plan_version
from ruggespraak.portal.views.proof import looks_proof
from ruggespraak.portal.views.receipt import receipt, receipt_file, receipt_paper
from ruggespraak.portal.views.record import entry, entry_as_written, letter, record, record_of, record_whole
from ruggespraak.portal.views.reminders import calendar, calendar_feed, no_more, reminders
from ruggespraak.portal.views.representatives import (
    let_in,
    representative_again,
    representative_end,
    representatives,
)
from ruggespraak.portal.views.stay_well import stay_well
from ruggespraak.portal.views.telling import check_in, come_again, day_after, told
from ruggespraak.portal.views.told_back import told_back
from ruggespraak.portal.views.visits import visit, visits

__all__ = [
    "add",
    "add_to",
    "answer",
    "ask",
    "ask_correction",
    "ask_link",
    "ask_mails",
    "ask_mails_link",
    "asked",
    "calendar",
    "calendar_feed",
    "check_in",
    "come_again",
    "conversation",
    "day_after",
    "diary",
    "diary_keep",
    "diary_small_step",
    "diary_step_up",
    "download",
    "download_file",
    "download_paper",
    "entry",
    "entry_as_written",
    "exercise",
    "exercise_day_after",
    "exercise_large",
    "exercise_log",
    "exercises",
    "exercises_paper",
    "home",
    "intake",
    "intake_page",
    "intake_review",
    "intake_send",
    "let_in",
    "letter",
    "letter_answer",
    "letter_to_read",
    "looks",
    "looks_proof",
    "manifest",
    "measures",
    "no_more",
    "options",
    "phone",
    "phone_kept",
    "phone_today",
    "plan",
    "plan_version",
    "receipt",
    "receipt_file",
    "receipt_paper",
    "record",
    "record_of",
    "record_whole",
    "reminders",
    "representative_again",
    "representative_end",
    "representatives",
    "stay_well",
    "sync",
    "together",
    "told",
    "told_back",
    "visit",
    "visits",
    "worker",
    "write",
]
