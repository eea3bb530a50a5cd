"""Writing a mail, and delivering what was written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, Engine
from django.utils import translation

from ruggespraak.audit import actions as audit
from ruggespraak.audit.actor import SYSTEM, Actor
from ruggespraak.audit.models import Action
from ruggespraak.post.models import Mail, Sender

HELD_FOR = timedelta(minutes=5)
"""A mail is in the hands of one deliverer for this long; after a crash the next one takes it."""


def send(
    practice: Sender,
    *,
    to: str,
    template: str,
    context: Mapping[str, object],
    language: str,
    by: Actor,
    key: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Mail:
    """Write the mail `mail/<template>.txt` in the transaction of its cause; `deliver_due` takes it from there.

    The first line of the template is the subject. A `key` that was used before gives the mail of then. `headers` come
    beside the usual ones, such as List-Unsubscribe.
    """
    if key is not None and (earlier := Mail.objects.filter(key=key).first()):
        return earlier
    subject, body = render(template, {"practice": practice, "address": settings.ADDRESS, **context}, language)
    mail = Mail(practice_id=practice.id, key=key, to=to, template=template, language=language, subject=subject)
    mail.text, mail.headers = body, headers or {}
    by = replace(by, practice_id=practice.id)
    with audit.event("mail.written", by=by, on=mail.audit_subject, action=Action.CREATE) as details:
        details.fields = {"template": template}
        mail.save(force_insert=True)
    return mail


def render(template: str, context: Mapping[str, object], language: str) -> tuple[str, str]:
    """Subject and body in the reader's language, as plain text."""
    with translation.override(language):
        # Not through `render_to_string`: plain text must not be escaped as HTML.
        found = Engine.get_default().get_template(f"mail/{template}.txt")
        text = found.render(Context(dict(context), autoescape=False))
    subject, _separator, body = text.strip().partition("\n")
    return subject.strip()[:200], body.strip() + "\n"


@dataclass(frozen=True)
class Delivery:
    """What one round of the post brought."""

    sent: int
    failed: int


def deliver_due(now: datetime, *, by: Actor = SYSTEM) -> Delivery:
    """Send what is due: at least once each. A mail sent twice after a crash carries the same Message-ID."""
    sent = failed = 0
    for mail in Mail.objects.due(now):
        if not _take(mail, now):
            continue
        try:
            _message(mail).send()
        except OSError:  # what smtplib and sockets raise: the post office is away or says no
            failed += 1
        else:
            _mark_sent(mail, now, by=by)
            sent += 1
    return Delivery(sent, failed)


def _take(mail: Mail, now: datetime) -> bool:
    """Hold the mail, so that two rounds at once do not both send it. Each try waits twice as long as the one before."""
    wait = HELD_FOR * 2**mail.tries
    held = Mail.objects.filter(pk=mail.pk, sent_at=None, next_try_at=mail.next_try_at)
    return bool(held.update(next_try_at=now + wait, tries=mail.tries + 1))


def _message(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.ADDRESS).hostname
    headers = {"Message-ID": f"<{mail.id}@{host}>", "Auto-Submitted": "auto-generated", **mail.headers}
    return EmailMessage(mail.subject, mail.text, to=[mail.to], headers=headers)


def _mark_sent(mail: Mail, now: datetime, *, by: Actor) -> None:
    by = replace(by, practice_id=mail.practice_id)
    with audit.event("mail.sent", by=by, on=mail.audit_subject, action=Action.EXECUTE):
        mail.refresh_from_db()
        mail.sent_at = now
        if not settings.DEMO:
            mail.text, mail.headers = "", {}  # a secret link need not lie about once its reader has it
        mail.save()
