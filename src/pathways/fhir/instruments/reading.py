"""A published Questionnaire (FHIR R4) as an instrument of ours, or every reason why it cannot be one.

All or nothing: an instrument without one of its items is another instrument. Whoever imports can name items to leave
out (the publisher's own computed score, say); nothing is left out in silence. Expressions are never run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pathways.fhir.instruments.conditions import Asked, Conditions, within_limit
from pathways.fhir.instruments.extensions import judge_extensions
from pathways.fhir.instruments.foreign import Element, Findings, keys, resource_of
from pathways.fhir.instruments.ids import id_like, ids_for
from pathways.fhir.instruments.items import ITEM_ELEMENTS, Item, question_of
from pathways.fhir.instruments.texts import Texts
from pathways.language import Expr, all_of
from pathways.model import Text
from pathways.source import WORD

_ELEMENTS = keys(
    "resourceType id meta implicitRules language text contained extension modifierExtension url identifier version "
    "name title derivedFrom status experimental subjectType date publisher contact description useContext jurisdiction "
    "purpose copyright approvalDate lastReviewDate effectivePeriod code item"
)
_STATUSES = ("draft", "active", "retired", "unknown")
MOST_ITEMS = 500


@dataclass(frozen=True)
class Page:
    """One page of an instrument: a group of the publisher's, or the part of one after an instruction."""

    title: Text
    intro: Text | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Instrument:
    """A questionnaire of others in our terms. `groups`: the linkIds of groups, with the group each stands in."""

    id: str
    url: str | None
    version: str | None
    title: Text
    publisher: str | None
    copyright: str | None
    pages: tuple[Page, ...]
    parents: Mapping[str, str | None]
    left_out: frozenset[str]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for page in self.pages for item in page.items)

    @property
    def may_be_used(self) -> bool:
        """Whether the publisher says anything about the right of use; to be read by a person before use."""
        return self.copyright is not None


def read_questionnaire(text: str, name: str | None, leave_out: Iterable[str]) -> tuple[Instrument | None, Findings]:
    """The instrument in the JSON text of a Questionnaire; None when anything is refused. `leave_out`: linkIds."""
    root, is_readable = resource_of(text, "Questionnaire")
    instrument = _Reading(root, frozenset(leave_out)).instrument(name) if is_readable else None
    return (None if root.findings.reasons else instrument), root.findings


@dataclass
class _Draft:
    """A page being filled. `instruction` is the last instruction on it."""

    title: Text
    intro: list[Text] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    instruction: Element | None = None


@dataclass
class _Reading:
    """Reads one Questionnaire from top to bottom."""

    root: Element
    leave_out: frozenset[str]
    texts: Texts = field(init=False)
    conditions: Conditions = field(default_factory=Conditions)
    names: Mapping[str, str] = field(default_factory=dict)
    value_sets: Mapping[str, Element] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    title: Text = field(init=False)
    left_out: set[str] = field(default_factory=set)

    def instrument(self, name: str | None) -> Instrument:
        root = self.root
        root.refuse_strangers(_ELEMENTS, "Questionnaire")
        judge_extensions(root)
        self.texts = Texts(self._language())
        name_or_id = root.text("name") or root.text("id") or "…"
        self.title = self.texts.of(root, "title") or Text(name_or_id, name_or_id)
        self._judge_metadata()
        id_ = self._id(name)
        self.value_sets = _contained(root)
        tree = list(self._walk(root, None))
        self._judge_link_ids(tree)
        self.names = ids_for((item.link_id or "" for item, _ in tree), f"{id_}_", frozenset({"score"}))
        self.conditions.others = {item.link_id or "": _why_unreadable(item) for item, _ in tree}
        self.conditions.others = {**self.conditions.others, **dict.fromkeys(self.left_out, "that item is left out")}
        pages = tuple(self._pages())
        if not any(page.items for page in pages) and not root.findings.reasons:
            root.refuse("no questions", "there is nothing to answer", "item")
        self.texts.tell(root)
        return Instrument(
            id=id_,
            url=root.text("url"),
            version=root.text("version"),
            title=self.title,
            publisher=root.text("publisher"),
            copyright=root.text("copyright"),
            pages=pages,
            parents=self.parents,
            left_out=frozenset(self.left_out),
        )

    # ── the whole

    def _language(self) -> str:
        language = (self.root.text("language") or "")[:2].lower()
        if language not in ("nl", "en"):
            said = f"its language is {language}" if language else "it does not say its language"
            self.root.remark(said, "its texts are taken as English" if not language else "neither Dutch nor English")
        return language or "en"

    def _id(self, name: str | None) -> str:
        said = (self.root.text(key) for key in ("name", "id", "title"))
        id_ = name or id_like(next((each for each in said if each), "instrument"), "instrument")
        if name is not None and not WORD.match(name):
            self.root.refuse(f"the id '{name[:40]}'", "use lower case letters, digits and _, starting with a letter")
        return id_ if WORD.match(id_) else f"q_{id_}"

    def _judge_metadata(self) -> None:
        root = self.root
        status = root.text("status")
        if status not in _STATUSES:
            root.refuse(f"status {status or 'is missing'}", f"it is one of {', '.join(_STATUSES)}", "status")
        elif status != "active":
            root.remark(f"status {status}", "its publisher does not offer it for use", "status")
        if root.value.get("implicitRules") is not None:
            root.refuse("implicitRules", "rules outside the file may change its meaning", "implicitRules")
        if root.value.get("derivedFrom") is not None:
            root.remark("left out: derivedFrom", "what it is derived from is not fetched", "derivedFrom")
        if root.text("copyright") is None:
            root.remark("no copyright statement", "no right of use is recorded: not to be switched on", "copyright")

    # ── the tree

    def _walk(self, element: Element, parent: str | None) -> Iterator[tuple[Element, str | None]]:
        """Every item that is not left out, groups before what is in them."""
        for child in element.children("item"):
            item = child.of_item(child.text("linkId") or "")
            if item.link_id in self.leave_out:
                self.left_out |= {item.link_id or "", *(inner.link_id or "" for inner, _ in self._walk(item, None))}
                continue
            yield item, parent
            yield from self._walk(item, item.link_id)

    def _judge_link_ids(self, tree: list[tuple[Element, str | None]]) -> None:
        if len(tree) > MOST_ITEMS:
            self.root.refuse(f"{len(tree)} items", f"an instrument has at most {MOST_ITEMS}", "item")
        for link_id in sorted(self.leave_out - self.left_out):
            self.root.refuse(f"no item '{link_id}' to leave out", "there is none in the file", "item")
        seen: set[str] = set()
        for item, parent in tree:
            if not item.link_id:
                item.refuse("no linkId", "an answer could not be brought to its question", "linkId")
            elif item.link_id in seen:
                item.refuse("a linkId that stands here twice", "an answer must mean one question", "linkId")
            seen.add(item.link_id or "")
            self.parents.setdefault(item.link_id or "", parent)

    def _pages(self) -> Iterator[Page]:
        draft = _Draft(self.title)
        for item in self._below(self.root):
            if item.value.get("type") == "group":
                yield from self._closed(draft)
                yield from self._group(item)
                draft = _Draft(self.title)
            else:
                yield from self._add(draft, item, None)
        yield from self._closed(draft)

    def _below(self, element: Element) -> Iterator[Element]:
        for child in element.children("item"):
            item = child.of_item(child.text("linkId") or "")
            if item.link_id not in self.leave_out:
                item.refuse_strangers(ITEM_ELEMENTS, "Questionnaire item")
                yield item

    def _group(self, group: Element) -> Iterator[Page]:
        judge_extensions(group)
        if group.flag("repeats"):
            group.refuse("a repeating group", "a group is answered once here", "repeats")
        if group.flag("readOnly"):
            group.refuse("a group that nobody can answer", "declare what it computes", "readOnly")
        condition = self.conditions.of(group)
        draft = _Draft(self.texts.of(group, "text") or self.title)
        pages: list[Page] = []
        for item in self._below(group):
            if item.value.get("type") == "group":
                self._refuse_group(item)
            else:
                pages += self._add(draft, item, condition)
        pages += self._closed(draft)
        questions = [question for page in pages for question in page.items]
        if not questions and "item" not in group.value:
            group.refuse("a group without questions", "a page must ask something")
        if group.flag("required") and not any(q.required and q.condition is None for q in questions):
            group.refuse("a required group", "only questions are required here; require one of them", "required")
        yield from pages

    def _refuse_group(self, group: Element) -> None:
        """A group in a group, and all that is wrong with what is in it: the list of reasons is complete."""
        group.refuse("a group in a group", "groups become pages, and a page holds no page")
        for item in self._below(group):
            if item.value.get("type") == "group":
                self._refuse_group(item)
            elif item.value.get("type") != "display":
                question_of(item, "unnamed", self.texts, self.value_sets)

    def _add(self, draft: _Draft, item: Element, condition: Expr | None) -> Iterator[Page]:
        """Put an item on the page; an instruction after questions closes it and begins the next one."""
        if item.value.get("type") != "display":
            question = self._question(item, condition)
            draft.items += [question] if question is not None else []
            return
        if item.value.get("enableWhen") is not None:
            item.refuse("an instruction with a condition", "instructions are always shown here", "enableWhen")
        if item.value.get("item") is not None:
            item.refuse("items below an instruction", "only a group contains items", "item")
        judge_extensions(item)
        if draft.items:
            yield from self._closed(draft)
            draft.intro, draft.items = [], []
        text = self.texts.of(item, "text")
        draft.intro += [text] if text is not None else []
        draft.instruction = item

    def _closed(self, draft: _Draft) -> Iterator[Page]:
        if draft.items:
            intro = Text("\n".join(t.nl for t in draft.intro), "\n".join(t.en for t in draft.intro))
            yield Page(draft.title, intro if draft.intro else None, tuple(draft.items))
        elif draft.instruction is not None:
            draft.instruction.refuse(
                "an instruction with no question below it", "an instruction opens a page of questions"
            )

    def _question(self, item: Element, group_condition: Expr | None) -> Item | None:
        """The question, with the condition of its group and its own."""
        question = question_of(item, self.names.get(item.link_id or "", "unnamed"), self.texts, self.value_sets)
        before = len(item.findings.reasons)
        own = self.conditions.of(item)
        if question is None or len(item.findings.reasons) > before:
            self.conditions.refused.add(item.link_id or "")
            return question
        both = [condition for condition in (group_condition, own) if condition is not None]
        condition = within_limit(item, all_of(both)) if both else None
        question = replace(question, condition=condition)
        self.conditions.asked[question.link_id] = _asked(question)
        return question


def _asked(item: Item) -> Asked:
    low, high = item.limits
    middle = None if item.kind != "number" else low + (high - low) // 2
    options = {option.key: option.id for option in item.options}
    return Asked(item.name, item.kind, item.required, options, middle if middle != low else high, item.condition)


def _why_unreadable(item: Element) -> str:
    kind = item.value.get("type")
    return f"a {kind} has no answer" if kind in ("group", "display") else "it is asked later, or is this item itself"


def _contained(root: Element) -> dict[str, Element]:
    """The value sets that the file carries, by the reference to them."""
    sets: dict[str, Element] = {}
    for resource in root.children("contained") if "contained" in root.value else ():
        if resource.value.get("resourceType") == "ValueSet" and isinstance(resource.value.get("id"), str):
            sets[f"#{resource.value['id']}"] = resource
    return sets
