"""What is decided, and what the person is told: levels, rules, definitions, scores and advice."""

from __future__ import annotations

from pathways.describe.html import Content, Html, items, table, tag
from pathways.describe.writer import Writer
from pathways.model import Advice, Definition, Level, Rule, Score
from pathways.model.messages import decimal_text


def levels(w: Writer) -> Content:
    """The ladder, heaviest first: what the person is told, and what stands for what."""
    net = tag(
        "div",
        tag("p", tag("strong", w.say("Vangnet, bij elk advies: ", "Safety net, beside every advice: "))),
        tag("p", w.text(w.pathway.safety_net), class_="voice"),
        class_="note",
    )
    return tag("ol", [_level(level, w) for level in reversed(w.pathway.levels)], class_="ladder"), net


def _level(level: Level, w: Writer) -> Html:
    pathway = w.pathway
    marks = (
        (level.id in pathway.reassuring, w.say("stelt gerust", "reassures")),
        (level.id == pathway.otherwise, w.say("als geen regel geldt", "when no rule holds")),
        (
            level.id == pathway.incomplete,
            w.say("het minste zolang er nog iets zwaarders kan", "the least while something heavier is possible"),
        ),
        (level.id == pathway.phone_from, w.say("vanaf hier belt iemand een arts", "from here a doctor is phoned")),
    )
    about = [tag("span", words) for is_so, words in marks if is_so]
    return tag(
        "li",
        tag("p", w.text(level.label), class_="voice"),
        tag("p", w.text(level.text)),
        tag("p", tag("code", level.id), about, class_="about"),
        id=f"level-{level.id}",
        data_tone=w.tone(level.id),
    )


def rules(w: Writer) -> Content:
    """The rules, under their level, heaviest first."""
    told: list[Content] = []
    for level in reversed(w.pathway.levels):
        here = [rule for rule in w.pathway.rules if rule.urgency == level.id]
        if here:
            told += [tag("h3", w.level(level.id)), tag("div", [_rule(rule, w) for rule in here], class_="cards")]
    return told


def _rule(rule: Rule, w: Writer) -> Html:
    advice = [w.text(w.pathway.advice[name].label) for name in rule.advice]
    adds = ", ".join(rule.adds_to)
    return tag(
        "article",
        tag("p", w.text(rule.because), class_="voice"),
        w.condition(rule.when),
        advice and tag("p", w.say("Advies: ", "Advice: "), " ".join(advice)),
        adds and tag("p", w.say("Beslist niet zelf, is een reden erbij naast ", "Never decides, adds a reason beside "),
                     tag("code", adds), "."),
        w.ids(rule.id, rule.source),
        class_="card",
        id=f"rule-{rule.id}",
        data_tone=w.tone(rule.urgency),
    )  # fmt: skip


def definitions(w: Writer) -> Content:
    """Conditions with a name."""
    return tag("div", [_definition(one, w) for one in w.pathway.definitions.values()], class_="cards")


def _definition(definition: Definition, w: Writer) -> Html:
    return tag(
        "article",
        tag("p", f"“{w.text(definition.label)}”", class_="voice"),
        w.condition(definition.when),
        tag("p", tag("code", definition.id), class_="about"),
        class_="card",
        id=f"definition-{definition.id}",
    )


def scores(w: Writer) -> Content:
    """Sums and means, with their bands."""
    return tag("div", [_score(score, w) for score in w.pathway.scores.values()], class_="cards")


def _score(score: Score, w: Writer) -> Html:
    methods = {
        "sum": w.say("de som van", "the sum of"),
        "mean": w.say("het gemiddelde van", "the mean of"),
        "percent": w.say("het deel van het hoogste, in procenten, van", "the share of the highest, in per cent, of"),
    }
    bands = [
        f"{w.say('vanaf', 'from')} {decimal_text(band.starts_at, w.language)}: {w.text(band.label)}"
        for band in score.bands
    ]
    missing = w.say(
        f"Er mogen {score.missing_allowed} antwoorden ontbreken als het formulier is afgesloten.",
        f"{score.missing_allowed} answers may be missing once the form is closed.",
    )
    return tag(
        "article",
        tag("p", f"“{w.text(score.label)}”", class_="voice"),
        tag("p", methods[score.method], " ", [(w.link(name), " ") for name in score.items]),
        items(bands),
        tag("p", missing) if score.missing_allowed else None,
        tag("p", tag("code", score.id), w.source(score.source), class_="about"),
        class_="card",
        id=f"score-{score.id}",
    )


def advice(w: Writer) -> Content:
    """The sentences that rules give along."""
    given = {name: [rule.id for rule in w.pathway.rules if name in rule.advice] for name in w.pathway.advice}
    heads = (
        w.say("Advies", "Advice"),
        w.say("Niet boven", "Not above"),
        w.say("Niet naast", "Not beside"),
        w.say("Regels die het geven", "Rules that give it"),
    )
    caption = w.say("Adviezen, en wanneer ze niet gegeven worden", "Advice, and when it is not given")
    return table(caption, heads, [_advice_row(one, given[one.id], w) for one in w.pathway.advice.values()])


def _advice_row(advice: Advice, given: list[str], w: Writer) -> tuple[Content, ...]:
    others = [tag("p", w.text(w.pathway.advice[other].label)) for other in advice.not_with]
    up_to = None if advice.up_to is None else w.level(advice.up_to)
    count = w.count(len(given), ("regel", "regels"), ("rule", "rules"))
    return (w.text(advice.label), tag("p", tag("code", advice.id), class_="about")), up_to, others, count
