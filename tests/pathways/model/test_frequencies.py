"""How many people have what: a count tells both sides out of the same number, or words say why there is none."""

from pathlib import Path

import pytest

from invented import lay_out
from pathways.model import Pathway, load
from pathways.model.parts import Count
from pathways.source import PathwayError

COUNTED = """\
    frequencies:
      - outcome: {nl: "zijn een dag stijf", en: "are stiff for a day"}
        otherwise: {nl: "merken niets", en: "notice nothing"}
        of: 10
        with_it: [3, 5]
        without_it: 1
        without_is: {nl: "zonder behandeling", en: "without treatment"}
        reckoned: {nl: "Zo gerekend.", en: "Worked out like this."}
        certainty: low
        source: src_own
      - outcome: {nl: "Minder pijn", en: "Less pain"}
        in_words: {nl: "Niet geteld.", en: "Not counted."}
        certainty: very_low
        source: src_own
    unknown: {nl: "Voor wie het werkt.", en: "For whom it works."}
    suits: cord
"""


def with_counts(folder: Path, old: str = "", new: str = "") -> Path:
    """The invented pathway, its one option counted; `old` in that text is `new`."""
    lay_out(folder)
    options = folder / "options.yaml"
    assert old in COUNTED
    text = options.read_text().replace("    source: src_own\n", "    source: src_own\n" + COUNTED.replace(old, new), 1)
    options.write_text(text)
    return folder


def test_a_count_keeps_both_sides_its_range_and_how_sure_it_is(tmp_path: Path) -> None:
    option = load(with_counts(tmp_path)).options["tx_moving"]
    counted, told = option.frequencies
    assert (counted.of, counted.with_it, counted.without_it) == (10, Count(3, 5), Count(1, 1))
    assert (counted.outcome.en, counted.otherwise and counted.otherwise.en) == ("are stiff for a day", "notice nothing")
    assert (counted.certainty, told.certainty) == ("low", "very_low")
    assert told.with_it is None
    assert told.in_words is not None
    assert told.in_words.nl == "Niet geteld."
    assert option.unknown is not None
    assert option.suits is not None


def test_it_all_survives_being_kept(tmp_path: Path) -> None:
    option = (pathway := load(with_counts(tmp_path))).options["tx_moving"]
    assert Pathway.from_json(pathway.to_json()).options["tx_moving"] == option


def test_a_count_changes_what_people_read_and_no_outcome(tmp_path: Path) -> None:
    before = load(with_counts(tmp_path / "before"))
    after = load(with_counts(tmp_path / "after", "[3, 5]", "[2, 5]"))
    assert before.content_hash != after.content_hash
    assert before.logic_hash == after.logic_hash


WRONG = [
    ("        with_it: [3, 5]\n", "", "says in words why there is none"),
    ("        with_it: [3, 5]\n", '        with_it: 3\n        in_words: {nl: "a", en: "a"}\n', "says in words why"),
    ('        otherwise: {nl: "merken niets", en: "notice nothing"}\n', "", "a count tells both sides"),
    ("        of: 10\n", "", "a count tells both sides"),
    ("[3, 5]", "[5, 3]", "from 0 to 10"),
    ("[3, 5]", "12", "from 0 to 10"),
    ("without_it: 1", "without_it: 11", "from 0 to 10"),
    ('        without_is: {nl: "zonder behandeling", en: "without treatment"}\n', "", "what they did instead"),
    ("certainty: low", "certainty: sure", "choose from high, moderate, low, very_low"),
    ("        certainty: very_low\n", "", "certainty"),
    ("suits: cord", "suits: cords", "did you mean 'cord'?"),
    (
        '        in_words: {nl: "Niet geteld.", en: "Not counted."}\n',
        '        otherwise: {nl: "a", en: "a"}\n        of: 100\n        with_it: 25\n',
        "write it as people out of 10",
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), WRONG, ids=lambda value: str(value).strip()[:30])
def test_a_count_that_would_be_read_wrongly_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(PathwayError) as refused:
        load(with_counts(tmp_path, old, new))
    matching = [p for p in refused.value.problems if told in f"{p.message} — {p.hint}"]
    assert matching, [str(problem) for problem in refused.value.problems]
    assert all(problem.line > 1 for problem in matching)
