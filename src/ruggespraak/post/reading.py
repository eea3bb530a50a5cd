"""Looking at what was written."""

from django.core.paginator import Page, Paginator

from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import Actor, Subject
from ruggespraak.post.models import Mail, Sender

PER_PAGE = 50


def mails_of(practice: Sender, *, by: Actor, page: str = "1") -> Page[Mail]:
    """One page of the mails of a practice, newest first; the look is logged."""
    audit.look("mail.listed", by=by, on=Subject("mail"), query="of_practice")
    return Paginator(Mail.objects.of_practice(practice), PER_PAGE).get_page(page)
