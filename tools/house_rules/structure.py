"""Rules on where things stand: sizes, and who may use what."""

import ast
from collections.abc import Iterator

from tools.house_rules.source import Source

FILE_LINES = 400
FUNCTION_LINES = 60
MIGRATIONS = "migrations/versions/"
SHIPPED = ("api/", "cli/", "migrations/", "shared/", "workers/")
IMPORT_OWNERS = {
    "aiokafka": "shared/kafka/",
    "aiosmtplib": "workers/notifications/channels/email.py",
    "apscheduler": "workers/reminders/",
}
TRANSACTION_METHODS = {"begin", "commit"}
METRIC_KINDS = {"Counter", "Enum", "Gauge", "Histogram", "Info", "Summary"}


def file_length(source: Source) -> Iterator[tuple[int, str]]:
    """A Python file has 400 lines or fewer; a migration is as long as its change."""
    count = len(source.lines)
    if source.is_python and count > FILE_LINES and not source.is_in(MIGRATIONS):
        yield 1, f"{count} lines; split by responsibility at {FILE_LINES}"


def function_length(source: Source) -> Iterator[tuple[int, str]]:
    """A function has 60 lines or fewer without its decorators; migrations are spared."""
    if source.is_in(MIGRATIONS):
        return
    for function in source.functions():
        count = (function.end_lineno or function.lineno) - function.lineno + 1
        if count > FUNCTION_LINES:
            yield function.lineno, f"{function.name} has {count} lines; split at {FUNCTION_LINES}"


def commit(source: Source) -> Iterator[tuple[int, str]]:
    """Only the unit of work commits, or begins what commits by itself at its end.

    In shared/kafka/ the word means offsets.
    """
    if source.is_in("shared/db/session.py", "shared/kafka/"):
        return
    for call in source.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in TRANSACTION_METHODS:
            yield call.lineno, "only unit_of_work() in shared/db/session.py commits"


def owned_import(source: Source) -> Iterator[tuple[int, str]]:
    """In shipped code each wrapped library has one home; tests may speak to the real thing."""
    if not source.is_in(*SHIPPED):
        return
    modules = [
        *((node.lineno, alias.name) for node in source.nodes(ast.Import) for alias in node.names),
        *((node.lineno, node.module or "") for node in source.nodes(ast.ImportFrom)),
    ]
    for line, module in modules:
        library = module.partition(".")[0]
        home = IMPORT_OWNERS.get(library)
        if home and not source.is_in(home):
            yield line, f"only {home} imports {library}"


def metric_home(source: Source) -> Iterator[tuple[int, str]]:
    """Metrics are made in shared/observability/, where the documented list is."""
    if source.is_in("shared/observability/"):
        return
    for call in source.nodes(ast.Call):
        library, _, kind = source.full_name(call.func).rpartition(".")
        if library.partition(".")[0] == "prometheus_client" and kind in METRIC_KINDS:
            yield call.lineno, f"declare this {kind} in shared/observability/"
