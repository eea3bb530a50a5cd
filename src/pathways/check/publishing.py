"""`pathways publish`: keep a version for ever, when all of it holds; or say whether what was published still stands."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from pathways.check.asking import BadQuestion
from pathways.check.claims import unclaimed
from pathways.check.judging import judge
from pathways.check.versions import version_in
from pathways.check.wording import counted, listed
from pathways.model import Pathway, load
from pathways.model.differences import part_changes, text_changes

_NUMBER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)\Z", re.ASCII)


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("publish", help="keep a version for ever, when all of it holds")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--check", action="store_true", help="write nothing: is this what was published?")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Publish, or with --check hold the folder against what was published under its number."""
    pathway = load(options.folder)
    path = file_of(options.folder, pathway.version)
    if options.check:
        return _check(pathway, path)
    if path.exists() and version_in(path).content_hash == pathway.content_hash:
        print(f"{pathway.id} {pathway.version} is published: {path}")
        return 0
    hindrances = list(hindrances_of(options.folder, pathway))
    for hindrance in hindrances:
        print(f"- {hindrance}")
    if hindrances:
        print(f"\n{pathway.id} {pathway.version} is not published: {counted(len(hindrances), 'thing')} to mend.")
        return 1
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(pathway.to_json())
    print(f"{pathway.id} {pathway.version} is published: {path}\ncontent {pathway.content_hash}")
    return 0


def file_of(folder: Path, version: str) -> Path:
    """Where the published version of this number lies: its canonical JSON, whose SHA-256 is the content hash."""
    return folder / "published" / f"{version}.json"


def newest_before(folder: Path, version: str) -> Path | None:
    """The highest published version but this one."""
    every = [path for path in (folder / "published").glob("*.json") if path.stem != version]
    return max(every, key=lambda path: _number(path.stem), default=None)


def _number(version: str) -> tuple[int, ...]:
    """1.10.0 comes after 1.9.3. Raises BadQuestion for what is no such number."""
    found = _NUMBER.match(version)
    if found is None:
        raise BadQuestion(f"'{version}' is not a number of a version such as 1.2.0")
    return tuple(map(int, found.groups()))


# ── before it is published


def hindrances_of(folder: Path, pathway: Pathway) -> Iterator[str]:
    """Every reason not to publish this."""
    if pathway.status != "published":
        yield f"status is {pathway.status}: write 'status: published' in pathway.yaml once somebody stands for it"
    yield from _in_the_number(folder, pathway)
    if pathway.version not in {release.version for release in pathway.releases}:
        yield f"the release notes say nothing of {pathway.version}: write an entry in releases.yaml"
    failing = [story.name for story in pathway.stories if any(judge(story, pathway))]
    if failing:
        yield f"{counted(len(failing), 'story fails', 'stories fail')}: {listed(failing, 3)} (pathways check)"
    yield from unclaimed(pathway)
    yield from _in_the_proofs(pathway)
    yield from _in_what_changed(folder, pathway)


def _in_the_number(folder: Path, pathway: Pathway) -> Iterator[str]:
    newest = newest_before(folder, pathway.version)
    if file_of(folder, pathway.version).exists():
        yield f"{pathway.version} was published with another content: give this one a new number"
    elif _NUMBER.match(pathway.version) is None:
        yield f"'{pathway.version}' is not a number of a version such as 1.2.0"
    elif newest is not None and _number(pathway.version) < _number(newest.stem):
        yield f"{newest.stem} was published before: {pathway.version} must be higher"


def _in_the_proofs(pathway: Pathway) -> Iterator[str]:
    from pathways.prove import prove

    unproved = [f"{proof.name} {proof.subject} ({proof.form})" for proof in prove(pathway) if not proof.is_fine]
    if unproved:
        what = counted(len(unproved), "statement is not proved", "statements are not proved")
        yield f"{what}: {listed(unproved, 3)} (pathways prove)"


def _in_what_changed(folder: Path, pathway: Pathway) -> Iterator[str]:
    from pathways.prove.versions import compare

    newest = newest_before(folder, pathway.version)
    if newest is None:
        return
    comparison = compare(version_in(newest), pathway)
    lowered = [f"{one.form} {one.old_level} -> {one.new_level}" for one in comparison.unexplained]
    lowered += [f"{form} gives no level any more" for form in comparison.unexplained_ends]
    hint = f"(pathways compare {newest} {folder})"
    if lowered:
        yield f"the release notes do not name what is lowered since {newest.stem}: {listed(lowered, 3)} {hint}"
    if comparison.stale_texts:
        paths = [text.path for text in comparison.stale_texts]
        yield f"the English stayed behind of {counted(len(paths), 'text')}: {listed(paths, 3)} {hint}"
    for form, reason in comparison.undecided.items():
        yield f"the solver could not compare {form} ({reason}) {hint}"


# ── after it was published


def _check(pathway: Pathway, path: Path) -> int:
    """A published number says one thing: the rules never change below it, and new texts ask for a new number."""
    about = f"{pathway.id} {pathway.version}"
    if not path.exists():
        if pathway.status == "published":
            print(f"{about} says that it is published, and never was: run pathways publish, or change its status")
            return 1
        print(f"{about} was not published yet: it may change")
        return 0
    published = version_in(path)
    if (published.id, published.version) != (pathway.id, pathway.version):
        print(f"{path} holds {published.id} {published.version}, not {about}")
        return 1
    if published.logic_hash != pathway.logic_hash:
        changed = [f"{part.kind} {part.name}" for part in part_changes(published, pathway)]
        print(
            f"{about} was published with other rules: {listed(changed)}\ngive this version a new number, and publish it"
        )
        return 1
    if published.content_hash != pathway.content_hash:
        changed = [text.path for text in text_changes(published, pathway)]
        print(
            f"note: {about} was published with other texts or sources: {listed(changed)}\n"
            "the rules are the same; give it a new last number, and publish that, before people read it"
        )
        return 0
    print(f"{about} is what was published")
    return 0
