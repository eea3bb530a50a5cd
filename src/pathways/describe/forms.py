"""What is asked: each form with its pages, and each question once, as it is asked."""

from __future__ import annotations

from collections import Counter

from pathways.describe.html import Content, Html, table, tag
from pathways.describe.writer import Writer, fold
from pathways.explain import say
from pathways.language import Expr, Yes
from pathways.model import Alarm, Form, Page, Question
from pathways.model.parts import LONGEST_TEXT


def forms(w: Writer) -> Content:
    """Every form: who fills it in and what it does in a table, then its questions."""
    asked: set[str] = set()
    overview = table(
        w.say("De formulieren", "The forms"),
        (
            w.say("Formulier", "Form"),
            w.say("Wie vult het in", "Who fills it in"),
            w.say("Vragen", "Questions"),
            w.say("Geeft een advies", "Gives an advice"),
        ),
        [
            (
                tag("a", w.text(form.title), href=f"#form-{form.id}"),
                who(form, w),
                str(len(form.own)),
                w.say("ja", "yes") if form.is_judged else w.say("nee", "no"),
            )
            for form in w.pathway.forms.values()
        ],
    )
    return (overview, [_form(form, w, asked) for form in by_weight(w)])


def by_weight(w: Writer) -> list[Form]:
    """The forms that give an advice before those that do not, and each after the forms that it builds on."""
    forms = w.pathway.forms.values()
    built_on = Counter(name for form in forms for name in form.builds_on)
    return sorted(forms, key=lambda form: (not form.is_judged, len(form.builds_on), -built_on[form.id], len(form.own)))


def who(form: Form, w: Writer) -> str:
    words = {
        "visitor": w.say("iedereen, zonder account", "anybody, without an account"),
        "patient": w.say("de patiënt", "the patient"),
        "therapist": w.say("de therapeut", "the therapist"),
    }
    return words[form.for_whom]


def _form(form: Form, w: Writer, asked: set[str]) -> Html:
    answers = w.count(len(form.own), ("antwoord", "antwoorden"), ("answer", "answers"))
    pages = w.count(len(form.pages), ("pagina", "pagina’s"), ("page", "pages"))
    on_paper = None if form.is_judged else "screen"
    questions = fold(
        f"{answers} {w.say('op', 'on')} {pages}", [_page(page, w, asked) for page in form.pages], class_=on_paper
    )
    return tag("section", tag("h3", w.text(form.title)), _about(form, w), questions, id=f"form-{form.id}")


def _about(form: Form, w: Writer) -> Html:
    facts: list[tuple[str, Content]] = [(w.say("Wie vult het in", "Who fills it in"), who(form, w))]
    if form.applies_when is not None:
        facts.append((w.say("Voor wie het geldt", "Whom it is for"), w.condition(form.applies_when)))
    if form.builds_on:
        facts.append((w.say("Telt mee", "Also counts"), ", ".join(w.text(one.title) for one in form.earlier_forms)))
    if form.stop_at:
        facts.append((w.say("Stopt meteen bij", "Stops at once at"), [(w.level(level), " ") for level in form.stop_at]))
    if not form.is_judged:
        facts.append((w.say("Advies", "Advice"), w.say("geen: dit formulier legt vast", "none: this form records")))
    return tag("dl", [(tag("dt", name), tag("dd", told)) for name, told in facts], class_="facts")


def _page(page: Page, w: Writer, asked: set[str]) -> Content:
    told = [_question(question, w, asked) for question in page.questions]
    return (
        tag("h4", w.text(page.title)),
        w.line("", page.intro),
        tag("ul", told, class_="questions"),
    )


def _question(question: Question, w: Writer, asked: set[str]) -> Html:
    """A question in full where it comes first, and with a link there later."""
    if question.id in asked:
        there = tag("a", w.say("hierboven", "above"), href=f"#question-{question.id}")
        return tag("li", w.text(question.ask), " ", tag("span", "(", there, ")", class_="soft"))
    asked.add(question.id)
    ask = tag("p", w.text(question.ask), class_="ask")
    term = question.term is not None and w.text(question.term) != w.text(question.ask)
    about = (
        tag("code", question.id),
        tag("span", w.say("Vakterm: ", "Term: "), w.text(question.term)) if term else None,
        tag("span", _kind(question, w)),
        tag("span", w.say("moet beantwoord", "must be answered")) if question.required else None,
    )
    return tag(
        "li",
        ask,
        w.line("", question.help, "soft"),
        _answers(question, w),
        _asked_when(question, w),
        [_alarm(alarm, inner, w) for inner in (question, *question.columns) for alarm in inner.alarms],
        w.line(w.say("Waarom: ", "Why: "), question.why, "soft"),
        tag("p", about, class_="about"),
        id=f"question-{question.id}",
    )


def _kind(question: Question, w: Writer) -> str:
    match question.type:
        case "yes_no":
            unknown = w.say(", of weet ik niet", ", or don't know") if question.dont_know else ""
            return w.say("ja of nee", "yes or no") + unknown
        case "number" | "duration":
            low, high = (say(question, _plain(edge), w.language) for edge in (question.min, question.max))
            unknown = w.say(", of weet ik niet", ", or don't know") if question.dont_know else ""
            return f"{low} {w.say('tot en met', 'to')} {high}{unknown}"
        case "one":
            return w.say("één antwoord", "one answer")
        case "many":
            return w.say("een of meer antwoorden", "one or more answers")
        case "body":
            return w.say("aan te wijzen op het lichaam", "to be pointed out on the body")
        case "text":
            longest = question.max_length if question.max_length < LONGEST_TEXT else None
            return w.say("tekst", "text") + (w.say(f", hoogstens {longest} tekens", f", at most {longest} characters")
                                             if longest else "")  # fmt: skip
        case "date":
            return w.say("datum", "date")
        case "table":
            return w.say("tabel", "table")
        case "list":
            return w.say("lijst", "list")


def _plain(edge: object) -> int:
    return int(str(edge).split(".")[0])


def _answers(question: Question, w: Writer) -> Content:
    """The answers to choose from; the rows and columns of a table, the fields of a list."""
    if question.type in ("one", "many"):
        return tag("p", " · ".join(w.text(option.label) for option in question.options))
    if question.type == "table":
        rows = ", ".join(w.text(row.label) for row in question.rows)
        columns = ", ".join(w.text(column.ask) for column in question.columns)
        return tag("p", w.say("Rijen: ", "Rows: "), rows, ". ", w.say("Kolommen: ", "Columns: "), columns, ".")
    if question.type == "list":
        return tag("p", w.say("Per regel: ", "Each line: "), ", ".join(w.text(field.ask) for field in question.fields))
    return None


def _asked_when(question: Question, w: Writer) -> Content:
    """When it is asked, and what counts when it is not."""
    when = None if question.ask_when is None else _gate(question.ask_when, w)
    hidden = None
    if question.if_hidden not in (None, False):
        value = say(question, question.if_hidden, w.language)
        hidden = w.say(f"Niet gesteld telt als: {value}.", f"Not asked counts as: {value}.")
    return tag("p", when, hidden) if when or hidden else None


def _gate(gate: Expr, w: Writer) -> Content:
    doubtful = any(w.pathway.questions[name].dont_know for name in w.pathway.questions_behind(gate))
    in_doubt = w.say(", of als “weet ik niet” dat openlaat", ", or when “don't know” leaves that open")
    return w.say("Alleen bij: ", "Only when: "), w.words(gate), in_doubt if doubtful else None, ". "


def _alarm(alarm: Alarm, question: Question, w: Writer) -> Html:
    """When it sounds, and what "don't know" does."""
    when = w.say("Ja", "Yes") if alarm.when == Yes(question.id) else (w.say("Als ", "When "), w.words(alarm.when))
    least = w.say(": minstens ", ": at least "), w.level(alarm.at_least), ". "
    return tag(
        "p",
        (tag("strong", "Alarm. "), when, least),
        _dont_know(alarm, w) if question.dont_know else None,
        w.source(alarm.source),
        class_="alarm",
        data_tone=w.tone(alarm.at_least),
    )


def _dont_know(alarm: Alarm, w: Writer) -> Content:
    if alarm.dont_know is not None:
        return w.say("Weet ik niet: minstens ", "Don't know: at least "), w.level(alarm.dont_know), ". "
    return w.say(
        "Weet ik niet: blijft open. Geen geruststelling zolang dit nog kan gelden. ",
        "Don't know: stays open. No reassurance while this may hold. ",
    )
