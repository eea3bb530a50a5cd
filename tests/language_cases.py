"""The cases of the language manual: read from their file, run, and made into docs/generated/language.md."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pathways.evaluate import program_of
from pathways.language.meaning import condition
from pathways.model import Form, load, read_answers
from pathways.source import File, PathwayError, Problems, compose, to_plain

CASES = Path(__file__).parent / "pathways/language/cases.yaml"
_WHEN = "    when: "
GRAMMAR = Path(__file__).parents[1] / "src/pathways/language/parser.py"

_FRAME = """\
id: cases
version: "1"
status: draft
title: {nl: "Gevallen", en: "Cases"}
authors: ["Nobody"]
levels:
  - {id: light, label: {nl: "licht", en: "light"}}
  - {id: heavy, label: {nl: "zwaar", en: "heavy"}}
reassuring: []
otherwise: light
incomplete: light
safety_net: {nl: "Bel.", en: "Call."}
sources: {src: {title: "None", reviewed_on: 2026-11-01}}
"""


@dataclass(frozen=True)
class Case:
    """An expression and one set of answers. `gives`: yes, no, unknown; for a slip: column, message and hint."""

    section: str
    write: str
    answers: str
    is_closed: bool
    gives: str


@cache
def data() -> dict[str, Any]:
    node = compose(File(CASES.name, CASES.read_text(encoding="utf-8")), Problems())
    assert node is not None
    plain: Any = to_plain(node)
    return plain


def cases() -> Iterator[Case]:
    for section in data()["sections"]:
        for case in section.get("cases", ()):
            for given in case["gives"]:
                answers, gives = re.fullmatch(r"(?:(.*) )?→ (\w+)", given).groups("")
                yield Case(section["title"], case["write"], answers, case.get("closed") == "yes", gives)
        for slip in section.get("mistakes", ()):
            yield Case(section["title"], slip["write"], "", False, slip["told"])


def outcome(case: Case) -> str:
    """What really comes of a case."""
    told = problems().get(case.write)
    if told is not None:
        return told
    form = sound()
    node = compose(File("answers", f"{{{case.answers}}}"), Problems())
    answers = read_answers(form, to_plain(node))
    assert answers.is_valid, (case, answers.problems)
    program = program_of(form)
    values = program.values(answers.answers, {}, closed=case.is_closed).values
    rule = form.pathway.rule[f"it_{expressions().index(case.write)}"]
    return {True: "yes", False: "no", None: "unknown"}[condition(rule.when, program.layout)(values)]


@cache
def expressions() -> list[str]:
    """Every expression of the cases, each once."""
    return list(dict.fromkeys(case.write for case in cases()))


@cache
def problems() -> dict[str, str]:
    """What is told of each expression that is refused, when all stand in one file."""
    try:
        load_with(expressions())
    except PathwayError as error:
        lines = files_for(expressions())["rules.yaml"].split("\n")
        return {
            lines[problem.line - 1].removeprefix(_WHEN): f"{problem.column - len(_WHEN)}: {problem.message}"
            f"{f' — {problem.hint}' if problem.hint else ''}"
            for problem in error.problems
        }
    return {}


@cache
def sound() -> Form:
    return load_with([text if text not in problems() else "fever" for text in expressions()])


def load_with(conditions: list[str]) -> Form:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files_for(conditions).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load(Path(folder)).forms["all"]


def files_for(conditions: list[str]) -> dict[str, str]:
    asked = re.findall(r"^([a-z_]+):", data()["questions"], re.MULTILINE)
    rules = "".join(
        f'  - id: it_{number}\n{_WHEN}{text}\n    urgency: heavy\n    because: {{nl: "x", en: "x"}}\n    source: src\n'
        for number, text in enumerate(conditions)
    )
    return {
        "pathway.yaml": _FRAME,
        "questions.yaml": data()["questions"],
        "regions.yaml": data()["regions"],
        "forms.yaml": (
            'all: {for: therapist, title: {nl: "Alles", en: "All"}, judged: urgency, pages: [{id: one, '
            f'title: {{nl: "Alles", en: "All"}}, questions: [{", ".join(asked)}]}}]}}\n'
        ),
        "rules.yaml": f"{data()['rules']}rules:\n{rules}",
    }


def manual() -> str:
    """The manual, in Markdown."""
    grammar = re.search(r"^expr     = .*?(?=^\"\"\")", GRAMMAR.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert grammar is not None
    parts = [_BEGINNING.format(questions=data()["questions"].strip(), rules=data()["rules"].strip())]
    parts += [_section(section) for section in data()["sections"]]
    parts.append(_END.format(grammar=grammar.group().strip()))
    return "\n".join(parts)


def _section(section: dict[str, Any]) -> str:
    lines = [f"## {section['title']}", "", section["says"], ""]
    lines += ["| written | meaning | answers → what it is |", "|---|---|---|"]
    lines += [
        f"| `{case['write']}` | {case['means']} | {'<br>'.join(map(_given, case['gives']))} |"
        for case in section["cases"]
    ]
    if section.get("mistakes"):
        lines += ["", "| slip | what is told, and at which character |", "|---|---|"]
        lines += [f"| {_code(slip['write'])} | {slip['told']} |" for slip in section["mistakes"]]
    return "\n".join([*lines, ""])


def _given(given: str) -> str:
    answers, gives = given.rsplit("→ ", 1)
    return f"{f'`{answers.strip()}`' if answers.strip() else 'nothing answered'} → **{gives}**"


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


_BEGINNING = """\
# The language of conditions

What may stand after `when:`, `if:`, `ask_when:` and `applies_when:`. Every line of this page is a case that runs as a
test. A condition is yes, no or unknown. It uses names: of questions, of scores and of definitions.

`ask_when` uses only questions; a score only questions; a definition the questions, the scores and the definitions
above it. So nothing can go round in a circle. An id is lower case letters, digits and `_`, starting with a letter, and
an option never bears the name of a question.

| what | where it comes from | how a condition uses it |
|---|---|---|
| yes/no | a yes/no question, such a cell, a definition, a comparison | alone, with `and`, `or`, `not`, or counted |
| number | a number question, a score | compared, added, multiplied by or divided by a fixed number |
| time | a duration | compared with a time, with a time added or taken off |
| one answer | a choice of one | `==`, `!=`, `in {{…}}` |
| several answers | a multiple choice, a body map | `option in question`, `has_any(…)` |
| band | a score with bands | `==`, `!=`, `in {{…}}` |
| nothing | a text, a date, a list, a table as a whole | it is recorded, and no rule may read it |

<details><summary>The questions, scores and definitions of the examples</summary>

```yaml
{questions}
```

```yaml
{rules}
```

</details>
"""
_END = """\
## The whole grammar

```
{grammar}
```

A `unit` is day, week, month or year, with or without an s. A `name` is that of a question, a score or a definition; or
of an option or band, where the other side of the sign is a choice or a score. A number is digits, perhaps with a point.
"""
