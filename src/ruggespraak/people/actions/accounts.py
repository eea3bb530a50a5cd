"""Coming in, going out, and what the owner of an account is told."""

from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor
from ruggespraak.audit.models import Action
from ruggespraak.people.models import User
from ruggespraak.post.actions import send


def log_in(user: User, *, by: Actor) -> None:
    """Someone came in, by password and second factor or by passkey."""
    with audit.event("account.entered", by=by, on=user.audit_subject, action=Action.EXECUTE):
        pass


def log_out(user: User, *, by: Actor) -> None:
    """Someone left, or their session ended."""
    with audit.event("account.left", by=by, on=user.audit_subject, action=Action.EXECUTE):
        pass


def tell_owner(user: User, template: str, *, by: Actor, link: str = "") -> None:
    """A mail about the account itself, in the name of the practice it belongs to."""
    practice = user.practice
    if practice is None:
        return
    with audit.event("account.told", by=by, on=user.audit_subject, action=Action.EXECUTE):
        context = {"name": user.name, "link": link}
        send(practice, to=user.email, template=template, context=context, language=user.language, by=by)
