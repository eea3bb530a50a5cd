"""Question blocks to questions: keys that belong, options, limits, gates and alarms; tables flattened to cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from fractions import Fraction

from pathways.language import DurationType, ManyType, NumberType, OneType, Scope, Type, Yes, YesNoType, names_in
from pathways.model import blocks, parts
from pathways.model.answers import value_of
from pathways.model.messages import Wrong
from pathways.model.names import Names
from pathways.model.parts import LONGEST_DURATION, RULE_TYPES, TYPE_WORDS, Question
from pathways.model.values import DONT_KNOW, Text, Value
from pathways.source import Node, Place, Problems, Word, to_plain

#: Which keys of a question belong to which types; a key that does not belong is a slip.
_BELONGS: dict[str, tuple[str, ...]] = {
    "options": ("one", "many"),
    "min": ("number", "duration"),
    "max": ("number", "duration"),
    "unit": ("number",),
    "decimals": ("number",),
    "max_length": ("text",),
    "regions": ("body",),
    "rows": ("table",),
    "columns": ("table",),
    "fields": ("list",),
    "min_items": ("list",),
    "max_items": ("list",),
    "if_hidden": RULE_TYPES,
    "alarm": RULE_TYPES,
}
#: Which keys a type cannot do without.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "number": ("max",),
    "one": ("options",),
    "many": ("options",),
    "table": ("rows", "columns"),
    "list": ("fields",),
}
_EXAMPLES = {
    "max": "every number has a range, for example 'max: 10'",
    "options": "write '- {id: mild, label: {nl: …, en: …}}' for each",
    "rows": "write '- {id: knee, label: {nl: …, en: …}}' for each",
    "columns": "write '- {id: left, type: yes_no, ask: {nl: …, en: …}}' for each",
    "fields": "write '- {id: goal, type: text, ask: {nl: …, en: …}}' for each",
}


@dataclass
class _Draft:
    """A question before its conditions are read."""

    question: Question
    block: blocks.QuestionBlock
    place: Place


@dataclass
class QuestionAssembly(Names):
    """Drafts every question first, so that their types are known when conditions are read."""

    drafts: dict[str, _Draft] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)

    def draft_all(self) -> None:
        for name, block in self.folder.questions.items():
            self.draft_question(name, block)
        self.refuse_name_clashes()
        self.refuse_false_renames()

    def unless_doubtful(self, name: str) -> QuestionAssembly:
        """Itself; for a question of which a key could not be read, one that tells nothing of what follows from that."""
        return replace(self, problems=Problems()) if name in self.problems.doubtful else self

    def draft_question(self, name: Word, block: blocks.QuestionBlock) -> None:
        if block.id is not None and block.id != name:
            self.problems.add(block.id.place, f"the id of this question is its key '{name}'", "remove 'id'")
        before = len(self.problems.found)
        question = self.unless_doubtful(name).question(name, block, name.place)
        if len(self.problems.found) > before:
            self.problems.doubtful.add(name)
        self.drafts[name] = _Draft(question, block, name.place)
        if question.type == "table":
            for row in block.rows:
                for column, column_block in zip(question.columns, block.columns, strict=True):
                    self.draft_cell(question, row, column, column_block)
        if question.type in RULE_TYPES:
            self.types[str(name)] = type_of(question)

    def draft_cell(self, table: Question, row: blocks.RowBlock, column: Question, block: blocks.QuestionBlock) -> None:
        name = f"{row.id}_{column.id}"
        if name in self.drafts or name in self.folder.questions:
            message = f"the cell '{name}' of this table bears the name of another question"
            self.problems.add(row.id.place, message, "rename the row, the column or the question")
            return
        cell = replace(
            column,
            id=name,
            ask=_joined(row.label, column.ask),
            term=_joined(row.label, column.term or column.ask),
            plain=_joined(row.plain or row.label, column.plain or column.ask),
            required=table.required or column.required,
            table=table.id,
            row=str(row.id),
            column=column.id,
            was=f"{row.was or row.id}_{column.was or column.id}" if row.was or column.was else None,
        )
        self.drafts[name] = _Draft(cell, block, row.id.place)
        if cell.type in RULE_TYPES:
            self.types[name] = type_of(cell)

    def question(self, name: Word, block: blocks.QuestionBlock, place: Place) -> Question:
        """A question without its conditions, with every fault in its own keys told."""
        self.check_keys(block, place)
        options = self.answer_options(block, place)
        low, high = self.limits(block, place)
        question = Question(
            id=str(name),
            type=block.type,
            ask=block.ask,
            term=block.term,
            plain=block.plain,
            why=block.why,
            help=block.help,
            required=block.required,
            dont_know=block.type == "yes_no" if block.dont_know is None else block.dont_know,
            options=options,
            min=low,
            max=high,
            unit=block.unit,
            decimals=block.decimals,
            max_length=block.max_length,
            rows=tuple(parts.Row(str(row.id), row.label, row.plain) for row in block.rows),
            columns=tuple(self.inner_question(inner, "column") for inner in block.columns),
            fields=tuple(self.inner_question(inner, "field") for inner in block.fields),
            min_items=block.min_items,
            max_items=block.max_items,
            source=self.source(block.source),
            information_only=block.information_only,
            discreet=block.discreet,
            was=str(block.was) if block.was else None,
        )
        return replace(question, if_hidden=self.if_hidden(question, block.if_hidden))

    def inner_question(self, block: blocks.QuestionBlock, what: str) -> Question:
        name = block.id or Word("unnamed", block.place)
        if block.id is None:
            self.problems.add(block.place, f"'id' is missing in this {what}", "add for example 'id: left'")
        if block.type in ("table", "list") or (what == "column" and block.type not in (*RULE_TYPES, "text", "date")):
            self.problems.add(block.place, f"a {TYPE_WORDS[block.type]} cannot be a {what}")
        if block.ask_when is not None:
            self.problems.add(block.ask_when.place, f"a {what} has no ask_when of its own", "give it to the whole")
        if block.alarm and what == "field":
            self.problems.add(block.place, "a field of a list has no alarm: no rule can see it", "ask it apart")
        return self.question(name, block, block.place)

    def check_keys(self, block: blocks.QuestionBlock, place: Place) -> None:
        defaults = {f.name: f.default for f in fields(block)}
        for key, kinds in _BELONGS.items():
            if getattr(block, key) != defaults[key] and block.type not in kinds:
                if key == "if_hidden":
                    message = f"a {TYPE_WORDS[block.type]} has no value in rules, so it takes no 'if_hidden'"
                else:
                    message = f"'{key}' does not belong to a question of type {block.type}"
                self.problems.add(place, message, f"'{key}' is for type {' or '.join(kinds)}")
        for key in NEEDS.get(block.type, ()):
            if getattr(block, key) in (None, ()):
                self.problems.add(place, f"'{key}' is missing: a {TYPE_WORDS[block.type]} needs it", _EXAMPLES[key])
        if not 0 <= block.decimals <= 6:
            self.problems.add(place, "'decimals' lies between 0 and 6")
        if not 1 <= block.max_length <= 100_000:
            self.problems.add(place, "'max_length' lies between 1 and 100000")
        if not 0 <= block.min_items <= block.max_items <= 200:
            self.problems.add(place, "'min_items' lies between 0 and 'max_items', and that below 200")
        self.distinct((row.id for row in block.rows), "row")
        self.distinct((inner.id for inner in (*block.columns, *block.fields) if inner.id), "id")

    def answer_options(self, block: blocks.QuestionBlock, place: Place) -> tuple[parts.AnswerOption, ...]:
        if block.type == "body":
            if not self.folder.regions and "regions" not in self.problems.unreadable:
                self.problems.add(place, "a body question needs the places of regions.yaml", "write that file")
            return tuple(
                parts.AnswerOption(str(name), region.label, exclusive=region.exclusive)
                for name, region in self.folder.regions.items()
            )
        self.distinct((option.id for option in block.options), "option")
        if block.type == "one" and len(block.options) == 1:
            self.problems.add(place, "a choice needs two options or more", "add one, or ask a yes/no")
        if block.type == "many" and not any(option.exclusive for option in block.options):
            hint = "add for example {id: none_of_these, label: …, exclusive: yes}"
            message = "a multiple choice needs one exclusive option, else 'none of these' cannot be answered"
            self.problems.add(place, message, hint)
        if block.type == "one" and any(option.exclusive for option in block.options):
            self.problems.add(place, "a single choice has no exclusive options", "remove 'exclusive'")
        return tuple(
            parts.AnswerOption(str(o.id), o.label, o.points, o.exclusive, o.information_only, self.plain_of(o))
            for o in block.options
        )

    def plain_of(self, option: blocks.OptionBlock) -> Text | None:
        """An answer in plain words; a treatment has them in options.yaml."""
        treatment = self.folder.options.get(option.id)
        return option.plain or (treatment.plain if treatment else None)

    def limits(self, block: blocks.QuestionBlock, place: Place) -> tuple[Decimal, Decimal]:
        low = block.min if block.min is not None else Decimal(0)
        high = block.max
        if block.type == "number" and high is None:
            high = low + 1
        if block.type == "duration" and high is None:
            high = Decimal(LONGEST_DURATION)
        high = high if high is not None else low
        if block.type in ("number", "duration") and low >= high:
            self.problems.add(place, f"'min' ({low}) must be below 'max' ({high})")
            high = low + 1
        if block.type == "duration" and (low < 0 or low % 1 or high % 1):
            self.problems.add(place, "a duration is in whole days from 0", "write for example 'max: 730'")
        return low, high

    def if_hidden(self, question: Question, node: Node | None) -> Value:
        """The value in rules when the question is hidden or not asked: yes/no is no, the others must say it."""
        if question.type not in RULE_TYPES:
            return None
        if node is None:
            return False if question.type == "yes_no" else None
        try:
            value = value_of(replace(question, dont_know=True), to_plain(node))
        except Wrong as wrong:
            self.problems.add(node.place, "this is not a valid answer for 'if_hidden'", wrong.sentence("en"))
            return (question.option and question.options[0].id) or None
        if value == DONT_KNOW:
            self.problems.add(node.place, "'if_hidden' is a value, not don't know", "write what 'not asked' means")
        return value

    def questions(self) -> dict[str, Question]:
        """The questions with their conditions, tables with their cells."""
        gates, alarms = self.gate_scope(), self.alarm_scope()
        built = {name: self.with_conditions(draft, gates, alarms) for name, draft in self.drafts.items()}
        for name, draft in self.drafts.items():
            if draft.question.table is not None and (table := built.get(draft.question.table)) is not None:
                built[name] = replace(built[name], ask_when=table.ask_when)
        self.refuse_unsaid_if_hidden(built)
        self.refuse_cycles(built)
        for name, question in built.items():
            if question.type == "table":
                cells = [built[cell.question.id] for cell in self.drafts.values() if cell.question.table == name]
                built[name] = replace(question, cells=tuple(cells))
        return built

    def gate_scope(self) -> Scope:
        return Scope(self.types, self.why_not(for_gates=True))

    def alarm_scope(self) -> Scope:
        definitions = {str(name): YesNoType() for rules in self.folder.rules for name in rules.definitions}
        return Scope({**self.types, **definitions}, self.why_not(for_gates=False))

    def with_conditions(self, draft: _Draft, gate_scope: Scope, alarm_scope: Scope) -> Question:
        question, block = draft.question, draft.block
        ask_when = None if question.table is not None else self.parse(block.ask_when, gate_scope)
        if ask_when is not None and block.ask_when and question.id in set(names_in(ask_when)):
            message = f"'{question.id}' cannot decide whether it is asked itself"
            self.problems.add(block.ask_when.place, message, "name a question that is asked before it")
            ask_when = None
        told = self.unless_doubtful(question.table or question.id)
        alarms = () if question.type == "table" else tuple(told.alarms(question, block, alarm_scope))
        return replace(question, ask_when=ask_when, alarms=alarms)

    def alarms(self, question: Question, block: blocks.QuestionBlock, scope: Scope) -> Iterable[parts.Alarm]:
        for alarm in block.alarm:
            source = self.source(alarm.source)
            level = self.level(alarm.at_least)
            dont_know = self.level(alarm.dont_know) if alarm.dont_know else None
            if level in self.levels[-2:] and dont_know is None and question.dont_know:
                message = "an alarm of the two highest levels must say what 'don't know' means"
                example = self.levels[-3] if len(self.levels) > 2 else self.levels[-1]
                self.problems.add(alarm.place, message, f"add for example 'dont_know: {example}'")
            if dont_know is not None and not question.dont_know:
                message = "this question does not offer 'don't know'"
                self.problems.add(alarm.place, message, "add 'dont_know: yes' to the question")
            when = self.parse(alarm.when, scope)
            if alarm.when is None:
                if question.type != "yes_no":
                    message = "an alarm on a question that is not yes/no needs 'when'"
                    self.problems.add(alarm.place, message, "add the condition")
                when = Yes(question.id)
            if when is not None and source is not None:
                yield parts.Alarm(level, when, dont_know, source)

    def why_not(self, *, for_gates: bool) -> dict[str, str]:
        """Names that exist but may not stand in an expression, with the reason."""
        refused = {
            name: f"'{name}' is a {TYPE_WORDS[draft.question.type]}: it is recorded, but has no value in rules"
            for name, draft in self.drafts.items()
            if draft.question.type not in RULE_TYPES
        }
        if for_gates:
            for rules in self.folder.rules:
                for name in (*rules.definitions, *rules.scores):
                    kind = "score" if name in rules.scores else "definition"
                    refused[str(name)] = f"'{name}' is a {kind}; ask_when may use only questions"
        return refused

    def refuse_unsaid_if_hidden(self, built: Mapping[str, Question]) -> None:
        told: set[tuple[str | None, str | None]] = set()
        for name, question in built.items():
            if question.ask_when is None or question.type not in RULE_TYPES or question.if_hidden is not None:
                continue
            if (question.table or name) in self.problems.doubtful:
                continue
            if (question.table, question.column) in told and question.table:
                continue
            told.add((question.table, question.column))
            draft = self.drafts[name]
            place = draft.block.place if question.table else draft.place
            message = f"'if_hidden' is missing: what do rules see when this {TYPE_WORDS[question.type]} is not asked?"
            self.problems.add(place, message, "add 'if_hidden:' with the answer that stands for 'does not apply'")

    def refuse_cycles(self, built: dict[str, Question]) -> None:
        """Questions that wait for each other would never be asked."""
        for name, question in list(built.items()):
            waiting, seen = [name], set[str]()
            while waiting:
                gate = built[waiting.pop()].ask_when
                for other in names_in(gate) if gate is not None else ():
                    if other == name:
                        place = self.drafts[name].block.ask_when
                        if place is not None:
                            message = f"'{name}' waits for itself through other questions"
                            self.problems.add(place.place, message, "remove one of these ask_when")
                        built[name] = replace(question, ask_when=None)
                        waiting.clear()
                        break
                    if other in built and other not in seen:
                        seen.add(other)
                        waiting.append(other)

    def refuse_name_clashes(self) -> None:
        options = {option.id: option.id.place for draft in self.drafts.values() for option in draft.block.options}
        options |= {region: region.place for region in self.folder.regions}
        names = {*self.drafts, *(n for rules in self.folder.rules for n in (*rules.scores, *rules.definitions))}
        for option, place in options.items():
            if option in names:
                message = f"the option '{option}' bears the name of a question, score or definition"
                self.problems.add(place, message, "rename one: a reader cannot tell them apart")

    def refuse_false_renames(self) -> None:
        """Each question of the version before lives on under one name; a table by its rows and columns."""
        heirs: dict[str, str] = {}
        for name, draft in self.drafts.items():
            was, word = draft.question.was, draft.block.was
            place = word.place if word is not None else draft.place
            if was is None:
                continue
            if draft.question.type == "table":
                message = "'was' does not belong to a table: its cells are named by row and column"
                self.problems.add(place, message, "give 'was' to the row or column that was renamed")
            elif was in self.drafts:
                self.problems.add(place, f"'{name}' was not '{was}': there is a question '{was}'", "remove 'was'")
            elif was in heirs:
                message = f"'{was}' lives on as '{heirs[was]}' already: one question, one heir"
                self.problems.add(place, message, "keep one 'was'")
            heirs.setdefault(was, name)


def type_of(question: Question) -> Type:
    """The type of a question in expressions."""
    low, high = Fraction(question.min), Fraction(question.max)
    match question.type:
        case "yes_no":
            return YesNoType()
        case "number":
            return NumberType(low, high, Fraction(1, 10**question.decimals))
        case "duration":
            return DurationType(low, high)
        case "one":
            return OneType(tuple(option.id for option in question.options))
        case "many" | "body":
            return ManyType(tuple(option.id for option in question.options))
        case _:
            raise ValueError(f"a {question.type} has no value in rules")


def _joined(row: Text, column: Text) -> Text:
    """A cell's own name: that of its row, and the column's after it."""
    return Text(f"{row.nl}: {column.nl}", f"{row.en}: {column.en}")
