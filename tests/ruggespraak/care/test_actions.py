"""The verbs of care: the whole road once, and what stands in the way on it."""

import pytest

import people
import said
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Seen, Situation, answer_question, correct, receive, save, sign
from ruggespraak.care.course import Course, exceptions_of
from ruggespraak.care.plan_text import text_hash
from ruggespraak.dossier.actions import DraftConflict, draft_of
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.reading import read
from ruggespraak.errors import NotAllowed, NotPossible
from ruggespraak.post.models import Mail


def course(episode: Episode) -> Course:
    return Situation.of(episode).course


def test_the_whole_road(cast: people.Cast, episode: Episode) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "evaluation", said.evaluation(), by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)

    end = course(episode)
    assert end.closed_on
    assert [value for _on, value in end.pain] == [6, 6, 4]
    episode.refresh_from_db()
    assert episode.closed_at
    signed = Line.objects.filter(event__endswith=".signed").order_by("number").values_list("event", flat=True)
    assert list(signed) == [
        f"{step}.signed"
        for step in ("screening", "intake", "conclusion", "decision", "plan", "session", "evaluation", "closing")
    ]


@pytest.mark.parametrize("form", ["screening", "session", "plan", "evaluation", "closing"])
def test_nothing_after_closing(cast: people.Cast, episode: Episode, form: str) -> None:
    said.up_to("consent", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    with pytest.raises(NotPossible, match="afgesloten"):
        sign(episode, form, getattr(said, form)(), by=cast.anna)


def test_a_letter_may_follow_the_closing(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    assert sign(episode, "letter_gp", said.letter_gp(letter_kind="final"), by=cast.anna)


def test_niet_pluis_stops_plan_and_sessions_until_a_new_screening(cast: people.Cast, episode: Episode) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "screening", said.niet_pluis(), by=cast.anna)
    for form in ("plan", "session"):
        with pytest.raises(NotPossible, match="niet-pluis"):
            sign(episode, form, getattr(said, form)(), by=cast.anna)
    sign(episode, "screening", said.screening(), by=cast.anna)
    assert sign(episode, "session", said.session(), by=cast.anna)


def test_a_session_needs_consent_or_a_reason_that_stands_out(cast: people.Cast, episode: Episode) -> None:
    said.up_to("plan", episode, by=cast.anna)
    with pytest.raises(NotPossible, match="nog geen akkoord"):
        sign(episode, "session", said.session(), by=cast.anna)
    with pytest.raises(NotPossible):
        sign(episode, "session", said.session(no_consent_reason="spoed"), by=cast.anna)

    reason = "Cliënt gaf aan tafel mondeling akkoord."
    entry = sign(episode, "session", said.session(no_consent_reason=reason), by=cast.anna)
    assert exceptions_of(read(entry)) == {"consent": reason}
    assert course(episode).sessions_without_consent == 1


def test_a_needless_reason_is_no_exception(cast: people.Cast, episode: Episode) -> None:
    said.up_to("consent", episode, by=cast.anna)
    entry = sign(episode, "session", said.session(no_consent_reason="voor alle zekerheid"), by=cast.anna)
    assert exceptions_of(read(entry)) == {}


def test_a_newer_version_that_waits_does_not_end_consent(cast: people.Cast, episode: Episode) -> None:
    said.up_to("consent", episode, by=cast.anna)
    sign(episode, "plan", said.plan(sessions_planned=8), by=cast.anna)
    now = course(episode)
    assert (now.plan.number, now.plan.is_waiting, now.agreed_number) == (2, True, 1)
    assert sign(episode, "session", said.session(), by=cast.anna)

    said.consent(episode, "refused", by=cast.anna)
    assert course(episode).agreed_number == 1


def test_taking_consent_back_ends_older_consent_too(cast: people.Cast, episode: Episode) -> None:
    said.up_to("consent", episode, by=cast.anna)
    sign(episode, "plan", said.plan(sessions_planned=8), by=cast.anna)
    said.consent(episode, by=cast.anna)
    said.consent(episode, "withdrawn", by=cast.anna)
    assert course(episode).agreed is None
    with pytest.raises(NotPossible, match="trok het akkoord"):
        sign(episode, "session", said.session(), by=cast.anna)
    said.consent(episode, by=cast.anna)
    assert course(episode).agreed_number == 2


def test_consent_is_bound_to_version_and_text(cast: people.Cast, episode: Episode) -> None:
    said.up_to("plan", episode, by=cast.anna)
    old = said.seen_in(episode)
    plan = sign(episode, "plan", said.plan(sessions_planned=3), by=cast.anna)
    with pytest.raises(NotPossible, match="veranderd"):
        said.consent(episode, by=cast.anna, seen=old)
    with pytest.raises(NotPossible, match="niet de tekst"):
        said.consent(episode, by=cast.anna, seen=Seen(plan.hash, "0" * 64))

    english = Seen(plan.hash, text_hash(read(plan).text["en"]))
    entry = said.consent(episode, by=cast.anna, seen=english)
    assert entry.about_id == plan.id
    assert read(entry).also == {"plan_hash": plan.hash, "text_hash": english.text_hash, "plan_number": 2}
    assert Line.objects.get(event="plan.agreed").consent_id == entry.id


@pytest.mark.parametrize(
    ("decision", "more", "refusal"),
    [
        ("question", {}, "Schrijf de vraag op"),
        ("withdrawn", {}, "geen akkoord op deze versie"),
        ("perhaps", {}, "Kies een antwoord"),
        ("given", {"way": "own_device"}, "eigen apparaat"),
    ],
)
def test_answers_that_are_not_possible(
    cast: people.Cast, episode: Episode, decision: str, more: dict[str, str], refusal: str
) -> None:
    said.up_to("plan", episode, by=cast.anna)
    with pytest.raises(NotPossible, match=refusal):
        said.consent(episode, decision, by=cast.anna, **more)


def test_the_client_answers_on_their_own_device(cast: people.Cast, episode: Episode) -> None:
    said.up_to("plan", episode, by=cast.anna)
    noor = people.account_of(cast.noor).as_actor()
    said.consent(episode, by=noor, way="own_device")
    assert course(episode).agreed_number == 1
    with pytest.raises(NotPossible, match="al gegeven"):
        said.consent(episode, by=noor, way="own_device")
    with pytest.raises(NotAllowed):
        sign(episode, "session", said.session(), by=noor)


def test_a_question_waits_for_its_answer(cast: people.Cast, episode: Episode) -> None:
    said.up_to("plan", episode, by=cast.anna)
    with pytest.raises(NotPossible, match="geen vraag"):
        answer_question(episode, "Ja hoor.", by=cast.anna)
    question = said.consent(episode, "question", by=cast.anna, words="Mag ik fietsen?")
    assert course(episode).question.words == "Mag ik fietsen?"
    assert answer_question(episode, "Ja, graag zelfs.", by=cast.anna).about_id == question.id
    assert course(episode).question is None


def test_from_gp_same_day_the_call_comes_first(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.niet_pluis(own_urgency="gp_same_day"), by=cast.anna)
    for form in ("letter_gp", "closing"):
        with pytest.raises(NotPossible, match="telefoongesprek"):
            sign(episode, form, getattr(said, form)(), by=cast.anna)
    sign(episode, "gp_call", said.gp_call(), by=cast.anna)
    assert sign(episode, "letter_gp", said.letter_gp(), by=cast.anna)


def test_no_letter_without_consent_to_share(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    with pytest.raises(NotPossible, match="geen toestemming"):
        sign(episode, "letter_gp", said.letter_gp(consent_share_gp="refused"), by=cast.anna)


def test_a_heavy_level_is_overruled_with_a_reason_only(cast: people.Cast, episode: Episode) -> None:
    heavy = {"fever": True, "infection_risk": True, "own_urgency": "none"}
    with pytest.raises(NotPossible, match="10 tekens"):
        sign(episode, "screening", said.screening(**heavy), by=cast.anna)
    reason = "Griep, net hersteld, huisarts belde al."
    entry = sign(episode, "screening", said.screening(**heavy, overrule_reason=reason), by=cast.anna)
    assert exceptions_of(read(entry)) == {"overrule": reason}


def test_the_heaviest_levels_are_never_overruled(cast: people.Cast, episode: Episode) -> None:
    cauda = {
        "ces_saddle": True,
        "ces_saddle_days": 2,
        "ces_saddle_worse": True,
        "overrule_reason": "Cliënt vindt het meevallen.",
    }
    with pytest.raises(NotPossible, match="Zolang ze staan"):
        sign(episode, "screening", said.screening(**cauda), by=cast.anna)
    lighter = said.niet_pluis(**cauda, own_urgency="gp_within_days")
    with pytest.raises(NotPossible, match="Zolang ze staan"):
        sign(episode, "screening", lighter, by=cast.anna)
    assert sign(episode, "screening", said.niet_pluis(**cauda, own_urgency="call_112_now"), by=cast.anna)


def test_nothing_is_computed_in_inform_mode(cast: people.Cast, episode: Episode, settings) -> None:
    settings.MODE = "inform"
    entry = sign(episode, "screening", said.screening(fever=True, infection_risk=True), by=cast.anna)
    assert read(entry).evaluation is None
    assert course(episode).level == ""


MANIPULATION = {"option": "tx_manipulation", "what": "Eén snelle beweging.", "why": "Je beweegt stug."}
KNOWN_ANEURYSM = {"known_aneurysm": True, "own_urgency": "gp_within_days"}


def test_an_absolute_contra_indication_stops_the_plan(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(**KNOWN_ANEURYSM), by=cast.anna)
    for step in ("intake", "conclusion", "decision"):
        sign(episode, step, getattr(said, step)(), by=cast.anna)
    explained = {**MANIPULATION, "caution": "Toch geprobeerd, met akkoord."}
    with pytest.raises(NotPossible, match="Niet te plannen"):
        sign(episode, "plan", said.plan(plan_parts=(explained,)), by=cast.anna)


def test_what_was_done_is_recorded_with_its_reason(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(**KNOWN_ANEURYSM), by=cast.anna)
    for step in ("intake", "conclusion", "decision", "plan"):
        sign(episode, step, getattr(said, step)(), by=cast.anna)
    said.consent(episode, by=cast.anna)
    with pytest.raises(NotPossible, match="waarom het is gedaan"):
        sign(episode, "session", said.session(techniques=({"option": "tx_manipulation"},)), by=cast.anna)
    done = ({"option": "tx_manipulation", "caution": "Gebeurd voordat dit bekend was."},)
    entry = sign(episode, "session", said.session(techniques=done), by=cast.anna)
    assert exceptions_of(read(entry)) == {"done_against": "Gebeurd voordat dit bekend was."}


def test_a_relative_contra_indication_takes_a_reason(cast: people.Cast, episode: Episode) -> None:
    for step in ("screening", "intake", "conclusion", "decision"):
        answers = getattr(said, step)()
        sign(episode, step, answers | {"age": 78} if "age" in answers else answers, by=cast.anna)
    with pytest.raises(NotPossible, match="reden erbij"):
        sign(episode, "plan", said.plan(), by=cast.anna)
    parts = said.plan()["plan_parts"]
    careful = tuple({**part, "caution": "Alleen graad I en II, rustig opbouwen."} for part in parts)
    entry = sign(episode, "plan", said.plan(plan_parts=careful), by=cast.anna)
    assert "contra_indication" in exceptions_of(read(entry))


def test_a_correction_takes_the_place_of_what_it_corrects(cast: people.Cast, episode: Episode) -> None:
    said.up_to("consent", episode, by=cast.anna)
    entry = sign(episode, "session", said.session(pain_before=3), by=cast.anna)
    sign(episode, "session", said.session(pain_before=5), by=cast.anna)
    with pytest.raises(NotPossible, match="10 tekens"):
        correct(episode, read(entry), said.session(pain_before=6), by=cast.anna, reason="fout")
    newer = correct(episode, read(entry), said.session(pain_before=6), by=cast.anna, reason="Verkeerd getal ingetikt.")
    assert newer.corrects_id == entry.id
    assert [value for _on, value in course(episode).pain] == [6, 6, 5]
    with pytest.raises(NotPossible, match="al gecorrigeerd"):
        correct(episode, read(entry), said.session(), by=cast.anna, reason="Nog een keer anders.")


def test_a_plan_and_the_words_of_a_client_are_not_corrected(cast: people.Cast, episode: Episode) -> None:
    consent = said.up_to("consent", episode, by=cast.anna)
    plan = episode.entries.get(form="plan")
    with pytest.raises(NotPossible, match="nieuwe versie"):
        correct(episode, read(plan), said.plan(), by=cast.anna, reason="Een woord verkeerd.")
    with pytest.raises(NotPossible, match="cliënt gezegd"):
        correct(episode, read(consent), read(consent).answers, by=cast.anna, reason="Een woord verkeerd.")


def test_a_correction_cannot_lighten_an_alarm(cast: people.Cast, episode: Episode) -> None:
    cauda = {"ces_saddle": True, "ces_saddle_days": 2, "ces_saddle_worse": True}
    entry = sign(episode, "screening", said.niet_pluis(**cauda, own_urgency="call_112_now"), by=cast.anna)
    with pytest.raises(NotPossible, match="Zolang ze staan"):
        correct(episode, read(entry), said.screening(**cauda), by=cast.anna, reason="Het was toch pluis.")


def test_drafts_are_kept_ahead_of_their_turn(cast: people.Cast, episode: Episode) -> None:
    save(episode, "plan", {"sessions_planned": 4}, based_on=0, by=cast.anna)
    assert draft_of(episode, "plan").answers["sessions_planned"] == 4
    with pytest.raises(DraftConflict):
        save(episode, "plan", {"sessions_planned": 5}, based_on=0, by=cast.owner)


def test_answers_of_the_visitor_become_an_entry(cast: people.Cast, episode: Episode) -> None:
    asked_at = episode.opened_at
    receive(episode, "self_check", {"age": 42}, said_at=asked_at, source="request:1", by=cast.anna)
    received = Situation.of(episode).readings[0]
    assert (received.form, received.also["source"], received.entry.occurred_at) == ("self_check", "request:1", asked_at)


@pytest.mark.parametrize("who", ["front_desk"])
def test_who_may_not_sign(cast: people.Cast, episode: Episode, who: str) -> None:
    with pytest.raises(NotAllowed):
        sign(episode, "screening", said.screening(), by=getattr(cast, who))


def test_a_client_with_an_account_hears_that_something_waits(cast: people.Cast, episode: Episode) -> None:
    said.up_to("plan", episode, by=cast.anna)
    assert not Mail.objects.filter(template="something_to_read").exists(), "no account yet"
    people.account_of(cast.noor)
    sign(episode, "plan", said.plan(sessions_planned=3), by=cast.anna)
    said.consent(episode, "question", by=cast.anna, words="Mag ik fietsen?")
    answer_question(episode, "Ja, graag zelfs.", by=cast.anna)
    written = Mail.objects.filter(template="something_to_read")
    assert written.count() == 2
    assert {mail.to for mail in written} == {cast.noor.email}
    text = written[0].text.replace(cast.practice.name, "")
    assert not [word for word in ("plan", "pijn", "rug", "therap", "fiets") if word in text.lower()]
