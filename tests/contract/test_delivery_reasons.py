"""Every reason that the code gives for a message not sent has words."""

import ast
from pathlib import Path

from shared.domain.delivery_reasons import REASONS

ROOT = Path(__file__).parents[2]
_PLACES = ("shared/commands", "workers/notifications")
_LITERALS = {"SkipReason", "NoWay"}
_CANCELLING = {"cancel_reminders", "stop_reminders"}


def texts_in(node):
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def planned(tree):
    """The reasons that planning itself answers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "plan":
            answers = (each.value for each in ast.walk(node) if isinstance(each, ast.Return))
            for answer in answers:
                if isinstance(answer, ast.Tuple):
                    yield from texts_in(answer.elts[-1])


def handed_over(call, constants):
    """The reasons that this call is given."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    for argument in call.args if name in _CANCELLING else ():
        named = constants.get(argument.id) if isinstance(argument, ast.Name) else argument
        if isinstance(named, ast.Constant):
            yield named.value
    for keyword in call.keywords:
        if keyword.arg == "past_reason" or (name == "replace" and keyword.arg == "reason"):
            yield from texts_in(keyword.value)


def reasons_of(tree):
    """Codes in the places where reminders and deliveries get their reasons."""
    constants = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for name in _LITERALS & constants.keys():
        yield from texts_in(constants[name])
    yield from planned(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from handed_over(node, constants)


def test_every_reason_in_the_code_has_words():
    files = [path for place in _PLACES for path in (ROOT / place).rglob("*.py")]
    found = {code for path in files for code in reasons_of(ast.parse(path.read_text()))}
    assert {"task_done", "no_due", "undone_past", "snoozed", "stale"} <= found
    assert found <= REASONS.keys(), f"no words for {sorted(found - REASONS.keys())}"


def test_the_page_for_users_explains_every_reason():
    page = (ROOT / "docs/reminders-for-users.md").read_text()
    rows = {f"| `{code}` | {words} |" for code, words in REASONS.items()}
    assert rows <= set(page.splitlines())
