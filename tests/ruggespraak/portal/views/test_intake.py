"""The story at home: page by page, a draft at every step, read through, sent once."""

from django.core import mail
from django.test import Client
from django.urls import reverse

import people
import said
from login import log_in
from ruggespraak.audit.models import Line
from ruggespraak.care.actions import save, sign
from ruggespraak.care.standing import caseload, course_now
from ruggespraak.dossier.actions import asides_of, draft_of
from ruggespraak.dossier.models import Episode
from ruggespraak.post.models import Mail

FORM = "intake_home"
QUESTION = "Weer een uur kunnen zitten"


def url(page: str) -> str:
    return reverse("portal:intake_page", args=[page])


def hidden(browser: Client, page: str) -> dict[str, str]:
    """What a page carries beside its questions."""
    context = browser.get(url(page)).context
    return {"version": str(context["version"]), "shown": context["shown"]}


def told(browser: Client, page: str, **given: object):
    """Open a page, fill it in, and send it."""
    return browser.post(url(page), {**hidden(browser, page), **given})


def answers(episode: Episode) -> dict[str, object]:
    draft = draft_of(episode, FORM)
    assert draft
    return {name: value for name, value in draft.answers.items() if value is not None}


def test_begins_with_what_the_practice_knows(episode: Episode, noor: Client) -> None:
    assert noor.get(reverse("portal:intake")).headers["Location"] == url("about")
    page = noor.get(url("about"))
    assert page.context["number"] == 1 and 'value="42"' in page.content.decode()


def test_each_page_saves_a_draft_and_leads_on(episode: Episode, noor: Client) -> None:
    assert told(noor, "about", age="42", sex="female").headers["Location"] == url("now")
    assert told(noor, "question", help_question=QUESTION).headers["Location"] == url("where")
    assert answers(episode)["help_question"] == QUESTION and answers(episode)["age"] == 42
    assert noor.get(reverse("portal:intake")).headers["Location"] == url("where")
    assert Line.objects.filter(event="draft.saved", role="patient").count() == 2


def test_stopping_and_going_back_keep_what_was_typed(episode: Episode, noor: Client) -> None:
    assert told(noor, "question", help_question="Tillen", go="stop").headers["Location"] == "/my/"
    assert answers(episode)["help_question"] == "Tillen"
    assert told(noor, "where", where="back_lumbar_left", go="back").headers["Location"] == url("question")
    assert answers(episode)["where"] == ("back_lumbar_left",)


def test_what_cannot_be_is_said_at_the_question_and_nothing_is_lost(episode: Episode, noor: Client) -> None:
    wrong = told(noor, "about", age="veel", sex="female")
    assert wrong.status_code == 422 and "veel" in wrong.content.decode()
    assert "<title>Fout:" in wrong.content.decode() and draft_of(episode, FORM) is None
    assert told(noor, "question", help_question="x" * 1_000_000).status_code == 422


def test_follow_ups_come_without_saving(episode: Episode, noor: Client) -> None:
    sent = {**hidden(noor, "strength"), "fever": "yes"}
    live = noor.post(url("strength"), sent, headers={"HX-Request": "true"})
    assert live.status_code == 200 and draft_of(episode, FORM) is None
    assert live.context["shown"] == sent["shown"]


def test_a_row_is_added_to_a_list_without_saving(episode: Episode, noor: Client) -> None:
    form = said.pathway("low_back_pain").forms[FORM]
    page, goals = next((page, q) for page in form.pages for q in page.questions if q.id == "client_goals")
    rows = {f"client_goals-{row}-{goals.fields[0].id}": f"doel {row}" for row in range(2)}
    added = noor.post(url(page.id), {**hidden(noor, page.id), **rows, "add-client_goals": ""})
    text = added.content.decode()
    assert added.status_code == 200 and "doel 1" in text and 'name="client_goals-2-' in text
    assert draft_of(episode, FORM) is None


def test_an_answer_of_the_self_check_is_cited_and_taken_over(cast: people.Cast, episode: Episode, noor: Client) -> None:
    from django.utils import timezone

    from ruggespraak.care.actions import receive

    checked = {"age": 42, "where": ("back_lumbar_left",)}
    receive(episode, "self_check", checked, said_at=timezone.now(), source="x", by=cast.anna)
    assert "Dit zei je in de zelfcheck" in noor.get(url("where")).content.decode()
    taken = noor.post(url("where"), {**hidden(noor, "where"), "cite-where": ""})
    assert taken.status_code == 200 and 'value="back_lumbar_left" checked' in " ".join(taken.content.decode().split())


def test_urgent_advice_stands_on_the_next_page_and_before_sending(episode: Episode, noor: Client) -> None:
    assert 'class="verdict"' not in noor.get(url("saddle")).content.decode()
    told(noor, "strength", fever="yes", sepsis_signs="no", trauma_major="no")
    assert 'class="verdict"' in noor.get(url("question")).content.decode()
    review = noor.get(reverse("portal:intake_review")).content.decode()
    assert 'class="verdict"' in review and "Doe dit eerst" in review


def test_on_the_way_only_what_is_certain_counts_before_sending_the_worst_it_can_mean(
    episode: Episode, noor: Client
) -> None:
    told(noor, "strength", fever="yes")
    on_the_way = noor.get(url("follow")).context["advice"]
    before_sending = noor.get(reverse("portal:intake_review")).context["review"].advice
    assert "112" not in on_the_way.sign and "112" in before_sending.sign


def test_in_mode_inform_no_level_is_shown_and_none_is_kept(episode: Episode, noor: Client, settings) -> None:
    settings.MODE = "inform"
    told(noor, "strength", fever="yes", sepsis_signs="yes")
    assert 'class="verdict"' not in noor.get(reverse("portal:intake_review")).content.decode()


def whole_story(episode: Episode, by, **other: object) -> None:
    """All that is needed, as a draft."""
    before = draft_of(episode, FORM)
    save(episode, FORM, said.intake(**other), based_on=before.version if before else 0, by=by.as_actor())


def sent(browser: Client, once: str = "a", version: str = ""):
    if not version:
        review = browser.get(reverse("portal:intake_review"))
        version = str(review.context["story"].version) if review.context else "0"
    return browser.post(reverse("portal:intake_send"), {"once": once, "version": version})


def test_sending_signs_it_once_and_the_practice_gets_the_signal(
    cast: people.Cast, episode: Episode, noor: Client
) -> None:
    whole_story(episode, people.account_of(cast.noor), fever=True, sepsis_signs=True)
    assert sent(noor).headers["Location"] == "/my/"
    assert sent(noor).headers["Location"] == "/my/", "a double click"
    entry = episode.entries.get(form=FORM)
    assert (entry.author_role, entry.author_name) == ("patient", "cliënt") and draft_of(episode, FORM) is None
    assert course_now(caseload(cast.practice).get(pk=episode.pk)).alarm
    assert Line.objects.filter(event="intake_home.signed", role="patient").count() == 1


def test_the_therapist_gets_a_mail_that_says_nothing(cast: people.Cast, episode: Episode, noor: Client) -> None:
    whole_story(episode, people.account_of(cast.noor))
    sent(noor)
    post = Mail.objects.get(template="something_came_in")
    assert post.to == "anna@de-beemster.example" and "Noor" not in post.text and QUESTION not in post.text
    assert mail.outbox == []


def test_what_is_needed_must_be_there(episode: Episode, noor: Client) -> None:
    told(noor, "about", age="42", sex="female")
    refused = sent(noor)
    assert refused.status_code == 422 and url("question") in refused.content.decode()
    assert not episode.entries.exists()


def test_a_story_that_changed_elsewhere_is_read_again_before_sending(episode: Episode, noor: Client) -> None:
    told(noor, "question", help_question=QUESTION)
    assert sent(noor, version="0").status_code == 409 and not episode.entries.exists()


def test_after_sending_it_can_be_added_to(cast: people.Cast, episode: Episode, noor: Client) -> None:
    whole_story(episode, people.account_of(cast.noor))
    sent(noor)
    assert "Je verhaal is verstuurd" in noor.get(reverse("portal:intake")).content.decode()
    assert noor.get(reverse("portal:intake_review")).headers["Location"] == reverse("portal:intake")
    assert sent(noor, once="again", version="0").headers["Location"] == reverse("portal:intake")
    assert episode.entries.filter(form=FORM).count() == 1, "nothing new, nothing sent"
    told(noor, "about", age="43", sex="female")
    assert answers(episode)["help_question"] == QUESTION, "it goes on from what was sent"
    assert "Je vult je verhaal aan" in noor.get("/my/").content.decode()
    assert sent(noor, once="b").status_code == 302 and episode.entries.filter(form=FORM).count() == 2


def test_the_same_page_on_two_devices_shows_both_texts(cast: people.Cast, episode: Episode, noor: Client) -> None:
    other = log_in(Client(), people.account_of(cast.noor).user)
    opened = hidden(noor, "question")
    told(other, "question", help_question="Van de telefoon")
    both = noor.post(url("question"), {**opened, "help_question": "Van de laptop"})
    text = both.content.decode()
    assert both.status_code == 409 and "Van de telefoon" in text and "Van de laptop" in text
    assert answers(episode)["help_question"] == "Van de telefoon" and len(asides_of(episode, FORM)) == 1
    again = {name: both.context[name] for name in ("version", "shown", "aside")}
    cited = noor.post(url("question"), {**again, "help_question": "Van de telefoon", "cite-help_question": ""})
    assert cited.status_code == 200 and "Van de laptop</textarea>" in cited.content.decode()
    assert noor.post(url("question"), {**again, "help_question": "Van de laptop"}).status_code == 302
    assert answers(episode)["help_question"] == "Van de laptop" and asides_of(episode, FORM) == ()


def test_other_pages_on_two_devices_are_laid_together(cast: people.Cast, episode: Episode, noor: Client) -> None:
    other = log_in(Client(), people.account_of(cast.noor).user)
    opened = hidden(noor, "question")
    told(other, "where", where="back_lumbar_left")
    assert noor.post(url("question"), {**opened, "help_question": "Tillen"}).status_code == 302
    assert answers(episode)["where"] == ("back_lumbar_left",) and answers(episode)["help_question"] == "Tillen"
    assert asides_of(episode, FORM) == ()


def test_what_is_typed_after_sending_elsewhere_is_not_lost(cast: people.Cast, episode: Episode, noor: Client) -> None:
    other = log_in(Client(), people.account_of(cast.noor).user)
    whole_story(episode, people.account_of(cast.noor), help_question="Eerst")
    opened = hidden(noor, "question")
    told(other, "question", help_question="Van de telefoon")
    sent(other)
    both = noor.post(url("question"), {**opened, "help_question": "Van de laptop"})
    assert both.status_code == 409
    assert "Van de telefoon" in both.content.decode() and "Van de laptop" in both.content.decode()


def test_a_forged_aside_and_version_change_nothing(episode: Episode, noor: Client) -> None:
    sent_along = {**hidden(noor, "question"), "aside": "geen-uuid", "version": "-1", "help_question": "Tillen"}
    assert noor.post(url("question"), sent_along).status_code == 302


def test_a_page_that_is_not_shown_leads_back(episode: Episode, noor: Client) -> None:
    assert noor.get(url("since")).headers["Location"] == reverse("portal:intake")
    assert noor.post(url("no-such-page")).headers["Location"] == reverse("portal:intake")


def test_a_page_answers_only_its_own_questions(episode: Episode, noor: Client) -> None:
    told(noor, "question", help_question="Tillen", fever="yes")
    assert "fever" not in answers(episode)


def test_after_closing_nothing_is_sent(cast: people.Cast, episode: Episode, noor: Client) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    refused = noor.get(url("question"))
    assert refused.status_code == 409 and "Je behandeling is afgerond" in refused.content.decode()
    assert sent(noor, version="0").status_code == 409


def test_a_representative_fills_it_in_as_well(cast: people.Cast, episode: Episode, client: Client) -> None:
    account = people.representative_of(cast.noor)
    browser = log_in(client, account.user)
    whole_story(episode, account)
    assert sent(browser).status_code == 302
    assert episode.entries.get(form=FORM).author_role == "representative"


def test_each_writes_in_their_own_story_only(cast: people.Cast, episode: Episode, client: Client) -> None:
    save(episode, FORM, {"help_question": "Van Noor"}, based_on=0, by=people.account_of(cast.noor).as_actor())
    browser = log_in(client, people.account_of(cast.adem).user)
    assert browser.get(url("question")).status_code == 404


def test_sending_is_posted_only(episode: Episode, noor: Client) -> None:
    assert noor.get(reverse("portal:intake_send")).status_code == 405
    assert noor.put(url("question")).status_code == 405


def test_queries_do_not_grow_with_the_history(
    cast: people.Cast, episode: Episode, noor: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    said.up_to("session", episode, by=cast.anna)
    noor.get(url("question"))
    with django_assert_max_num_queries(25) as few:
        noor.get(url("question"))
    for _ in range(8):
        sign(episode, "session", said.session(), by=cast.anna)
    with django_assert_num_queries(len(few)):
        noor.get(url("question"))
