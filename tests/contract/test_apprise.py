"""The plugins that are installed do what the lists in shared/domain/apprise.py say of them.

A new version of apprise that gives one of them other means fails here, not in production.
"""

import ast
import inspect
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from apprise import plugins
from apprise.manager_plugins import NotificationManager

from shared.domain.apprise import PARAMETERS, SERVICES

ROOT = Path(plugins.__file__).parent
MANAGER = NotificationManager()
with warnings.catch_warnings():  # of plugins that are not listed
    warnings.simplefilter("ignore", DeprecationWarning)
    MANAGER.load_modules()
HARMLESS = {
    "__future__", "base64", "contextlib", "contextvars", "copy", "cryptography", "datetime",
    "gzip", "hashlib", "hmac", "html", "io", "itertools", "json", "logging", "math", "nacl", "os",
    "re", "requests", "secrets", "string", "struct", "threading", "time", "typing", "urllib",
    "uuid", "xml",
}  # fmt: skip
# Attachments, which we send none of, and templates, whose parameter is refused.
OPENS_FILES = {"base.py", "discord.py", "mastodon.py", "pushbullet.py", "slack.py", "telegram.py",
               "workflows.py"}  # fmt: skip
OF_OS = {"path", "urandom", "linesep"}


def files_of(schema: str) -> Iterator[Path]:
    for each in MANAGER[schema].__mro__:
        if each.__module__.startswith("apprise.plugins."):
            path = Path(inspect.getsourcefile(each) or "")
            yield from path.parent.glob("*.py") if path.parent != ROOT else [path]


FILES = sorted({path for schema in SERVICES for path in files_of(schema)} - {ROOT / "base.py"})


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text()))


@pytest.mark.parametrize("schema", SERVICES)
def test_service_is_one_that_apprise_has(schema):
    found = MANAGER[schema]

    assert schema in {*_texts(found.protocol), *_texts(found.secure_protocol)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_plugin_imports_nothing_that_leaves_by_another_way(path):
    imported = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imported.add((node.module or "").partition(".")[0])

    assert imported <= HARMLESS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_plugin_opens_files_and_runs_code_only_where_it_was_looked_at(path):
    called = {
        node.func.id
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert not called & {"eval", "exec", "compile", "__import__"}
    assert "open" not in called or path.name in OPENS_FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_plugin_takes_of_the_operating_system_only_names_and_randomness(path):
    taken = {
        node.attr
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"os", "_os"}
    }

    assert taken <= OF_OS


def test_every_parameter_belongs_to_a_service():
    known = {name for schema in SERVICES for name in MANAGER[schema].template_args}

    assert known >= PARAMETERS


def test_each_parameter_that_is_always_there_was_decided_about():
    always = set.intersection(*(set(MANAGER[schema].template_args) for schema in SERVICES))

    assert always - PARAMETERS == {
        "cto", "optional", "redirect", "retry", "rto", "store", "tz", "verify", "wait",
    }  # fmt: skip


def _texts(protocol: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (protocol,) if isinstance(protocol, str) else tuple(protocol or ())
