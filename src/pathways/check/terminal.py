"""Asks a form in the terminal as the site asks it: page by page, only what is shown, with the site's own messages."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pathways.evaluate import Evaluation, evaluate
from pathways.explain import say
from pathways.model import DONT_KNOW, Answers, Form, Page, Question, Text, Value, parse_answers
from pathways.model.effective import interview_of
from pathways.model.messages import decimal_text

BACK = "<"
_NO_ANSWER = "-"
_UNKNOWN = "?"

_KEYS = Text(
    "Leeg laat een vraag open (of laat een antwoord staan), - wist een antwoord, < gaat terug, ? is weet ik niet.",
    "Empty leaves a question open (or an answer as it is), - clears an answer, < goes back, ? is don't know.",
)
_WORDS = {
    "yes": Text("ja", "yes"),
    "no": Text("nee", "no"),
    "dont_know": Text("weet ik niet", "don't know"),
    "now": Text("nu", "now"),
    "several": Text("meer antwoorden: 1 3", "several answers: 1 3"),
    "time": Text("bijvoorbeeld 3 dagen, 6 weken of 2 maanden", "for example 3 days, 6 weeks or 2 months"),
    "date": Text("jaar-maand-dag, zoals 2026-03-31", "year-month-day, such as 2026-03-31"),
    "to": Text("tot en met", "to"),
    "first": Text("Dit is de eerste vraag.", "This is the first question."),
    "line": Text("Regel", "Line"),
    "end_of_list": Text("leeg: geen regel meer", "empty: no more lines"),
    "before": Text("Eerst dit formulier invullen? Het telt hier mee:", "Fill in this form first? It counts here:"),
    "stop": Text(
        "Hier stoppen de vragen op de site. Toch verder? 1 ja, leeg nee.",
        "Here the questions stop on the site. Go on all the same? 1 yes, empty no.",
    ),
    "not_for": Text("Dit formulier is niet voor deze persoon.", "This form does not apply to this person."),
    "certain": Text("zeker", "certain"),
    "possible": Text("mogelijk", "possible"),
}
_TRUTHS = {**dict.fromkeys(("1", "y", "yes", "j", "ja"), "yes"), **dict.fromkeys(("2", "n", "no", "nee"), "no")}
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years", "j": "years"}
_DURATION = re.compile(r"([0-9]+)\s*([a-z]+)\Z", re.IGNORECASE)


class _Ended(Exception):
    """There is no more input: the rest stays open."""


def _by_form(form: Form, given: Answers) -> tuple[dict[str, Value], dict[str, Answers]]:
    """The answers that belong to a form, and those to each form that it builds on."""
    own, *earlier = ({q.id: given[q.id] for q in f.own if q.id in given} for f in (form, *form.earlier_forms))
    return own, {f.id: answers for f, answers in zip(form.earlier_forms, earlier, strict=True)}


@dataclass
class Terminal:
    """Asks forms in one language. `is_watched`: after each answer it says which levels are certain and possible."""

    language: str
    is_watched: bool = False
    is_styled: bool = field(default_factory=lambda: sys.stdout.isatty() and "NO_COLOR" not in os.environ)

    def ask_all(self, form: Form, known: Answers) -> dict[str, Value]:
        """The answers to a form and, if one likes, to those it builds on, in one heap; `known` ones to begin with.

        What was answered and then hidden by an answer given on the way back is left out: nobody was asked it.
        """
        given: dict[str, Value] = dict(known)
        self.dim(self.word(_KEYS))
        try:
            for earlier in form.earlier_forms:
                if self.choose("before", earlier.title):
                    self.ask(earlier, given)
            self.ask(form, given)
        except _Ended:
            print()
        asked = set(interview_of(form).effective(*_by_form(form, given)).shown)
        return {name: value for name, value in given.items() if value is not None and name in asked}

    def ask(self, form: Form, given: dict[str, Value]) -> None:
        """Ask what a form shows, from its first question to its last, into `given`."""
        print(f"\n{self.word(form.title)}")
        if form.intro is not None:
            self.dim(self.word(form.intro))
        page_of = {inner.id: page for page in form.pages for q in page.questions for inner in q.answered}
        told: Page | None = None
        heeded: set[str] = set()
        at = self.shown_after(form, given, -1)
        while at is not None:
            question = form.own[at]
            if (page := page_of[question.id]) is not told:
                if told is not None and self.stops(form, given, heeded):
                    return
                told = page
                self.tell_page(page, form)
            reply = self.reply_to(question, form, given.get(question.id))
            if reply == BACK:
                at = self.shown_before(form, given, at)
                continue
            given[question.id] = reply
            if self.is_watched:
                self.tell_levels(self.outcome(form, given))
            at = self.shown_after(form, given, at)

    # ── where in the form

    def outcome(self, form: Form, given: Answers) -> Evaluation:
        return evaluate(form, *_by_form(form, given))

    def shown_after(self, form: Form, given: Answers, at: int) -> int | None:
        shown = set(self.outcome(form, given).shown)
        return next((place for place in range(at + 1, len(form.own)) if form.own[place].id in shown), None)

    def shown_before(self, form: Form, given: Answers, at: int) -> int:
        shown = set(self.outcome(form, given).shown)
        before = next((place for place in range(at - 1, -1, -1) if form.own[place].id in shown), None)
        if before is None:
            print(self.word("first"))
        return at if before is None else before

    def stops(self, form: Form, given: Answers, heeded: set[str]) -> bool:
        """Whether the questions end here, as on the site after a page: the level says so, or the form is for others."""
        outcome = self.outcome(form, given)
        reason = "not_for" if outcome.in_scope is False else outcome.certain
        if reason is None or reason in heeded or (reason != "not_for" and reason not in form.stop_at):
            return False
        heeded.add(reason)
        print(f"\n{self.word('not_for' if reason == 'not_for' else form.pathway.level[reason].label)}")
        return not self.choose("stop")

    # ── one question

    def reply_to(self, question: Question, form: Form, current: Value) -> Value:
        """A valid answer; None when it is left open, BACK to go back."""
        print(f"\n{self.word(question.ask)}")
        self.tell_choices(question)
        if current is not None:
            self.dim(f"{self.word('now')}: {say(question, current, self.language)}")
        if question.type == "list":
            return self.rows_of(question, form, current)
        while True:
            typed = self.read()
            if typed == BACK or not typed:
                return BACK if typed else current
            if typed == _NO_ANSWER:
                return None
            parsed = parse_answers(form, self.as_the_site_sends(question, question.id, typed), language=self.language)
            problem = next((problem for problem in parsed.problems if problem.question == question.id), None)
            if problem is None:
                return parsed.answers[question.id]
            print(problem.message)

    def rows_of(self, question: Question, form: Form, current: Value) -> Value:
        """The lines of a list, field by field, until a line is left empty."""
        sent: dict[str, list[str]] = {}
        for number in range(question.max_items):
            self.dim(f"{self.word('line')} {number + 1} ({self.word('end_of_list')})")
            for place, inner in enumerate(question.fields):
                typed = self.field_of(question, form, inner, number, sent)
                if typed == BACK:
                    return BACK
                if not typed and place == 0:
                    return parse_answers(form, sent).answers[question.id] if sent else current
        return parse_answers(form, sent).answers[question.id]

    def field_of(self, question: Question, form: Form, inner: Question, number: int, sent: dict[str, list[str]]) -> str:
        """What was typed for one field of one line, added to `sent` once it is valid."""
        print(f"  {self.word(inner.ask)}")
        self.tell_choices(inner)
        while True:
            typed = self.read()
            if typed in (BACK, ""):
                return typed
            more = self.as_the_site_sends(inner, f"{question.id}-{number}-{inner.id}", typed)
            problems = parse_answers(form, {**sent, **more}, language=self.language).problems
            problem = next((problem for problem in problems if problem.question == question.id), None)
            if problem is None:
                sent.update(more)
                return typed
            print(problem.message)

    def as_the_site_sends(self, question: Question, name: str, typed: str) -> dict[str, list[str]]:
        """What was typed as a browser would send it, so that it is judged by the same rules."""
        if typed == _UNKNOWN:
            return {name: [DONT_KNOW]}
        match question.type:
            case "yes_no":
                known = {**_TRUTHS, "3": DONT_KNOW} if question.dont_know else _TRUTHS
                return {name: [known.get(typed.lower(), typed)]}
            case "one":
                return {name: [self.option_of(question, typed)]}
            case "many" | "body":
                return {name: [self.option_of(question, word) for word in re.split(r"[\s,;]+", typed) if word]}
            case "duration" if (spelled := _DURATION.match(typed)) is not None:
                return {name: [spelled[1]], f"{name}-unit": [_UNITS.get(spelled[2][0].lower(), spelled[2])]}
            case _:
                return {name: [typed]}

    def option_of(self, question: Question, word: str) -> str:
        """The option with this number; else the word itself, for the reader of answers to judge."""
        options = [option.id for option in question.options] + [DONT_KNOW] * question.dont_know
        is_number = word.isdecimal() and word.isascii() and len(word) < 4
        return options[int(word) - 1] if is_number and 1 <= int(word) <= len(options) else word

    # ── what is shown

    def tell_page(self, page: Page, form: Form) -> None:
        print(f"\n── {self.word(page.title)} ({form.pages.index(page) + 1}/{len(form.pages)})")
        if page.intro is not None:
            self.dim(self.word(page.intro))

    def tell_choices(self, question: Question) -> None:
        for note in (question.help, question.why):
            if note is not None:
                self.dim(f"  {self.word(note)}")
        for line in self.choices(question):
            print(f"  {line}")

    def choices(self, question: Question) -> Iterator[str]:
        """The answers one can give, numbered where they can be named by a number."""
        match question.type:
            case "yes_no":
                unknown = [self.word("dont_know")] * question.dont_know
                words = [self.word("yes"), self.word("no"), *unknown]
                yield "  ".join(f"{number} {word}" for number, word in enumerate(words, start=1))
                return
            case "one" | "many" | "body":
                words = [self.word(option.label) for option in question.options]
                words += [self.word("dont_know")] * question.dont_know
                yield from (f"{number:2} {word}" for number, word in enumerate(words, start=1))
                if question.type != "one":
                    yield f"({self.word('several')})"
                return
            case "number":
                low, high = (decimal_text(limit, self.language) for limit in (question.min, question.max))
                yield f"({low} {self.word('to')} {high})"
            case "duration":
                yield f"({self.word('time')})"
            case "date":
                yield f"({self.word('date')})"
            case _:
                pass
        if question.dont_know:
            yield f"{_UNKNOWN} {self.word('dont_know')}"

    def tell_levels(self, outcome: Evaluation) -> None:
        if outcome.in_scope is False:
            self.dim(self.word("not_for"))
        elif outcome.certain is not None:
            levels: Mapping[str, str | None] = {"certain": outcome.certain, "possible": outcome.possible}
            self.dim("  ".join(f"{self.word(name)}: {level}" for name, level in levels.items()))

    # ── speaking and listening

    def word(self, text: Text | str) -> str:
        return (_WORDS[text] if isinstance(text, str) else text).in_(self.language)

    def dim(self, line: str) -> None:
        print(f"\x1b[2m{line}\x1b[0m" if self.is_styled else line)

    def choose(self, question: str, about: Text | None = None) -> bool:
        """Whether the answer is yes; anything else is no."""
        print(f"\n{self.word(question)}{f' {self.word(about)}' if about else ''}")
        if about is not None:
            print(f"  1 {self.word('yes')}  2 {self.word('no')}")
        return _TRUTHS.get(self.read().lower()) == "yes"

    def read(self) -> str:
        try:
            return input("> ").strip()
        except EOFError:
            raise _Ended from None
