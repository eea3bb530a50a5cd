"""Published scores beside ours: fifteen examples of three instruments, of which six were published wrong.

The vectors hold numbers only. The questionnaires around them are built here, with invented wording, in the shape that
publishers give them; the score is computed where every score of ours is, in `pathways.evaluate`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.check import main
from pathways.fhir.instruments import Compared, import_instrument, read_reply, score_of
from pathways.fhir.instruments.scores import NotScorable, declare, figure
from questionnaires import SDC, choice, coded, coding, extension, plain, questionnaire, response, whole

VECTORS = Path(__file__).parents[3].parent / "shared/data/prom-vectors"
HAS_VECTORS = pytest.mark.skipif(not VECTORS.is_dir(), reason="the score vectors of others are not here")
COMPUTED = plain(
    "score",
    "decimal",
    readOnly=True,
    extension=[
        extension(
            f"{SDC}sdc-questionnaire-calculatedExpression",
            valueExpression={"language": "text/fhirpath", "expression": "%resource.item.answer.value.sum()"},
        )
    ],
)
#: Instrument → lowest and highest points of an item, and the method that its rule comes down to.
SHAPES = {
    "Oswestry Disability Index 2.x": (0, 5, "percent"),
    "Neck Disability Index": (0, 5, "percent"),
    "PROMIS Pain Interference 6a v1.0": (1, 5, "sum"),
}


def sets() -> list[dict[str, Any]]:
    (path,) = VECTORS.glob("*.json")
    found: list[dict[str, Any]] = json.loads(path.read_text(), parse_float=Decimal)["sets"]
    return found


def of(case: dict[str, Any], what: str) -> Any:
    """The computed or published score of a case; the T-score where there is a raw score as well."""
    return next(case[key] for key in (f"{what}_percent", f"{what}_tscore_by_table", f"{what}_tscore") if key in case)


def published(each: dict[str, Any], folder: Path) -> tuple[Path, list[Path], Path | None]:
    """A questionnaire, its five example responses, and the owner's table, as files."""
    low, high, _ = SHAPES[each["instrument"]]
    points = {str(number): number for number in range(low, high + 1)}
    numbers = range(1, len(each["cases"][0]["answers"]) + 1)
    file = folder / "questionnaire.json"
    file.write_text(questionnaire(*(choice(f"q{n}", points, required=True) for n in numbers), COMPUTED))
    return file, list(responses(each, folder)), table_of(each, folder)


def responses(each: dict[str, Any], folder: Path) -> Iterator[Path]:
    for case in each["cases"]:
        answers = {f"q{n}": {"valueCoding": coding(str(a))} for n, a in enumerate(case["answers"], start=1)}
        path = folder / f"case_{case['n']}.json"
        text = response({**answers, "score": {"valueDecimal": float(of(case, "published"))}})
        path.write_text(text)
        yield path


def table_of(each: dict[str, Any], folder: Path) -> Path | None:
    table = each.get("tscore_table_as_published_in_same_file")
    if table is None:
        return None
    path = folder / "table.json"
    path.write_text(json.dumps({raw: float(score) for raw, score in table.items()}))
    return path


@HAS_VECTORS
@pytest.mark.parametrize("name", SHAPES)
def test_the_command_flags_each_published_score_that_does_not_follow_from_the_answers(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    each = next(one for one in sets() if one["instrument"] == name)
    file, examples, table = published(each, tmp_path)
    command = ["import", str(file), "--published", "score", "--score", SHAPES[name][2], "--better", "lower"]
    command += ["--table", str(table)] if table is not None else []
    assert main([*command, "--responses", *map(str, examples)]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("case_")]
    for case, line in zip(each["cases"], told, strict=True):
        ours, theirs = figure(Fraction(of(case, "computed"))), Decimal(str(of(case, "published"))).normalize()
        words = "they agree" if case["agrees"] else "they differ"
        assert line.replace(".0,", ",") == f"case_{case['n']}.json: published {theirs:f}, computed {ours}: {words}"


@HAS_VECTORS
def test_of_fifteen_published_scores_nine_agree_and_six_do_not(tmp_path: Path) -> None:
    verdicts: Counter[bool] = Counter()
    for each in sets():
        file, examples, _ = published(each, tmp_path)
        imported = import_instrument(file.read_text(), leave_out=["score"])
        instrument = imported.instrument
        assert instrument is not None
        table = each.get("tscore_table_as_published_in_same_file")
        ours = {Fraction(raw): Decimal(str(score)) for raw, score in table.items()} if table else None
        score = declare(instrument, SHAPES[each["instrument"]][2], "lower", table=ours)  # type: ignore[arg-type]
        form = scored_form(instrument, score)
        for case, example in zip(each["cases"], examples, strict=True):
            reply = read_reply(instrument, form, example.read_text())
            assert reply.is_valid
            computed = score_of(form, score, reply.answers)
            assert computed == Fraction(of(case, "computed"))
            agree = Compared(reply.published["score"], computed).agree
            assert agree is case["agrees"], (each["instrument"], case["n"])
            verdicts[agree] += 1
    assert verdicts == {True: 9, False: 6}


def scored_form(instrument: Any, score: Any) -> Any:
    from datetime import date

    from pathways.fhir.instruments import loaded, pack_files

    return loaded(instrument, pack_files(instrument, score, date(2026, 11, 24))).forms[instrument.id]


# ── missing answers, digits, what cannot be scored


def hinder(*answers: int | None, missing_allowed: int = 0, method: Any = "percent") -> Fraction | None:
    items = [choice(f"q{n}", {"0": 0, "5": 5, "2": 2}) for n in range(1, len(answers) + 1)]
    instrument = import_instrument(questionnaire(*items)).instrument
    assert instrument is not None
    score = declare(instrument, method, "lower", missing_allowed=missing_allowed)
    form = scored_form(instrument, score)
    given = {f"trouble_q{n}": f"a{a}" for n, a in enumerate(answers, start=1) if a is not None}
    return score_of(form, score, given)


def test_a_missing_item_gives_a_defined_score_or_none_never_a_silent_zero() -> None:
    assert hinder(5, 2, 2) == 60
    assert hinder(5, 2, None) is None
    assert hinder(5, 2, None, missing_allowed=1) == 70
    assert hinder(5, None, None, missing_allowed=1) is None
    assert hinder(5, 2, None, missing_allowed=1, method="sum") == Fraction(21, 2)
    assert hinder(5, 2, None, missing_allowed=1, method="mean") == Fraction(7, 2)


@pytest.mark.parametrize(
    ("theirs", "ours", "agree"),
    [
        ("36", Fraction(36), True),
        ("36.0", Fraction(36), True),
        ("24", Fraction(26), False),
        ("33.3", Fraction(100, 3), True),
        ("33", Fraction(100, 3), True),
        ("33.4", Fraction(100, 3), False),
        ("35", Fraction(36), False),
        ("58.6", Fraction("56.3"), False),
        ("56", Fraction("56.3"), True),
    ],
)
def test_scores_are_compared_as_far_as_the_digits_of_the_publisher_go(theirs: str, ours: Fraction, agree: bool) -> None:
    assert Compared(Decimal(theirs), ours).agree is agree


def test_no_score_is_no_agreement() -> None:
    assert str(Compared(None, Fraction(5))) == "no published score, computed 5"
    assert str(Compared(Decimal(18), None)) == "published 18, computed nothing: they differ"
    assert str(Compared(Decimal(18), Fraction(16))) == "published 18, computed 16: they differ"


@pytest.mark.parametrize(
    ("items", "method", "link_ids", "why"),
    [
        ([plain("a", "text")], "sum", (), "no item has points"),
        ([choice("a", {"1": 1, "2": None})], "sum", ("a",), "'a' has no points"),
        ([choice("a", {"1": 1, "2": 2})], "sum", ("b",), "no question 'b'"),
        ([choice("a", {"1": 1, "2": 2}), whole("b")], "percent", (), "same lowest and highest"),
        ([{**choice("a", {"1": 1}, repeats=True), "answerOption": [coded("n", 0, exclusive=True), coded("y", 1)]}],
         "sum", ("a",), "'a' has no points"),
    ],
)  # fmt: skip
def test_a_score_that_cannot_be_declared_says_why(items: Any, method: Any, link_ids: Any, why: str) -> None:
    instrument = import_instrument(questionnaire(*items)).instrument
    assert instrument is not None
    with pytest.raises(NotScorable, match=why):
        declare(instrument, method, "lower", link_ids)


# ── the command


SIMPLE = (choice("a", {"0": 0, "1": 1}, required=True), choice("b", {"0": 0, "1": 1}, required=True))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "q.json"
    path.write_text(questionnaire(*SIMPLE))
    return path


def test_a_file_that_fits_is_printed_or_put_into_a_pack(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file), "--id", "ache", "--score", "sum", "--better", "lower"]) == 0
    out = capsys.readouterr().out
    assert "# ── questions/ache.yaml" in out and "ache_a:" in out and "src_ache: {title:" in out
    put = ["import", str(file), "--id", "ache", "--score", "sum", "--better", "lower", "--out", str(tmp_path / "pack")]
    assert main(put) == 0
    written = sorted(path.relative_to(tmp_path / "pack").as_posix() for path in (tmp_path / "pack").rglob("*.yaml"))
    assert written == ["forms/ache.yaml", "measures/ache.yaml", "questions/ache.yaml", "rules/ache.yaml"]
    assert main(put) == 2, "what stands there already is never overwritten"


def test_a_refused_file_prints_every_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "q.json"
    path.write_text(questionnaire(plain("a", "integer"), plain("b", "url")))
    assert main(["import", str(path)]) == 1
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "refused  item 'a' (Questionnaire.item[0]): a whole number without bounds — "
        "every number has a lowest and a highest value here",
        "refused  item 'b' (Questionnaire.item[1].type): type url — an address is not a kind of answer here",
        "",
        "2 reasons: this questionnaire is not imported.",
    ]


def test_examples_that_agree_or_carry_no_score_are_no_fault(file: Path, tmp_path: Path) -> None:
    example = tmp_path / "r.json"
    example.write_text(response({name: {"valueCoding": coding("1")} for name in "ab"}))
    assert main(["import", str(file), "--responses", str(example)]) == 0
    assert main(["import", str(file), "--score", "sum", "--better", "lower", "--responses", str(example)]) == 0
    example.write_text(response({"a": {"valueCoding": coding("1")}}))
    assert main(["import", str(file), "--responses", str(example)]) == 1


@pytest.mark.parametrize(
    "more",
    [
        ["--score", "sum"],
        ["--score", "sum", "--better", "lower", "--items", "zzz"],
        ["--score", "sum", "--better", "lower", "--missing-allowed", "2"],
        ["--score", "sum", "--better", "lower", "--table", "nowhere.json"],
        ["--score", "sum", "--better", "lower", "--table", "{FILE}"],
        ["--responses", "nowhere.json"],
    ],
)
def test_a_faulty_question_is_told(more: list[str], file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file), *(str(file) if part == "{FILE}" else part for part in more)]) == 2
    assert capsys.readouterr().err.strip()


GUIDE = Path(__file__).parents[3] / "docs/for-authors/bringing-in-a-questionnaire.md"


def test_the_guide_shows_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```(json|console)\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    names = iter(["trouble.json", "example.json"])
    monkeypatch.chdir(tmp_path)
    shown = 0
    for kind, text in blocks:
        if kind == "json":
            Path(next(names)).write_text(text)
            continue
        command, _, expected = text.partition("\n")
        main(command.removeprefix("$ pathways ").split())
        assert re.sub(r"reviewed_on: \S+,", "reviewed_on: TODAY,", capsys.readouterr().out) == expected
        shown += 1
    assert shown == 2


def test_a_file_that_is_not_there_is_told() -> None:
    assert main(["import", "nowhere.json"]) == 2
