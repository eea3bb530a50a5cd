"""What visitors read: the information pages of a pathway as HTML, every fact with its source."""

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from pathways.model import Information, Pathway, Source

CITATION = re.compile(r"\[\[(src_\w+)\]\]")
FIGURE = re.compile(r"^!\[\[figure:(\w+)\]\]\s*$", re.MULTILINE)
# A page by its own name, not an address: `[text](contact)`.
PAGE_LINK = re.compile(r"[a-z][a-z_]*\Z")

ALARM = "alarm"


@dataclass(frozen=True)
class Block:
    """A piece of a page: text as HTML, or the name of a figure that stands here."""

    html: str = ""
    figure: str = ""


@dataclass(frozen=True)
class InformationPage:
    """One page, ready to be drawn. `sources` are in the order of their numbers in the text."""

    id: str
    title: str
    lead: str
    reviewed_on: date
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]

    @property
    def slug(self) -> str:
        """Its word in an address."""
        return self.id.replace("_", "-")


def pages(pathway: Pathway, language: str) -> tuple[InformationPage, ...]:
    """All information pages in one language, in reading order."""
    return tuple(_draw(pathway, information) for information in pathway.information_in(language))


def page(pathway: Pathway, name: str, language: str) -> InformationPage | None:
    """One page by its name, or None."""
    return next((page for page in pages(pathway, language) if page.id == name), None)


@dataclass(frozen=True)
class Leaflet:
    """All pages after one another; the numbers of their sources run on, into one list at the end."""

    chapters: tuple[InformationPage, ...]
    sources: tuple[Source, ...]


def leaflet(pathway: Pathway, language: str) -> Leaflet:
    """Every information page as the chapters of one leaflet."""
    cited: dict[str, int] = {}
    chapters = tuple(_number(pathway, information, cited) for information in pathway.information_in(language))
    return Leaflet(chapters, tuple(pathway.sources[source] for source in cited))


@lru_cache(maxsize=128)
def _draw(pathway: Pathway, information: Information) -> InformationPage:
    return _number(pathway, information, {})


def _number(pathway: Pathway, information: Information, cited: dict[str, int]) -> InformationPage:
    with override(information.language):
        blocks = tuple(_blocks(information.body, cited))
    named = (*cited, *(source for source in information.sources if source not in cited))
    return InformationPage(
        information.page,
        information.title,
        information.lead,
        information.reviewed_on,
        blocks,
        tuple(pathway.sources[source] for source in named),
    )


def _blocks(body: str, cited: MutableMapping[str, int]) -> list[Block]:
    """Text and figures in turn: `re.split` puts the figures' names on the odd places."""
    parts = FIGURE.split(body)
    return [
        Block(figure=part) if place % 2 else Block(html=_to_html(part, cited))
        for place, part in enumerate(parts)
        if part.strip()
    ]


def _to_html(text: str, cited: MutableMapping[str, int]) -> str:
    html: str = mark_safe(_markdown().render(text, {"cited": cited}))  # noqa: S308 -- raw HTML is off, text is escaped
    return html


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.inline.ruler.before("link", "citation", _read_citation)
    markdown.add_render_rule("citation", _draw_citation)
    markdown.add_render_rule("link_open", _draw_link)
    return markdown


def _read_citation(state: StateInline, silent: bool) -> bool:
    found = CITATION.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _draw_citation(
    self: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    source = tokens[place].content
    number = env["cited"].setdefault(source, len(env["cited"]) + 1)
    return format_html(
        '<sup><a class="cite" href="#{}"><span class="unseen">{} </span>{}</a></sup>', source, _("source"), number
    )


def _draw_link(
    self: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    address = str(tokens[place].attrs.get("href", ""))
    if PAGE_LINK.match(address):
        address = reverse("public:information", args=[address.replace("_", "-")])
    return f'<a href="{escape(address)}">'
