"""`pathways try`: what comes of one patient's answers, from a file or asked here, in words or as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pathways.check.asking import BadQuestion, form_named
from pathways.check.keeping import as_story, as_yaml
from pathways.check.terminal import Terminal
from pathways.evaluate import Evaluation, evaluate
from pathways.explain import explain, question_text, say, sentence
from pathways.model import AnswerProblem, Answers, Form, load, read_answers
from pathways.model.effective import split_answers
from pathways.source import File, Place, Problems, compose, did_you_mean, read_file, to_plain


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("try", help="the outcome for one patient")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("form", metavar="FORM", nargs="?", help="left out: the only form")
    command.add_argument(
        "--answers", metavar="FILE", help="JSON or YAML, question: answer; - is input; else they are asked"
    )
    command.add_argument("--with", dest="known", metavar="FILE", help="answers to begin with, when they are asked")
    command.add_argument("--watch", action="store_true", help="say after each answer which levels are left")
    command.add_argument("--save", type=Path, metavar="FILE", help="keep the answers as YAML")
    command.add_argument("--as-story", metavar="NAME", help="print the answers and the outcome as a story")
    command.add_argument("--json", action="store_true", help="print the outcome as JSON")
    command.add_argument("--closed", action="store_true", help="nothing more will be answered")
    command.add_argument("--language", choices=("nl", "en"), default="en")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Say what comes of one patient's answers."""
    pathway = load(options.folder)
    form = form_named(options.form, pathway)
    if options.json and options.answers is None:
        raise BadQuestion("--json goes with --answers: there is no JSON between questions")
    given = _answers_in(options.answers, form, options.language) if options.answers else _asked(form, options)
    answers, earlier = split_answers(form, given)
    evaluation = evaluate(form, answers, earlier, closed=options.closed)
    if options.json:
        _print_json(form, evaluation)
    else:
        echoed = given if options.answers else {}
        for line in _tell_outcome(form, echoed, answers, earlier, evaluation, options.language):
            print(line)
    if options.save is not None:
        _save(options.save, as_yaml(form, given))
    if options.as_story is not None:
        print(f"\n# for a file of stories that says 'form: {form.id}', below 'stories:'")
        print(as_story(form, given, evaluate(form, answers, earlier), options.as_story), end="")
    return 0


def _asked(form: Form, options: argparse.Namespace) -> Answers:
    known = _answers_in(options.known, form, options.language) if options.known else {}
    return Terminal(options.language, is_watched=options.watch).ask_all(form, known)


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadQuestion(f"'{path}' cannot be written: {error.strerror or error}") from None


def _print_json(form: Form, evaluation: Evaluation) -> None:
    pathway, outcome = form.pathway, json.loads(evaluation.to_json())
    about = {"pathway": pathway.id, "version": pathway.version, "content_hash": pathway.content_hash}
    ordered = {field.name: outcome[field.name] for field in dataclasses.fields(evaluation)}
    print(json.dumps({**about, "form": form.id, **ordered}, indent=2, ensure_ascii=False))


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
