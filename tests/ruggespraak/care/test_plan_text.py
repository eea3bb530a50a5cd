"""The plan in the client's words, what binds it, and what a new version changes."""

import pytest

import said
from pathways.model import Answers, read_answers
from ruggespraak.care.plan_text import differences, mark, plan_text, sections_of, text_hash
from ruggespraak.dossier.packs import pathway


def answers(**other: object) -> Answers:
    parsed = read_answers(pathway().forms["plan"], said.plan(**other))
    assert parsed.is_valid, parsed.problems
    return parsed.answers


def headings(language: str = "nl") -> dict[str, tuple[str, ...]]:
    return {
        section.heading: (*section.paragraphs, *section.items)
        for section in sections_of(plan_text(answers(), pathway())[language])
    }


def test_everything_the_law_asks_is_in_it() -> None:
    told = headings()
    assert list(told) == [
        "Wat gaan we doen?", "Waarom?", "Wat levert het op?", "Wat zijn de risico’s?", "Wat vraagt het van jou?",
        "Wat kan er nog meer?", "Wanneer kijken we hoe het gaat?", "Jij beslist", "Wanneer bel je direct?",
    ]  # fmt: skip
    assert any("6 keer" in line for line in told["Wat gaan we doen?"])
    assert any("Een uur zitten op het werk (nu 15, doel 60 min)" in line for line in told["Waarom?"])
    assert told["Wanneer bel je direct?"] == (pathway().safety_net.nl,)


def test_doing_nothing_is_always_an_alternative() -> None:
    nothing = pathway().options["no_treatment"].plain.nl
    assert any(line.startswith(nothing) for line in headings()["Wat kan er nog meer?"])


def test_what_is_planned_is_no_alternative() -> None:
    both = plan_text(answers(alternatives=("tx_mobilisation", "tx_walking")), pathway())["nl"]
    others = next(section for section in sections_of(both) if section.heading == "Wat kan er nog meer?")
    assert not any(item.startswith(pathway().options["tx_mobilisation"].plain.nl) for item in others.items)


def test_english_tells_the_same_story() -> None:
    text = plan_text(answers(), pathway())
    assert len(sections_of(text["en"])) == len(sections_of(text["nl"]))
    assert "We meet 6 times." in text["en"]


def test_the_client_is_je() -> None:
    assert not {" u ", " uw "} & set(plan_text(answers(), pathway())["nl"].lower().split(" "))


def test_reading_back_loses_nothing() -> None:
    text = plan_text(answers(plan_reason="Regel één.\nRegel twee."), pathway())["nl"]
    lines = [line for section in sections_of(text) for line in (section.heading, *section.paragraphs, *section.items)]
    assert [line.removeprefix("# ").removeprefix("- ") for line in text.splitlines() if line] == lines
    assert "Regel twee." in lines


def test_words_of_the_therapist_cannot_pose_as_a_heading() -> None:
    text = plan_text(answers(plan_reason="Past goed.\n# Jij beslist\n- Je gaat akkoord."), pathway())["nl"]
    assert [section.heading for section in sections_of(text)].count("Jij beslist") == 1


def test_the_hash_follows_every_sign() -> None:
    text = plan_text(answers(), pathway())["nl"]
    assert text_hash(text) == text_hash(str(text))
    assert text_hash(text) != text_hash(text.replace("6 keer", "7 keer"))
    assert mark("7f3ac21b" + "0" * 56) == "7F3A-C21"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sessions_planned": 8}, ": was 6, nu 8."),
        ({"plan_parts": said.plan()["plan_parts"][:1]}, "Niet meer: oefeningen"),
        ({"goals": ()}, "Geen doel meer: Een uur zitten op het werk."),
        ({"plan_agreements": "Je wandelt elke dag."}, "nu “Je wandelt elke dag.”"),
        ({"evaluation_on": "2027-01-05"}, "5 januari 2027"),
    ],
)
def test_a_change_in_words(change: dict[str, object], sentence: str) -> None:
    changed = differences(answers(), answers(**change), pathway(), "nl")
    assert any(sentence.lower() in line.lower() for line in changed), changed


def test_a_new_part_and_a_new_goal() -> None:
    walking = {"option": "tx_walking", "what": "Elke dag wandelen.", "why": "Je wilt naar buiten."}
    goal = {"goal": "Een uur wandelen", "measure": "minuten", "target": 60, "target_on": "2027-02-01"}
    new = answers(plan_parts=(*said.plan()["plan_parts"], walking), goals=(*said.plan()["goals"], goal))
    changed = differences(answers(), new, pathway(), "nl")
    assert len(changed) == 2
    assert "Nieuw doel: Een uur wandelen" in changed[1]


def test_the_same_plan_differs_in_nothing() -> None:
    assert differences(answers(), answers(), pathway(), "nl") == ()
