"""What speaks against an exercise: its precautions and what holds for all, weighed against the answers so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pathways.evaluate import program_of
from pathways.language.meaning import condition
from pathways.model import Answers, ContraIndication, Pathway
from ruggespraak.exercises.prescription import FORM, rows_of
from ruggespraak.language import language


@dataclass(frozen=True)
class Against:
    """One precaution at one row. `holds` None: no answer rules it out, so a human judges."""

    sentence: str
    is_absolute: bool
    holds: bool | None
    caution: str


def against(pathway: Pathway, answers: Answers, earlier: Mapping[str, Answers]) -> tuple[Against, ...]:
    """All that speaks against these rows, or may; unknown is never no. What is ruled out is left out."""
    program = program_of(pathway.forms[FORM])
    values = program.values({}, earlier, closed=False).values

    def weighed() -> Iterator[Against]:
        for row in rows_of(answers):
            exercise, caution = pathway.exercise.get(str(row.get("exercise"))), str(row.get("caution") or "")
            for found in exercise.precautions if exercise else ():
                words = f"{exercise.name.in_(language())}: {found.label.in_(language())}" if exercise else ""
                yield _against(found, words, caution)
            for found in pathway.training.never_alone if pathway.training else ():
                yield _against(found, found.label.in_(language()), caution)

    def _against(found: ContraIndication, words: str, caution: str) -> Against:
        holds = None if found.when is None else condition(found.when, program.layout)(values)
        return Against(words, found.level == "absolute", holds, caution)

    return tuple(found for found in weighed() if found.holds is not False)


def to_judge(pathway: Pathway, answers: Answers, earlier: Mapping[str, Answers]) -> tuple[str, ...]:
    """What no answer rules out at the chosen exercises, each once."""
    return tuple(dict.fromkeys(one.sentence for one in against(pathway, answers, earlier) if one.holds is None))
