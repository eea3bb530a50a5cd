"""Drafts: nobody loses a word."""

import pytest

import people
from ruggespraak.audit.models import Line
from ruggespraak.dossier.actions import (
    DraftConflict,
    asides_of,
    draft_of,
    drop_aside,
    drop_draft,
    record_entry,
    save_draft,
)
from ruggespraak.dossier.models import Draft
from ruggespraak.errors import NotAllowed, NotPossible

MINE = {"swollen": True, "story": "Van Anna"}
THEIRS = {"swollen": True, "story": "Van Bram"}


def test_a_draft_is_kept_as_it_was_typed_complete_or_not(cast, episode):
    saved = save_draft(episode, "screening", {"story": "nog niet af"}, based_on=0, by=cast.anna)
    assert (saved.version, saved.saved_by) == (1, "Anna Smit")
    assert draft_of(episode, "screening") == saved
    again = save_draft(episode, "screening", MINE, based_on=1, by=cast.anna)
    assert (again.version, again.answers) == (2, MINE)
    assert draft_of(episode, "note") is None


def test_a_draft_lies_sealed_in_the_database(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    assert b"Anna" not in bytes(Draft.objects.get().sealed)


def test_each_save_is_in_the_log_without_a_word_of_it(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    line = Line.objects.order_by("number").last()
    assert (line.event, line.fields) == ("draft.saved", {"form": "screening", "version": 1})


def test_two_people_on_one_draft_get_both_texts(cast, episode):
    save_draft(episode, "screening", THEIRS, based_on=0, by=cast.bram)
    with pytest.raises(DraftConflict) as raised:
        save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    conflict = raised.value
    assert (conflict.mine, conflict.theirs) == (MINE, THEIRS)
    assert (conflict.draft.version, conflict.draft.saved_by) == (1, "Bram Kuipers")
    assert draft_of(episode, "screening").answers == THEIRS
    assert [(aside.answers, aside.saved_by) for aside in asides_of(episode, "screening")] == [(MINE, "Anna Smit")]


def test_the_same_text_twice_is_no_conflict(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    assert save_draft(episode, "screening", MINE, based_on=0, by=cast.anna).version == 1
    assert asides_of(episode, "screening") == ()


def test_saying_the_same_again_makes_no_new_version(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    assert save_draft(episode, "screening", MINE, based_on=1, by=cast.anna).version == 1


def test_who_types_on_after_a_conflict_keeps_one_text_aside(cast, episode):
    save_draft(episode, "screening", THEIRS, based_on=0, by=cast.bram)
    for typed in ("Van", "Van An", "Van Anna"):
        with pytest.raises(DraftConflict):
            save_draft(episode, "screening", {"swollen": True, "story": typed}, based_on=0, by=cast.anna)
    assert [aside.answers for aside in asides_of(episode, "screening")] == [MINE]


def test_a_page_sent_again_that_says_nothing_more_is_a_conflict_without_a_text_to_settle(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    with pytest.raises(DraftConflict):
        save_draft(episode, "screening", {"swollen": True, "story": None}, based_on=0, by=cast.anna)
    assert draft_of(episode, "screening").answers == MINE
    assert asides_of(episode, "screening") == ()


def test_a_conflict_that_repeats_itself_is_kept_once(cast, episode):
    save_draft(episode, "screening", THEIRS, based_on=0, by=cast.bram)
    for _ in range(3):
        with pytest.raises(DraftConflict):
            save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    assert len(asides_of(episode, "screening")) == 1


def test_after_looking_at_both_one_goes_on_and_drops_the_other(cast, episode):
    save_draft(episode, "screening", THEIRS, based_on=0, by=cast.bram)
    with pytest.raises(DraftConflict) as raised:
        save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    save_draft(episode, "screening", MINE, based_on=raised.value.draft.version, by=cast.anna)
    [aside] = asides_of(episode, "screening")
    drop_aside(episode, "screening", aside.id, by=cast.anna)
    assert (draft_of(episode, "screening").answers, asides_of(episode, "screening")) == (MINE, ())


def test_saving_over_a_form_that_was_signed_meanwhile_is_a_conflict_with_what_was_signed(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    record_entry(episode, "screening", THEIRS, by=cast.anna)
    with pytest.raises(DraftConflict) as raised:
        save_draft(episode, "screening", MINE, based_on=1, by=cast.bram)
    assert raised.value.theirs["story"] == "Van Bram"
    assert raised.value.draft is None


def test_signing_sets_the_words_of_someone_else_aside(cast, episode):
    save_draft(episode, "screening", THEIRS, based_on=0, by=cast.bram)
    record_entry(episode, "screening", MINE, by=cast.anna)
    assert draft_of(episode, "screening") is None
    assert [aside.answers for aside in asides_of(episode, "screening")] == [THEIRS]


def test_an_older_text_does_not_fit_a_newer_version(cast, episode):
    from cryptography.exceptions import InvalidTag

    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    older = Draft.objects.get().sealed
    save_draft(episode, "screening", THEIRS, based_on=1, by=cast.anna)
    Draft.objects.update(sealed=older)
    with pytest.raises(InvalidTag):
        draft_of(episode, "screening")


def test_a_dropped_draft_is_gone(cast, episode):
    save_draft(episode, "screening", MINE, based_on=0, by=cast.anna)
    drop_draft(episode, "screening", by=cast.anna)
    assert draft_of(episode, "screening") is None
    assert Line.objects.order_by("number").last().event == "draft.dropped"


def test_who_may_draft_what(cast, episode, elsewhere):
    noor = people.account_of(cast.noor).as_actor()
    assert save_draft(episode, "self_check", {"pain": 3}, based_on=0, by=noor).version == 1
    for actor in (noor, cast.front_desk, elsewhere.anna):
        with pytest.raises(NotAllowed):
            save_draft(episode, "screening", MINE, based_on=0, by=actor)
    with pytest.raises(NotPossible):
        save_draft(episode, "no_such_form", MINE, based_on=0, by=cast.anna)
