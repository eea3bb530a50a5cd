"""The options of an item: from its own list or from a value set that the file carries, each with its points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pathways.fhir.instruments import extensions
from pathways.fhir.instruments.extensions import extension_value, judge_extensions
from pathways.fhir.instruments.foreign import Element, decimal_of, keys
from pathways.fhir.instruments.ids import option_ids
from pathways.fhir.instruments.texts import Texts
from pathways.model import Text

#: How a publisher writes an answer: the kind of value, its system, and the code or value itself.
OptionKey = tuple[str, str, str]
NO_KEY: OptionKey = ("", "", "")
#: A coding without a code, told by its words alone, as some publishers write it.
_WORDS = "words"

_OPTION_ELEMENTS = keys(
    "id extension modifierExtension valueInteger valueDate valueTime valueString valueCoding valueReference "
    "initialSelected"
)
#: The types of items that may have options in R4 and whose answers we can keep.
_WITH_OPTIONS = ("choice", "integer", "string", "date")
FURTHEST = Decimal(999_999_999)


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen. `points` is what it counts in a score."""

    key: OptionKey
    id: str
    label: Text
    points: int | None
    exclusive: bool


@dataclass(frozen=True)
class _Offered:
    key: OptionKey
    label: Text
    points: int | None
    exclusive: bool


def option_key(kind: str, value: object) -> OptionKey:
    """What makes an option and an answer the same; NO_KEY for a value that is none that can be chosen."""
    match kind, value:
        case "Coding", {"system": str(system), "code": str(code)} if code:
            return "Coding", system, code
        case "Coding", {"code": str(code), **rest} if code and "system" not in rest:
            return "Coding", "", code
        case "Coding", {"display": str(words), **rest} if words.strip() and rest.keys().isdisjoint(("code", "system")):
            return _WORDS, "", words.strip()
        case (("String" | "Date"), str(text)) if text:
            return kind, "", text
        case "Integer", int(number) if not isinstance(number, bool) and abs(number) <= FURTHEST:
            return "Integer", "", str(number)
        case _:
            return NO_KEY


def options_of(item: Element, type_: str, texts: Texts, value_sets: Mapping[str, Element]) -> tuple[Option, ...]:
    """The options, with every reason told why one cannot be kept; none for an item that offers none."""
    offered = [*_listed(item, texts), *_contained(item, texts, value_sets)]
    has_any = not item.value.keys().isdisjoint(("answerOption", "answerValueSet"))
    if type_ == "choice" and not has_any:
        item.refuse("a choice without options", "nothing can be chosen")
    if has_any and type_ not in _WITH_OPTIONS:
        item.refuse("options", f"an item of type '{type_[:40]}' has none here")
        return ()
    _judge(item, offered)
    return _named(offered)


def _judge(item: Element, offered: list[_Offered]) -> None:
    for key, count in Counter(each.key for each in offered).items():
        if count > 1:
            item.refuse(f"the option '{key[2][:40]}' stands here {count} times", "an answer must mean one option")
    repeats = item.flag("repeats")
    if len(offered) == 1 and not repeats:
        item.refuse("one option only", "a choice needs two or more")
    if offered and repeats and not any(each.exclusive for each in offered):
        why = "one option must be marked optionExclusive, else 'none of these' cannot be told from no answer"
        item.refuse("several answers, no option exclusive", why, "repeats")


def _named(offered: list[_Offered]) -> tuple[Option, ...]:
    """With ids of our own, from the codes; from the points where there are only words, which belong to somebody."""
    points = {each.points for each in offered}
    if len(points) == len(offered) and None not in points and all(each.key[0] == _WORDS for each in offered):
        words = [str(each.points) for each in offered]
    else:
        codes = Counter(each.key[2] for each in offered)
        words = [each.key[2] if codes[each.key[2]] == 1 else f"{each.key[1]} {each.key[2]}" for each in offered]
    ids = option_ids(words)
    return tuple(
        Option(each.key, ids[word], each.label, each.points, each.exclusive)
        for each, word in zip(offered, words, strict=True)
    )


def _listed(item: Element, texts: Texts) -> Iterator[_Offered]:
    """The options that the item lists itself."""
    for option in item.children("answerOption"):
        option.refuse_strangers(_OPTION_ELEMENTS, "answerOption")
        judge_extensions(option)
        kind, value = option.choice("value")
        key = option_key(kind, value)
        if kind and key == NO_KEY:
            why = "an option has a code, or is a whole number, string or date"
            option.refuse(f"an option of kind {kind[:40]}", why)
        elif kind:
            yield _Offered(key, _label(option, kind, texts, key), _points_of(option, key), _is_exclusive(option))


def _label(option: Element, kind: str, texts: Texts, key: OptionKey) -> Text:
    coding = option.child("valueCoding") if kind == "Coding" else None
    if coding is not None:
        judge_extensions(coding)
    label = texts.of(coding, "display") if coding is not None else None
    if kind == "String":
        label = texts.of(option, "valueString")
    return label or Text(key[2], key[2])


def _points_of(option: Element, key: OptionKey) -> int | None:
    """A whole number counts as itself; a code counts its ordinal value, which stands on the option or on the code."""
    if key[0] == "Integer":
        return int(key[2])
    points = _ordinal(option)
    coding = option.child("valueCoding") if key[0] in ("Coding", _WORDS) else None
    return points if points is not None or coding is None else _ordinal(coding)


def _ordinal(element: Element) -> int | None:
    given = extension_value(element, *extensions.ORDINAL)
    if given is None:
        return None
    number = decimal_of(given[1])
    if number is None or number != number.to_integral_value():
        element.refuse("points that are no whole number", "an option counts a whole number of points here")
        return None
    return int(number)


def _is_exclusive(option: Element) -> bool:
    given = extension_value(option, extensions.EXCLUSIVE)
    return given is not None and given[1] is True


def _contained(item: Element, texts: Texts, value_sets: Mapping[str, Element]) -> Iterator[_Offered]:
    """The options in a value set that the questionnaire carries itself and writes out in full."""
    url = item.text("answerValueSet")
    if url is None:
        return
    if item.value.get("answerOption") is not None:
        item.refuse("answerOption and answerValueSet together", "R4 allows one of them", "answerValueSet")
    value_set = value_sets.get(url)
    if value_set is None:
        item.refuse(f"options in the value set {url[:120]}", "nothing outside the file is fetched", "answerValueSet")
        return
    concepts = list(_concepts(value_set))
    if not concepts:
        why = "only a contained value set that lists its codes, without filter or exclusion, can be kept"
        item.refuse(f"options in the value set {url[:120]}", why, "answerValueSet")
    for system, concept in concepts:
        if code := concept.text("code"):
            label = texts.of(concept, "display") or Text(code, code)
            yield _Offered(("Coding", system, code), label, _ordinal(concept), exclusive=False)


def _concepts(value_set: Element) -> Iterator[tuple[str, Element]]:
    compose = value_set.child("compose")
    includes = compose.children("include") if compose is not None and "exclude" not in compose.value else ()
    if any("concept" not in each.value or "filter" in each.value or "valueSet" in each.value for each in includes):
        return
    for each in includes:
        system = each.text("system") or ""
        yield from ((system, concept) for concept in each.children("concept"))
