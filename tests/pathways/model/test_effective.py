"""Which questions are shown, and what rules see of those that are not."""

from typing import Any

from pathways.evaluate import evaluate, shown_pages, shown_questions
from pathways.model import Form, Pathway
from pathways.model.effective import interview_of, split_answers


def seen(form: Form, name: str, **answers: Any) -> object:
    """What rules see of one question."""
    interview = interview_of(form)
    return interview.effective(answers).values[interview.layout.index[name]]


def is_shown(form: Form, name: str, **answers: Any) -> bool:
    return name in {question.id for question in shown_questions(form, answers)}


def test_a_follow_up_appears_when_its_gate_is_yes(self_check: Form) -> None:
    assert is_shown(self_check, "shivers", fever=True)
    assert seen(self_check, "shivers", fever=True, shivers=True) is True


def test_a_follow_up_appears_when_its_gate_is_not_known_and_its_answer_counts(self_check: Form) -> None:
    assert is_shown(self_check, "shivers", fever="dont_know")
    assert seen(self_check, "shivers", fever="dont_know", shivers=True) is True


def test_a_follow_up_waits_while_its_gate_is_not_answered(self_check: Form) -> None:
    assert not is_shown(self_check, "shivers")
    assert seen(self_check, "shivers", shivers=True) is None


def test_a_stale_answer_to_a_hidden_question_is_never_seen(self_check: Form) -> None:
    assert not is_shown(self_check, "shivers", fever=False, shivers=True)
    assert seen(self_check, "shivers", fever=False, shivers=True) is False


def test_what_this_form_never_asks_has_its_hidden_value(self_check: Form) -> None:
    assert seen(self_check, "temperature") == 370
    assert seen(self_check, "biceps_left") is False
    # Not even an answer slipped in beside the form counts.
    assert seen(self_check, "biceps_left", biceps_left=True) is False


def test_pages_appear_with_their_questions(self_check: Form) -> None:
    assert [page.id for page in shown_pages(self_check, {})] == ["start", "signs"]
    assert [page.id for page in shown_pages(self_check, {"onset": "accident"})] == ["start", "fall", "signs"]
    assert shown_questions(self_check, {"onset": "gradual"}, self_check.pages[1]) == ()


def test_a_table_is_shown_as_one_question(neck: Pathway) -> None:
    shown = shown_questions(neck.forms["screening"], {})
    assert [question.id for question in shown] == ["unsteady", "temperature", "reflexes"]


def test_own_answers_go_over_earlier_ones_and_nothing_goes_over_nothing(neck: Pathway) -> None:
    screening = neck.forms["screening"]
    earlier = {"self_check": {"unsteady": True, "fever": True}, "intake": {"age": 3}}
    interview = interview_of(screening)

    def unsteady(**own: Any) -> object:
        return interview.effective(own, earlier).values[interview.layout.index["unsteady"]]

    assert unsteady() is True
    assert unsteady(unsteady=None) is True
    assert unsteady(unsteady=False) is False
    assert evaluate(screening, {}, earlier).shown == (
        "unsteady", "temperature", "biceps_left", "biceps_right", "triceps_left", "triceps_right",
    )  # fmt: skip


def test_a_heap_of_answers_is_split_over_the_forms_that_ask_them(neck: Pathway) -> None:
    own, earlier = split_answers(neck.forms["screening"], {"unsteady": True, "fever": False, "biceps_left": True})
    assert own == {"unsteady": True, "biceps_left": True}
    assert earlier == {"self_check": {"fever": False}}
