"""Who looked: every event of the log has its sentence, and two years of lines stay readable."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import people
import ruggespraak
import said
from ruggespraak import clock
from ruggespraak.audit import actions as audit
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import sign
from ruggespraak.care.steps import STEPS
from ruggespraak.dossier.models import Episode
from ruggespraak.people.permissions import ROLES, Permission
from ruggespraak.portal.looks import GROUND, OF_FORM, WHAT, month_of_looks, newest_looks, what

SOURCE = Path(ruggespraak.__file__).parent
UNKNOWN = "used your record"
WRITES = ("event", "together", "look", "refusal")


class Written(NamedTuple):
    """An event as the code names it: whole, or with a part that is only known at run time."""

    name: str
    where: str


def written() -> list[Written]:
    """The first argument of every `audit.event`, `audit.look` and `audit.refusal` in the code."""
    found = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
            if (
                is_call
                and node.func.attr in ("event", "together", "look", "refusal")
                and ast.unparse(node.func.value) == "audit"
            ):
                found.append(Written(ast.unparse(node.args[0]).strip("f'\""), f"{path.name}:{node.lineno}"))
    return found


def loaded() -> set[str]:
    """The models that access marks load, and of which they log the look: `load=Episode`."""
    calls = (node for path in SOURCE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text())))
    return {
        keyword.value.id.lower()
        for call in calls
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "load" and isinstance(keyword.value, ast.Name) and keyword.value.id[0].isupper()
    }


RUN_TIME = {
    "{_PAST[decision]}": ["agreed", "refused", "withdrawn", "questioned"],
    "{form_id}": sorted({*STEPS, "self_check"}),
    "{reading.form}": sorted(STEPS),
    "{found._meta.model_name}": sorted(loaded()),
    "{may}": sorted(Permission),
}


def events() -> set[str]:
    """All names that can be logged."""
    names = set()
    for name, where in written():
        if name in ("name",):  # dossier: one of two constants
            names |= {"entry.recorded", "entry.corrected"}
            continue
        part = next((part for part in RUN_TIME if part in name), None)
        assert part or "{" not in name, f"{where}: say in this test what {name} can be"
        names |= {name.replace(part, value) for value in RUN_TIME[part]} if part else {name}
    return names


def test_there_are_many_and_the_search_finds_them() -> None:
    assert {"plan.agreed", "screening.signed", "self_check.received", "letter.seen", "draft.saved"} <= events()
    assert "read_dossier.refused" in events() and len(events()) > 80


def in_language(language: str) -> dict[str, str]:
    with translation.override(language):
        return {name: what(name) for name in events()}


def test_every_event_has_a_sentence_of_its_own_in_both_languages() -> None:
    dutch, english = in_language("nl"), in_language("en")
    assert [name for name, sentence in english.items() if sentence == UNKNOWN] == []
    assert [name for name, sentence in dutch.items() if sentence == english[name]] == []
    assert all(sentence and "%(" not in sentence for sentence in (*dutch.values(), *english.values()))


def test_no_sentence_is_left_over() -> None:
    assert set(WHAT) - events() == set()
    assert set(OF_FORM) == {name.rpartition(".")[2] for name in events() if name.partition(".")[0] in STEPS} - {
        *(name.rpartition(".")[2] for name in WHAT if name.startswith("plan."))
    }


def test_every_ground_has_words() -> None:
    bases = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "basis":
                bases |= {c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant) and c.value}
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr == "with_ground" and isinstance(node.args[0], ast.Constant):
                bases.add(node.args[0].value)
    assert {"treatment_relation", "stand_in", "own_dossier"} <= bases and bases - set(GROUND) == set()


def looked(cast: people.Cast, by, event: str = "episode.seen", at: datetime | None = None) -> None:
    with clock.standing_at(at or datetime.now(UTC)):
        audit.look(event, by=by, on=cast.noor.audit_subject, screen="x")


def this_month(cast: people.Cast):
    return month_of_looks(cast.noor, people.account_of(cast.noor).user_id)


def test_what_one_person_did_on_one_day_is_one_look(cast: people.Cast, episode: Episode) -> None:
    treats = cast.anna.with_ground("treatment_relation")
    for _ in range(3):
        looked(cast, treats)
    looked(cast, treats, "entry.seen")
    look = this_month(cast).looks[0]
    assert look.who == "Anna Smit" and str(look.role) == str(ROLES["therapist"].name)
    assert {(deed.what, deed.count) for deed in look.deeds} == {
        ("keek in je dossier", 3),
        ("las een pagina van je dossier", 1),
    }


def test_signing_is_told_once_by_the_name_of_the_page(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna.with_ground("treatment_relation"))
    deeds = [deed.what for look in this_month(cast).looks for deed in look.deeds]
    assert "ondertekende ‘Screening’" in deeds and not any("schreef een pagina" in deed for deed in deeds)


def test_i_am_you_and_others_keep_their_part(cast: people.Cast, episode: Episode) -> None:
    me = people.account_of(cast.noor)
    looked(cast, me.as_actor())
    assert this_month(cast).looks[0].who == "jij"
    assert month_of_looks(cast.noor, cast.anna_at_work.user_id).looks[0].who == "de cliënt"


def test_who_does_not_treat_me_stands_out_with_the_reason_whatever_the_month(
    cast: people.Cast, episode: Episode
) -> None:
    stands_in = cast.chris.with_ground("stand_in", purpose="Waarneming in de vakantie van Anna")
    looked(cast, stands_in, at=datetime(2025, 1, 5, tzinfo=UTC))
    looked(cast, cast.anna.with_ground("treatment_relation"))
    shown = this_month(cast)
    assert [look.who for look in shown.standing_out] == ["Chris Maas"]
    assert shown.standing_out[0].reason == "Waarneming in de vakantie van Anna"


def test_two_years_are_walked_month_by_month_without_more_queries(
    cast: people.Cast, episode: Episode, noor: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    address = reverse("portal:looks_of", args=[2026, 5])
    looked(cast, cast.anna, at=datetime(2026, 5, 3, tzinfo=UTC))
    noor.get(address)
    with django_assert_max_num_queries(20) as few:
        noor.get(address)
    for month in range(24):
        moment = datetime(2025 + month // 12, month % 12 + 1, 3, 10, tzinfo=UTC)
        for hour in range(10):
            looked(cast, cast.anna, at=moment.replace(hour=hour + 6))
    with django_assert_num_queries(len(few)):
        page = noor.get(address)
    shown = page.context["shown"]
    assert (shown.before, shown.after) == (date(2026, 4, 1), date(2026, 6, 1))
    assert len(shown.looks) == 1 and shown.looks[0].deeds[0].count == 11
    assert reverse("portal:looks_of", args=[2026, 4]) in page.content.decode()


def test_a_month_begins_where_the_practice_is(cast: people.Cast, episode: Episode) -> None:
    looked(cast, cast.bram, at=datetime(2026, 4, 30, 22, 30, tzinfo=UTC))  # 1 May in the Netherlands
    may = month_of_looks(cast.noor, people.account_of(cast.noor).user_id, 2026, 5)
    assert [look.day for look in may.looks] == [date(2026, 5, 1)]


def test_the_home_page_shows_the_last_looks_of_others(cast: people.Cast, episode: Episode) -> None:
    looked(cast, cast.anna.with_ground("treatment_relation"))
    me = people.account_of(cast.noor)
    looked(cast, me.as_actor())
    assert newest_looks(cast.noor, me.user_id)[0].who == "Anna Smit"


def test_only_my_own_are_shown_and_looking_is_logged(
    cast: people.Cast, elsewhere: people.Cast, episode: Episode, noor: Client
) -> None:
    audit.look("episode.seen", by=cast.bram, on=cast.adem.audit_subject, screen="x")
    audit.look("episode.seen", by=elsewhere.anna, on=elsewhere.noor.audit_subject, screen="x")
    page = noor.get(reverse("portal:looks")).content.decode()
    assert "Bram Kuipers" not in page
    line = Line.objects.get(event="log.seen")
    assert (line.screen, line.role, line.patient_handle) == ("portal:looks", "patient", cast.noor.handle)


@pytest.mark.parametrize("address", ["/my/looks/2026/13/", "/my/looks/1999/1/", "/my/looks/2026/0/"])
def test_months_that_do_not_exist(noor: Client, episode: Episode, address: str) -> None:
    assert noor.get(address).status_code == 404


def test_days_stand_in_their_order_whatever_the_order_of_the_chain(cast: people.Cast, episode: Episode) -> None:
    for day in (3, 9, 6):
        looked(cast, cast.bram, at=datetime(2026, 3, day, 10, tzinfo=UTC))
    march = month_of_looks(cast.noor, people.account_of(cast.noor).user_id, 2026, 3)
    assert [day.on.day for day in march.days] == [9, 6, 3]


def test_the_days_and_only_others_can_be_chosen(cast: people.Cast, episode: Episode, noor: Client) -> None:
    me = people.account_of(cast.noor).as_actor()
    for day, by in ((3, cast.bram), (6, cast.bram), (6, me), (9, me)):
        looked(cast, by, at=datetime(2026, 3, day, 10, tzinfo=UTC))
    address = reverse("portal:looks") + "?since=2026-03-04&until=2026-03-08"
    assert [(look.day.day, look.who) for look in noor.get(address).context["shown"].looks] == [
        (6, "jij"),
        (6, "Bram Kuipers"),
    ]
    others = noor.get(address + "&others=on")
    assert [look.who for look in others.context["shown"].looks] == ["Bram Kuipers"]
    assert "6 maart 2026" in others.content.decode() and "3 maart" not in others.content.decode()
    wrong = noor.get(reverse("portal:looks") + "?since=2026-03-08&until=2026-03-04")
    assert wrong.status_code == 422 and "komt voor de eerste" in wrong.content.decode()
    assert noor.get(reverse("portal:looks") + "?since=gisteren").status_code == 422


def test_the_pages_that_were_read_are_named_and_the_stand_in_stands_out(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    entry = sign(episode, "screening", said.screening(), by=cast.anna)
    stands_in = cast.chris.with_ground("stand_in", purpose="Waarneming in de vakantie van Anna")
    audit.look("entry.seen", by=stands_in, on=entry.audit_subject, screen="x")
    page = noor.get(reverse("portal:looks")).content.decode()
    assert "las een pagina van je dossier: Screening" in page
    assert page.index("Chris Maas") < page.index('aria-labelledby="period"') and "behandelt je niet" in page
