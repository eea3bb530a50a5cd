"""What must hold of a pathway as a whole, beyond each name being known."""

from __future__ import annotations

import re

from pathways.language import names_in
from pathways.model.folder import Folder
from pathways.model.parts import RULE_TYPES, TYPE_WORDS, Question
from pathways.model.pathway import Form, Pathway
from pathways.source import Place, Problems, Word, did_you_mean

FIGURES = ("top_three", "half", "one_or_two_in_hundred", "course", "where_it_sits")
#: The licence of a measure of which nobody knows who may use it.
UNKNOWN_RIGHT = "unknown"
_MARK = re.compile(r"(!?)\[\[([^\]\n]{0,80})\]\]")


def refuse_unsound(pathway: Pathway, folder: Folder, problems: Problems) -> None:
    """Tell every way in which this pathway, each of its names known, could still go wrong in silence."""
    _refuse_half_information(pathway, folder, problems)
    _refuse_unlicensed(pathway, folder, problems)
    if problems.is_partial:
        return
    for form in pathway.forms.values():
        if form.id not in problems.doubtful:
            _refuse_unanswerable_gates(form, folder, problems)
    _refuse_unaskable_rules(pathway, folder, problems)
    _refuse_used_information(pathway, folder, problems)


def _refuse_unlicensed(pathway: Pathway, folder: Folder, problems: Problems) -> None:
    """The words of others are in use only with a known right to use them."""
    for name, block in folder.measures.items():
        if block.licence == UNKNOWN_RIGHT and pathway.status == "published":
            message = f"nobody knows who may use '{name}', so it cannot be part of a published pathway"
            problems.add(block.licence.place, message, "find out who owns it, and write 'import' or 'own_text'")


def _refuse_unanswerable_gates(form: Form, folder: Folder, problems: Problems) -> None:
    """A gate can only be decided by questions that were asked before it."""
    own = [question.id for question in form.own]
    for position, question in enumerate(form.own):
        if question.ask_when is None or question.row not in (None, _first_row(question, form)):
            continue
        asked_before = {*form.supplied} - set(own[position:])
        for name in dict.fromkeys(names_in(question.ask_when)):
            if name in asked_before:
                continue
            place = _asked_at(form, question, folder)
            asker = question.table or question.id
            if name in form.supplied:
                message = f"'{asker}' depends on '{name}', which is asked after it on this form"
                problems.add(place, message, "change the order")
            else:
                message = f"'{asker}' depends on '{name}', which form '{form.id}' does not ask"
                problems.add(place, message, f"ask '{name}' before it, or add a form that asks it to builds_on")


def _first_row(question: Question, form: Form) -> str | None:
    table = form.pathway.questions.get(question.table or "")
    first = table.cells[0] if table is not None and table.cells else None
    return question.row if first is not None and first.id == question.id else None


def _asked_at(form: Form, question: Question, folder: Folder) -> Place:
    block = next(block for name, block in folder.forms.items() if name == form.id)
    asked = (word for page in block.pages for word in page.questions if word in (question.id, question.table))
    return next(asked, Word("", block.place)).place


def _refuse_unaskable_rules(pathway: Pathway, folder: Folder, problems: Problems) -> None:
    """A rule that no form can decide would stay silent for ever, and nothing may be silently false."""
    judged = [form for form in pathway.forms.values() if form.is_judged]
    if not problems.doubtful.isdisjoint(form.id for form in judged):
        return
    rules = {str(block.id): block for rules in folder.rules for block in rules.rules}
    if not judged and pathway.rules:
        place = next(iter(rules.values())).when.place
        problems.add(place, "there are rules, but no form is judged", "add 'judged: urgency' to a form")
        return
    told: set[str] = set()
    for rule in pathway.rules:
        place = rules[rule.id].when.place
        for name in dict.fromkeys(pathway.questions_behind(rule.when)):
            question = pathway.questions[name]
            asked = f"{question.table}.{question.column}" if question.table else name
            if asked not in told and _refuse_unaskable(question, rule.id, place, judged, problems):
                told.add(asked)
    for form in judged:
        block = next(block for name, block in folder.forms.items() if name == form.id)
        if form.applies_when is None or block.applies_when is None:
            continue
        for name in dict.fromkeys(pathway.questions_behind(form.applies_when)):
            if name not in form.supplied:
                message = f"applies_when reads '{name}', which this form cannot know"
                problems.add(block.applies_when.place, message, "ask it here, or on a form that this one builds on")


def _refuse_unaskable(question: Question, rule: str, place: Place, judged: list[Form], problems: Problems) -> bool:
    """Whether a rule reads a question that some judged form can never know; told when so."""
    name = question.id
    if (question.table or name) in problems.doubtful:
        return False
    unable = [form.id for form in judged if name not in form.supplied]
    if len(unable) == len(judged):
        hint = f"put '{question.table or name}' on a judged form, or on a form that a judged form builds on"
        problems.add(place, f"rule '{rule}' reads '{name}', which no judged form asks", hint)
        return True
    if not unable or question.type == "yes_no" or question.if_hidden is not None:
        return False
    owner = f"the column '{question.column}' of '{question.table}'" if question.table else f"'{name}'"
    hint = f"give {owner} an 'if_hidden', or ask it there, or add a form that asks it to builds_on"
    message = (
        f"rule '{rule}' reads the {TYPE_WORDS[question.type]} '{name}', which cannot be known on {', '.join(unable)}"
    )
    problems.add(place, message, hint)
    return True


def _refuse_used_information(pathway: Pathway, folder: Folder, problems: Problems) -> None:
    """`information_only` promises that no rule uses a question."""
    rules = {str(block.id): block for rules in folder.rules for block in rules.rules}
    for rule in pathway.rules:
        for name in dict.fromkeys(pathway.questions_behind(rule.when)):
            question = pathway.questions[name]
            if question.information_only and question.type in RULE_TYPES:
                place = rules[rule.id].when.place
                message = f"rule '{rule.id}' reads '{name}', which says that it is information_only"
                problems.add(place, message, f"remove 'information_only' from '{name}'")


def _refuse_half_information(pathway: Pathway, folder: Folder, problems: Problems) -> None:
    """Each page in both languages, and each mark in it leading somewhere."""
    have = {(file.page, file.language) for file in folder.information}
    for file in folder.information:
        other = "en" if file.language == "nl" else "nl"
        if (file.page, other) not in have and f"{file.page}.{other}.md" not in problems.unreadable:
            hint = f"write information/{file.page}.{other}.md"
            problems.add(Place(file.body_place.file, 0), f"this page is missing in '{other}'", hint)
        for mark in _MARK.finditer(file.body):
            _check_mark(mark, file.body_place.later(mark.start()), pathway, problems)


def _check_mark(mark: re.Match[str], place: Place, pathway: Pathway, problems: Problems) -> None:
    is_figure, name = mark.group(1) == "!", mark.group(2)
    if is_figure:
        kind, _, figure = name.partition(":")
        if kind != "figure" or figure not in FIGURES:
            hint = did_you_mean(figure, FIGURES) or f"known figures: {', '.join(FIGURES)}"
            problems.add(place, f"unknown figure '{name}'", hint)
    elif name not in pathway.sources and not (problems.is_excused(name) or problems.is_excused("every source")):
        problems.add(place, f"unknown source '{name}'", did_you_mean(name, pathway.sources))
