"""The small elements that resources are made of: texts in two languages, extensions, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pathways.fhir.names import dashed
from pathways.model import Form, Pathway, Question, Text

Json = dict[str, Any]

CORE = "http://hl7.org/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
#: Where canonical addresses begin when nobody says otherwise. Nothing is fetched from them, and nothing stands there.
BASE = "https://ruggespraak.example/fhir"

_STATUS = {"draft": "draft", "reviewed": "draft", "published": "active"}


def said(name: str, text: Text) -> Json:
    """An element with the Dutch text, and the English one as its translation."""
    return {name: text.nl, f"_{name}": {"extension": [_translation(text.en)]}}


def _translation(english: str) -> Json:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": english}]
    return {"url": f"{CORE}/translation", "extension": parts}


def joined(*texts: Text | None, between: str = "\n\n") -> Text:
    """Several texts as one, in both languages."""
    given = [text for text in texts if text is not None]
    return Text(between.join(text.nl for text in given), between.join(text.en for text in given))


def extension(url: str, kind: str, value: Any) -> Json:
    """An extension with one value: kind `Boolean` makes it `valueBoolean`."""
    return {"url": url, f"value{kind}": value}


def expression(text: str, name: str | None = None) -> Json:
    """A FHIRPath expression."""
    named = {} if name is None else {"name": name}
    return {**named, "language": "text/fhirpath", "expression": text}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The canonical addresses of a pathway's resources. `base`: an address of whoever publishes them."""

    pathway: Pathway
    base: str = BASE

    def questionnaire(self, form: Form) -> str:
        return f"{self.base}/Questionnaire/{self.id_of(form.id)}"

    def plan(self) -> str:
        return f"{self.base}/PlanDefinition/{self.id_of()}"

    def activity(self, kind: str, name: str) -> str:
        return f"{self.base}/ActivityDefinition/{self.id_of(kind, name)}"

    def options(self, question: Question, link: str) -> str:
        """The code system of a question's options: the same word may mean something else in another question.

        The cells of a column share one.
        """
        name = link if question.table is None else f"{question.table}.{question.column}"
        return f"{self.base}/CodeSystem/{self.id_of(name)}"

    def levels(self) -> str:
        return f"{self.base}/CodeSystem/{self.id_of('levels')}"

    def id_of(self, *names: str) -> str:
        """An id of 64 characters at most, from the pathway's name and these."""
        return ".".join(dashed(name) for name in (self.pathway.id, *names))[:64]

    def versioned(self, canonical: str) -> str:
        return f"{canonical}|{self.pathway.version}"


def published(addresses: Addresses, url: str, title: Text, name: str) -> Json:
    """What every published resource says of itself. No date: the same pathway always gives the same text."""
    pathway = addresses.pathway
    return {
        "id": url.rsplit("/", 1)[1],
        "language": "nl",
        "url": url,
        "identifier": [{"system": f"{addresses.base}/content-hash", "value": pathway.content_hash}],
        "version": pathway.version,
        "name": name,
        **said("title", title),
        "status": _STATUS[pathway.status],
        "experimental": pathway.status != "published",
        "publisher": ", ".join(pathway.authors),
    }


def citations(pathway: Pathway, sources: Iterable[str]) -> list[Json]:
    """Guidelines and studies, as a resource names them."""
    return [_citation(pathway, source) for source in sources]


def _citation(pathway: Pathway, name: str) -> Json:
    source = pathway.sources[name]
    year = "" if source.year is None else f" ({source.year})"
    return {
        "type": "citation",
        "label": name,
        "citation": f"{source.title}{year}",
        **({} if source.url is None else {"url": source.url}),
    }
