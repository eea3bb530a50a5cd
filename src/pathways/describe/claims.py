"""What must hold for every possible person, and what was proved of it: never more than was proved."""

from __future__ import annotations

from collections.abc import Mapping

from pathways.describe.html import Content, Html, table, tag
from pathways.describe.record import ProofRecord, standing
from pathways.describe.writer import Writer
from pathways.model import Claim, Text

#: What each kind of statement says.
STATEMENTS: Mapping[str, Text] = {
    "alarm": Text(
        "Geldt een alarm, dan is het advies nooit lichter dan dat alarm vraagt.",
        "When an alarm holds, the advice is never lighter than it asks for.",
    ),
    "claim at least": Text(
        "Elke bewering “minstens”, ook bij een half ingevuld formulier.",
        "Each claim “at least”, for half-filled forms too.",
    ),
    "claim at most": Text(
        "Elke bewering “hoogstens”, bij een volledig ingevuld formulier.",
        "Each claim “at most”, for complete forms.",
    ),
    "claim speaks": Text("Elke bewering gaat over iemand.", "Each claim is about somebody."),
    "open alarm": Text(
        "Zolang een alarm niet is uitgesloten, stelt het advies niet gerust.",
        "While an alarm is not excluded, the advice does not reassure.",
    ),
    "monotone": Text(
        "Een alarmvraag die van nee naar ja gaat, maakt het advies nooit lichter.",
        "An alarm question that goes from no to yes never makes the advice lighter.",
    ),
    "information": Text(
        "Een antwoord erbij maakt wat zeker is nooit lichter, en wat nog kan nooit zwaarder.",
        "One answer more never makes what is certain lighter, nor what is possible heavier.",
    ),
    "definite": Text("Een volledig ingevuld formulier laat niets open.", "A complete form leaves nothing open."),
    "shown": Text("Elke vraag wordt aan iemand gesteld.", "Each question is asked of somebody."),
    "level reached": Text("Elk niveau kan het advies zijn.", "Each level can be the advice."),
    "rule reached": Text("Elke regel geldt voor iemand.", "Each rule holds for somebody."),
    "rule decides": Text("Elke regel beslist voor iemand.", "Each rule decides for somebody."),
    "rule adds": Text(
        "Een regel die alleen een reden toevoegt, beslist nooit.", "A rule that only adds a reason never decides."
    ),
    "question matters": Text(
        "Elke vraag die niet alleen ter informatie is, kan iets veranderen.",
        "Each question that is not for information only can change something.",
    ),
    "option matters": Text(
        "Elk antwoord dat niet alleen ter informatie is, kan iets veranderen.",
        "Each answer that is not for information only can change something.",
    ),
    "advice agrees": Text(
        "Niemand krijgt twee adviezen die elkaar tegenspreken.", "Nobody is given two pieces of advice that contradict."
    ),
    "advice given": Text("Elk advies wordt aan iemand gegeven.", "Each piece of advice is given to somebody."),
    "band reached": Text("Elk deel van een score kan voorkomen.", "Each band of a score can occur."),
    "between forms": Text(
        "Een later formulier geeft geen lichter advies zonder antwoord dat zegt waarom.",
        "A later form gives no lighter advice without an answer that says why.",
    ),
    "asked in vain": Text(
        "Of er nog vragen komen als het advies al vaststaat: dat mag, en wordt geteld.",
        "Whether questions still come when the advice is certain: that is allowed, and counted.",
    ),
}
_OUTCOMES = {
    "holds": Text("bewezen", "proved"),
    "broken": Text("weerlegd", "refuted"),
    "undecided": Text("niet beslist", "undecided"),
    "noted": Text("gemeld", "noted"),
}


def claims(w: Writer) -> Content:
    """The claims, by level: for whom, on what ground, and how each stands."""
    least = [claim for claim in w.pathway.claims if claim.at_least is not None]
    most = [claim for claim in w.pathway.claims if claim.at_least is None]
    return (
        tag("h3", w.say("Minstens: wat nooit gemist mag worden", "At least: what must never be missed")),
        [_at_least(level.id, least, w) for level in reversed(w.pathway.levels)],
        tag("h3", w.say("Hoogstens: wie niet bang gemaakt mag worden", "At most: who must not be frightened")),
        tag("div", [_claim(claim, w) for claim in most], class_="cards"),
    )


def _at_least(level: str, claims: list[Claim], w: Writer) -> Content:
    here = [_claim(claim, w) for claim in claims if claim.at_least == level]
    if not here:
        return None
    return tag("h4", w.say("Minstens ", "At least "), w.level(level)), tag("div", here, class_="cards")


def _claim(claim: Claim, w: Writer) -> Html:
    level = claim.at_least or claim.at_most or w.pathway.otherwise
    most = None if claim.at_most is None else (w.say("Hoogstens ", "At most "), w.level(claim.at_most))
    return tag(
        "article",
        most and tag("p", most),
        w.line("", claim.because, "voice"),
        w.condition(claim.condition),
        _standing(claim, w),
        w.ids(claim.id, claim.source),
        class_="card",
        id=f"claim-{claim.id}",
        data_tone=w.tone(level),
    )


def _standing(claim: Claim, w: Writer) -> Html:
    """Proved, on which forms; refuted; or plainly not proved."""
    how, forms = standing(claim, w.pathway, w.record)
    tone, words = {
        "proved": ("moss", w.say("bewezen voor iedereen", "proved for everyone")),
        "refuted": ("alarm", w.say("weerlegd", "refuted")),
        "not_proved": ("soon", w.say("niet bewezen voor deze versie", "not proved for this version")),
    }[how]
    if w.record is None or how == "not_proved":
        return tag("p", tag("span", words, class_="tag", data_tone=tone))
    titles = ", ".join(w.text(w.pathway.forms[name].title) for name in forms if name in w.pathway.forms)
    where = w.say(f" op {w.date(w.record.date)}, bij: {titles}. ", f" on {w.date(w.record.date)}, in: {titles}. ")
    return tag("p", tag("span", words, class_="tag", data_tone=tone), where, _hash(w.record, w), class_="small")


def _hash(record: ProofRecord, w: Writer) -> Html:
    """What exactly was proved, short; it stands whole under the proofs."""
    is_content = record.content_hash is not None
    name = w.say("Inhoud ", "Content ") if is_content else w.say("Regels ", "Rules ")
    return tag("span", name, tag("code", (record.content_hash or record.logic_hash)[:12], "…"))


def proofs(w: Writer) -> Content:
    """Whether there are proofs for this very logic, of what, and what a proof is not."""
    return (
        tag("div", [tag("p", line) for line in _summary(w)], class_="note", data_tone=_tone(w)),
        _meaning(w),
        _counts(w),
    )


def _tone(w: Writer) -> str:
    if w.record is None or not w.record.is_about(w.pathway):
        return "soon"
    return "moss" if w.record.all_fine else "alarm"


def _summary(w: Writer) -> list[Content]:
    record, pathway = w.record, w.pathway
    if record is None:
        return [w.say("Voor deze versie is niets bewezen.", "Nothing is proved for this version.")]
    day = w.date(record.date)
    if not record.is_about(pathway):
        return [
            w.say(
                f"Voor deze versie is niets bewezen. De bewijzen van {day} horen bij andere regels.",
                f"Nothing is proved for this version. The proofs of {day} belong to other rules.",
            ),
            tag("code", record.logic_hash),
        ]
    fine = sum(count for counts in record.counts.values() for outcome, count in counts.items() if outcome == "holds")
    noted = sum(counts["noted"] for counts in record.counts.values())
    total = len(record.proofs) - noted
    said = w.say(
        f"Op {day} zijn {fine} van {total} uitspraken bewezen, over elke mogelijke persoon.",
        f"On {day}, {fine} of {total} statements were proved, over every possible person.",
    )
    if record.content_hash is None:
        return [said, (w.say("Voor de regels met hash ", "For the rules with hash "), tag("code", record.logic_hash))]
    lines: list[Content] = [said, (w.say("Voor de inhoud met hash ", "For the content with hash "),
                                   tag("code", record.content_hash))]  # fmt: skip
    if record.content_hash != pathway.content_hash:
        changed = w.say("Sindsdien zijn alleen teksten veranderd: de regels zijn gelijk gebleven, met hash ",
                        "Since then only texts have changed: the rules are the same, with hash ")  # fmt: skip
        lines.append((changed, tag("code", record.logic_hash)))
    return lines


def _meaning(w: Writer) -> Content:
    """What a proof is and is not (docs: proofs are about the rules as read, not about medicine)."""
    return (
        tag(
            "p",
            w.say(
                "Een bewijs zoekt naar iemand voor wie een bewering niet klopt, met welke antwoorden dan ook. "
                "Ook bij wie half invult of “weet ik niet” kiest. Is het bewezen, dan is zo iemand er niet. "
                "Het gaat over de regels zoals ze hier staan.",
                "A proof looks for anybody of whom a claim is not true, with whatever answers. "
                "Also among those who fill in half, or choose “don't know”. When it is proved, there is nobody. "
                "It is about the rules as they stand here.",
            ),
        ),
        tag(
            "p",
            w.say(
                "Een bewijs zegt niet dat de geneeskunde klopt. Ook niet dat iemand de vraag goed begrijpt, "
                "of dat er genoeg beweerd is. Wat niemand beweerde, is niet bewezen. "
                "Daarvoor zijn er bronnen, voorbeelden en het oordeel van een behandelaar.",
                "A proof does not say that the medicine is right. Nor that people understand the question, "
                "or that enough was claimed. What nobody claimed is not proved. "
                "For that there are sources, examples and a clinician's judgement.",
            ),
        ),
    )


def _counts(w: Writer) -> Content:
    """Each kind of statement in a sentence, with how many were proved."""
    record = w.record
    if record is None or not record.is_about(w.pathway):
        return None
    rows = []
    for name, counts in record.counts.items():
        told = ", ".join(f"{count} {w.text(_OUTCOMES.get(outcome))}" for outcome, count in sorted(counts.items()))
        rows.append((w.text(STATEMENTS.get(name)) or name, told))
    heads = w.say("Uitspraak", "Statement"), w.say("Uitkomst", "Outcome")
    return table(w.say("Wat er bewezen is", "What was proved"), heads, rows)
