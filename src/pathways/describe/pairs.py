"""Boundary patients to sign: two people, one answer apart, of whom a rule holds for one. Is this what you mean?

The pairs come from `pathways.prove.boundaries`; this module only tells them, and needs no solver itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from pathways.describe.html import Html, document, tag
from pathways.describe.page import colophon, header
from pathways.describe.words import time_said
from pathways.describe.writer import Writer, section
from pathways.explain import question_text, say, sentence
from pathways.model import Form, Pathway, Value

if TYPE_CHECKING:
    from pathways.prove.boundaries import Boundary
    from pathways.prove.patients import Patient


def boundary_page(pathway: Pathway, pairs: Iterable[Boundary], language: str = "nl") -> str:
    """All pairs as an HTML document to read, print and sign. Pairs of one rule stand together."""
    w = Writer(pathway, language, is_whole=False)
    every = sorted(pairs, key=lambda pair: _weight(pair, pathway))
    numbers = {id(pair): number for number, pair in enumerate(every, 1)}
    told = [
        _rule(name, [(numbers[id(pair)], pair) for pair in here], w)
        for name, here in groupby(every, key=lambda pair: pair.rule)
    ]
    about = w.say("twee patiënten, één antwoord verschil", "two patients, one answer apart")
    kind = w.say("Grenspatiënten: ", "Boundary patients: ") + about
    body = tag("main", _how(w, len(every)), _levels_of(every, w), told, _sign_off(w, len(every)), id="main")
    return document(f"{w.text(pathway.title)}: {about}", language, header(w, kind), body, colophon(w))


def _weight(pair: Boundary, pathway: Pathway) -> tuple[int, int]:
    """The heaviest rules first, each in its own place."""
    rule = pathway.rule[pair.rule]
    return -pathway.rank[rule.urgency], pathway.rules.index(rule)


def _how(w: Writer, count: int) -> Html:
    return tag(
        "div",
        tag("h2", w.say("Is dit wat je bedoelt?", "Is this what you mean?")),
        tag("p", w.say(
            f"Hier staan {count} paren. Twee mensen geven dezelfde antwoorden, op één na. Voor de een geldt een regel, "
            "voor de ander niet. Opent dat antwoord een vraag, dan staat die erbij. Staat de grens goed?",
            f"Here are {count} pairs. Two people give the same answers but one. For one of them a rule holds, "
            "for the other it does not. What that answer opens stands beside it. Is the line right?")),
        tag("p", w.say(
            "Wat er niet staat, is gewoon beantwoord: nee, het laagste getal, de eerste keuze, "
            "of wat telt als er niets gevraagd is. "
            "Kruis per paar aan of je het eens bent. Zet onderaan je naam en de datum.",
            "What is not mentioned was answered in the ordinary way: no, the lowest number, the first option, "
            "or what counts when nothing is asked. "
            "Mark for each pair whether you agree. Put your name and the date at the end.")),
        class_="note",
    )  # fmt: skip


def _levels_of(pairs: list[Boundary], w: Writer) -> Html:
    """Where the pairs of each level begin."""
    first = {w.pathway.rule[pair.rule].urgency: pair.rule for pair in reversed(pairs)}
    links = [
        tag("li", tag("a", w.text(w.pathway.level[level].label), href=f"#rule-{first[level]}"))
        for level in reversed(list(first))
    ]
    links.append(tag("li", tag("a", w.say("Ondertekenen", "Signing off"), href="#sign-off")))
    name = w.say("Regels per advies", "Rules by advice")
    return tag("nav", tag("h2", name), tag("ol", links), aria_label=name)


def _rule(name: str, pairs: list[tuple[int, Boundary]], w: Writer) -> Html:
    rule = w.pathway.rule[name]
    least = w.say("Geldt deze regel, dan minstens: ", "When this rule holds, at least: ")
    urgency = tag("p", least, _level(rule.urgency, w))
    told = [_pair(number, pair, w) for number, pair in pairs]
    about = w.ids(rule.id, rule.source)
    return section(f"rule-{name}", w.text(rule.because), urgency, w.condition(rule.when), about, told)


def _level(level: str | None, w: Writer) -> Html:
    if level is None:
        return tag("span", w.say("het formulier geldt niet", "the form is not for this person"), class_="tag")
    return tag("span", w.text(w.pathway.level[level].label), class_="tag", data_tone=w.tone(level))


def _pair(number: int, pair: Boundary, w: Writer) -> Html:
    title = w.say(f"Paar {number}", f"Pair {number}")
    form = tag("small", ", ", w.text(pair.form.title), class_="soft")
    shared = [tag("li", _said(pair.form, name, value, w)) for name, value in pair.shared.items()]
    both = (tag("p", w.say("Allebei:", "Both:"), class_="soft"), tag("ul", shared)) if shared else None
    people = tag("div", [_person(pair, patient, w) for patient in (pair.calm, pair.flipped)], class_="pair")
    return tag(
        "article",
        tag("h3", title, form),
        both,
        people,
        None if pair.changes_level else tag("p", _same_advice(w), class_="soft"),
        _signature(w),
        class_="card",
        id=f"pair-{number}",
    )


def _same_advice(w: Writer) -> str:
    return w.say(
        "Het advies blijft gelijk. Alleen wat erbij gezegd wordt, kan veranderen.",
        "The advice stays the same. Only what is said with it may change.",
    )


def _person(pair: Boundary, patient: Patient, w: Writer) -> Html:
    """What this one answered otherwise, what that opened, and the advice."""
    names = [name for name in (pair.question, *pair.follow_ups) if name in patient.answers]
    apart = [tag("p", _said(pair.form, name, patient.answers[name], w)) for name in names[1:]]
    level = patient.evaluation.level
    holds = w.say("De regel geldt.", "The rule holds.") if patient is pair.flipped else (
        w.say("De regel geldt niet.", "The rule does not hold."))  # fmt: skip
    return tag(
        "div",
        tag("p", _said(pair.form, names[0], patient.answers[names[0]], w), class_="apart") if names else None,
        apart,
        tag("p", holds, class_="small"),
        tag("p", w.say("Advies: ", "Advice: "), _level(level, w)),
        data_tone=w.tone(level) if level is not None else None,
    )


def _said(form: Form, name: str, value: Value, w: Writer) -> str:
    """An answer; a time also in days, so that the two can be compared."""
    question = form.supplied[name]
    if question.type == "duration" and isinstance(value, int):
        said = time_said(value, w.language)
    else:
        said = say(question, value, w.language)
    return sentence(question_text(form, name, w.language), said)


def _signature(w: Writer) -> Html:
    """A place to agree, or not, and to say why."""
    lines = [_blank(label) for label in (w.say("Opmerking", "Remark"), w.say("Naam en datum", "Name and date"))]
    return tag("div", tag("p", list(_boxes(w)), class_="boxes"), lines, class_="sign")


def _boxes(w: Writer) -> Iterator[Html]:
    yield tag("span", w.say("eens", "agree"), class_="box")
    yield tag("span", w.say("niet eens", "do not agree"), class_="box")


def _blank(label: str) -> tuple[Html, Html]:
    return tag("span", label), tag("span", class_="blank")


def _sign_off(w: Writer, count: int) -> Html:
    """What was read, by its name, version and hash; and who read it."""
    p = w.pathway
    facts = (
        (w.say("Zorgpad", "Pathway"), f"{w.text(p.title)} ({p.id})"),
        (w.say("Versie", "Version"), p.version),
        (w.say("Inhoud", "Content"), tag("code", p.content_hash)),
        (w.say("Regels", "Rules"), tag("code", p.logic_hash)),
        (w.say("Paren", "Pairs"), str(count)),
    )
    fields = (
        w.say("Naam", "Name"),
        w.say("Beroep en registratie", "Profession and registration"),
        w.say("Datum", "Date"),
        w.say("Paren waar ik het niet mee eens ben", "Pairs that I do not agree with"),
        w.say("Handtekening", "Signature"),
    )
    return section(
        "sign-off",
        w.say("Ondertekenen", "Signing off"),
        tag("p", w.say(
            "Ik heb de paren gelezen. Mijn oordeel staat bij elk paar. Het geldt voor precies deze versie.",
            "I have read the pairs. My judgement stands with each pair. It is about exactly this version.")),
        tag("dl", [(tag("dt", name), tag("dd", value)) for name, value in facts], class_="facts"),
        [tag("div", *[_blank(label) for label in fields], class_="sign signing") for _ in range(2)],
    )  # fmt: skip
