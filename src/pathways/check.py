"""The command line for authors and continuous integration.

    pathways check FOLDER                             load, run every story, hold every alarm and claim against it
    pathways try FOLDER FORM --answers FILE [--json]  one patient: the level, why, and what is still open

Exit code 0: all is well. 1: the pathway is faulty or a story fails. 2: the question itself is faulty (a form that does
not exist, an answer that is not valid).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathways.evaluate import Evaluation, evaluate, program_of
from pathways.explain import explain, question_text, say, sentence
from pathways.language.meaning import condition
from pathways.model import AnswerProblem, Answers, Form, Pathway, Story, load, read_answers
from pathways.model.effective import Effective, split_answers
from pathways.model.loading import OUT_OF_SCOPE
from pathways.source import File, PathwayError, Place, Problems, compose, did_you_mean, read_file, to_plain


class BadQuestion(Exception):
    """What was asked of the command cannot be answered."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 or 2 as this module says."""
    options = _parser().parse_args(arguments)
    try:
        outcome: int = options.run(options)
    except PathwayError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"\n{count} problem{'s' if count > 1 else ''}: this pathway does not load.", file=sys.stderr)
        return 1
    except BadQuestion as error:
        print(error, file=sys.stderr)
        return 2
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pathways", description="Read, check and try pathways.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="load a pathway and run its stories")
    check.add_argument("folder", type=Path, metavar="FOLDER")
    check.set_defaults(run=run_check)
    attempt = commands.add_parser("try", help="the outcome for one patient")
    attempt.add_argument("folder", type=Path, metavar="FOLDER")
    attempt.add_argument("form", metavar="FORM")
    attempt.add_argument("--answers", required=True, metavar="FILE", help="JSON or YAML, question: answer; - is input")
    attempt.add_argument("--json", action="store_true", help="print the outcome as JSON")
    attempt.add_argument("--closed", action="store_true", help="nothing more will be answered")
    attempt.add_argument("--language", choices=("nl", "en"), default="en")
    attempt.set_defaults(run=run_try)
    return parser


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────


def run_check(options: argparse.Namespace) -> int:
    """Load a pathway and judge all its stories."""
    pathway = load(options.folder)
    print(
        f"{pathway.id} {pathway.version} ({pathway.status}): {len(pathway.questions)} questions, "
        f"{len(pathway.forms)} forms, {len(pathway.rules)} rules, {len(pathway.claims)} claims, "
        f"{len(pathway.stories)} stories\ncontent {pathway.content_hash}"
    )
    failed = 0
    for story in pathway.stories:
        failures = list(judge(story, pathway))
        if failures:
            failed += 1
            print(f"\nFAIL {story.file}:{story.line} {story.name}")
            for failure in failures:
                print(f"     {failure.message}")
            for line in _what_came_out(story, pathway):
                print(f"     {line}")
    total = len(pathway.stories)
    print(f"\n{failed} of {total} stories fail." if failed else f"All {total} stories hold.")
    return 1 if failed else 0


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing in a story that did not come out as it must."""

    message: str


def judge(story: Story, pathway: Pathway) -> Iterator[Failure]:
    """Whatever does not come out as the story, an alarm or a claim says."""
    form = pathway.forms[story.form]
    evaluation = evaluate(form, story.answers, story.earlier)
    yield from _judge_outcome(story, evaluation)
    effective = program_of(form).values(story.answers, story.earlier, closed=False)
    if form.is_judged and evaluation.level is not None:
        yield from _judge_alarms(form, evaluation, effective)
        yield from _judge_claims(form, evaluation, effective)


def _judge_outcome(story: Story, evaluation: Evaluation) -> Iterator[Failure]:
    level = evaluation.level or (OUT_OF_SCOPE if evaluation.in_scope is False else None)
    if story.urgency is not None and level != story.urgency:
        yield Failure(f"level: expected {story.urgency}, came out {level}")
    if story.rules is not None:
        fired = {fired.rule for fired in evaluation.fired if fired.level == evaluation.level}
        if fired != set(story.rules):
            yield Failure(f"rules at that level: expected {_list(sorted(story.rules))}, fired {_list(sorted(fired))}")
    asked = set(evaluation.shown)
    for name in story.shown:
        if name not in asked:
            yield Failure(f"'{name}' must be shown, and was not")
    for name in story.not_shown:
        if name in asked:
            yield Failure(f"'{name}' must not be shown, and was")


def _judge_alarms(form: Form, evaluation: Evaluation, effective: Effective) -> Iterator[Failure]:
    """An alarm that is true is respected; one that is not excluded never ends in a reassuring level."""
    pathway, layout = form.pathway, program_of(form).layout
    assert evaluation.level is not None
    for question in form.supplied.values():
        for alarm in question.alarms:
            truth = condition(alarm.when, layout)(effective.values)
            if truth is True and pathway.rank[evaluation.level] < pathway.rank[alarm.at_least]:
                yield Failure(f"alarm {question.id}: at least {alarm.at_least}, came out {evaluation.level}")
            if truth is None and evaluation.level in pathway.reassuring:
                yield Failure(f"alarm {question.id} is not excluded, yet {evaluation.level} reassures")


def _judge_claims(form: Form, evaluation: Evaluation, effective: Effective) -> Iterator[Failure]:
    """Held always for "at least"; "at most" only for complete answers: an open form may say more."""
    pathway, layout = form.pathway, program_of(form).layout
    assert evaluation.level is not None
    rank = pathway.rank[evaluation.level]
    for claim in pathway.claims:
        if condition(claim.condition, layout)(effective.values) is not True:
            continue
        if claim.at_least is not None and rank < pathway.rank[claim.at_least]:
            yield Failure(f"claim {claim.id}: at least {claim.at_least}, came out {evaluation.level}")
        is_complete = evaluation.is_definite and not evaluation.dont_know
        if claim.at_most is not None and is_complete and rank > pathway.rank[claim.at_most]:
            yield Failure(f"claim {claim.id}: at most {claim.at_most}, came out {evaluation.level}")


def _what_came_out(story: Story, pathway: Pathway) -> Iterator[str]:
    form = pathway.forms[story.form]
    evaluation = evaluate(form, story.answers, story.earlier)
    for reason in explain(form, story.answers, story.earlier, "en"):
        answers = "; ".join(sentence for _, sentence in reason.answers) if reason.source is not None else ""
        yield f"  {reason.level} by {reason.rule}: {reason.because}{f' ({answers})' if answers else ''}"
    if evaluation.open_rules:
        yield f"  still possible: {evaluation.possible}, by {_list(evaluation.open_rules)}"
        yield f"  waiting for: {_list(evaluation.waiting_for) or 'nothing more to ask'}"


def _list(words: Sequence[str], longest: int = 12) -> str:
    shown = ", ".join(words[:longest]) or "none"
    return shown if len(words) <= longest else f"{shown} and {len(words) - longest} more"


# ── try ──────────────────────────────────────────────────────────────────────────────────────────────────


def run_try(options: argparse.Namespace) -> int:
    """Say what comes of one patient's answers, in words or as JSON."""
    pathway = load(options.folder)
    form = pathway.forms.get(options.form)
    if form is None:
        hint = did_you_mean(options.form, pathway.forms) or f"forms: {', '.join(pathway.forms)}"
        raise BadQuestion(f"there is no form '{options.form}' — {hint}")
    answers, earlier = split_answers(form, _answers_in(options.answers, form, options.language))
    evaluation = evaluate(form, answers, earlier, closed=options.closed)
    if options.json:
        outcome = json.loads(evaluation.to_json())
        about = {"pathway": pathway.id, "version": pathway.version, "content_hash": pathway.content_hash}
        ordered = {field.name: outcome[field.name] for field in dataclasses.fields(evaluation)}
        print(json.dumps({**about, "form": form.id, **ordered}, indent=2, ensure_ascii=False))
        return 0
    given = {**answers, **{name: value for each in earlier.values() for name, value in each.items()}}
    for line in _tell_outcome(form, given, answers, earlier, evaluation, options.language):
        print(line)
    return 0


def _tell_outcome(
    form: Form, given: Answers, answers: Answers, earlier: dict[str, Answers], evaluation: Evaluation, language: str
) -> Iterator[str]:
    pathway = form.pathway
    for name, value in given.items():
        yield sentence(question_text(form, name, language), say(pathway.questions[name], value, language))
    yield ""
    if evaluation.level is None:
        yield "no level: this form does not apply" if evaluation.in_scope is False else "this form gives no level"
    else:
        level = pathway.level[evaluation.level]
        yield f"level     {level.id}: {level.label.in_(language)}"
        yield f"certain   {evaluation.certain}"
        yield f"possible  {evaluation.possible}"
    for reason in explain(form, answers, earlier, language):
        yield f"because   {reason.rule} ({reason.level}): {reason.because} [{reason.source or '-'}]"
        for _, answer in reason.answers:
            yield f"            {answer}"
    for name in evaluation.waiting_for:
        yield f"open      {name}: {question_text(form, name, language)}"


def _answers_in(name: str, form: Form, language: str) -> Answers:
    """The answers in a file: a flat map from question id to answer, in JSON or YAML."""
    problems = Problems()
    file = File("standard input", sys.stdin.read()) if name == "-" else read_file(Path(name), name, problems)
    data = _map_in(file, problems) if file is not None else None
    if problems.found:
        raise BadQuestion("\n".join(str(problem) for problem in sorted(problems.found)))
    if not isinstance(data, dict):
        raise BadQuestion(f'{name}: a map from question to answer is expected, for example {{"age": 40}}')
    parsed = read_answers(form, data, language=language)
    if parsed.problems:
        raise BadQuestion("\n".join(_bad_answer(problem, form) for problem in parsed.problems))
    return parsed.answers


def _bad_answer(problem: AnswerProblem, form: Form) -> str:
    hint = "" if problem.question in form.supplied else did_you_mean(problem.question, form.supplied)
    return f"{problem.question}: {problem.message}{f' — {hint}' if hint else ''}"


def _map_in(file: File, problems: Problems) -> object:
    if file.text.lstrip().startswith("{"):
        try:
            return _json_map(file, problems)
        except json.JSONDecodeError:
            pass  # A YAML flow map also starts with a brace.
    node = compose(file, problems)
    return {} if node is None else to_plain(node)


def _json_map(file: File, problems: Problems) -> object:
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        data = dict(pairs)
        if len(data) < len(pairs):
            problems.add(Place(file, 0), "a question stands here twice", "keep one")
        return data

    return json.loads(file.text, object_pairs_hook=unique)


if __name__ == "__main__":
    sys.exit(main())
