"""The outbox: written with its cause, delivered at least once, read once, kept no longer than needed."""

import smtplib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as outside
from django.core.management import call_command
from django.db import transaction

from people import Cast
from ruggespraak import clock
from ruggespraak.audit.models import Line
from ruggespraak.post import actions
from ruggespraak.post.actions import deliver_due, send
from ruggespraak.post.models import GIVE_UP_AFTER, Mail


def write(cast: Cast, **other: object) -> Mail:
    """A mail to Noor."""
    words = {
        "to": "noor@example.org",
        "template": "invitation",
        "context": {"name": "Noor & co", "link": "https://x.example/geheim"},
        "language": "nl",
        "by": cast.anna,
    }
    return send(cast.practice, **words | other)


def test_is_written_in_the_readers_language_as_plain_text(cast: Cast) -> None:
    dutch, english = write(cast), write(cast, language="en")
    assert dutch.subject == "Uitnodiging van Manuele therapie De Beemster"
    assert english.subject == "Invitation from Manuele therapie De Beemster"
    assert dutch.text.startswith("Dag Noor & co,")
    assert "https://x.example/geheim" in dutch.text


def test_is_not_there_when_its_cause_failed(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(cast)
        _ = 1 / 0
    assert not Mail.objects.exists()
    assert not Line.objects.filter(event="mail.written").exists()


def test_the_same_key_is_written_once(cast: Cast) -> None:
    assert write(cast, key="reminder:1") == write(cast, key="reminder:1")
    assert write(cast, key="reminder:2") != write(cast, key="reminder:1")
    assert Mail.objects.count() == 2


def test_is_delivered_once_and_its_text_is_gone(cast: Cast) -> None:
    mail = write(cast)
    assert b"geheim" not in bytes(mail.sealed)
    assert deliver_due(clock.now()) == actions.Delivery(sent=1, failed=0)
    assert deliver_due(clock.now() + timedelta(days=1)) == actions.Delivery(sent=0, failed=0)
    (sent,) = outside.outbox
    assert (sent.to, sent.extra_headers["Message-ID"]) == (["noor@example.org"], f"<{mail.id}@127.0.0.1>")
    mail.refresh_from_db()
    assert mail.text == ""
    assert Line.objects.filter(event="mail.sent", practice_id=cast.practice.id, object_id=str(mail.id)).count() == 1


def test_headers_go_along_sealed_and_are_gone_with_the_text(cast: Cast) -> None:
    mail = write(cast, headers={"List-Unsubscribe": "<https://x.example/geheim>"})
    assert b"geheim" not in bytes(mail.sealed_headers)
    deliver_due(clock.now())
    (sent,) = outside.outbox
    assert sent.extra_headers["List-Unsubscribe"] == "<https://x.example/geheim>"
    assert sent.extra_headers["Message-ID"] == f"<{mail.id}@127.0.0.1>"
    mail.refresh_from_db()
    assert mail.headers == {}


def test_the_demonstration_keeps_the_text_to_show(cast: Cast, settings) -> None:
    settings.DEMO = True
    mail = write(cast)
    deliver_due(clock.now())
    mail.refresh_from_db()
    assert "geheim" in mail.text


def test_a_crash_between_sending_and_marking_sends_again_under_the_same_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(cast)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "_mark_sent", crash)
        with pytest.raises(SystemExit):
            deliver_due(clock.now())
    assert deliver_due(clock.now()) == actions.Delivery(0, 0)  # still in the hands of the one that crashed
    assert deliver_due(clock.now() + actions.HELD_FOR) == actions.Delivery(1, 0)
    first, second = outside.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_post_office_that_is_away_is_tried_again_ever_later_and_then_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = write(cast)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    now = clock.now()
    for tries in range(1, GIVE_UP_AFTER + 1):
        assert deliver_due(now) == actions.Delivery(0, 1)
        mail.refresh_from_db()
        assert (mail.tries, mail.next_try_at - now) == (tries, actions.HELD_FOR * 2 ** (tries - 1))
        now = mail.next_try_at
    assert deliver_due(now) == actions.Delivery(0, 0)
    assert mail.is_given_up


def test_one_mail_that_fails_does_not_hold_up_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    write(cast, to="bad@example.org")
    write(cast)
    really = actions._message

    def message(mail: Mail):
        found = really(mail)
        if mail.to.startswith("bad"):
            found.send = refuse
        return found

    monkeypatch.setattr(actions, "_message", message)
    assert deliver_due(clock.now()) == actions.Delivery(sent=1, failed=1)


def test_two_deliverers_at_once_do_not_both_send(cast: Cast) -> None:
    mail = write(cast)
    now = clock.now()
    assert actions._take(mail, now)
    assert not actions._take(mail, now)
    assert deliver_due(now) == actions.Delivery(0, 0)


def test_a_name_with_a_line_break_puts_nothing_into_the_headers(cast: Cast) -> None:
    evil = replace_name(cast, "Praktijk\nBcc: all@example.org")
    mail = write(evil)
    deliver_due(clock.now())
    assert "Bcc" not in mail.subject
    assert outside.outbox[0].recipients() == ["noor@example.org"]


def test_tick_delivers_and_says_so(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    write(cast)
    call_command("tick")
    assert "Mails sent: 1\n" in capsys.readouterr().out
    call_command("tick")
    assert capsys.readouterr().out == ""


def replace_name(cast: Cast, name: str) -> Cast:
    cast.practice.name = name
    return replace(cast)


def refuse(*args: object, **kwargs: object) -> None:
    raise smtplib.SMTPServerDisconnected("away")


def crash(*args: object, **kwargs: object) -> None:
    raise SystemExit("kill -9")
