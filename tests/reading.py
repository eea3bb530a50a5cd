"""How easy a text is to read: every text that a client meets, in Dutch and English, with a score per part.

Dutch by Flesch-Douma (Douma 1960), English by Flesch's Reading Ease (Flesch 1948): higher is easier. Syllables are
counted by hyphenation (pyphen), which misses some: both scores come out a little high, for all texts alike.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pyphen

from pathways.model import Form, Pathway, Text, load

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "src/ruggespraak"
LANGUAGES = ("nl", "en")
B1 = 60
"""What a part must reach: "standard" by Flesch, read with ease at 13 to 15 years; the usual line for B1."""
LONGEST = 20
"""Words a sentence may have before it is listed."""
HARD = 30
"""A sentence that scores less is listed, when it is long enough for a score to mean something."""
ENOUGH = 8
"""Words a sentence must have for its own score to mean something."""
A_TEXT = 30
"""Words a part must have to be judged as a text: below that it is a few labels."""
READ_BY_CLIENTS = {"portal": "", "public": "", "outcomes": "", "exercises": "", "care": "plan_text.py"}
"""Rooms and doors whose interface is (nearly) all the client's; of `care` the words of a plan."""
MARKUP = re.compile(r"\[\[[^\]]*\]\]|!\[\[[^\]]*\]\]|\]\([^)]*\)|[*_`#>|\[\]]|%\([a-z_]+\)[sd]|\{\{?[^}]*\}\}?")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+|\n+|;\s+")


@dataclass(frozen=True)
class Score:
    """How a text, or one sentence, comes out."""

    words: int
    sentences: int
    ease: float


@dataclass(frozen=True)
class Part:
    """One thing that a client reads: a page, an exercise, a group of questions."""

    name: str
    language: str
    text: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """Its sentences, without mark-up."""
        return [sentence for piece in self.text for sentence in sentences_of(piece)]

    @property
    def score(self) -> Score:
        """Of the whole."""
        return score(self.sentences, self.language)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; what has no word in it is none."""
    plain = MARKUP.sub(" ", text)
    found = (" ".join(sentence.split()) for sentence in SENTENCE_ENDS.split(plain))
    return [sentence for sentence in found if WORD.search(sentence)]


def score(sentences: Iterable[str], language: str) -> Score:
    """The reading ease of these sentences together."""
    sentences = list(sentences)
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    if not words:
        return Score(0, 0, 100.0)
    length = len(words) / len(sentences)
    syllables = sum(syllables_in(word, language) for word in words) / len(words)
    ease = 206.84 - 0.93 * length - 77 * syllables if language == "nl" else 206.835 - 1.015 * length - 84.6 * syllables
    return Score(len(words), len(sentences), round(ease, 1))


def syllables_in(word: str, language: str) -> int:
    """One or more."""
    return len(_hyphens(language).positions(word.lower().replace("’", "'"))) + 1


def is_hard(sentence: str, language: str) -> bool:
    """Whether a sentence is above the limit: too many words, or too many long ones."""
    one = score([sentence], language)
    return one.words > LONGEST or (one.words >= ENOUGH and one.ease < HARD)


@cache
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang={"nl": "nl_NL", "en": "en_US"}[language], left=1, right=1)


# What clients read


def parts(language: str) -> list[Part]:
    """Everything, part by part."""
    return [*_of_pack(load(ROOT / "packs/low_back_pain"), language), *_of_interface(language)]


def _of_pack(pack: Pathway, language: str) -> Iterator[Part]:
    def part(name: str, *texts: Text | None) -> Part:
        return Part(name, language, tuple(text.in_(language) for text in texts if text is not None))

    yield part("levels and safety net", *(level.text for level in pack.levels), pack.safety_net)
    yield part("why an advice is given", *(rule.because for rule in pack.rules))
    for form in pack.forms.values():
        if form.for_whom in ("visitor", "patient"):
            yield part(f"form {form.id}", *_asked(form))
        else:
            yield part(f"form {form.id}, as the client reads it", *(q.plain for q in form.questions))
    for option in pack.options.values() if hasattr(pack.options, "values") else pack.options:
        yield part(f"option {option.id}", *_texts(option, "plain", "what", "why", "benefit", "risk", "burden", "dose"))
    for exercise in pack.exercises:
        yield part(f"exercise {exercise.id}", exercise.goal, *exercise.how, exercise.may_feel, exercise.stop)
    for page in pack.information_in(language):
        yield Part(f"page {page.page}", language, (page.title, page.lead, page.body))


def _asked(form: Form) -> Iterator[Text | None]:
    yield form.intro
    for page in form.pages:
        yield page.intro
        for question in page.questions:
            yield from (question.ask, question.help, question.why)
            yield from (option.label for option in question.options)


def _texts(thing: Any, *names: str) -> list[Text | None]:
    return [getattr(thing, name, None) for name in names]


def _of_interface(language: str) -> Iterator[Part]:
    for app, module in READ_BY_CLIENTS.items():
        catalogue = polib.pofile(str(APPS / app / "locale/nl/LC_MESSAGES/django.po"))
        source = (APPS / app / module).read_text() if module else ""
        entries = [entry for entry in catalogue if not module or f'"{entry.msgid}"' in source]
        texts = (text for entry in entries for text in _interface_texts(entry, language))
        yield Part(f"interface {app}", language, tuple(texts))


def _interface_texts(entry: polib.POEntry, language: str) -> list[str]:
    if language == "en":
        return [entry.msgid, *([entry.msgid_plural] if entry.msgid_plural else [])]
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


# The report


def hard_sentences(part: Part) -> list[str]:
    """Those above the limit, each once."""
    return list(dict.fromkeys(sentence for sentence in part.sentences if is_hard(sentence, part.language)))


def report() -> str:
    """All parts with their score, and every sentence above the limit."""
    return "\n".join(
        (
            "# How easy our texts are to read\n",
            f"{(__doc__ or '').strip()}\n",
            f"Every part of {A_TEXT} words or more reaches {B1} (B1); a test holds us to it. Listed are the sentences",
            f"above the limit: more than {LONGEST} words, or {ENOUGH} words or more with a score below {HARD}.\n",
            *(line for language, name in (("nl", "Dutch"), ("en", "English")) for line in _chapter(language, name)),
        )
    )


def _chapter(language: str, name: str) -> Iterator[str]:
    found = parts(language)
    yield f"## {name}\n\n| part | words | words a sentence | ease |\n|---|---|---|---|"
    for part in sorted(found, key=lambda part: (part.score.ease, part.name)):
        one = part.score
        yield f"| {part.name} | {one.words} | {one.words / max(one.sentences, 1):.1f} | {one.ease} |"
    yield f"\n### Sentences above the limit, {name}\n"
    yield from (f"- {part.name}: {sentence.removeprefix('- ')}" for part in found for sentence in hard_sentences(part))
    yield ""
