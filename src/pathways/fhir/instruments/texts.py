"""Texts of others in both our languages, from their own language and the translations they carry."""

from __future__ import annotations

from dataclasses import dataclass, field

from pathways.fhir.instruments.extensions import TRANSLATION, last_part
from pathways.fhir.instruments.foreign import Element
from pathways.model import Text

_NAMES = {"nl": "Dutch", "en": "English"}


@dataclass
class Texts:
    """Reads texts, and counts those for which one language must stand in for another."""

    language: str
    lacking: dict[str, list[str]] = field(default_factory=lambda: {"nl": [], "en": []})

    def of(self, element: Element, key: str) -> Text | None:
        """The text of a key in both languages; None when there is none in any."""
        own = element.text(key)
        known = {self.language: own} if own else {}
        known |= self._translations(element, key)
        if not known:
            return None
        stand_in = known.get("en") or known.get("nl") or own or next(iter(known.values()))
        for language in _NAMES:
            if language not in known:
                self.lacking[language].append(element.at(key))
        return Text(known.get("nl", stand_in), known.get("en", stand_in))

    def _translations(self, element: Element, key: str) -> dict[str, str]:
        beside = element.child(f"_{key}")
        found: dict[str, str] = {}
        for url, extension in beside.extensions() if beside is not None else ():
            if last_part(url) != TRANSLATION:
                continue
            parts = dict(extension.extensions())
            language = parts["lang"].text("valueCode") if "lang" in parts else None
            content = next((c for k in ("valueString", "valueMarkdown") if (c := _content(parts, k))), None)
            if language and content:
                found[language[:2].lower()] = content
        return found

    def tell(self, root: Element) -> None:
        """One remark for each language that is missing."""
        for language, places in self.lacking.items():
            if places:
                other = _NAMES["en" if language == "nl" else "nl"] if self.language in _NAMES else "another language"
                what = f"{len(places)} text{'s' if len(places) > 1 else ''} without {_NAMES[language]}"
                root.remark(what, f"{other} stands in; use it only in a translation that was validated")


def _content(parts: dict[str, Element], key: str) -> str | None:
    return parts["content"].text(key) if "content" in parts and key in parts["content"].value else None
