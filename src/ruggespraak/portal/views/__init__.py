"""The client's own pages: what is asked of me, my story, my plan, my record, who looked at it."""

from ruggespraak.portal.views.diary import diary, diary_keep, diary_small_step, diary_step_up
from ruggespraak.portal.views.asked import ask, ask_link, ask_mails, ask_mails_link, asked
from ruggespraak.portal.views.download import download, download_file, download_paper
from ruggespraak.portal.views.exercises import exercise, exercise_log, exercises, exercises_paper
from ruggespraak.portal.views.home import home
from ruggespraak.portal.views.intake import intake, intake_page, intake_review, intake_send
from ruggespraak.portal.views.letter import letter_answer, letter_to_read
from ruggespraak.portal.views.looks import looks
from ruggespraak.portal.views.measures import measures
from ruggespraak.portal.views.messages import conversation, write
from ruggespraak.portal.views.plan import answer, plan, plan_version, receipt
from ruggespraak.portal.views.record import entry, letter, record, record_of, record_whole
from ruggespraak.portal.views.reminders import calendar, calendar_feed, no_more, reminders
from ruggespraak.portal.views.representatives import (
    let_in,
    representative_again,
    representative_end,
    representatives,
)
from ruggespraak.portal.views.stay_well import stay_well

__all__ = [
    "answer",
    "ask",
    "ask_link",
    "ask_mails",
    "ask_mails_link",
    "asked",
    "calendar",
    "calendar_feed",
from ruggespraak.portal.views.telling import check_in, come_again, day_after, told
from ruggespraak.portal.views.visits import visit, visits
    "conversation",
    "diary",
    "diary_keep",
    "diary_small_step",
    "diary_step_up",
    "download",
    "download_file",
    "download_paper",
    "entry",
    "exercise",
    "exercise_log",
    "check_in",
    "come_again",
    "exercises",
    "day_after",
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
    "measures",
    "no_more",
    "plan",
    "plan_version",
    "receipt",
    "record",
    "record_of",
    "record_whole",
    "representative_again",
    "representative_end",
    "representatives",
    "reminders",
    "stay_well",
    "write",
]
    "told",
    "visit",
    "visits",
