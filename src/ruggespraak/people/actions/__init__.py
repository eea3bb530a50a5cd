"""What changes about practices, staff, patients and who treats whom. One module per noun, one name to import."""

from ruggespraak.people.actions.accounts import log_in, log_out, tell_owner
from ruggespraak.people.actions.invitations import (
    Invited,
    accept_invitation,
    check_accept_invitation,
    check_invite,
    invite,
    wrong_combination,
)
from ruggespraak.people.actions.patients import (
    CHANGEABLE,
    change_patient,
    check_change_patient,
    check_register_patient,
    check_set_bsn,
    register_patient,
    set_bsn,
)
from ruggespraak.people.actions.staff import check_dismiss, check_hire, dismiss, found_practice, hire
from ruggespraak.people.actions.tickets import (
    check_end_tickets,
    check_issue_ticket,
    check_use_ticket,
    end_tickets,
    issue_ticket,
    use_ticket,
    valid_ticket,
)
from ruggespraak.people.actions.treatment import (
    begin_treatment,
    check_begin_treatment,
    check_end_treatment,
    end_treatment,
    state_reason,
)

__all__ = [
    "CHANGEABLE",
    "Invited",
    "accept_invitation",
    "begin_treatment",
    "change_patient",
    "check_accept_invitation",
    "check_begin_treatment",
    "check_change_patient",
    "check_dismiss",
    "check_end_tickets",
    "check_end_treatment",
    "check_hire",
    "check_invite",
    "check_issue_ticket",
    "check_register_patient",
    "check_set_bsn",
    "check_use_ticket",
    "dismiss",
    "end_tickets",
    "end_treatment",
    "found_practice",
    "hire",
    "invite",
    "issue_ticket",
    "log_in",
    "log_out",
    "register_patient",
    "set_bsn",
    "state_reason",
    "tell_owner",
    "use_ticket",
    "valid_ticket",
    "wrong_combination",
]
