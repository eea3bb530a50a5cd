"""Blocks to parts: every name resolved, every expression typed, every text and number where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from fractions import Fraction

from pathways.language import (
    Band,
    DurationType,
    Expr,
    ManyType,
    NumberType,
    OneType,
    Scope,
    Type,
    Yes,
    YesNoType,
    names_in,
    parse,
)
from pathways.model import blocks, parts
from pathways.model.answers import value_of
from pathways.model.folder import Folder
from pathways.model.messages import Wrong
from pathways.model.parts import LONGEST_DURATION, RULE_TYPES, Question
from pathways.source import Formula, Node, Place, Problems, Word, did_you_mean, to_plain

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


def assemble(folder: Folder, problems: Problems) -> parts.Pathway | None:
    """The pathway of a folder; None when its frame is too broken to judge the whole."""
    return _Assembly(folder, problems).pathway()


@dataclass
class _Draft:
    """A question before its conditions are read."""

    question: Question
    block: blocks.QuestionBlock
    place: Place


@dataclass
class _Assembly:
    folder: Folder
    problems: Problems
    drafts: dict[str, _Draft] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.levels = [str(level.id) for level in self.folder.pathway.levels]

    # ── names

    def refer(self, word: Word, known: Iterable[str], what: str) -> str:
        known = list(known)
        if word not in known and word not in self.problems.unreadable:
            self.problems.add(word.place, f"unknown {what} '{word}'", did_you_mean(word, known))
        return str(word)

    def level(self, word: Word) -> str:
        return self.refer(word, self.levels, "level")

    def source(self, word: Word | None) -> str | None:
        return None if word is None else self.refer(word, self.folder.pathway.sources, "source")

    def distinct(self, words: Iterable[Word], what: str) -> None:
        seen: set[str] = set()
        for word in words:
            if word in seen:
                self.problems.add(word.place, f"the {what} '{word}' stands here twice", "keep one")
            seen.add(word)

    def parse(self, formula: Formula | None, scope: Scope) -> Expr | None:
        return None if formula is None else parse(formula, scope, self.problems)

    # ── the whole

    def pathway(self) -> parts.Pathway | None:
        frame = self.folder.pathway
        self.check_frame(frame)
        for name, block in self.folder.questions.items():
            self.draft_question(name, block)
        self.refuse_name_clashes()
        questions = self.questions()
        scores = self.scores(questions)
        definitions = self.definitions()
        scope = self.scope()
        advice = self.advice()
        pathway = parts.Pathway(
            id=str(frame.id),
            version=str(frame.version),
            status=frame.status,
            title=frame.title,
            authors=frame.authors,
            levels=tuple(parts.Level(str(b.id), b.label, b.text or b.label) for b in frame.levels),
            reassuring=tuple(map(str, frame.reassuring)),
            otherwise=str(frame.otherwise),
            incomplete=str(frame.incomplete),
            phone_from=str(frame.phone_from) if frame.phone_from else None,
            safety_net=frame.safety_net,
            sources={
                str(name): parts.Source(str(name), b.title, b.year, b.reviewed_on, b.url)
                for name, b in frame.sources.items()
            },
            regions=self.regions(),
            questions=questions,
            forms=self.forms(questions, scope),
            scores=scores,
            definitions=definitions,
            rules=self.rules(scope, advice),
            advice=advice,
            claims=self.claims(scope),
            options=self.treatment_options(scope),
            measures=self.measures(questions),
            information=self.information(),
        )
        return pathway if frame.levels and not self.unusable_levels(frame) else None

    def unusable_levels(self, frame: blocks.PathwayBlock) -> bool:
        return not {frame.otherwise, frame.incomplete} <= set(self.levels)

    def check_frame(self, frame: blocks.PathwayBlock) -> None:
        if not frame.levels:
            self.problems.add(frame.place, "'levels' is empty", "name the levels, light to heavy")
        self.distinct((level.id for level in frame.levels), "level")
        for word in (*frame.reassuring, frame.otherwise, frame.incomplete, *filter(None, (frame.phone_from,))):
            self.level(word)

    # ── questions

    def draft_question(self, name: Word, block: blocks.QuestionBlock) -> None:
        if block.id is not None and block.id != name:
            self.problems.add(block.id.place, f"the id of this question is its key '{name}'", "remove 'id'")
        question = self.question(name, block, name.place)
        self.drafts[name] = _Draft(question, block, name.place)
        if question.type == "table":
            for row in block.rows:
                for column, column_block in zip(question.columns, block.columns, strict=True):
                    self.draft_cell(question, row, column, column_block)
        if question.type in RULE_TYPES:
            self.types[str(name)] = type_of(question)

    def draft_cell(
        self, table: Question, row: blocks.RowBlock, column: Question, block: blocks.QuestionBlock
    ) -> None:
        name = f"{row.id}_{column.id}"
        if name in self.drafts or name in self.folder.questions:
            self.problems.add(row.id.place, f"the cell '{name}' of this table bears the name of another question")
            return
        both = {
            "ask": _joined(row.label, column.ask),
            "term": _joined(row.label, column.term or column.ask),
            "plain": _joined(row.label, column.plain or column.ask),
        }
        cell = replace(
            column, id=name, **both, required=table.required or column.required,
            table=table.id, row=str(row.id), column=column.id,
        )  # fmt: skip
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
            rows=tuple(parts.Row(str(row.id), row.label) for row in block.rows),
            columns=tuple(self.inner_question(inner, "column") for inner in block.columns),
            fields=tuple(self.inner_question(inner, "field") for inner in block.fields),
            min_items=block.min_items,
            max_items=block.max_items,
            source=self.source(block.source),
            information_only=block.information_only,
        )
        return replace(question, if_hidden=self.if_hidden(question, block.if_hidden))

    def inner_question(self, block: blocks.QuestionBlock, what: str) -> Question:
        name = block.id or Word("unnamed", block.place)
        if block.id is None:
            self.problems.add(block.place, f"'id' is missing in this {what}")
        if block.type in ("table", "list") or (what == "column" and block.type not in (*RULE_TYPES, "text", "date")):
            self.problems.add(block.place, f"a {block.type} cannot be a {what}")
        if block.ask_when is not None:
            self.problems.add(block.ask_when.place, f"a {what} has no ask_when of its own", "give it to the whole")
        if block.alarm and what == "field":
            self.problems.add(block.place, "a field of a list has no alarm: no rule can see it")
        return self.question(name, block, block.place)

    def check_keys(self, block: blocks.QuestionBlock, place: Place) -> None:
        defaults = {f.name: f.default for f in fields(block)}
        for key, kinds in _BELONGS.items():
            if getattr(block, key) != defaults[key] and block.type not in kinds:
                if key == "if_hidden":
                    message = f"a {block.type} has no value in rules, so it takes no 'if_hidden'"
                else:
                    message = f"'{key}' does not belong to a question of type {block.type}"
                self.problems.add(place, message, f"'{key}' is for {', '.join(kinds)}")
        for key, kind in (("rows", "table"), ("columns", "table"), ("fields", "list"), ("options", "one")):
            if block.type == kind and not getattr(block, key):
                self.problems.add(place, f"'{key}' is missing: a {kind} needs it")
        if not 0 <= block.decimals <= 6:
            self.problems.add(place, "'decimals' lies between 0 and 6")
        if not 1 <= block.max_length <= 100_000:
            self.problems.add(place, "'max_length' lies between 1 and 100000")
        if not 0 <= block.min_items <= block.max_items <= 200:
            self.problems.add(place, "'min_items' and 'max_items' do not fit together")
        self.distinct((row.id for row in block.rows), "row")
        self.distinct((inner.id for inner in (*block.columns, *block.fields) if inner.id), "id")
        if block.ask_when is None and block.required and block.type == "table" and not block.rows:
            self.problems.add(place, "an empty table cannot be required")

    def answer_options(self, block: blocks.QuestionBlock, place: Place) -> tuple[parts.AnswerOption, ...]:
        if block.type == "body":
            if not self.folder.regions and "regions" not in self.problems.unreadable:
                self.problems.add(place, "a body question needs regions.yaml beside it")
            return tuple(
                parts.AnswerOption(str(name), region.label, exclusive=region.exclusive or name == "nowhere_to_point")
                for name, region in self.folder.regions.items()
            )
        self.distinct((option.id for option in block.options), "option")
        if block.type == "one" and len(block.options) == 1:
            self.problems.add(place, "a choice needs two options or more")
        if block.type == "many" and not any(option.exclusive for option in block.options):
            hint = "add for example {id: none_of_these, label: …, exclusive: yes}"
            message = "a multiple choice needs one exclusive option, else 'none of these' cannot be answered"
            self.problems.add(place, message, hint)
        if block.type == "one" and any(option.exclusive for option in block.options):
            self.problems.add(place, "a single choice has no exclusive options")
        return tuple(parts.AnswerOption(str(o.id), o.label, o.points, o.exclusive) for o in block.options)

    def limits(self, block: blocks.QuestionBlock, place: Place) -> tuple[Decimal, Decimal]:
        low = block.min if block.min is not None else Decimal(0)
        high = block.max
        if block.type == "number" and high is None:
            self.problems.add(place, "'max' is missing: every number has a range", "for example 'max: 10'")
            high = low + 1
        if block.type == "duration" and high is None:
            high = Decimal(LONGEST_DURATION)
        high = high if high is not None else low
        if block.type in ("number", "duration") and low >= high:
            self.problems.add(place, f"'min' ({low}) must be below 'max' ({high})")
            high = low + 1
        if block.type == "duration" and (low < 0 or low % 1 or high % 1):
            self.problems.add(place, "a duration is in whole days from 0")
        return low, high

    def if_hidden(self, question: Question, node: Node | None) -> parts.Value:
        """The value in rules when the question is hidden or not asked: yes/no is no, the others must say it."""
        if question.type not in RULE_TYPES:
            return None
        if node is None:
            return False if question.type == "yes_no" else None
        try:
            value = value_of(replace(question, dont_know=True), to_plain(node))
        except Wrong as wrong:
            self.problems.add(node.place, "this is not a valid answer for 'if_hidden'", wrong.sentence("en"))
            return question.option and question.options[0].id or None
        if value == parts.DONT_KNOW:
            self.problems.add(node.place, "'if_hidden' is a value, not don't know")
        return value

    def questions(self) -> dict[str, Question]:
        """The questions with their conditions, tables with their cells."""
        built = {name: self.with_conditions(draft) for name, draft in self.drafts.items()}
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

    def with_conditions(self, draft: _Draft) -> Question:
        question, block = draft.question, draft.block
        gate_scope = Scope(self.types, self.why_not(for_gates=True))
        ask_when = None if question.table is not None else self.parse(block.ask_when, gate_scope)
        if ask_when is not None and block.ask_when and question.id in set(names_in(ask_when)):
            self.problems.add(block.ask_when.place, f"'{question.id}' cannot decide whether it is asked itself")
            ask_when = None
        alarms = () if question.type == "table" else tuple(self.alarms(question, block))
        return replace(question, ask_when=ask_when, alarms=alarms)

    def alarms(self, question: Question, block: blocks.QuestionBlock) -> Iterable[parts.Alarm]:
        scope = Scope(
            {**self.types, **{str(name): YesNoType() for rules in self.folder.rules for name in rules.definitions}},
            self.why_not(for_gates=False),
        )
        for alarm in block.alarm:
            source = self.source(alarm.source)
            level = self.level(alarm.at_least)
            dont_know = self.level(alarm.dont_know) if alarm.dont_know else None
            if level in self.levels[-2:] and dont_know is None and question.dont_know:
                message = "an alarm of the two highest levels must say what 'don't know' means"
                self.problems.add(alarm.place, message, "add for example 'dont_know: gp_same_day'")
            if dont_know is not None and not question.dont_know:
                self.problems.add(alarm.place, "this question does not offer 'don't know'", "add 'dont_know: yes' to it")
            when = self.parse(alarm.when, scope)
            if alarm.when is None:
                if question.type != "yes_no":
                    self.problems.add(alarm.place, "an alarm on a question that is not yes/no needs 'when'")
                when = Yes(question.id)
            if when is not None and source is not None:
                yield parts.Alarm(level, when, dont_know, source)

    def why_not(self, *, for_gates: bool) -> dict[str, str]:
        """Names that exist but may not stand in an expression, with the reason."""
        refused = {
            name: f"'{name}' is a {draft.question.type}: it is recorded, but has no value in rules"
            for name, draft in self.drafts.items()
            if draft.question.type not in RULE_TYPES
        }
        if for_gates:
            for rules in self.folder.rules:
                refused |= {str(n): f"'{n}' is a definition; ask_when may use only questions" for n in rules.definitions}
                refused |= {str(n): f"'{n}' is a score; ask_when may use only questions" for n in rules.scores}
        return refused

    def refuse_unsaid_if_hidden(self, built: Mapping[str, Question]) -> None:
        told: set[tuple[str | None, str | None]] = set()
        for name, question in built.items():
            if question.ask_when is None or question.type not in RULE_TYPES or question.if_hidden is not None:
                continue
            if (question.table, question.column) in told and question.table:
                continue
            told.add((question.table, question.column))
            draft = self.drafts[name]
            place = draft.block.place if question.table else draft.place
            message = f"'if_hidden' is missing: what do rules see when this {question.type} is not asked?"
            self.problems.add(place, message, "add 'if_hidden:' with the value that does not apply means")

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
                            self.problems.add(place.place, f"'{name}' waits for itself through other questions")
                        built[name] = replace(question, ask_when=None)
                        waiting.clear()
                        break
                    if other in built and other not in seen:
                        seen.add(other)
                        waiting.append(other)

    def refuse_name_clashes(self) -> None:
        options = {o.id: o.id.place for d in self.drafts.values() for o in d.block.options if d.question.table is None}
        options |= {region: region.place for region in self.folder.regions}
        names = {*self.drafts, *(n for rules in self.folder.rules for n in (*rules.scores, *rules.definitions))}
        for option, place in options.items():
            if option in names:
                message = f"the option '{option}' bears the name of a question, score or definition"
                self.problems.add(place, message, "rename one: a reader cannot tell them apart")

    # ── scores, definitions, rules

    def scope(self) -> Scope:
        return Scope(self.types, self.why_not(for_gates=False))

    def rule_names(self, attribute: str) -> Iterable[tuple[Word, object]]:
        seen: dict[str, Word] = {}
        for rules in self.folder.rules:
            for name, block in getattr(rules, attribute).items():
                if name in seen or (name in self.drafts and attribute in ("scores", "definitions")):
                    what = f"another {attribute.removesuffix('s')}" if name in seen else "a question"
                    self.problems.add(name.place, f"'{name}' bears the name of {what}", "rename one")
                    continue
                seen[name] = name
                yield name, block

    def scores(self, questions: Mapping[str, Question]) -> dict[str, parts.Score]:
        scores: dict[str, parts.Score] = {}
        for name, block in self.rule_names("scores"):
            assert isinstance(block, blocks.ScoreBlock)
            ranges = [r for r in (self.item_range(item, questions) for item in block.items) if r is not None]
            if len(ranges) < len(block.items) or not ranges:
                if not block.items:
                    self.problems.add(block.place, "'items' is empty: a score needs questions")
                self.problems.unreadable.add(name)
                continue
            if block.method == "percent" and len(set(ranges)) > 1:
                self.problems.add(block.place, "the items of a percent score all need the same range")
            if not 0 <= block.missing_allowed < len(block.items):
                self.problems.add(block.place, "'missing_allowed' must be below the number of items")
            kind = score_type(block, ranges)
            self.check_bands(block, kind)
            self.types[str(name)] = kind
            scores[str(name)] = parts.Score(
                str(name), block.label, block.method, tuple(map(str, block.items)),
                tuple(parts.ScoreBand(str(b.id), b.from_, b.label) for b in block.bands),
                block.missing_allowed, self.source(block.source),
            )  # fmt: skip
        return scores

    def item_range(self, item: Word, questions: Mapping[str, Question]) -> tuple[Fraction, Fraction] | None:
        self.refer(item, questions, "question")
        question = questions.get(item)
        match question:
            case None:
                return None
            case Question(type="yes_no"):
                return Fraction(0), Fraction(1)
            case Question(type="number"):
                return Fraction(question.min), Fraction(question.max)
            case Question(type="one") if all(option.points is not None for option in question.options):
                points = [Fraction(option.points or 0) for option in question.options]
                return min(points), max(points)
        hint = "give every option 'points'" if question.type == "one" else ""
        self.problems.add(item.place, f"'{item}' has no points: a {question.type} cannot be an item of a score", hint)
        return None

    def check_bands(self, block: blocks.ScoreBlock, kind: NumberType) -> None:
        self.distinct((band.id for band in block.bands), "band")
        starts = [Fraction(band.from_) for band in block.bands]
        if not starts:
            return
        if starts[0] != kind.low:
            self.problems.add(block.bands[0].id.place, f"the first band must start at the lowest score, {kind.low}")
        if any(later <= earlier for earlier, later in zip(starts, starts[1:], strict=False)):
            self.problems.add(block.bands[0].id.place, "bands must rise, each from a higher score than the one before")
        if starts[-1] >= kind.high and len(starts) > 1:
            hint = f"the highest score is {kind.high}"
            self.problems.add(block.bands[-1].id.place, "the last band must start below the highest score", hint)

    def definitions(self) -> dict[str, parts.Definition]:
        """Each may use only those above it, so that nothing can be circular."""
        definitions: dict[str, parts.Definition] = {}
        every = list(self.rule_names("definitions"))
        refused = self.why_not(for_gates=False)
        later = {str(name) for name, _ in every}
        for name, block in every:
            assert isinstance(block, blocks.DefinitionBlock)
            why = {n: f"the definition '{n}' stands below this one: definitions use only those above" for n in later}
            when = self.parse(block.when, Scope(self.types, {**refused, **why}))
            later.discard(name)
            if when is None:
                self.problems.unreadable.add(name)
                continue
            self.types[str(name)] = YesNoType()
            definitions[str(name)] = parts.Definition(str(name), when, block.label)
        return definitions

    def advice(self) -> dict[str, parts.Advice]:
        every = dict(self.rule_names("advice"))
        advice: dict[str, parts.Advice] = {}
        for name, block in every.items():
            assert isinstance(block, blocks.AdviceBlock)
            up_to = self.level(block.up_to) if block.up_to else None
            not_with = tuple(self.refer(word, every, "advice") for word in block.not_with)
            advice[str(name)] = parts.Advice(str(name), block.label, up_to, not_with, self.source(block.source))
        return advice

    def rules(self, scope: Scope, advice: Mapping[str, parts.Advice]) -> tuple[parts.Rule, ...]:
        every = [rule for rules in self.folder.rules for rule in rules.rules]
        self.distinct((rule.id for rule in every), "rule")
        built = []
        for block in every:
            when = self.parse(block.when, scope)
            level, source = self.level(block.urgency), self.source(block.source)
            given = tuple(self.refer(word, advice, "advice") for word in block.advice)
            if when is not None and source is not None:
                built.append(parts.Rule(str(block.id), when, level, block.because, given, source))
        return tuple(built)

    def claims(self, scope: Scope) -> tuple[parts.Claim, ...]:
        self.distinct((claim.id for claim in self.folder.claims), "claim")
        built = []
        for block in self.folder.claims:
            condition, source = self.parse(block.if_, scope), self.source(block.source)
            at_least = self.level(block.at_least) if block.at_least else None
            at_most = self.level(block.at_most) if block.at_most else None
            if at_least is None and at_most is None:
                self.problems.add(block.place, "a claim says 'at_least' or 'at_most'")
            if condition is not None and source is not None:
                built.append(parts.Claim(str(block.id), condition, at_least, at_most, source, block.because))
        return tuple(built)

    # ── forms

    def forms(self, questions: Mapping[str, Question], scope: Scope) -> dict[str, parts.Form]:
        return {str(name): self.form(name, block, questions, scope) for name, block in self.folder.forms.items()}

    def form(
        self, name: Word, block: blocks.FormBlock, questions: Mapping[str, Question], scope: Scope
    ) -> parts.Form:
        for earlier in block.builds_on:
            self.refer(earlier, self.folder.forms, "form")
            if earlier == name:
                self.problems.add(earlier.place, "a form cannot build on itself")
        self.distinct((page.id for page in block.pages), "page")
        self.distinct((word for page in block.pages for word in page.questions), "question")
        if not block.pages:
            self.problems.add(block.place, "'pages' is empty")
        return parts.Form(
            id=str(name),
            for_whom=block.for_,
            title=block.title,
            intro=block.intro,
            judged=block.judged,
            builds_on=tuple(str(f) for f in block.builds_on if f in self.folder.forms and f != name),
            applies_when=self.parse(block.applies_when, scope),
            stop_at=tuple(self.level(word) for word in block.stop_at),
            pages=tuple(self.page(page, questions) for page in block.pages),
        )

    def page(self, block: blocks.PageBlock, questions: Mapping[str, Question]) -> parts.Page:
        if not block.questions:
            self.problems.add(block.id.place, f"the page '{block.id}' asks nothing")
        known = []
        for word in block.questions:
            self.refer(word, questions, "question")
            if (question := questions.get(word)) is None:
                continue
            if question.table is not None:
                hint = f"name the table '{question.table}'"
                self.problems.add(word.place, f"'{word}' is a cell of a table and cannot stand alone", hint)
                continue
            known.append(str(word))
        return parts.Page(str(block.id), block.title, block.intro, tuple(known))

    # ── the other files

    def regions(self) -> dict[str, parts.Region]:
        return {
            str(name): parts.Region(str(name), b.label, b.zone, b.exclusive or name == "nowhere_to_point")
            for name, b in self.folder.regions.items()
        }

    def treatment_options(self, scope: Scope) -> dict[str, parts.TreatmentOption]:
        return {
            str(name): parts.TreatmentOption(
                str(name), b.group, b.label, b.plain, b.what, b.why, b.benefit, b.risk, b.burden, b.dose,
                self.source(b.source) or "", tuple(self.contra_indication(c, scope) for c in b.contra_indications),
            )
            for name, b in self.folder.options.items()
        }  # fmt: skip

    def contra_indication(self, block: blocks.ContraIndicationBlock, scope: Scope) -> parts.ContraIndication:
        when = self.parse(block.when, scope)
        return parts.ContraIndication(str(block.id), block.level, when, block.label, self.source(block.source))

    def measures(self, questions: Mapping[str, Question]) -> dict[str, parts.Measure]:
        return {str(name): self.measure(name, block, questions) for name, block in self.folder.measures.items()}

    def measure(self, name: Word, b: blocks.MeasureBlock, questions: Mapping[str, Question]) -> parts.Measure:
        if b.range.min >= b.range.max:
            self.problems.add(b.place, "'range' rises from min to max")
        asked = tuple(self.refer(item, questions, "question") for item in b.items if isinstance(item, Word))
        return parts.Measure(
            id=str(name),
            label=b.label,
            plain=b.plain,
            why=b.why,
            items=tuple(item for item in b.items if isinstance(item, parts.Text)),
            questions=asked,
            questions_again=tuple(self.refer(item, questions, "question") for item in b.items_again),
            min_answered=b.min_answered,
            score=str(b.score) if b.score else None,
            low=b.range.min,
            high=b.range.max,
            better=b.better,
            unit=b.unit,
            recall=b.recall,
            low_anchor=b.anchors.low if b.anchors else None,
            high_anchor=b.anchors.high if b.anchors else None,
            change_absolute=b.change.absolute if b.change else None,
            change_percent=b.change.percent if b.change else None,
            success_at_most=b.success_at_most,
            success_at_least=b.success_at_least,
            licence=str(b.licence),
            source=self.source(b.source) or "",
        )

    def information(self) -> tuple[parts.Information, ...]:
        pages = []
        for file in self.folder.information:
            front = file.front
            sources = tuple(self.refer(word, self.folder.pathway.sources, "source") for word in front.sources)
            pages.append(
                parts.Information(
                    file.page, file.language, front.title, front.lead, front.order, front.reviewed_on, sources, file.body
                )
            )
        return tuple(pages)


# ── types ────────────────────────────────────────────────────────────────────────────────────────────────


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


def score_type(block: blocks.ScoreBlock, ranges: list[tuple[Fraction, Fraction]]) -> NumberType:
    bands = tuple(Band(str(band.id), Fraction(band.from_)) for band in block.bands)
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    match block.method:
        case "sum":
            step = Fraction(1) if not block.missing_allowed and all(low.denominator == 1 for low in lows) else None
            return NumberType(sum(lows, Fraction(0)), sum(highs, Fraction(0)), step, bands)
        case "mean":
            return NumberType(min(lows), max(highs), None, bands)
        case "percent":
            return NumberType(Fraction(0), Fraction(100), None, bands)


def _joined(row: parts.Text, column: parts.Text) -> parts.Text:
    """A cell's own name: that of its row, and the column's after it."""
    return parts.Text(f"{row.nl}: {column.nl}", f"{row.en}: {column.en}")


