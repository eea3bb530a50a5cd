"""HTML as values: text is escaped once, where it comes in. A whole document stands alone, without script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from pathlib import Path


class Html(str):
    """Markup, escaped already."""

    __slots__ = ()


Content = str | None | Iterable["Content"]
_VOID = ("br", "meta")
#: Elements that begin a line, so that two versions of a page can be compared line by line.
_OWN_LINE = ("section", "article", "details", "table", "tr", "li", "h2", "h3", "h4", "main", "nav", "body", "footer")


def markup(content: Content) -> Html:
    """Content as markup: plain text escaped, None as nothing, the rest one after the other."""
    return Html("".join(_pieces(content)))


def _pieces(content: Content) -> Iterator[str]:
    if content is None:
        return
    if isinstance(content, str):
        yield content if isinstance(content, Html) else escape(content, quote=False)
    else:
        for inner in content:
            yield from _pieces(inner)


def tag(name: str, /, *content: Content, **attributes: str | bool | None) -> Html:
    """An element. `class_` is the attribute class, `data_x` is data-x; True is a bare attribute, None is none."""
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    start = "\n" if name in _OWN_LINE else ""
    return Html(f"{start}<{name}{written}>" + ("" if name in _VOID else f"{markup(content)}</{name}>"))


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Content]]) -> Html:
    """A table with a caption, whose first column heads its rows; on a phone each row becomes a block.

    The roles keep it a table for who hears it there too.
    """
    heads = tuple(heads)
    head = tag("tr", *(tag("th", head, scope="col", role="columnheader") for head in heads), role="row")
    body = [tag("tr", _cells(heads, tuple(row)), role="row") for row in rows]
    groups = tag("thead", head, role="rowgroup"), tag("tbody", body, role="rowgroup")
    return tag("table", tag("caption", caption), *groups, role="table")


def _cells(heads: tuple[str, ...], row: tuple[Content, ...]) -> Iterator[Html]:
    yield tag("th", row[0], scope="row", role="rowheader")
    for head, cell in zip(heads[1:], row[1:], strict=True):
        text = markup(cell)
        yield tag("td", text, data_th=head if text else None, role="cell")


def items(contents: Iterable[Content], **attributes: str | bool | None) -> Html:
    """An unordered list."""
    return tag("ul", *(tag("li", content) for content in contents), **attributes)


def document(title: str, language: str, *content: Content) -> str:
    """A page that needs nothing beside itself."""
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(_style())),
    )
    page = tag("html", tag("head", head), tag("body", *content), "\n", lang=language)
    return f"<!doctype html>\n{page}\n"


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")
