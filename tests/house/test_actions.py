"""Every change is a verb with an actor and a line in the log; views load, call one verb, and show."""

import ast
from pathlib import Path

import pytest

import ruggespraak

SOURCE = Path(ruggespraak.__file__).parent
ACTIONS = [p for p in sorted([*SOURCE.glob("**/actions.py"), *SOURCE.glob("*/actions/*.py")]) if "audit" not in p.parts]
VIEWS = sorted([*SOURCE.glob("*/views.py"), *SOURCE.glob("*/views/*.py")])
ITSELF = {"log_in", "log_out", "tell_owner", "send", "deliver_due"}
"""Verbs of the house itself, which nobody asks for: whether they may was decided by whoever calls them."""
WRITES = {"event", "save", "create", "update_or_create", "delete"}
SAVES = {"objects", "save", "delete", "create", "bulk_create", "get_or_create", "update_or_create"}


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def verbs(path: Path, tree: ast.Module) -> list[ast.FunctionDef]:
    """The public functions of a module; in a package, those that it offers to others."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    offers = path.parent / "__init__.py"
    if path.parent.name != "actions":
        return functions
    return [verb for verb in functions if f'"{verb.name}"' in offers.read_text()]


def calls(node: ast.AST) -> set[str]:
    """The names of everything called inside; a call that hands `by` on to another verb counts as opening an event."""
    found = set()
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            hands_on = isinstance(call.func, ast.Attribute) and any(word.arg == "by" for word in call.keywords)
            found |= {called, "event"} if hands_on and not called.startswith("check_") else {called}
    return found


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_every_verb_takes_by_and_opens_an_event(path: Path) -> None:
    tree = ast.parse(path.read_text())
    bodies = {node.name: calls(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for verb in verbs(path, tree):
        if not any(argument.arg == "by" for argument in verb.args.kwonlyargs):
            assert not reached(verb.name, bodies) & WRITES, f"{name(path)}: {verb.name} takes no `by`"
        elif not verb.name.startswith("check_"):
            assert "event" in reached(verb.name, bodies), f"{name(path)}: {verb.name} writes no line in the log"


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_every_verb_calls_its_check(path: Path) -> None:
    tree = ast.parse(path.read_text())
    bodies = {node.name: calls(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for verb in verbs(path, tree):
        if any(argument.arg == "by" for argument in verb.args.kwonlyargs) and not verb.name.startswith("check_"):
            checks = {called for called in reached(verb.name, bodies) if called.startswith("check_")}
            wanted = {f"check_{verb.name}"} & bodies.keys()
            assert wanted <= checks, f"{name(path)}: {verb.name} does not call check_{verb.name}"
            assert checks or verb.name in ITSELF, f"{name(path)}: {verb.name} asks nobody whether it may"


def reached(start: str, bodies: dict[str, set[str]]) -> set[str]:
    """All that is called from this function, through the functions of its own module."""
    seen, todo = set(), [start]
    while todo:
        current = todo.pop()
        todo += [called for called in bodies.get(current, ()) if called not in seen]
        seen |= {current} | bodies.get(current, set())
    return seen - {start}


@pytest.mark.parametrize("path", VIEWS, ids=name)
def test_views_touch_no_manager_save_nothing_and_catch_nothing(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        where = f"{name(path)}:{getattr(node, 'lineno', '')}"
        assert not isinstance(node, ast.Try), f"{where} catches: refusals are shown by the middleware"
        assert not (isinstance(node, ast.ClassDef) and node.bases), f"{where} is a class: views are functions"
        assert not (isinstance(node, ast.Attribute) and node.attr in SAVES), f"{where} touches .{node.attr}"
