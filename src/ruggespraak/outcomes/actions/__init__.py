"""The verbs of this room."""

from ruggespraak.outcomes.actions.asks import (
    check_choose_mails,
    check_mail_asks,
    check_plan_asks,
    check_settle_ask,
    choose_mails,
    mail_asks,
    plan_asks,
    settle_ask,
)
from ruggespraak.outcomes.actions.diary import check_keep_day, keep_day
from ruggespraak.outcomes.actions.instruments import (
    check_record_right,
    check_switch_off,
    check_switch_on,
    record_right,
    switch_off,
    switch_on,
)
from ruggespraak.outcomes.actions.steps import begin_step_up, check_take_step, take_step

__all__ = [
    "begin_step_up",
    "check_choose_mails",
    "check_keep_day",
    "check_mail_asks",
    "check_plan_asks",
    "check_record_right",
    "check_settle_ask",
    "check_switch_off",
    "check_switch_on",
    "check_take_step",
    "choose_mails",
    "keep_day",
    "mail_asks",
    "plan_asks",
    "record_right",
    "settle_ask",
    "switch_off",
    "switch_on",
    "take_step",
]
