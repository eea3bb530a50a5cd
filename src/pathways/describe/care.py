"""What a therapist can offer, and what is measured: in brief."""

from __future__ import annotations

from pathways.describe.html import Content, Html, items, table, tag
from pathways.describe.writer import Writer, fold
from pathways.model import ContraIndication, Measure, TreatmentOption
from pathways.model.messages import decimal_text
from pathways.model.parts import Count, Frequency


def treatments(w: Writer) -> Content:
    """The treatments, in groups: what they bring, and what speaks against them."""
    groups = {
        "hands_on": w.say("Met de handen", "Hands-on"),
        "hands_off": w.say("Zelf bewegen", "Hands-off"),
        "coaching": w.say("Begeleiden", "Coaching"),
        "no_treatment": w.say("Niet behandelen", "No treatment"),
    }
    told: list[Content] = []
    for group, title in groups.items():
        here = [option for option in w.pathway.options.values() if option.group == group]
        if here:
            told += [tag("h3", title), tag("div", [_treatment(option, w) for option in here], class_="cards")]
    return told


def _treatment(option: TreatmentOption, w: Writer) -> Html:
    count = len(option.contra_indications)
    dutch = ("reden om het niet te doen", "redenen om het niet te doen")
    against = w.count(count, dutch, ("reason not to", "reasons not to"))
    return tag(
        "article",
        tag("p", w.text(option.label), class_="voice"),
        tag("p", w.text(option.benefit)),
        tag("p", tag("strong", w.say("Risico: ", "Risk: ")), w.text(option.risk)),
        w.line(w.say("Wat we niet weten: ", "What we do not know: "), option.unknown),
        items(_counted(one, w) for one in option.frequencies) if option.frequencies else None,
        fold(against, items(_against(one, w) for one in option.contra_indications), class_="screen") if count else None,
        w.ids(option.id, option.source),
        class_="card",
        id=f"treatment-{option.id}",
    )


def _counted(one: Frequency, w: Writer) -> Html:
    """“3 tot 5 van de 10: zijn een dag stijf (zonder: 1). Zekerheid laag.”"""
    sure = {
        "high": w.say("hoog", "high"),
        "moderate": w.say("redelijk", "moderate"),
        "low": w.say("laag", "low"),
        "very_low": w.say("heel laag", "very low"),
    }[one.certainty]
    said = w.text(one.in_words)
    if one.with_it:
        out_of = w.say(f" van de {one.of}", f" of {one.of}")
        without = f" ({w.text(one.without_is)}: {_numbers(one.without_it, w)})" if one.without_it else ""
        said = f"{_numbers(one.with_it, w)}{out_of}{without}. {w.text(one.reckoned)}".strip()
    end = w.say(f" Zekerheid: {sure}. ", f" Certainty: {sure}. ")
    return tag("span", w.text(one.outcome), ": ", said, end, w.source(one.source))


def _numbers(count: Count, w: Writer) -> str:
    return f"{count.low}" if count.low == count.high else f"{count.low}" + w.say(" tot ", " to ") + f"{count.high}"


def _against(one: ContraIndication, w: Writer) -> Html:
    weight = w.say("nooit", "never") if one.level == "absolute" else w.say("met reden", "with a reason")
    when = None if one.when is None else (": ", w.words(one.when))
    return tag("span", w.text(one.label), when, f" ({weight})")


def measures(w: Writer) -> Content:
    """The measures: range, what counts as change, and whether the questions may be shown here."""
    heads = (
        w.say("Meetinstrument", "Measure"),
        w.say("Bereik", "Range"),
        w.say("Telt als verandering", "Counts as change"),
        w.say("Vragen", "Questions"),
        w.say("Bron", "Source"),
    )
    caption = w.say("Meetinstrumenten", "Measures")
    return table(caption, heads, [_measure(measure, w) for measure in w.pathway.measures.values()])


def _measure(m: Measure, w: Writer) -> tuple[Content, ...]:
    name = tag("span", w.text(m.label), id=f"measure-{m.id}")
    low, high = (decimal_text(edge, w.language) for edge in (m.low, m.high))
    better = {"lower": w.say("laag is beter", "low is better"), "higher": w.say("hoog is beter", "high is better")}
    own = w.say("eigen woorden", "our own words") if m.licence == "own_text" else w.say(
        "alleen met eigen licentie, in te lezen", "only with a licence of your own, to be imported")  # fmt: skip
    return name, f"{low}–{high}, {better[m.better]}", _change(m, w), own, w.source(m.source)


def _change(m: Measure, w: Writer) -> str:
    parts = []
    if m.change_absolute is not None:
        parts.append(decimal_text(m.change_absolute, w.language) + w.say(" punten", " points"))
    if m.change_percent is not None:
        parts.append(f"{decimal_text(m.change_percent, w.language)}%")
    said = w.say(" of ", " or ").join(parts)
    if m.change_detectable is not None:
        more_than_chance = w.say("; meer dan toeval: ", "; more than chance: ")
        said += more_than_chance + decimal_text(m.change_detectable, w.language)
    return said
