"""The page of a step: opened, saved while one types, signed; and every way to say no."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import Situation, save, sign
from ruggespraak.dossier.actions import asides_of, draft_of
from ruggespraak.dossier.models import Draft, Episode

HTMX = {"HX-Request": "true"}


def address(episode: Episode, form: str = "screening") -> str:
    return f"/desk/episodes/{episode.pk}/{form}/"


@pytest.mark.parametrize(
    "form", ["screening", "intake", "examination", "conclusion", "decision", "plan", "session", "evaluation", "closing",
             "gp_call", "letter_gp", "plan_answer"]
)  # fmt: skip
def test_every_form_opens(anna: Client, episode: Episode, form: str) -> None:
    response = anna.get(address(episode, form))
    assert response.status_code == 200
    assert "Noor Hendriks" in response.text
    line = Line.objects.filter(event="episode.seen").latest("number")
    assert (line.screen, line.patient_handle) == ("care:form", episode.patient.handle)


def test_sign(anna: Client, episode: Episode) -> None:
    response = anna.post(address(episode), said.as_posted("screening", said.screening()) | {"act": "sign"})
    assert response.status_code == 302
    assert response.url == f"/desk/episodes/{episode.pk}/"
    assert Situation.of(episode).course.conclusion == "pluis"
    assert not Draft.objects.exists()
    assert Line.objects.filter(event="screening.signed").count() == 1


def test_the_whole_road_by_pages(anna: Client, episode: Episode) -> None:
    for step in (
        "screening",
        "intake",
        "conclusion",
        "decision",
        "plan",
        "consent",
        "session",
        "evaluation",
        "closing",
    ):
        if step == "consent":
            seen = said.seen_in(episode)
            posted = {"consent_decision": "given", "consent_way": "oral", "consent_given_by": "patient",
                      "consent_scope": ["scope_plan"], "information_items": ["ic_benefit"],
                      "plan_hash": seen.plan_hash, "text_hash": seen.text_hash}  # fmt: skip
        else:
            posted = said.as_posted(step, getattr(said, step)()) | {"act": "sign"}
        assert anna.post(address(episode, step), posted).status_code == 302, step
    assert Situation.of(episode).course.closed_on


def test_what_is_missing_is_said_at_its_question(anna: Client, episode: Episode) -> None:
    posted = said.as_posted("screening", said.screening())
    del posted["screening_conclusion"]
    response = anna.post(address(episode), posted | {"act": "sign"})
    assert response.status_code == 422
    assert [error.anchor for error in response.context["errors"]] == ["f-screening_conclusion"]
    assert "<title>Fout:" in response.text
    assert 'value="Weer een uur kunnen zitten"' in response.text or "Weer een uur kunnen zitten" in response.text
    assert not episode.entries.exists()
    assert draft_of(episode, "screening"), "what was typed is kept"


def test_a_gate_on_the_answers_points_at_the_reason(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("plan", episode, by=cast.anna)
    response = anna.post(address(episode, "session"), said.as_posted("session", said.session()) | {"act": "sign"})
    assert response.status_code == 422
    assert [error.anchor for error in response.context["errors"]] == ["f-no_consent_reason"]


@pytest.mark.parametrize(
    ("step", "answers", "question"),
    [
        ("screening", {"consent_share_gp_on": said.in_days(1)}, "consent_share_gp_on"),
        ("screening", {"fever": True, "screening_red_flags": "asked_none_found"}, "screening_red_flags"),
        ("plan", {"evaluation_on": said.in_days(-1)}, "evaluation_on"),
    ],
)
def test_an_answer_that_cannot_be_is_pointed_at(
    anna: Client, episode: Episode, cast: people.Cast, step: str, answers: said.Said, question: str
) -> None:
    if step == "plan":
        said.up_to("decision", episode, by=cast.anna)
    posted = said.as_posted(step, getattr(said, step)(**answers)) | {"act": "sign"}
    response = anna.post(address(episode, step), posted)
    assert response.status_code == 422
    assert [error.anchor for error in response.context["errors"]] == [f"f-{question}"]
    assert not episode.entries.filter(form=step).exists()


def test_what_weighs_only_with_more_is_no_flag(anna: Client, episode: Episode) -> None:
    answers = said.screening(first_episode=True)
    assert answers["screening_red_flags"] == "asked_none_found"
    posted = said.as_posted("screening", answers) | {"act": "sign"}
    assert anna.post(address(episode), posted).status_code == 302


def test_what_registering_told_is_not_asked_again(anna: Client, episode: Episode) -> None:
    page = anna.get(address(episode)).text
    assert f'name="age" value="{episode.patient.age}"' in page
    assert 'name="sex" value="female" checked' in page
    assert not Draft.objects.exists()


def test_the_goals_of_the_plan_need_not_be_typed_again(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("session", episode, by=cast.anna)
    goal = said.plan()["goals"][0]["goal"]
    evaluation = anna.get(address(episode, "evaluation")).text
    assert f"{goal}</textarea>" in evaluation
    assert 'value="reached" checked' not in evaluation, "the result is the therapist's to say"
    closing = anna.get(address(episode, "closing")).text
    assert f"{goal}</textarea>" in closing
    assert 'name="treatments_count" value="1"' in closing


def test_an_answer_to_the_client_stands_under_the_question(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("plan", episode, by=cast.anna)
    said.consent(episode, "question", by=cast.anna, words="Mag ik blijven fietsen?")
    assert "“Mag ik blijven fietsen?”" in anna.get(address(episode, "plan_answer")).text


def test_a_gate_on_the_course_shows_its_reason_beside_the_button(
    anna: Client, episode: Episode, cast: people.Cast
) -> None:
    sign(episode, "screening", said.niet_pluis(), by=cast.anna)
    page = anna.get(address(episode, "session"))
    assert "disabled aria-describedby=" in page.text
    assert "Alleen pluis opent deze stap." in page.text
    response = anna.post(address(episode, "session"), said.as_posted("session", said.session()) | {"act": "sign"})
    assert response.status_code == 409
    assert "Alleen pluis opent deze stap." in response.text
    assert not episode.entries.filter(form="session").exists()


def test_save(anna: Client, episode: Episode) -> None:
    response = anna.post(address(episode), {"help_question": "Weer tillen", "act": "save"})
    assert response.status_code == 302
    assert "Weer tillen" in anna.get(address(episode)).text
    assert Line.objects.filter(event="draft.saved").count() == 1


def test_autosave(anna: Client, episode: Episode) -> None:
    response = anna.post(address(episode), {"help_question": "Weer tillen"}, headers=HTMX)
    assert response.status_code == 200
    assert response.text.startswith("Concept, bewaard om")
    assert 'id="version" value="1" hx-swap-oob="true"' in response.text
    again = anna.post(address(episode), {"help_question": "Weer lopen", "version": "1"}, headers=HTMX)
    assert 'value="2"' in again.text


def test_a_draft_outlives_the_log_in(anna: Client, episode: Episode, cast: people.Cast) -> None:
    anna.post(address(episode), {"help_question": "Weer tillen"}, headers=HTMX)
    anna.logout()
    log_in(anna, cast.anna_at_work.user)
    assert "Weer tillen" in anna.get(address(episode)).text


def test_two_texts_side_by_side(anna: Client, episode: Episode, cast: people.Cast) -> None:
    save(episode, "screening", {"help_question": "Van Iris"}, based_on=0, by=cast.owner)
    response = anna.post(address(episode), {"help_question": "Van Anna", "act": "save"})
    assert response.status_code == 409
    assert "Van Iris" in response.text
    assert "Van Anna" in response.text
    assert draft_of(episode, "screening").answers["help_question"] == "Van Iris"

    cited = anna.post(address(episode), {"help_question": "Van Iris", "cite-help_question": "1", "version": "1"})
    assert "cite-help_question" in cited.text
    assert "Van Anna</textarea>" in cited.text

    aside = asides_of(episode, "screening")[0]
    assert anna.post(address(episode), {"drop-aside": str(aside.id)}).status_code == 302
    assert asides_of(episode, "screening") == ()


def test_a_conflict_while_autosaving(anna: Client, episode: Episode, cast: people.Cast) -> None:
    save(episode, "screening", {"help_question": "Van Iris"}, based_on=0, by=cast.owner)
    response = anna.post(address(episode), {"help_question": "Van Anna"}, headers=HTMX)
    assert response.status_code == 409
    assert address(episode) in response.text


def test_a_stale_form_signs_nothing(anna: Client, episode: Episode, cast: people.Cast) -> None:
    save(episode, "screening", {"help_question": "Van Iris"}, based_on=0, by=cast.owner)
    response = anna.post(address(episode), said.as_posted("screening", said.screening()) | {"act": "sign"})
    assert response.status_code == 409
    assert not episode.entries.exists()


def test_a_double_click_signs_once(anna: Client, episode: Episode) -> None:
    posted = said.as_posted("screening", said.screening()) | {"act": "sign", "once": "the-same-key"}
    first, second = anna.post(address(episode), posted), anna.post(address(episode), posted)
    assert first.url == second.url
    assert episode.entries.count() == 1


def test_a_million_signs_in_a_text(anna: Client, episode: Episode) -> None:
    posted = {"help_question": "x" * 1_000_000, "age": "42", "act": "save"}
    response = anna.post(address(episode), posted)
    assert response.status_code == 422
    assert "Maak de tekst korter" in response.text
    assert draft_of(episode, "screening").answers["age"] == 42


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"age": "oud"}, "Vul een heel getal"),
        ({"screening_conclusion": "misschien"}, "Kies"),
        ({"identity_checked": "soms"}, "ja of nee"),
    ],
)
def test_bad_input(anna: Client, episode: Episode, raw: dict[str, str], message: str) -> None:
    response = anna.post(address(episode), raw | {"act": "save"})
    assert response.status_code == 422
    assert response.context["errors"]


def test_asked_none_of_these_is_one_tap(anna: Client, episode: Episode) -> None:
    response = anna.post(address(episode), {"none-illness": "1", "fever": "yes"})
    assert response.status_code == 200
    checked = response.text.count('value="no" checked')
    assert checked >= 8
    assert not Draft.objects.exists()


def test_a_follow_up_appears(anna: Client, episode: Episode) -> None:
    headers = HTMX | {"HX-Target": "questions"}
    assert "ces_saddle_days" not in anna.post(address(episode), {"ces_saddle": "no"}, headers=headers).text
    assert "ces_saddle_days" in anna.post(address(episode), {"ces_saddle": "yes"}, headers=headers).text


def test_the_intake_cites_the_client(anna: Client, episode: Episode, cast: people.Cast) -> None:
    sign(episode, "screening", said.screening(help_question="Weer tuinieren"), by=cast.anna)
    page = anna.get(address(episode, "intake"))
    assert "Weer tuinieren" in page.text
    taken = anna.post(address(episode, "intake"), {"cite-help_question": "1"})
    assert "Weer tuinieren</textarea>" in taken.text


def test_a_new_plan_starts_from_the_last(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("plan", episode, by=cast.anna)
    page = anna.get(address(episode, "plan"))
    assert "Een uur zitten op het werk" in page.text
    assert "Wat gaan we doen?" in page.text, "the preview of the client's text"


def test_last_time_is_taken_over(anna: Client, episode: Episode, cast: people.Cast) -> None:
    said.up_to("session", episode, by=cast.anna)
    page = anna.post(address(episode, "session"), {"previous": "1", "minutes_coaching": "20"})
    assert 'name="minutes_hands_on" value="12"' in page.text.replace('id="f-minutes_hands_on" ', "")
    assert "soep_s" in page.text
    assert "Zit 20 minuten." not in page.text, "what the client says is asked anew"


def test_the_computed_level_stands_beside(anna: Client, episode: Episode, settings) -> None:
    save_for = said.as_posted("screening", said.screening(fever=True, infection_risk=True, own_urgency="gp_same_day"))
    anna.post(address(episode), save_for | {"act": "save"})
    assert "Berekend niveau" in anna.get(address(episode)).text
    settings.MODE = "inform"
    assert "Berekend niveau" not in anna.get(address(episode)).text


def test_another_practice_has_no_such_episode(anna: Client, elsewhere: people.Cast) -> None:
    theirs = said.begun(elsewhere.noor, elsewhere.anna_at_work.user, by=elsewhere.anna)
    assert anna.get(address(theirs)).status_code == 404


def test_a_form_that_is_no_step(anna: Client, episode: Episode) -> None:
    assert anna.get(address(episode, "self_check")).status_code == 404


def test_the_front_desk_reads_no_dossier(client: Client, episode: Episode, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(cast.desk_at_work.user)
    response = client.get(address(episode))
    assert response.status_code == 403
    assert "Balie" in response.text


def test_who_does_not_treat_says_why(client: Client, episode: Episode, cast: people.Cast, settings) -> None:
    settings.SECOND_FACTOR = False
    client.force_login(cast.chris_at_work.user)
    assert client.get(address(episode)).status_code == 403


def test_only_get_and_post(anna: Client, episode: Episode) -> None:
    assert anna.put(address(episode)).status_code == 405


def test_queries_do_not_grow_with_the_history(anna: Client, episode: Episode, cast: people.Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert anna.get(address(episode, "session")).status_code == 200
        return len(seen)

    said.up_to("consent", episode, by=cast.anna)
    sign(episode, "session", said.session(), by=cast.anna)
    queries()  # what is loaded once
    few = queries()
    for _again in range(5):
        sign(episode, "session", said.session(), by=cast.anna)
    assert queries() == few
