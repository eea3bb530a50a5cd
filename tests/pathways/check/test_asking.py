"""`pathways try` without a file: a conversation, with what was typed fed in."""

import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from pathways.check import main
from pathways.check.keeping import as_yaml
from pathways.check.terminal import Terminal
from pathways.model import Question, Text, load, read_answers
from pathways.source import File, Problems, compose, to_plain

PACK = Path(__file__).parents[3] / "packs/low_back_pain"

Try = Callable[..., str]


@pytest.fixture
def try_(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Try:
    """Runs the command on the invented pathway with these typed lines; what it said."""

    def run(form: str, typed: str, *options: str, code: int = 0, pack: Path = folder) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert main(["try", str(pack), form, *options]) == code
        output = capsys.readouterr()
        return output.out + output.err

    return run


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


def lines(*typed: str) -> str:
    return "".join(f"{line}\n" for line in typed)


CALM = ("40", "1", "3", "2", "2", "4 days", "1", "2")


def test_questions_come_page_by_page_and_only_those_that_are_shown(try_: Try) -> None:
    said = try_("self_check", lines(*CALM))
    assert said.index("── Start (1/3)") < said.index("How old are you?") < said.index("How did the pain start?")
    assert said.index("How did the pain start?") < said.index("── Signs (3/3)") < said.index("For how long?")
    assert "Accident" not in said
    assert "shivers" not in said
    assert "level     selfcare: look after it yourself\ncertain   selfcare\npossible  selfcare" in said


def test_a_follow_up_is_asked_once_its_gate_is_yes_or_dont_know(try_: Try) -> None:
    for answer, is_asked in (("1", True), ("3", True), ("2", False), ("", False)):
        said = try_("self_check", lines("40", "1", "3", "2", answer, "2", "4 days", "1", "2"))
        assert ("Do you have shivers?" in said) is is_asked


@pytest.mark.parametrize(
    ("language", "wrong", "told"),
    [
        ("en", ["400"], "Choose a number from 0 to 120."),
        ("nl", ["400"], "Kies een getal van 0 tot en met 120."),
        ("en", ["4.5"], "Choose a whole number from 0 to 120."),
        ("nl", ["40", "vanzelf"], "Kies een van de antwoorden die er staan."),
        ("en", ["40", "3"], "Choose one of the answers shown."),
        ("en", ["40", "1", "1 3"], "You chose ‘nowhere’ and something else too. Choose one of the two."),
        ("en", ["40", "1", "3", "perhaps"], "Choose yes or no."),
        ("en", ["40", "1", "3", "2", "2", "6"], "Also choose days, weeks, months or years."),
        ("en", ["40", "1", "3", "2", "2", "6 fortnights"], "Also choose days, weeks, months or years."),
        ("en", ["40", "1", "3", "2", "2", "90 years"], "Choose a time from 0 days to 20 years."),
        ("en", ["?"], "You cannot choose ‘don’t know’ for this question."),
    ],
)
def test_what_cannot_be_kept_is_told_as_on_the_site_and_asked_again(
    try_: Try, language: str, wrong: list[str], told: str
) -> None:
    right = list(CALM[len(wrong) - 1 :])
    said = try_("self_check", lines(*wrong, *right), "--language", language)
    assert told in said
    assert "level     selfcare" in said


def test_empty_leaves_a_question_open_and_the_outcome_says_what_is_open(try_: Try) -> None:
    said = try_("self_check", lines("40", "1", "3", "", "2", "4 days", "1", "2"))
    assert "level     therapist" in said
    assert "open      unsteady: Have you become unsteady on your feet?" in said


def test_back_goes_to_the_question_before_and_shows_what_was_answered(try_: Try) -> None:
    said = try_(
        "self_check", lines("41", "<", "40", "2", "<", "1", "3", "2", "2", "4 days", "1", "2"), "--as-story", "x"
    )
    assert "now: 41" in said
    assert "now: after an accident" in said
    assert "age: 40" in said
    assert "onset: gradual" in said
    assert "level     selfcare" in said


def test_back_passes_over_what_is_hidden_and_stops_at_the_first(try_: Try) -> None:
    said = try_("self_check", lines("<", "40", "1", "<", "", "3", "2", "2", "4 days", "1", "2"))
    assert "This is the first question." in said
    assert said.count("How did the pain start?") == 2
    assert "Was it a heavy accident?" not in said


def test_an_answer_can_be_kept_or_cleared_on_the_way_back(try_: Try) -> None:
    rest = ("2", "4 days", "1", "2")
    assert "level     gp_today" in try_("self_check", lines("40", "1", "3", "1", "<", "", *rest))
    assert "level     therapist" in try_("self_check", lines("40", "1", "3", "2", "<", "-", *rest))


def test_an_answer_on_the_way_back_can_hide_what_was_answered(try_: Try) -> None:
    said = try_("self_check", lines("40", "2", "2", "<", "<", "1", *CALM[2:]), "--as-story", "x")
    assert "level     selfcare" in said
    assert "onset: gradual" in said
    assert "fall_heavy" not in said


def test_dont_know_is_a_number_or_a_question_mark(try_: Try) -> None:
    for typed in ("3", "?"):
        said = try_("self_check", lines("40", "1", "3", typed, "2", "?", "1", "2"), "--as-story", "x")
        assert "unsteady: dont_know" in said
        assert "duration: dont_know" in said
        assert "level     gp_today" in said


def test_watching_says_after_each_answer_which_levels_are_left(try_: Try) -> None:
    said = try_("self_check", lines("40", "1", "3", "1", "2"), "--watch")
    assert said.count("certain: selfcare  possible: emergency") == 3
    assert "certain: gp_today  possible: gp_today" in said
    assert "certain:" not in try_("self_check", lines("40", "1"))


def test_the_questions_stop_where_the_site_stops_and_go_on_when_asked(try_: Try) -> None:
    said = try_("self_check", lines("40", "2", "1", ""))
    assert "phone 112 now\n\nHere the questions stop on the site." in said
    assert "Signs" not in said
    assert "level     emergency" in said
    said = try_("self_check", lines("40", "2", "1", "1", "3", "2"))
    assert said.count("Here the questions stop") == 1
    assert "── Signs (3/3)" in said


def test_a_form_that_does_not_apply_says_so(try_: Try) -> None:
    said = try_("self_check", lines("12", "1", ""), "--watch", "--as-story", "a child")
    assert "This form does not apply to this person." in said
    assert "no level: this form does not apply" in said
    assert "urgency: out_of_scope" in said


def test_input_that_ends_leaves_the_rest_open(try_: Try) -> None:
    assert "open      fever" in try_("self_check", lines("40", "1", "3"))


def test_the_forms_that_one_builds_on_are_asked_first_if_one_likes(try_: Try) -> None:
    said = try_("screening", lines("1", "40", "2", "1", "", "", "38,6"), "--watch")
    assert "Fill in this form first? It counts here: Self-check" in said
    assert said.index("How did the pain start?") < said.index("Temperature")
    assert "level     emergency" in said
    said = try_("screening", lines("2", "2", "38,6", "2", "2", "2", "2"))
    assert "── Start" not in said
    assert "level     gp_today" in said


def test_answers_of_before_count_and_can_be_saved_again(try_: Try, elsewhere: Path) -> None:
    kept, again = elsewhere / "kept.yaml", elsewhere / "again.yaml"
    try_("self_check", lines("40", "2", "2", "1 2", "2", "2", "6 weken", "1", "2"), "--save", str(kept))
    assert kept.read_text() == (
        "age: 40\nonset: accident\nfall_heavy: no\nwhere: [arm, both_hands]\nunsteady: no\nfever: no\n"
        "duration: 6 weeks\nhinder_work: 1\nhinder_sleep: 2\n"
    )
    said = try_("screening", lines("2", "", "37"), "--with", str(kept), "--save", str(again))
    assert "now: No" in said
    assert "level     gp_today" in said
    assert again.read_text() == kept.read_text() + "temperature: 37.0\n"
    assert "level     gp_today" in try_("screening", "", "--answers", str(again))


def test_a_form_without_a_level_and_with_every_kind_of_question(try_: Try, elsewhere: Path, folder: Path) -> None:
    typed = lines(
        "1 3", "2", 'told "so"', "far too long to be a story", "2 weeks", "2026-02-30", "2026-02-28",
        "walk", "11", "4", "", "x", "run", "<", "cycle", "", "ride", "7",
    )  # fmt: skip
    kept = elsewhere / "kept.yaml"
    said = try_("intake", typed, "--save", str(kept), "--as-story", "all kinds", "--language", "nl")
    assert "Je koos ‘het wisselt’ en ook iets anders. Kies een van de twee." in said
    assert "Je tekst heeft 26 tekens. Er passen er 20. Maak de tekst korter." not in said
    assert "Vul een datum in die bestaat, zoals 2026-03-31." in said
    assert "this form gives no level" in said
    assert "urgency" not in said
    assert kept.read_text().startswith('spot: [neck_right]\nstory: "told \\"so\\""\n')
    form = load(folder).forms["intake"]
    assert form.questions[0].type == "body"


def test_a_story_that_was_made_holds(try_: Try, folder: Path) -> None:
    said = try_("self_check", lines("40", "1", "3", "1", "2", "4 days", "1", "2"), "--as-story", 'walks "oddly"')
    story = said[said.index("  - name:") :]
    with (folder / "stories.yaml").open("a") as stories:
        stories.write(story)
    loaded = load(folder).stories[-1]
    assert (loaded.name, loaded.urgency, loaded.rules) == ('walks "oddly"', "gp_today", ("cord",))


def test_whoever_stops_with_ctrl_c_sees_no_traceback(try_: Try, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert "Traceback" not in try_("self_check", "", code=130)


TYPED = [
    "", "", "1", "1", "2", "3", "4", "99", "-1", "007", "1 2", "1,3", "<", "-", "?", "y", "nee", "38,6", "4.25", "1e9",
    "6 weken", "2 months", "0 d", "9999999999 y", "6 w w", "2026-02-28", "2026-02-30", "arm", "gradual", "dont_know",
    "null", "so \"so\"", "§", "²", "٣", "\x00", "x" * 5000, "[a, b]", "{a: b}", "--", "<<",
]  # fmt: skip


@pytest.mark.parametrize(
    "dose", [pytest.param(150, id="small"), pytest.param(5000, id="night", marks=pytest.mark.night)]
)
def test_whatever_is_typed_becomes_valid_answers_or_a_message(
    dose: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = list(load(folder).forms.values())
    for seed in range(dose):
        random = Random(seed)
        form = random.choice(forms)
        monkeypatch.setattr("sys.stdin", io.StringIO(lines(*random.choices(TYPED, k=random.randint(0, 60)))))
        answers = Terminal(random.choice(["nl", "en"]), is_watched=True).ask_all(form, {})
        node = compose(File("kept.yaml", as_yaml(form, answers)), Problems())
        again = read_answers(form, {} if node is None else to_plain(node))
        assert again.is_valid, seed
        assert again.answers == answers, seed


def test_json_is_not_printed_between_questions(try_: Try) -> None:
    assert "--json goes with --answers" in try_("self_check", "", "--json", code=2)


def test_the_only_form_needs_no_name_and_of_several_all_are_named(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["try", str(folder)]) == 2
    assert "which form? There are: intake, screening, self_check" in capsys.readouterr().err
    begun = tmp_path_factory.mktemp("begun")
    assert main(["new", "elbow", "--in", str(begun)]) == 0
    (begun / "answers.yaml").write_text("age: 30\n")
    assert main(["try", str(begun / "elbow"), "--answers", str(begun / "answers.yaml")]) == 0
    assert "open      onset" in capsys.readouterr().out


def test_a_file_that_cannot_be_written_is_told(try_: Try, tmp_path: Path) -> None:
    said = try_("self_check", lines("40"), "--save", str(tmp_path / "no" / "such.yaml"), code=2)
    assert "cannot be written: No such file or directory" in said


class Willing(Terminal):
    """Answers 1 to every question, leaves open what takes no 1, and never stops."""

    asks_anew = False

    def tell_choices(self, question: Question) -> None:
        self.asks_anew = True
        super().tell_choices(question)

    def read(self) -> str:
        typed = "1" if self.asks_anew else ""
        self.asks_anew = False
        return typed

    def choose(self, question: str, about: Text | None = None) -> bool:
        return question == "stop"


def test_every_form_of_low_back_pain_can_be_asked_to_its_end_and_its_answers_read_back() -> None:
    for form in load(PACK).forms.values():
        answers = Willing("nl").ask_all(form, {})
        open_ = [question.type for question in form.own if question.id not in answers and question.ask_when is None]
        assert set(open_) <= {"duration", "date", "number"}, form.id
        node = compose(File("kept.yaml", as_yaml(form, answers)), Problems())
        assert node is not None
        again = read_answers(form, to_plain(node))
        assert again.is_valid, form.id
        assert again.answers == answers, form.id


def test_the_invented_form_asks_each_cell_of_a_table(try_: Try) -> None:
    said = try_("screening", lines("2", "2", "37", "1", "1", "2", "2"), "--as-story", "x")
    assert "Biceps: left\n" in said
    assert "biceps_left: yes\n      biceps_right: yes\n      triceps_left: no\n" in said
