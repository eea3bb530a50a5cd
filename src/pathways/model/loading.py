"""A folder becomes a Pathway, or all its faults at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pathways.model import blocks
from pathways.model.answers import value_of
from pathways.model.assembly import assemble
from pathways.model.effective import split_answers
from pathways.model.folder import Folder, read_folder, read_frame
from pathways.model.messages import Wrong
from pathways.model.names import where_written
from pathways.model.parts import Story
from pathways.model.pathway import Form, Pathway
from pathways.model.soundness import refuse_unsound
from pathways.model.values import OUT_OF_SCOPE, Value
from pathways.source import Entries, Node, Place, Problems, Word, did_you_mean, to_plain

__all__ = ["OUT_OF_SCOPE", "load"]


def load(folder: Path) -> Pathway:
    """The pathway in a folder. Raises PathwayError with every fault at once; a broken pathway never loads."""
    problems = Problems()
    frame = read_frame(Path(folder), problems)
    read = read_folder(Path(folder), problems) if Path(folder).is_dir() else Folder()
    pathway = assemble(frame, read, problems) if frame is not None else None
    if pathway is not None:
        refuse_unsound(pathway, read, problems)
        pathway = replace(pathway, stories=_stories(pathway, read, problems), places=dict(_places(read)))
    problems.raise_if_any()
    assert pathway is not None, "a pathway that could not be made has told no problem"
    return pathway


def _places(folder: Folder) -> Iterator[tuple[str, str]]:
    """Where each rule, claim and alarm stands; the alarms of a question are numbered from 0."""
    for rules in folder.rules:
        yield from ((f"rule {rule.id}", _said(rule.id.place)) for rule in rules.rules)
    yield from ((f"claim {claim.id}", _said(claim.place)) for claim in folder.claims)
    for name, block in folder.questions.items():
        cells = [(f"{row.id}_{column.id}", column) for row in block.rows for column in block.columns]
        for owner, question in ((str(name), block), *cells):
            for number, alarm in enumerate(question.alarm):
                yield f"alarm {owner} {number}", _said(alarm.place)


def _said(place: Place) -> str:
    return f"{place.file.name}:{place.line}"


def _stories(pathway: Pathway, folder: Folder, problems: Problems) -> tuple[Story, ...]:
    stories: list[Story] = []
    for block in folder.stories:
        form = pathway.forms.get(block.form)
        if form is None:
            _check_names((block.form,), pathway.forms, "form", problems)
            continue
        stories += [_story(form, story, problems) for story in block.stories]
    return tuple(stories)


def _story(form: Form, block: blocks.StoryBlock, problems: Problems) -> Story:
    pathway = form.pathway
    given = _answers(form, block.answers, problems)
    if block.assume is not None:
        given = {**_answers(form, block.assume, problems), **given}
    if block.others == "no":
        every_no = {name: False for name, question in form.supplied.items() if question.type == "yes_no"}
        given = {**every_no, **given}
    _check_names(block.rules or (), pathway.rule, "rule", problems)
    _check_names((*block.shown, *block.not_shown), pathway.questions, "question", problems)
    if block.urgency is not None:
        _check_names((block.urgency,), (*pathway.level, OUT_OF_SCOPE), "level", problems)
        if not form.is_judged:
            problems.add(block.urgency.place, f"form '{form.id}' gives no level", "leave 'urgency' out")
    answers, earlier = split_answers(form, given)
    return Story(
        form=form.id,
        name=str(block.name),
        file=block.place.file.name,
        line=block.place.line,
        answers=answers,
        earlier=earlier,
        urgency=str(block.urgency) if block.urgency else None,
        rules=None if block.rules is None else tuple(map(str, block.rules)),
        shown=tuple(map(str, block.shown)),
        not_shown=tuple(map(str, block.not_shown)),
    )


def _answers(form: Form, node: Node, problems: Problems) -> dict[str, Value]:
    """The answers of a story, each fault told at its own place."""
    if not isinstance(node, Entries):
        problems.add(node.place, "answers are a map from question to answer", "write {age: 40, fever: yes}")
        return {}
    answers: dict[str, Value] = {}
    for key, value in node.pairs:
        question = form.supplied.get(key.value)
        if question is None:
            _tell_unknown(form, key.value, key.place, problems)
            continue
        try:
            answers[question.id] = value_of(question, to_plain(value))
        except Wrong as wrong:
            if key.value in problems.doubtful:
                continue
            problems.add(value.place, f"this is not an answer to '{key.value}'", wrong.sentence("en"))
    return answers


def _tell_unknown(form: Form, name: str, place: Place, problems: Problems) -> None:
    if problems.is_excused(name):
        return
    if name not in form.pathway.questions:
        _check_names((Word(name, place),), form.pathway.questions, "question", problems)
    elif form.pathway.questions[name].type == "table":
        cells = [cell.id for cell in form.pathway.questions[name].cells]
        problems.add(place, f"'{name}' is a table", f"answer its cells, for example '{cells[0]}'" if cells else "")
    else:
        hint = "leave it out, or tell this story on a form that asks it"
        problems.add(place, f"form '{form.id}' and what it builds on do not ask '{name}'", hint)


def _check_names(
    words: tuple[Word, ...], known: Mapping[str, object] | tuple[str, ...], what: str, problems: Problems
) -> None:
    for word in words:
        if word not in known and not problems.is_excused(word):
            hint = did_you_mean(word, known) or where_written(what, list(known))
            problems.add(word.place, f"unknown {what} '{word}'", hint)
