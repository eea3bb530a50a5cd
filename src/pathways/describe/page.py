"""A pathway as one page that a clinician can read from top to bottom."""

from __future__ import annotations

from pathways.describe import care, claims, exercises, forms, grounds, rules
from pathways.describe.html import Content, Html, document, tag
from pathways.describe.record import ProofRecord
from pathways.describe.writer import Writer, section
from pathways.model import Pathway


def describe(pathway: Pathway, language: str = "nl", record: ProofRecord | None = None) -> str:
    """The whole pathway as an HTML document that stands alone. `record`: what was proved."""
    w = Writer(pathway, language, record)
    sections = [told for told in _sections(w) if told[2]]
    nav = tag(
        "nav",
        tag("h2", w.say("Op deze pagina", "On this page")),
        tag("ol", [tag("li", tag("a", title, href=f"#{place}")) for place, title, _ in sections]),
        aria_label=w.say("Inhoud", "Contents"),
    )
    skip = tag("a", w.say("Naar de inhoud", "To the content"), href="#main", class_="skip")
    body = tag("main", nav, reading_note(w), [section(*one) for one in sections], id="main")
    title = f"{w.text(pathway.title)}: {w.say('het zorgpad', 'the pathway')}"
    return document(title, language, skip, header(w, w.say("Zorgpad", "Pathway")), body, colophon(w))


def _sections(w: Writer) -> list[tuple[str, str, Content]]:
    """Id, title and content; what a pathway does not have is empty."""
    p = w.pathway
    return [
        ("levels", w.say("Wat iemand te horen krijgt", "What people are told"), rules.levels(w)),
        ("open", w.say("Wat een behandelaar nog moet beslissen", "What a clinician has still to decide"),
         grounds.open_points(w) if p.open_points else None),
        ("rules", w.say("Wanneer welk advies: de regels", "When which advice: the rules"), rules.rules(w)),
        ("definitions", w.say("Begrippen in de regels", "Terms in the rules"),
         rules.definitions(w) if p.definitions else None),
        ("scores", w.say("Scores", "Scores"), rules.scores(w) if p.scores else None),
        ("advice", w.say("Adviezen", "Advice"), rules.advice(w) if p.advice else None),
        ("proofs", w.say("Wat er bewezen is, en wat niet", "What is proved, and what is not"), claims.proofs(w)),
        ("claims", w.say("Beweringen: wat voor iedereen moet gelden", "Claims: what must hold for everyone"),
         claims.claims(w) if p.claims else None),
        ("forms", w.say("Wat er gevraagd wordt", "What is asked"), forms.forms(w)),
        ("stories", w.say("Voorbeeldpatiënten", "Example patients"), grounds.stories(w)),
        ("treatments", w.say("Behandelingen", "Treatments"), care.treatments(w)),
        ("exercises", w.say("Oefeningen", "Exercises"), exercises.exercises(w) if p.exercises else None),
        ("programmes", w.say("Programma’s om mee te beginnen", "Programmes to start with"),
         exercises.programmes(w) if p.programmes else None),
        ("measures", w.say("Meetinstrumenten", "Measures"), care.measures(w) if p.measures else None),
        ("information", w.say("Wat mensen kunnen lezen", "What people can read"),
         grounds.information(w) if p.information else None),
        ("releases", w.say("Versies", "Versions"), grounds.releases(w) if p.releases else None),
        ("sources", w.say("Bronnen", "Sources"), grounds.sources(w)),
    ]  # fmt: skip


def header(w: Writer, kind: str) -> Html:
    """The title tile: what this is, which version, and whose."""
    p = w.pathway
    status = {
        "draft": w.say("concept, nog niet in gebruik", "draft, not in use yet"),
        "reviewed": w.say("door een ander gelezen, nog niet in gebruik", "read by another, not in use yet"),
        "published": w.say("in gebruik", "in use"),
    }
    facts = (
        (w.say("Versie", "Version"), f"{p.version} ({status[p.status]})"),
        (w.say("Schrijvers", "Authors"), ", ".join(p.authors)),
        (w.say("Inhoud", "Content"), tag("code", p.content_hash)),
        (w.say("Regels", "Rules"), tag("code", p.logic_hash)),
    )
    told = [(tag("dt", name), tag("dd", value)) for name, value in facts]
    inside = (tag("p", kind, class_="soft"), tag("h1", w.text(p.title)), _counted(w), tag("dl", told, class_="facts"))
    return tag("header", tag("div", tag("div", inside, class_="title")))


def _counted(w: Writer) -> Html:
    p = w.pathway
    counts = (
        w.count(len(p.questions), ("vraag", "vragen"), ("question", "questions")),
        w.count(len(p.forms), ("formulier", "formulieren"), ("form", "forms")),
        w.count(len(p.rules), ("regel", "regels"), ("rule", "rules")),
        w.count(len(p.claims), ("bewering", "beweringen"), ("claim", "claims")),
        w.count(len(p.stories), ("voorbeeldpatiënt", "voorbeeldpatiënten"), ("example patient", "example patients")),
    )
    return tag("p", f"{', '.join(counts[:-1])} {w.say('en', 'and')} {counts[-1]}.", class_="lead")


def reading_note(w: Writer) -> Html:
    """How conditions are to be read."""
    return tag(
        "div",
        tag("h2", w.say("Zo lees je de voorwaarden", "How to read the conditions")),
        tag("p", w.say(
            "Elke voorwaarde staat er twee keer: in woorden, en precies zoals de computer haar leest. "
            "De zwaarste regel die geldt, bepaalt het advies. Geen regel zet een andere uit.",
            "Each condition stands here twice: in words, and exactly as the computer reads it. "
            "The heaviest rule that holds decides the advice. No rule switches off another.")),
        tag("p", w.say(
            "Niet beantwoord en “weet ik niet” zijn nooit “nee”. "
            "Een voorwaarde geldt pas als de antwoorden dat zeker maken. "
            "Een vraag die niet gesteld wordt, telt als nee, of als het antwoord dat erbij staat. "
            "Een maand is 30 dagen, een jaar 365.",
            "Not answered and “don't know” are never “no”. A condition holds only when the answers make that certain. "
            "A question that is not asked counts as no, or as the answer that stands beside it. "
            "A month is 30 days, a year 365.")),
        tag("p", w.say(
            "Op papier ontbreekt wat hier dichtgeklapt is: vragen van formulieren zonder advies, voorbeelden en "
            "redenen om iets niet te doen. Klap open wat je wilt drukken.",
            "What is folded here is left out on paper: questions of forms without advice, examples and reasons not to. "
            "Unfold what you want to print."), class_="noprint"),
        class_="note",
    )  # fmt: skip


def colophon(w: Writer) -> Html:
    p = w.pathway
    made = w.say("Deze pagina is gemaakt uit de bestanden van het zorgpad, en verandert mee.",
                 "This page is made from the files of the pathway, and changes with them.")  # fmt: skip
    return tag("footer", tag("p", made), tag("p", f"{p.id} {p.version} · ", tag("code", p.content_hash)))
