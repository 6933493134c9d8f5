"""Rules on code that hides something: lost errors, empty tests, unexplained silence."""

import ast
import re
from collections.abc import Iterator

from tools.house_rules.source import Source

BROAD_ERRORS = {"Exception", "BaseException"}
SLEEPS = {"asyncio.sleep", "time.sleep"}
PROOFS = {"pytest.raises", "pytest.warns", "pytest.fail", "pytest.deprecated_call"}
LOG_METHODS = {"critical", "debug", "error", "exception", "fatal", "info", "warn", "warning"}

_LOGGER_NAME = re.compile(r"(^|_)(log|logger)$")
_LOGGER_CALLS = {"bind", "get_logger", "getLogger", "new", "unbind", "try_unbind"}
_EVENT = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_SILENCE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)\b")
_REASONED = re.compile(
    r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\]|pragma:\s*no cover)"
    r"\s+(-{1,2}|#)\s*\S"
)


def swallowed_error(source: Source) -> Iterator[tuple[int, str]]:
    """Nobody catches everything and goes on as if nothing had been."""
    message = "handle, log or re-raise what was caught"
    for handler in source.nodes(ast.ExceptHandler):
        if _is_broad(handler.type) and all(_does_nothing(part) for part in handler.body):
            yield handler.lineno, message
    for call in source.nodes(ast.Call):
        suppresses = source.full_name(call.func) == "contextlib.suppress"
        if suppresses and any(_is_broad(argument) for argument in call.args):
            yield call.lineno, message


def _is_broad(caught: ast.expr | None) -> bool:
    match caught:
        case None:
            return True
        case ast.Tuple(elts=kinds):
            return any(_is_broad(kind) for kind in kinds)
        case _:
            return isinstance(caught, ast.Name) and caught.id in BROAD_ERRORS


def _does_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Break() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Return(value=None | ast.Constant()):
            return True
        case _:
            return False


def log_event(source: Source) -> Iterator[tuple[int, str]]:
    """The event of a log line is one constant snake_case name; values are keywords."""
    for call in source.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Attribute(value=logger, attr=method)) if (
                method in LOG_METHODS and _is_logger(logger) and not _is_event(call.args)
            ):
                yield call.lineno, "name the event by one snake_case string, values as keywords"


def _is_logger(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(_LOGGER_NAME.search(name))
        case ast.Call(func=ast.Name(id=name)):
            return name in _LOGGER_CALLS
        case ast.Call(func=ast.Attribute(value=owner, attr=name)):
            return name in _LOGGER_CALLS and (name.startswith("get") or _is_logger(owner))
        case _:
            return False


def _is_event(arguments: list[ast.expr]) -> bool:
    match arguments:
        case [ast.Constant(value=str(name))]:
            return _EVENT.fullmatch(name) is not None
        case _:
            return False


def sleep_in_test(source: Source) -> Iterator[tuple[int, str]]:
    """Tests wait on what they expect, or move the clock; they never sleep and hope."""
    if not source.is_in("tests/"):
        return
    for call in source.nodes(ast.Call):
        name = source.full_name(call.func)
        if name in SLEEPS:
            yield call.lineno, f"{name} in a test: wait on a signal or advance the clock"


def test_without_assert(source: Source) -> Iterator[tuple[int, str]]:
    """Every test states something that could be false."""
    if not source.is_in("tests/"):
        return
    for function in source.functions():
        is_test = function.name.startswith("test_")
        if is_test and not any(_is_proof(source, node) for node in ast.walk(function)):
            yield function.lineno, f"{function.name} asserts nothing, so it cannot fail"


def _is_proof(source: Source, node: ast.AST) -> bool:
    match node:
        case ast.Assert(test=ast.Constant()):
            return False
        case ast.Assert():
            return True
        case ast.Call(func=ast.Name() | ast.Attribute() as called):
            name = source.full_name(called)
            return name in PROOFS or name.rpartition(".")[2].startswith("assert_")
        case _:
            return False


def silence_without_reason(source: Source) -> Iterator[tuple[int, str]]:
    """A comment that silences a tool names the rule and says why."""
    if not source.is_python or not _SILENCE.search(source.text):  # spares the tokenizer
        return
    for line, comment in source.comments:
        if _SILENCE.search(comment) and not _REASONED.search(comment):
            yield line, "name the code and the reason: `# noqa: CODE - reason`"
