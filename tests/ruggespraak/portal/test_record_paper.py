"""My record on paper: everything in plain words, oldest first, accessible, and without a way out."""

import io
from uuid import uuid4

from django.utils import translation
from pypdf import PdfReader

import people
import said
from ruggespraak import clock, keys
from ruggespraak.care.actions import correct, sign
from ruggespraak.care.plan_text import mark
from ruggespraak.dossier.models import Entry, Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.dossier.reading import read
from ruggespraak.exercises.models import Log
from ruggespraak.letters import actions as letters
from ruggespraak.letters.models import Letter, Way
from ruggespraak.outcomes.actions import keep_day
from ruggespraak.portal.record_paper import book_of, record_paper


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_every_page_of_every_complaint_oldest_first(cast: people.Cast, episode: Episode) -> None:
    said.up_to("session", episode, by=cast.anna)
    sign(episode, "closing", said.closing(), by=cast.anna)
    second = said.begun(cast.noor, cast.anna_at_work.user, by=cast.anna)
    sign(second, "screening", said.screening(help_question="Het is terug"), by=cast.anna)
    book = book_of(cast.noor)
    assert [chapter.pages[0].id for chapter in book.chapters] == [
        Entry.objects.filter(episode=one).in_order()[0].pk for one in (episode, second)
    ]
    text = text_of(record_paper(cast.noor))
    told = ["Mijn dossier", "Noor Hendriks", "9 maart 1984", "Weer een uur kunnen zitten", "Wat gaan we doen?"]
    places = [text.index(words) for words in [*told, "Het is terug", "Wie in je dossier keek Elke"]]
    assert places == sorted(places)
    assert all(mark(entry.hash) in text for entry in Entry.objects.filter(episode__patient=cast.noor))


def test_a_correction_stands_right_behind_what_it_corrects(cast: people.Cast, episode: Episode) -> None:
    first = sign(episode, "screening", said.screening(), by=cast.anna)
    sign(episode, "intake", said.intake(), by=cast.anna)
    second = correct(episode, read(first), said.screening(age=43), by=cast.anna, reason="Leeftijd verkeerd")
    third = correct(episode, read(second), said.screening(age=44), by=cast.anna, reason="Nog eens gevraagd")
    [chapter] = book_of(cast.noor).chapters
    ids = [page.id for page in chapter.pages]
    assert ids[:3] == [first.pk, second.pk, third.pk] and len(ids) == Entry.objects.filter(episode=episode).count()
    text = text_of(record_paper(cast.noor))
    assert "Later verbeterd door Anna Smit" in text and "Leeftijd verkeerd" in text and "Nog eens gevraagd" in text


def test_letters_are_listed_with_where_they_went(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    letter = letters.make(read(sign(episode, "letter_gp", said.letter_gp(), by=cast.anna)), by=cast.anna)
    assert "Nog niet verstuurd." in text_of(record_paper(cast.noor))
    letters.send(letter, Way.POST, by=cast.anna)
    text = text_of(record_paper(Letter.objects.get().episode.patient))
    assert letter.recipient in text and letter.digest[:6] in text and "per post" in text


def test_how_the_exercises_went_day_by_day(cast: people.Cast, episode: Episode) -> None:
    tap = Log(practice=cast.practice, episode=episode, client_id=uuid4(), done_on=clock.today())
    tap.logged_by = people.account_of(cast.noor).user
    tap.seal({"exercise": "ex_bridge", "felt": "too_hard", "pain": 3}, episode.dossier.key)
    tap.save()
    name = pathway().exercise["ex_bridge"].name.nl
    assert [(called, done.pain) for called, done in book_of(cast.noor).chapters[0].exercises] == [(name, 3)]
    assert "Hoe de oefeningen gingen" in text_of(record_paper(cast.noor)) and name in text_of(record_paper(cast.noor))


def test_nobody_on_it_is_called_you(cast: people.Cast, episode: Episode) -> None:
    said.up_to("consent", episode, by=cast.anna)
    book = book_of(cast.noor)
    people_named = {page.by for page in book.chapters[0].pages} | {look.who for look in book.looks}
    assert people_named <= {"Anna Smit", "de cliënt", "Ruggespraak"}
    assert book.key == keys.public_key().public_bytes_raw().hex() and book.key in text_of(record_paper(cast.noor))


def test_is_tagged_and_names_its_title_and_language(cast: people.Cast, episode: Episode) -> None:
    sign(episode, "screening", said.screening(), by=cast.anna)
    for language, title in (("nl", "Mijn dossier"), ("en", "My record")):
        with translation.override(language):
            reader = PdfReader(io.BytesIO(record_paper(cast.noor)))
        root = reader.trailer["/Root"]
        assert root["/Lang"] == language and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
        assert reader.metadata.title == title
        assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_words_that_look_like_a_page_stay_words(cast: people.Cast, episode: Episode) -> None:
    hostile = '<img src="file:///etc/passwd"><link rel=attachment href="http://127.0.0.1/">'
    sign(episode, "screening", said.screening(help_question=hostile), by=cast.anna)
    assert "file:///etc/passwd" in text_of(record_paper(cast.noor))


def test_the_number_of_queries_does_not_grow_with_the_record(
    cast: people.Cast, episode: Episode, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    said.up_to("session", episode, by=cast.anna)
    book_of(cast.noor)
    with django_assert_max_num_queries(12) as few:
        book_of(cast.noor)
    for _ in range(5):
        sign(episode, "session", said.session(), by=cast.anna)
    with django_assert_num_queries(len(few)):
        book_of(cast.noor)


def test_nothing_yet_is_a_paper_too(cast: people.Cast) -> None:
    assert "Wie in je dossier keek" in text_of(record_paper(cast.noor))


def test_the_diary_stands_in_it_with_what_counts_of_each_day(cast: people.Cast, episode: Episode) -> None:
    for pain in (8, 3):
        answers = {"diary_pain": pain, "diary_minutes": 12, "diary_signs": ("sign_numb",)}
        by = people.account_of(cast.noor).as_actor()
        keep_day(episode, clock.today(), answers, client_id=uuid4(), said_at=clock.now(), by=by)
    text = text_of(record_paper(cast.noor))
    assert "pijn 3, 12 min; doof gevoel" in text and "pijn 8" not in text
