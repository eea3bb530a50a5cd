"""Asking a form: every type becomes plain values, and a page that people can fill in."""

import re
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from pathways.model import Answers, Form, parse_answers
from ruggespraak.ui.faults import faults_of
from ruggespraak.ui.questions import Asked, Earlier, ask


def asked(form: Form, answers: Answers | None = None, **more: object) -> dict[str, Asked]:
    """The questions by id."""
    language = str(more.pop("language", "nl"))
    return {question.id: question for question in ask(form, answers or {}, language=language, **more)}


def drawn(*questions: Asked, **context: object) -> str:
    """The page part."""
    return render_to_string("ui/_questions.html", {"questions": questions, **context})


def checked(question: Asked) -> list[str]:
    return [choice.value for choice in question.choices if choice.is_checked]


def test_yes_no_offers_dont_know_as_an_equal_third(form: Form) -> None:
    fever = asked(form, {"fever": False})["fever"]

    assert [choice.label for choice in fever.choices] == ["Ja", "Nee", "Weet ik niet"]
    assert checked(fever) == ["no"]


def test_nothing_is_ticked_before_the_person_does(form: Form) -> None:
    html = drawn(*ask(form, {}, language="nl"))

    assert "checked" not in html
    assert "selected" not in html


def test_dont_know_is_not_offered_where_it_is_no_answer(form: Form) -> None:
    assert [choice.value for choice in asked(form)["smoking"].choices] == ["yes", "no"]


def test_a_typed_answer_has_its_dont_know_as_a_box(form: Form) -> None:
    stiffness = asked(form, {"stiffness": "dont_know"})["stiffness"]

    assert stiffness.unknown is not None and stiffness.unknown.is_checked
    assert stiffness.value == ""
    assert stiffness.unit == "minuten"


def test_many_options_become_a_list_to_pick_from(form: Form) -> None:
    questions = asked(form)

    assert questions["work"].template == "ui/questions/_pick.html"
    assert questions["onset"].template == "ui/questions/_one.html"


def test_nought_to_ten_becomes_a_scale_with_words_at_both_ends(form: Form) -> None:
    pain = asked(form, {"pain": 6})["pain"]

    assert pain.template == "ui/questions/_scale.html"
    assert checked(pain) == ["6"]
    assert (pain.low, pain.high) == ("0 is geen pijn.", "10 is de ergste pijn die je kent.")


def test_a_decimal_number_is_written_as_the_reader_writes_it(form: Form) -> None:
    answers = {"weight": Decimal("82.5")}
    assert asked(form, answers)["weight"].value == "82,5"
    assert asked(form, answers, language="en")["weight"].value == "82.5"


def test_a_follow_up_is_asked_when_its_question_is_answered(form: Form) -> None:
    assert "fever_days" not in asked(form)
    assert "fever_days" not in asked(form, {"fever": False})
    follow_up = asked(form, {"fever": True, "fever_days": 14})["fever_days"]

    assert follow_up.value == "2"
    assert checked(follow_up) == ["weeks"]
    assert asked(form)["fever"].is_gate


def test_only_gates_ask_the_server_for_follow_ups(form: Form) -> None:
    questions = asked(form)

    assert 'hx-post="/here"' in drawn(questions["fever"], live_url="/here")
    assert "hx-post" not in drawn(questions["onset"], live_url="/here")
    assert "hx-post" not in drawn(questions["fever"])


def test_the_body_map_holds_every_region_once(form: Form) -> None:
    where = asked(form, {"where": ("buttock_left", "neck")})["where"]
    zones = [zone for drawing in where.drawings for zone in drawing.zones]
    values = [choice.value for choice in (*zones, *where.choices)]

    assert sorted(values) == sorted(form.pathway.regions)
    assert len(values) == len(set(values))
    assert [zone.value for zone in zones if zone.is_checked] == ["buttock_left"]
    assert checked(where) == ["neck"]
    assert [choice.value for choice in where.choices if choice.is_exclusive] == ["nowhere_to_point"]


def test_left_and_right_are_the_persons_own(form: Form) -> None:
    """Seen from behind left is on the left; a person who faces you has left on your right."""
    places = {zone.value: zone.place for drawing in asked(form)["where"].drawings for zone in drawing.zones}

    assert places["buttock_left"].x < 130 < places["buttock_right"].x
    assert places["groin_right"].x < 130 < places["groin_left"].x


def test_a_table_is_rows_of_cells_with_their_own_names(form: Form) -> None:
    table = asked(form, {"slr_angle": 40})["leg_raise"]

    assert table.columns == ("Uitslag", "Graden", "In het been", "Opmerking")
    assert [cell.name for cell in table.rows[0].cells] == ["slr_result", "slr_angle", "slr_leg", "slr_note"]
    assert table.rows[0].cells[1].value == "40"
    assert table.rows[0].cells[1].text == "SLR: Graden"


def test_a_list_shows_its_rows_and_one_empty_one_until_it_is_full(form: Form) -> None:
    def rows(count: int) -> Asked:
        return asked(form, {"goals": tuple({"goal": f"doel {n}"} for n in range(count))})["goals"]

    assert [len(rows(count).rows) for count in (0, 1, 2, 3)] == [1, 2, 3, 3]
    assert [row.cells[0].value for row in rows(2).rows] == ["doel 0", "doel 1", ""]
    assert not rows(2).is_full
    assert rows(3).is_full
    assert 'name="add-goals"' in drawn(rows(2))
    assert 'name="add-goals"' not in drawn(rows(3))


def test_a_refused_reply_is_shown_as_it_was_typed(form: Form) -> None:
    raw = {
        "fever": ["no"],
        "weight": ["tachtig"],
        "slr_angle": ["400"],
        "goals-0-goal": ["zitten"],
        "goals-0-by": ["x"],
    }
    parsed = parse_answers(form, raw, language="nl")
    questions = asked(form, parsed.answers, raw=raw, problems=parsed.problems)

    assert questions["weight"].value == "tachtig"
    assert questions["weight"].error
    assert checked(questions["fever"]) == ["no"]
    faults = faults_of(questions.values())
    assert [fault.anchor for fault in faults] == ["f-weight", "f-slr_angle", "f-goals-0-by"]
    assert faults[0].message.startswith("Wat weeg je? ")
    assert faults[1].message.startswith("SLR, Graden: ")


def test_every_fault_leads_to_a_control_on_the_page(form: Form) -> None:
    raw = {"weight": ["x"], "worse": ["bending", "nothing"], "where": ["neck", "nowhere_to_point"], "pain": ["11"]}
    parsed = parse_answers(form, raw, language="nl")
    questions = ask(form, parsed.answers, raw=raw, problems=parsed.problems, language="nl")
    html = drawn(*questions)

    faults = faults_of(questions)
    assert len(faults) == 4
    assert all(f'id="{fault.anchor}"' in html for fault in faults)


def test_an_earlier_answer_is_cited_with_who_said_it(form: Form) -> None:
    newest = Earlier({"pain": 4}, "Noor, 3 maart")
    oldest = Earlier({"pain": 7, "fever": True}, "Noor, 1 maart")
    questions = asked(form, earlier=(newest, oldest))

    assert questions["pain"].cited is not None
    assert (questions["pain"].cited.sentence, questions["pain"].cited.by) == ("4", "Noor, 3 maart")
    assert questions["fever"].cited is not None and questions["fever"].cited.sentence == "Ja"
    assert questions["onset"].cited is None
    assert 'name="cite-pain"' in drawn(questions["pain"])


def test_english_readers_get_english(form: Form) -> None:
    fever = asked(form, language="en")["fever"]

    assert fever.text == "Do you have a fever?"
    assert [choice.label for choice in fever.choices] == ["Yes", "No", "Don’t know"]


class Controls(HTMLParser):
    """The ids, labels and controls of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.unlabelled: list[str] = []
        self.depth_of_label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.depth_of_label += tag == "label"
        if tag == "label" and found.get("for"):
            self.labelled.add(str(found["for"]))
        if tag in ("input", "select", "textarea") and not self.depth_of_label and not found.get("aria-label"):
            self.unlabelled.append(str(found.get("id")))

    def handle_endtag(self, tag: str) -> None:
        self.depth_of_label -= tag == "label"


@pytest.mark.parametrize("answers", [{}, {"fever": True, "goals": ({"goal": "zitten"},)}])
def test_every_control_has_a_label_and_an_id_of_its_own(form: Form, answers: Answers) -> None:
    controls = Controls(drawn(*ask(form, answers, language="nl")))

    assert [name for name, count in Counter(controls.ids).items() if count > 1] == []
    assert set(controls.unlabelled) <= controls.labelled


def test_no_script_or_style_stands_in_the_page(form: Form) -> None:
    html = drawn(*ask(form, {"fever": True}, language="nl"), live_url="/x")

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", html)


def test_a_text_from_a_person_is_never_markup(form: Form) -> None:
    raw = {"help_question": ["<script>alert(1)</script>"], "gp_name": ['"><b>']}
    html = drawn(*ask(form, {}, raw=raw, language="nl"))

    assert "<script>" not in html
    assert "<b>" not in html
