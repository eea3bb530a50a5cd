"""Blocks to parts: every name resolved, every expression typed, every text and number where it belongs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pathways.language import Band, NumberType, Scope, YesNoType
from pathways.model import blocks, parts
from pathways.model.exercise_assembly import ExerciseAssembly
from pathways.model.folder import Folder
from pathways.model.parts import Question
from pathways.model.pathway import Form, Page, Pathway
from pathways.model.values import DONT_KNOW_REASON, INCOMPLETE_REASON, OUT_OF_SCOPE, Text
from pathways.source import Problems, Word


def assemble(frame: blocks.PathwayBlock, folder: Folder, problems: Problems) -> Pathway:
    """The pathway of a folder. With problems told it serves only to find more of them."""
    return _Assembly(frame, folder, problems).pathway()


@dataclass
class _Assembly(ExerciseAssembly):
    """The rest of a pathway, over its questions."""

    def pathway(self) -> Pathway:
        frame = self.frame
        self.check_frame()
        self.draft_all()
        questions = self.questions()
        scores = self.scores(questions)
        definitions = self.definitions()
        scope = self.scope()
        advice = self.advice()
        return Pathway(
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
            red_flags=tuple(map(str, self.folder.red_flags)),
            options=self.treatment_options(scope),
            measures=self.measures(questions),
            information=self.information(),
            open_points=self.open_points(),
            releases=self.releases(),
            exercises=self.every_exercise(scope),
            programmes=self.every_programme(scope),
            training=self.training(scope),
        )

    def check_frame(self) -> None:
        frame = self.frame
        if not frame.levels and "every level" not in self.problems.unreadable:
            self.problems.add(frame.place, "'levels' is empty", "name the levels, light to heavy")
        self.distinct((level.id for level in frame.levels), "level")
        for word in filter(None, (*frame.reassuring, frame.otherwise, frame.incomplete, frame.phone_from)):
            self.level(word)

    def open_points(self) -> tuple[parts.OpenPoint, ...]:
        self.distinct((block.id for block in self.frame.open_points), "open point")
        return tuple(
            parts.OpenPoint(str(b.id), b.text, b.do, tuple(self.refer(w, self.every_name(), "part") for w in b.touches))
            for b in self.frame.open_points
        )

    def every_name(self) -> Iterable[str]:
        """Whatever an open point can touch."""
        folder = self.folder
        rules = (rule.id for block in folder.rules for rule in block.rules)
        definitions = (name for block in folder.rules for name in block.definitions)
        return itertools.chain(
            self.drafts,
            rules,
            definitions,
            folder.forms,
            folder.options,
            folder.measures,
            self.frame.sources,
            folder.exercises,
            folder.programmes,
        )

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
                self.problems.add(block.place, "the items of a percent score all need the same range", "use 'mean'")
            if not 0 <= block.missing_allowed < len(block.items):
                hint = f"there are {len(block.items)} items"
                self.problems.add(block.place, "'missing_allowed' must be below the number of items", hint)
            kind = score_type(block, ranges)
            if self.problems.doubtful.isdisjoint((name, *block.items)):
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
        is_choice = question.type == "one"
        hint = "give every option 'points'" if is_choice else "items are numbers, yes/no, and choices with points"
        message = f"'{item}' has no points: a {parts.TYPE_WORDS[question.type]} cannot be an item of a score"
        self.problems.add(item.place, message, hint)
        return None

    def check_bands(self, block: blocks.ScoreBlock, kind: NumberType) -> None:
        self.distinct((band.id for band in block.bands), "band")
        starts = [Fraction(band.from_) for band in block.bands]
        if not starts:
            return
        if starts[0] != kind.low:
            message = f"the first band must start at the lowest score, {kind.low}"
            self.problems.add(block.bands[0].id.place, message, f"write 'from: {kind.low}'")
        if any(later <= earlier for earlier, later in itertools.pairwise(starts)):
            message = "bands must rise, each from a higher score than the one before"
            self.problems.add(block.bands[0].id.place, message, "put them in order")
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
        for block in every:
            if block.id in (DONT_KNOW_REASON, INCOMPLETE_REASON):
                self.problems.add(block.id.place, f"'{block.id}' names a reason of its own", "rename the rule")
        built = []
        for block in every:
            when = self.parse(block.when, scope)
            level, source = self.level(block.urgency), self.source(block.source)
            given = tuple(self.refer(word, advice, "advice") for word in block.advice)
            if when is not None and source is not None:
                adds_to = tuple(self.refer(word, [rule.id for rule in every], "rule") for word in block.adds_to)
                built.append(parts.Rule(str(block.id), when, level, block.because, given, source, adds_to))
        return tuple(built)

    def claims(self, scope: Scope) -> tuple[parts.Claim, ...]:
        self.distinct((claim.id for claim in self.folder.claims), "claim")
        built = []
        for block in self.folder.claims:
            condition, source = self.parse(block.if_, scope), self.source(block.source)
            at_least = self.level(block.at_least) if block.at_least else None
            at_most = self.level(block.at_most) if block.at_most else None
            if at_least is None and at_most is None:
                example = self.levels[-2] if len(self.levels) > 1 else "…"
                hint = f"add for example 'at_least: {example}'"
                self.problems.add(block.place, "a claim says 'at_least' or 'at_most'", hint)
            if condition is not None and source is not None:
                built.append(parts.Claim(str(block.id), condition, at_least, at_most, source, block.because))
        return tuple(built)

    # ── forms

    def forms(self, questions: Mapping[str, Question], scope: Scope) -> dict[str, Form]:
        return {str(name): self.form(name, block, questions, scope) for name, block in self.folder.forms.items()}

    def form(self, name: Word, block: blocks.FormBlock, questions: Mapping[str, Question], scope: Scope) -> Form:
        before = len(self.problems.found)
        self.check_form(name, block)
        pages = tuple(self.page(page, questions) for page in block.pages)
        if len(self.problems.found) > before or not set(block.builds_on) <= self.folder.forms.keys():
            self.problems.doubtful.add(name)
        return Form(
            id=str(name),
            for_whom=block.for_,
            title=block.title,
            intro=block.intro,
            judged=block.judged,
            builds_on=tuple(str(f) for f in block.builds_on if f in self.folder.forms and f != name),
            applies_when=self.parse(block.applies_when, scope),
            stop_at=tuple(self.level(word) for word in block.stop_at),
            pages=pages,
        )

    def check_form(self, name: Word, block: blocks.FormBlock) -> None:
        for earlier in block.builds_on:
            self.refer(earlier, self.folder.forms, "form")
            if earlier == name:
                self.problems.add(earlier.place, "a form cannot build on itself", "remove it here")
        self.distinct((page.id for page in block.pages), "page")
        self.distinct((word for page in block.pages for word in page.questions), "question")
        if not block.pages:
            self.problems.add(block.place, "'pages' is empty", "add a page with an id, a title and questions")

    def page(self, block: blocks.PageBlock, questions: Mapping[str, Question]) -> Page:
        if not block.questions:
            self.problems.add(block.id.place, f"the page '{block.id}' asks nothing", "remove it, or add questions")
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
        return Page(str(block.id), block.title, block.intro, tuple(known))

    # ── the other files

    def regions(self) -> dict[str, parts.Region]:
        return {
            str(name): parts.Region(str(name), b.label, b.zone, b.exclusive) for name, b in self.folder.regions.items()
        }

    def treatment_options(self, scope: Scope) -> dict[str, parts.TreatmentOption]:
        self.same_number_of_people()
        return {
            str(name): parts.TreatmentOption(
                str(name), b.group, b.label, b.plain, b.what, b.why, b.benefit, b.risk, b.burden, b.dose,
                self.source(b.source) or "", tuple(self.contra_indication(c, scope) for c in b.contra_indications),
                tuple(map(self.frequency, b.frequencies)), b.unknown, self.parse(b.suits, scope),
            )
            for name, b in self.folder.options.items()
        }  # fmt: skip

    def frequency(self, b: blocks.FrequencyBlock) -> parts.Frequency:
        if (b.with_it is None) == (b.in_words is None):
            hint = "give 'with_it', or 'in_words' when nobody counted it"
            self.problems.add(b.place, "a frequency holds a count or says in words why there is none", hint)
        if b.with_it is not None and not (b.of and b.otherwise):
            hint = "add 'of: 10' and, in 'otherwise', what the others have"
            self.problems.add(b.place, "a count tells both sides, out of how many", hint)
        if b.without_it is not None and not (b.without_is and b.with_it is not None):
            hint = "add 'with_it', and in 'without_is' what they did instead"
            self.problems.add(b.place, "'without_it' stands beside 'with_it'", hint)
        return parts.Frequency(
            b.outcome, b.otherwise, b.of, self.count(b.with_it, b), self.count(b.without_it, b),
            b.without_is, b.in_words, b.reckoned, b.certainty, self.source(b.source) or "",
        )  # fmt: skip

    def count(self, numbers: int | tuple[int, ...] | None, b: blocks.FrequencyBlock) -> parts.Count | None:
        if numbers is None:
            return None
        both, of = (numbers, numbers) if isinstance(numbers, int) else numbers, b.of or 0
        if len(both) != 2 or not 0 <= both[0] <= both[1] <= of:
            hint = f"write one number or [lowest, highest], from 0 to {of}"
            self.problems.add(b.place, f"this count holds {list(both)}", hint)
            return None
        return parts.Count(*both)

    def same_number_of_people(self) -> None:
        """3 of 10 beside 25 of 100 is read wrongly: every count of a pathway is out of the same number."""
        counted = [f for option in self.folder.options.values() for f in option.frequencies if f.of is not None]
        for other in counted:
            if other.of != counted[0].of:
                what = f"this count is out of {other.of}, another one out of {counted[0].of}"
                self.problems.add(other.place, what, f"write it as people out of {counted[0].of}")

    def measures(self, questions: Mapping[str, Question]) -> dict[str, parts.Measure]:
        return {str(name): self.measure(name, block, questions) for name, block in self.folder.measures.items()}

    def measure(self, name: Word, b: blocks.MeasureBlock, questions: Mapping[str, Question]) -> parts.Measure:
        if b.range.min >= b.range.max:
            self.problems.add(b.place, "'range' rises from min to max", "write the lower number after 'min'")
        asked = tuple(self.refer(item, questions, "question") for item in b.items if isinstance(item, Word))
        return parts.Measure(
            id=str(name),
            label=b.label,
            plain=b.plain,
            why=b.why,
            items=tuple(item for item in b.items if isinstance(item, Text)),
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
            change_detectable=b.change.detectable if b.change else None,
        )

    def information(self) -> tuple[parts.Information, ...]:
        pages = []
        for file in self.folder.information:
            front = file.front
            sources = tuple(self.refer(word, self.frame.sources, "source") for word in front.sources)
            about = (front.title, front.lead, front.order, front.reviewed_on, sources)
            pages.append(parts.Information(file.page, file.language, *about, file.body))
        return tuple(pages)

    def releases(self) -> tuple[parts.Release, ...]:
        self.distinct((Word(r.version, r.version.place) for r in self.folder.releases), "version")
        return tuple(
            parts.Release(
                str(block.version), block.date, block.text,
                tuple(self.lowering(lowering, block) for lowering in block.lowers), block.english_stands,
            )
            for block in self.folder.releases
        )  # fmt: skip

    def lowering(self, block: blocks.LoweringBlock, release: blocks.ReleaseBlock) -> parts.Lowering:
        """Of older versions the names are history: what they name may be gone."""
        if (block.from_ is None) != (block.to is None):
            message = "'from' and 'to' stand together"
            self.problems.add(block.place, message, "leave both out when the form gives no level any more")
        if release.version == self.frame.version and block.to is not None:
            self.refer(block.form, self.folder.forms, "form")
            self.refer(block.to, (*self.levels, OUT_OF_SCOPE), "level")
        old_level, new_level = (str(word) if word else None for word in (block.from_, block.to))
        return parts.Lowering(str(block.form), old_level, new_level, block.because, self.source(block.source) or "")


def score_type(block: blocks.ScoreBlock, ranges: list[tuple[Fraction, Fraction]]) -> NumberType:
    """What a score is in expressions: its reach and its steps, from the ranges of its items."""
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
