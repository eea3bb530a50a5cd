"""The plan in plain words, as the client reads and answers it: what, why, benefit, risk, effort, alternatives.

The text is made from the plan's answers and the treatment options of the pack. It is kept in the plan's entry word for
word, in both languages; consent is given for that text. So it is written in a form that stays readable for ever: plain
text, a heading after "# ", an item after "- ".
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.explain import say
from pathways.model import Answers, Pathway, TreatmentOption
from ruggespraak.care import asked
from ruggespraak.care.course import Row, day, rows, several, text, whole
from ruggespraak.language import LANGUAGES

HEADING, ITEM = "# ", "- "
HANDS_ON, NO_TREATMENT = "hands_on", "no_treatment"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs and items under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def plan_text(answers: Answers, pathway: Pathway) -> dict[str, str]:
    """The text of a plan per language, from the answers of the form `plan`."""
    return {language: _written(_sections(answers, pathway, language)) for language in LANGUAGES}


def sections_of(plain: str) -> tuple[Section, ...]:
    """A kept text, ready to be drawn: the inverse of how it was written."""
    sections = []
    for block in plain.split("\n" + HEADING):
        heading, *lines = block.removeprefix(HEADING).strip().splitlines()
        items = tuple(line.removeprefix(ITEM) for line in lines if line.startswith(ITEM))
        paragraphs = tuple(line for line in lines if line and not line.startswith(ITEM))
        sections.append(Section(heading, paragraphs, items))
    return tuple(sections)


def text_hash(plain: str) -> str:
    """SHA-256 (hex) of the exact text that was shown."""
    return hashlib.sha256(plain.encode()).hexdigest()


def mark(entry_hash: str) -> str:
    """The short mark of a plan version, on screen and on paper: seven signs of its hash, as `7F3A-C21`."""
    return f"{entry_hash[:4]}-{entry_hash[4:7]}".upper()


def _written(sections: Iterable[Section]) -> str:
    blocks = (
        "\n".join([HEADING + section.heading, *section.paragraphs, *(ITEM + item for item in section.items)])
        for section in sections
        if section.paragraphs or section.items
    )
    return "\n\n".join(blocks) + "\n"


def _sections(answers: Answers, pathway: Pathway, language: str) -> tuple[Section, ...]:
    plan = _Plan(answers, pathway, language)
    with translation.override(language):
        return (
            Section(_("What are we going to do?"), plan.how_often(), plan.what()),
            Section(_("Why?"), plan.why(), plan.goals()),
            Section(_("What does it bring?"), items=plan.each("benefit")),
            Section(_("What are the risks?"), plan.risks_in_general(), plan.each("risk")),
            Section(_("What does it ask of you?"), plan.effort(), plan.each("burden")),
            Section(_("What else is possible?"), (_("You can always choose something else:"),), plan.alternatives()),
            Section(_("When do we look at how it goes?"), plan.evaluation()),
            Section(_("You decide"), plan.your_right()),
            Section(_("When do you call at once?"), (pathway.safety_net.in_(language),)),
        )


@dataclass(frozen=True)
class _Plan:
    """The answers of one plan, being put in words in one language."""

    answers: Answers
    pathway: Pathway
    language: str

    def how_often(self) -> tuple[str, ...]:
        count, minutes = whole(self.answers, asked.SESSIONS), whole(self.answers, asked.MINUTES)
        sentences = []
        if count:
            sentences.append(ngettext("We meet %(count)d time.", "We meet %(count)d times.", count) % {"count": count})
        if minutes:
            sentences.append(_("Each time takes %(minutes)d minutes.") % {"minutes": minutes})
        if self.answers.get(asked.FREQUENCY):
            sentences.append(_("How often: %(rhythm)s.") % {"rhythm": self.said(asked.FREQUENCY)})
        return (" ".join(sentences),) if sentences else ()

    def what(self) -> tuple[str, ...]:
        return tuple(self.named(part, _line(part.get("what")) or self.of(part, "what")) for part in self.parts())

    def why(self) -> tuple[str, ...]:
        return (*_lines(text(self.answers, asked.REASON)), *self.towards())

    def towards(self) -> tuple[str, ...]:
        return (_("You want this, and that is what we work towards:"),) if rows(self.answers, asked.GOALS) else ()

    def goals(self) -> tuple[str, ...]:
        goals = [goal_in_words(goal, self.language) for goal in rows(self.answers, asked.GOALS)]
        reasons = [self.named(part, _line(part.get("why")) or self.of(part, "why")) for part in self.parts()]
        return (*goals, *reasons)

    def each(self, field: str) -> tuple[str, ...]:
        """One field of every chosen option that has it, after the option's plain name."""
        return tuple(self.named(part, self.of(part, field)) for part in self.parts() if self.of(part, field))

    def risks_in_general(self) -> tuple[str, ...]:
        """What must be told before hands-on treatment of the low back (6.7: ic_common, ic_serious)."""
        is_hands_on = any(option.group == HANDS_ON for option in self.chosen())
        return (
            (_("Every time we first look how you are doing. Tell us when something feels wrong."),)
            if is_hands_on
            else ()
        )

    def effort(self) -> tuple[str, ...]:
        own = (text(self.answers, question) for question in (asked.HOME, asked.AGREEMENTS, asked.COSTS))
        return tuple(line for words in own for line in _lines(words))

    def alternatives(self) -> tuple[str, ...]:
        """The alternatives of the plan, and always: no treatment (BW 7:448)."""
        chosen = {option.id for option in self.chosen()}
        others = [
            self.pathway.options[name]
            for name in several(self.answers, asked.ALTERNATIVES)
            if name in self.pathway.options
        ]
        nothing = [option for option in self.pathway.options.values() if option.group == NO_TREATMENT]
        both = {option.id: option for option in (*others, *nothing) if option.id not in chosen}
        return tuple(
            f"{option.plain.in_(self.language)}: {_lower(option.what.in_(self.language))}" for option in both.values()
        )

    def evaluation(self) -> tuple[str, ...]:
        on, stop = day(self.answers, asked.EVALUATION_ON), text(self.answers, asked.STOP_WHEN)
        sentences = [_("On %(day)s we look together whether it helps.") % {"day": in_words(on)}] if on else []
        return (*sentences, *_lines(stop))

    def your_right(self) -> tuple[str, ...]:
        return (
            _("We begin when you say yes. You may stop or say no at any moment, during treatment too."),
            _("Does the plan change? Then we ask you again. Your answer counts for this version only."),
        )

    def parts(self) -> tuple[Row, ...]:
        return rows(self.answers, asked.PARTS)

    def chosen(self) -> tuple[TreatmentOption, ...]:
        return chosen_options(self.answers, self.pathway)

    def of(self, part: Row, field: str) -> str:
        option = self.pathway.options.get(str(part.get("option")))
        words = getattr(option, field, None)
        return words.in_(self.language) if words else ""

    def named(self, part: Row, words: str) -> str:
        option = self.pathway.options.get(str(part.get("option")))
        name = option.plain.in_(self.language) if option else str(part.get("option"))
        return f"{name}: {_lower(words)}" if words else name

    def said(self, question: str) -> str:
        return say(self.pathway.questions[question], self.answers.get(question), self.language)


def chosen_options(answers: Answers, pathway: Pathway) -> tuple[TreatmentOption, ...]:
    """The treatment options that a plan holds, each once, in the order of the plan."""
    names = dict.fromkeys(str(part.get("option")) for part in rows(answers, asked.PARTS))
    return tuple(pathway.options[name] for name in names if name in pathway.options)


def goal_in_words(goal: Row, language: str) -> str:
    """“Sit for an hour (now 15, target 60 min), by 3 May 2026”."""
    with translation.override(language):
        unit = _line(goal.get("unit"))
        start, target = _number(goal.get("start")), _number(goal.get("target"))
        values = [
            _("now %(value)s") % {"value": start} if start else "",
            _("target %(value)s") % {"value": f"{target} {unit}".strip()} if target else "",
        ]
        between = ", ".join(value for value in values if value)
        by = _day(goal.get("target_on"))
        words = _line(goal.get("goal")) + (f" ({between})" if between else "")
        return words + (", " + _("by %(day)s") % {"day": in_words(by)} if by else "")


def differences(old: Answers, new: Answers, pathway: Pathway, language: str) -> tuple[str, ...]:
    """What a new version of the plan changes, in words; empty when only the wording changed."""
    with translation.override(language):
        return tuple(_differences(old, new, pathway, language))


def _differences(old: Answers, new: Answers, pathway: Pathway, language: str) -> Iterator[str]:
    yield from _options_changed(old, new, pathway, language)
    yield from _goals_changed(old, new, language)
    for question in (asked.SESSIONS, asked.MINUTES, asked.FREQUENCY, asked.EVALUATION_ON):
        if old.get(question) != new.get(question):
            yield _changed(question, old, new, pathway, language)
    for question in (asked.REASON, asked.HOME, asked.AGREEMENTS, asked.STOP_WHEN, asked.COSTS):
        if text(old, question) != text(new, question):
            yield _reworded(question, new, pathway, language)


def _options_changed(old: Answers, new: Answers, pathway: Pathway, language: str) -> Iterator[str]:
    before = {option.id: option for option in chosen_options(old, pathway)}
    after = {option.id: option for option in chosen_options(new, pathway)}
    for name in (name for name in after if name not in before):
        yield _("New: %(part)s.") % {"part": _lower(after[name].plain.in_(language))}
    for name in (name for name in before if name not in after):
        yield _("No longer: %(part)s.") % {"part": _lower(before[name].plain.in_(language))}


def _goals_changed(old: Answers, new: Answers, language: str) -> Iterator[str]:
    before = {str(goal.get("goal")): goal for goal in rows(old, asked.GOALS)}
    after = {str(goal.get("goal")): goal for goal in rows(new, asked.GOALS)}
    for name, goal in after.items():
        if name not in before:
            yield _("New goal: %(goal)s.") % {"goal": goal_in_words(goal, language)}
        elif goal != before[name]:
            yield _("Goal changed: %(goal)s.") % {"goal": goal_in_words(goal, language)}
    for name in (name for name in before if name not in after):
        yield _("No longer a goal: %(goal)s.") % {"goal": name}


def _changed(question: str, old: Answers, new: Answers, pathway: Pathway, language: str) -> str:
    asked_as = pathway.questions[question]
    label = (asked_as.plain or asked_as.ask).in_(language)
    words = {"label": label, "old": say(asked_as, old.get(question), language)}
    words["new"] = say(asked_as, new.get(question), language)
    return _("%(label)s: was %(old)s, now %(new)s.") % words


def _reworded(question: str, new: Answers, pathway: Pathway, language: str) -> str:
    asked_as = pathway.questions[question]
    label = (asked_as.plain or asked_as.ask).in_(language)
    return _("%(label)s: now “%(words)s”.") % {"label": label, "words": text(new, question) or "–"}


def in_words(on: date) -> str:
    """A day as one says it, in the active language: 3 maart 2026."""
    return date_format(on, "j F Y")


def _day(value: object) -> date | None:
    return day({"value": value}, "value") if isinstance(value, str) else None


def _number(value: object) -> str:
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        return ""
    plain = f"{Decimal(value):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", "," if translation.get_language() == "nl" else ".")


def _lower(words: str) -> str:
    """For use after a colon; abbreviations such as MRI stay."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def _lines(words: str) -> tuple[str, ...]:
    """The lines of what somebody typed; none can pose as a heading or an item of the text."""
    return tuple(line for line in map(_line, words.splitlines()) if line)


def _line(words: object) -> str:
    """What somebody typed, as one line that begins with a word."""
    return " ".join(str(words or "").split()).lstrip("#- ")
