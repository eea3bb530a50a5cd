"""The schemas as an editor meets them: it reads YAML 1.2 and guesses types, which the reader of pathways never does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import invented
from pathways.check import main
from pathways.check.schema import FILES, schemas
from pathways.model import blocks
from pathways.source import Entries, File, Items, Node, Problems, Scalar, compose
from pathways.source.shapes import fields_of

ROOT = Path(__file__).parents[3]
PACK = ROOT / "packs/low_back_pain"
KINDS = {kind: Draft202012Validator(schema) for kind, schema in schemas().items()}


def as_an_editor_reads(node: Node | None) -> Any:
    """A node by the core schema of YAML 1.2: true, 4 and null are no texts, yes and 2026-11-01 are."""
    match node:
        case Entries(pairs):
            return {key.value: as_an_editor_reads(value) for key, value in pairs}
        case Items(nodes):
            return [as_an_editor_reads(item) for item in nodes]
        case Scalar(value, is_plain=True) if value in ("", "~", "null", "Null", "NULL"):
            return None
        case Scalar(value, is_plain=True) if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return value.lower() == "true"
        case Scalar(value, is_plain=True) if re.fullmatch(r"[-+]?[0-9]+", value):
            return int(value)
        case Scalar(value, is_plain=True) if re.fullmatch(
            r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", value
        ):
            return float(value)
        case Scalar(value):
            return value


def content_of(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    text = text.split("---\n")[1] if path.suffix == ".md" else text
    return as_an_editor_reads(compose(File(path.name, text), Problems()))


def kind_of(path: Path, root: Path) -> str:
    if path.suffix == ".md":
        return "information"
    return next(k for k, (_, names) in FILES.items() for name in names if path.relative_to(root).match(name))


def faults(kind: str, content: Any) -> list[str]:
    return [error.message for error in KINDS[kind].iter_errors(content)]


PACK_FILES = sorted([*PACK.rglob("*.yaml"), *PACK.rglob("*.md")])


def test_every_schema_is_a_schema() -> None:
    for validator in KINDS.values():
        Draft202012Validator.check_schema(validator.schema)


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: path.relative_to(PACK).as_posix())
def test_every_file_of_low_back_pain_fits(path: Path) -> None:
    assert faults(kind_of(path, PACK), content_of(path)) == []


def test_every_file_of_the_invented_pathway_fits(tmp_path: Path) -> None:
    invented.lay_out(tmp_path)
    for path in [*tmp_path.rglob("*.yaml"), *tmp_path.rglob("*.md")]:
        assert faults(kind_of(path, tmp_path), content_of(path)) == [], path.name


PLANTED: dict[str, tuple[str, str, str, str]] = {
    "an unknown key": ("rules.yaml", "because:", "becuase:", "'becuase' was unexpected"),
    "an unknown key of a question": ("questions.yaml", "required:", "requierd:", "'requierd' was unexpected"),
    "a missing key": ("rules.yaml", "    when: fall_heavy\n", "", "'when' is a required property"),
    "a missing language": ("questions.yaml", ', en: "For how long?"', "", "'en' is a required property"),
    "an unknown type": ("questions.yaml", "type: many", "type: several", "'several' is not one of"),
    "a choice without options": ("questions.yaml", "type: duration", "type: one", "'options' is a required property"),
    "a number without max": ("questions.yaml", "type: duration, max: 7300", "type: number", "'max' is a required"),
    "a word for yes or no": ("questions.yaml", "exclusive: yes", "exclusive: maybe", "'maybe' is not one of"),
    "a word for a number": ("questions.yaml", "min: 34", "min: low", "'low' is not of type 'number'"),
    "half a missing item": ("rules.yaml", "missing_allowed: 1", "missing_allowed: 1.5", "1.5 is not of type 'integer'"),
    "an id with a capital": ("rules.yaml", "id: warm", "id: Warm", "'Warm' does not match"),
    "a question with a capital": ("questions.yaml", "fever: {ask", "Fever: {ask", "'Fever' does not match"),
    "no list": ("rules.yaml", "advice: [rest]", "advice: rest", "'rest' is not of type 'array'"),
    "nothing": ("rules.yaml", "when: fall_heavy", "when:", "None is not of type 'string'"),
    "a Dutch date": ("pathway.yaml", "2026-11-01", "1-11-2026", "'1-11-2026' does not match"),
    "a status of one's own": ("pathway.yaml", "status: draft", "status: done", "'done' is not one of"),
    "a reader nobody knows": ("forms/intake.yaml", "for: patient", "for: client", "'client' is not one of"),
    "others that say yes": ("stories.yaml", "others: no", "others: yes", "'yes' is not one of"),
    "a page without order": ("information/facts.nl.md", "order: 1\n", "", "'order' is a required property"),
    "a direction": ("measures.yaml", "better: lower", "better: up", "'up' is not one of"),
    "a group": ("options.yaml", "group: hands_on", "group: hands", "'hands' is not one of"),
    "a zone": ("regions.yaml", "zone: elsewhere", "zone: nek", "'nek' is not one of"),
    "a claim without source": ("safety.yaml", ", source: src_own}", "}", "'source' is a required property"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_caught(tmp_path: Path, name: str) -> None:
    file, old, new, told = PLANTED[name]
    path = invented.lay_out(tmp_path) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(told in fault for fault in faults(kind_of(path, tmp_path), content_of(path)))


@pytest.mark.parametrize("value", ["yes", "no", True, False])
def test_yes_and_no_fit_as_words_and_as_an_editor_of_yaml_1_1_reads_them(value: object) -> None:
    question = {"ask": {"nl": "Ja?", "en": "Yes?"}, "required": value}
    assert faults("questions", {"q": question}) == []


def test_a_text_that_looks_like_a_number_is_still_a_text() -> None:
    assert faults("questions", {"q": {"ask": {"nl": 4, "en": "no"}}}) == []
    assert faults("questions", {"q": {"ask": {"nl": ["vier"], "en": "no"}}}) != []


def test_every_key_of_every_block_says_what_it_means() -> None:
    def described(schema: dict[str, Any]) -> dict[str, Any]:
        return {name: block for name, block in schema["$defs"].items() if name != "Text"}

    silent = [
        f"{name}.{key}"
        for schema in schemas().values()
        for name, block in described(schema).items()
        for key, shape in block["properties"].items()
        if not shape.get("description")
    ]
    assert silent == []


def test_no_meaning_is_left_of_a_key_that_is_gone() -> None:
    for block in vars(blocks).values():
        if isinstance(block, type) and block.__module__ == blocks.__name__:
            named = re.findall(r"^    ([a-z_]+): ", block.__doc__ or "", re.MULTILINE)
            assert set(named) <= fields_of(block).keys(), block.__name__


def test_the_command_writes_each_schema_and_says_how_to_use_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "--out", str(tmp_path / "schema")]) == 0
    said = capsys.readouterr().out
    written = {path.name.split(".")[0]: json.loads(path.read_text()) for path in (tmp_path / "schema").iterdir()}
    assert written == schemas()
    settings = json.loads(said[said.index("{") :])["yaml.schemas"]
    assert settings[f"{(tmp_path / 'schema').as_posix()}/questions.schema.json"] == [
        "questions.yaml",
        "questions/*.yaml",
    ]


def test_without_a_folder_all_are_printed_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schemas()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schema").write_text("a file")
    assert main(["schema", "--out", str(tmp_path / "schema")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_committed_schemas_are_those() -> None:
    for kind, schema in schemas().items():
        assert json.loads((ROOT / f"docs/generated/schema/{kind}.schema.json").read_text(encoding="utf-8")) == schema
