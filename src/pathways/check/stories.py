"""`pathways check`: load a pathway, and judge all its stories."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from pathways.check.claims import unclaimed
from pathways.check.judging import judge
from pathways.check.wording import counted, listed
from pathways.evaluate import Evaluation, evaluate
from pathways.explain import explain
from pathways.model import Pathway, Story, load


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Make the command known."""
    command = commands.add_parser("check", help="load a pathway and run its stories")
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Load a pathway and judge all its stories."""
    pathway = load(options.folder)
    print(
        f"{pathway.id} {pathway.version} ({pathway.status}): {counted(len(pathway.questions), 'question')}, "
        f"{counted(len(pathway.forms), 'form')}, {counted(len(pathway.rules), 'rule')}, "
        f"{counted(len(pathway.claims), 'claim')}, {counted(len(pathway.stories), 'story', 'stories')}\n"
        f"content {pathway.content_hash}"
    )
    failed = 0
    for story in pathway.stories:
        failures = list(judge(story, pathway))
        if failures:
            failed += 1
            print(f"\nFAIL {story.file}:{story.line} {story.name}")
            for failure in failures:
                print(f"     {failure.message}{f' ({failure.place})' if failure.place else ''}")
            for line in _what_came_out(story, pathway):
                print(f"     {line}")
    silent = list(unclaimed(pathway))
    for sentence in silent:
        print(f"\nFAIL {sentence}")
    total = len(pathway.stories)
    all_hold = "The story holds." if total == 1 else f"All {total} stories hold."
    print(f"\n{failed} of {counted(total, 'story', 'stories')} fail." if failed else all_hold)
    return 1 if failed or silent else 0


def _what_came_out(story: Story, pathway: Pathway) -> Iterator[str]:
    form = pathway.forms[story.form]
    evaluation = evaluate(form, story.answers, story.earlier)
    for reason in explain(form, story.answers, story.earlier, "en"):
        answers = "; ".join(sentence for _, sentence in reason.answers) if reason.source is not None else ""
        place = pathway.places.get(f"rule {reason.rule}", "")
        told = f"{reason.because}{f' ({answers})' if answers else ''}{f' [{place}]' if place else ''}"
        yield f"  {reason.level} by {reason.rule}: {told}"
    if evaluation.open_rules:
        yield f"  still possible: {evaluation.possible}, by {listed(evaluation.open_rules)}"
        yield f"  waiting for: {_waiting_for(evaluation)}"


def _waiting_for(evaluation: Evaluation) -> str:
    if evaluation.waiting_for:
        return listed(evaluation.waiting_for)
    return f'nothing that can be asked; answered "don\'t know": {listed(evaluation.dont_know)}'
