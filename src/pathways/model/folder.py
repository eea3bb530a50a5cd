"""The folder of a pathway as blocks: which files there are, and that each id stands in one place only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from pathways.model import blocks, exercise_blocks
from pathways.model.values import Text
from pathways.source import (
    EVERYTHING,
    WORD,
    Entries,
    File,
    Node,
    Place,
    Problems,
    Prose,
    Word,
    compose,
    did_you_mean,
    read,
    read_file,
)

T = TypeVar("T")

#: The kinds of files, each a single file, a folder of them, or both.
KINDS = (
    *("questions", "forms", "rules", "safety", "stories", "options", "measures", "regions", "information"),
    "releases",
    "exercises",
)
#: What else may lie in the folder: notes for authors, and the versions that were published (pathways publish).
BESIDE = ("README", "published")
_PAGE_NAME = re.compile(r"([a-z][a-z0-9_]*)\.(nl|en)\.md\Z")


@dataclass(frozen=True)
class InformationFile:
    """information/<page>.<language>.md: its front matter, its Markdown, and where that starts."""

    page: str
    language: str
    front: blocks.InformationBlock
    body: str
    body_place: Place


@dataclass
class Folder:
    """Everything beside pathway.yaml, before names are resolved."""

    questions: dict[Word, blocks.QuestionBlock] = field(default_factory=dict)
    forms: dict[Word, blocks.FormBlock] = field(default_factory=dict)
    rules: list[blocks.RulesBlock] = field(default_factory=list)
    claims: list[blocks.ClaimBlock] = field(default_factory=list)
    red_flags: list[Word] = field(default_factory=list)
    stories: list[blocks.StoriesBlock] = field(default_factory=list)
    options: dict[Word, blocks.TreatmentOptionBlock] = field(default_factory=dict)
    measures: dict[Word, blocks.MeasureBlock] = field(default_factory=dict)
    regions: dict[Word, blocks.RegionBlock] = field(default_factory=dict)
    information: list[InformationFile] = field(default_factory=list)
    releases: list[blocks.ReleaseBlock] = field(default_factory=list)
    exercises: dict[Word, exercise_blocks.ExerciseBlock] = field(default_factory=dict)
    programmes: dict[Word, exercise_blocks.ProgrammeBlock] = field(default_factory=dict)
    training: exercise_blocks.TrainingBlock | None = None


def read_frame(root: Path, problems: Problems) -> blocks.PathwayBlock | None:
    """pathway.yaml, as far as it can be read; None, with the problem told, when there is none."""
    if not (root / "pathway.yaml").is_file():
        place = Place(File("pathway.yaml", ""), 0)
        problems.add(place, f"there is no pathway here: '{root}' holds no pathway.yaml", "name the folder of a pathway")
        return None
    node = _node_of(root / "pathway.yaml", root, problems)
    frame = None if node is None else read(node, blocks.PathwayBlock, problems)
    return frame or _as_far_as_readable(node, problems)


def _as_far_as_readable(node: Node | None, problems: Problems) -> blocks.PathwayBlock:
    """What there is of a faulty pathway.yaml, so that the faults of the other files are told beside its own."""
    place = Place(File("pathway.yaml", ""), 0) if node is None else node.place
    nothing, no_text = Word("", place), Text("", "")
    empty = blocks.PathwayBlock(
        place, nothing, Prose("", place), "draft", no_text, (), (), (), nothing, nothing, no_text, {}
    )
    shapes = get_type_hints(blocks.PathwayBlock)
    pairs = node.pairs if isinstance(node, Entries) else ()
    given = {key.value: read(child, shapes[key.value], Problems()) for key, child in pairs if key.value in shapes}
    readable = {key: value for key, value in given.items() if value is not None}
    problems.unreadable |= {f"every {kind}" for kind in ("level", "source") if f"{kind}s" not in readable}
    problems.excuse(place.file, is_lost=False)
    return replace(empty, **readable)


def read_folder(root: Path, problems: Problems) -> Folder:
    """All other files. They are read even when pathway.yaml is faulty: an author wants to see every fault at once."""
    folder = Folder()
    _refuse_strangers(root, problems)
    for path in _files(root, "questions"):
        _merge(folder.questions, _read_map(path, root, blocks.QuestionBlock, problems), "question", problems)
    for path in _files(root, "forms"):
        _read_form(path, root, folder, problems)
    for path in _files(root, "rules"):
        folder.rules += _listed(_read_one(path, root, blocks.RulesBlock, problems))
    for path in _files(root, "safety"):
        safety = _read_one(path, root, blocks.SafetyBlock, problems)
        folder.claims += safety.claims if safety else ()
        folder.red_flags += safety.red_flags if safety else ()
    for path in _files(root, "stories"):
        folder.stories += _listed(_read_one(path, root, blocks.StoriesBlock, problems))
    for path in _files(root, "options"):
        options = _read_one(path, root, blocks.OptionsBlock, problems)
        _merge(folder.options, options.options if options else {}, "option", problems)
    for path in _files(root, "measures"):
        measures = _read_one(path, root, blocks.MeasuresBlock, problems)
        _merge(folder.measures, measures.measures if measures else {}, "measure", problems)
    for path in _files(root, "regions"):
        _merge(folder.regions, _read_map(path, root, blocks.RegionBlock, problems), "region", problems)
    for path in _files(root, "releases"):
        releases = _read_one(path, root, blocks.ReleasesBlock, problems)
        folder.releases += releases.releases if releases else ()
    for path in _files(root, "exercises"):
        _read_exercises(path, root, folder, problems)
    for path in sorted((root / "information").glob("*.md")):
        _read_information(path, root, folder, problems)
    return folder


def _read_exercises(path: Path, root: Path, folder: Folder, problems: Problems) -> None:
    block = _read_one(path, root, exercise_blocks.ExercisesBlock, problems)
    if block is None:
        return
    _merge(folder.exercises, block.exercises, "exercise", problems)
    _merge(folder.programmes, block.programmes, "programme", problems)
    if block.training is not None and folder.training is not None:
        place = Place(File(path.relative_to(root).as_posix(), ""), 0)
        problems.add(place, "'training' stands in another file too", "keep one")
    folder.training = block.training or folder.training


def _files(root: Path, kind: str) -> Iterator[Path]:
    if (root / f"{kind}.yaml").is_file():
        yield root / f"{kind}.yaml"
    yield from sorted((root / kind).glob("*.yaml"))


def _refuse_strangers(root: Path, problems: Problems) -> None:
    """A misspelt file name would leave its content out in silence."""
    for path in sorted(root.iterdir()):
        name = path.name.split(".")[0]
        is_known = path.name == "pathway.yaml" or name in KINDS or path.name.startswith(".")
        if not is_known and (path.suffix in (".yaml", ".yml") or path.is_dir()) and name not in BESIDE:
            hint = did_you_mean(name, KINDS) or f"known: {', '.join(KINDS)}"
            problems.add(Place(File(path.name, ""), 0), f"'{path.name}' is not a file of a pathway", hint)
        if path.is_dir() and name in KINDS:
            for stray in sorted(path.glob("*.yml")):
                place = Place(File(str(stray.relative_to(root)), ""), 0)
                problems.add(place, "this file is not read", "name it .yaml")


def _listed(thing: T | None) -> list[T]:
    return [] if thing is None else [thing]


def _node_of(path: Path, root: Path, problems: Problems) -> Node | None:
    file = read_file(path, path.relative_to(root).as_posix(), problems)
    if file is None:
        return None
    before = len(problems.found)
    node = compose(file, problems)
    if node is None and len(problems.found) == before:
        problems.add(Place(file, 0), "this file is empty", "write something in it, or remove it")
        problems.unreadable.add(EVERYTHING)
    if len(problems.found) > before:
        problems.excuse(file)
    return node


def _read_one(path: Path, root: Path, shape: type[T], problems: Problems) -> T | None:
    node = _node_of(path, root, problems)
    block = None if node is None else read(node, shape, problems)
    if node is not None and block is None:
        problems.excuse(node.place.file)
    if node is not None and not isinstance(node, Entries):
        problems.unreadable.add(EVERYTHING)
    return block


def _read_map(path: Path, root: Path, shape: type[T], problems: Problems) -> dict[Word, T]:
    node = _node_of(path, root, problems)
    if node is None:
        return {}
    map_of_shape: Any = dict[Word, shape]  # type: ignore[valid-type]
    entries = read(node, map_of_shape, problems)
    if entries is None:
        problems.excuse(node.place.file)
        problems.unreadable.add(EVERYTHING)
    return entries or {}


def _merge(into: dict[Word, T], more: dict[Word, T], what: str, problems: Problems) -> None:
    for name, block in more.items():
        if name in into:
            first = next(word for word in into if word == name)
            where = f"{first.place.file.name}:{first.place.line}"
            problems.add(name.place, f"the {what} '{name}' is defined twice (first at {where})", "keep one")
        else:
            into[name] = block


def _read_form(path: Path, root: Path, folder: Folder, problems: Problems) -> None:
    place = Place(File(path.relative_to(root).as_posix(), ""), 0)
    if path.name == "forms.yaml":
        _merge(folder.forms, _read_map(path, root, blocks.FormBlock, problems), "form", problems)
    elif not WORD.match(path.stem):
        problems.add(place, f"'{path.stem}' is not an id", "name the file as the form: self_check.yaml")
    elif (block := _read_one(path, root, blocks.FormBlock, problems)) is not None:
        _merge(folder.forms, {Word(path.stem, block.place): block}, "form", problems)
    else:
        problems.unreadable.add(path.stem)


def _read_information(path: Path, root: Path, folder: Folder, problems: Problems) -> None:
    file = read_file(path, path.relative_to(root).as_posix(), problems)
    problems.unreadable.add(path.name)
    if file is None:
        return
    named = _PAGE_NAME.match(path.name)
    if named is None:
        problems.add(Place(file, 0), "an information page is named page.nl.md or page.en.md", "rename it")
        return
    front = re.match(r"---\r?\n(.*?\n)---\r?\n", file.text, re.DOTALL)
    if front is None:
        hint = "start the file with '---', then title, lead, order, reviewed_on and sources, then '---'"
        problems.add(Place(file, 0), "the front matter is missing", hint)
        return
    node = compose(file, problems, offset=front.start(1), end=front.end(1))
    block = read(node, blocks.InformationBlock, problems) if node is not None else None
    if block is not None:
        problems.unreadable.discard(path.name)
        body = file.text[front.end() :].strip("\r\n") + "\n"
        start = front.end() + len(file.text[front.end() :]) - len(file.text[front.end() :].lstrip("\r\n"))
        folder.information.append(InformationFile(named.group(1), named.group(2), block, body, Place(file, start)))
