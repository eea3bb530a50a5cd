"""What it all rests on: points that are still open, example patients, sources, and what people can read."""

from __future__ import annotations

from collections import Counter

from pathways.describe.html import Content, Html, items, table, tag
from pathways.describe.writer import Writer, fold
from pathways.model import OUT_OF_SCOPE, Lowering, OpenPoint, Pathway, Release, Story


def open_points(w: Writer) -> Content:
    """What a clinician has still to settle."""
    return tag("ol", [_open_point(point, w) for point in w.pathway.open_points], class_="questions")


def _open_point(point: OpenPoint, w: Writer) -> Html:
    touches = [(_touched(name, w), " ") for name in point.touches]
    return tag(
        "li",
        tag("p", w.text(point.text), class_="ask"),
        tag("p", w.text(point.do)),
        tag("p", tag("code", point.id), tag("span", w.say("Raakt: ", "Touches: "), touches) if touches else None,
            class_="about"),
        id=f"open-{point.id}",
    )  # fmt: skip


def _touched(name: str, w: Writer) -> Html:
    """A part of the pathway, linked to its place."""
    pathway = w.pathway
    if name in pathway.sources:
        return tag("a", name.removeprefix("src_"), href=f"#{name}")
    for kind, known in (
        ("rule", pathway.rule),
        ("form", pathway.forms),
        ("treatment", pathway.options),
        ("measure", pathway.measures),
    ):
        if name in known:
            return tag("a", name, href=f"#{kind}-{name}")
    return tag("a", name, href=f"#{w.anchor(name)}")


def stories(w: Writer) -> Content:
    """The example patients of each form, with the level that must come out."""
    told = []
    for form in w.pathway.forms.values():
        here = [story for story in w.pathway.stories if story.form == form.id]
        if here:
            title = f"{w.text(form.title)}: {w.count(len(here), ('voorbeeld', 'voorbeelden'), ('example', 'examples'))}"
            heads = (w.say("Wie", "Who"), w.say("Wat eruit moet komen", "What must come out"))
            told.append(fold(title, table(title, heads, [_story(story, w) for story in here]), class_="screen"))
    return told


def _story(story: Story, w: Writer) -> tuple[Content, Content]:
    if story.urgency == OUT_OF_SCOPE:
        return story.name, w.say("het formulier geldt niet voor deze persoon", "the form is not for this person")
    if story.urgency is None:
        shown = len(story.shown) + len(story.not_shown)
        return story.name, w.say(f"welke vragen gesteld worden ({shown})", f"which questions are asked ({shown})")
    return story.name, w.level(story.urgency)


def sources(w: Writer) -> Content:
    """Every source, when it was last looked at, and how much rests on it."""
    used = _uses(w.pathway)
    heads = (
        w.say("Bron", "Source"),
        w.say("Jaar", "Year"),
        w.say("Nagekeken op", "Reviewed on"),
        w.say("Regels, beweringen en alarmen", "Rules, claims and alarms"),
    )
    rows = []
    for source in w.pathway.sources.values():
        title = tag("a", source.title, href=source.url) if source.url else source.title
        name = tag("div", source.id.removeprefix("src_"), tag("p", title, class_="title-of"), id=source.id)
        rows.append((name, str(source.year or ""), w.date(source.reviewed_on), str(used[source.id])))
    return table(w.say("Bronnen", "Sources"), heads, rows)


def _uses(pathway: Pathway) -> Counter[str]:
    used = Counter(rule.source for rule in pathway.rules)
    used.update(claim.source for claim in pathway.claims)
    used.update(alarm.source for question in pathway.questions.values() for alarm in question.alarms)
    return used


def releases(w: Writer) -> Content:
    """What each version changed, the newest first, and whom it tells something lighter than before, on purpose."""
    return tag("div", [_release(release, w) for release in w.pathway.releases], class_="cards")


def _release(release: Release, w: Writer) -> Html:
    lowers = items(_lowering(one, w) for one in release.lowers)
    return tag(
        "article",
        tag("p", f"{release.version}, {w.date(release.date)}", class_="voice"),
        tag("p", w.text(release.text)),
        (tag("p", w.say("Bewust lichter dan ervoor:", "Lighter than before, on purpose:")), lowers)
        if release.lowers
        else None,
        class_="card",
    )


def _lowering(one: Lowering, w: Writer) -> Content:
    """From which level to which, why, and on what ground. A level of an older version may be gone."""
    old, new = (_told(level, w) for level in (one.old_level, one.new_level))
    return f"{old} → {new}: ", w.text(one.because), " ", w.source(one.source)


def _told(level: str | None, w: Writer) -> str:
    known = w.pathway.level.get(level or "")
    return w.text(known.label) if known is not None else level or w.say("geen advies", "no advice")


def information(w: Writer) -> Content:
    """The pages that people read."""
    heads = (w.say("Pagina", "Page"), w.say("Waarover", "About"), w.say("Nagekeken op", "Reviewed on"))
    rows = [
        ((page.title, tag("p", tag("code", page.page), class_="about")), page.lead, w.date(page.reviewed_on))
        for page in w.pathway.information_in(w.language)
    ]
    return table(w.say("Wat mensen kunnen lezen", "What people can read"), heads, rows)
