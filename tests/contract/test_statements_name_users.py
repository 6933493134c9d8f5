"""Every statement that touches what belongs to users says whose; the others say why not.

Statements are found as they are sent: the repositories are imported, and every `text()` and every
constant with SQL in them is looked at, made of parts or not. Those that functions put together are
found in the source.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

from sqlalchemy import TextClause
from sqlalchemy.sql import ClauseElement

from shared.db import models, repositories
from shared.db.base import Base
from tests.contract.statements_without_users import REASONS

assert models  # their tables are known once they are imported
OWNED = {name for name, table in Base.metadata.tables.items() if "user_id" in table.columns}
MODELS = {
    mapper.class_.__name__
    for mapper in Base.registry.mappers
    if mapper.class_.__tablename__ in OWNED
}
_TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|USING)\s+(?:ONLY\s+)?([a-z_]+)\b")
_SAYS_WHOSE = re.compile(
    r"""\buser_id\s*(?:=|IN\b)|=\s*(?:\w+\.)?user_id\b|\(\s*[^()]*\buser_id\b[^()]*\)\s*
        (?:SELECT|VALUES|IN\b|=)|USING\s*\([^)]*user_id""",
    re.VERBOSE,
)
_WHOLE = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b")
_PARTS = {"TASK_SELECT"}
"""Beginnings of statements, which end in modules that take them from here."""
_BUILDERS = {"select", "update", "delete", "insert", "pg_insert"}


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(repositories.__path__):
        yield importlib.import_module(f"{repositories.__name__}.{found.name}")


def texts_in(value: object) -> Iterator[str]:
    """The SQL in a constant, whatever it stands in."""
    if isinstance(value, TextClause):
        yield value.text
    elif isinstance(value, ClauseElement):
        yield str(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from texts_in(each)


def touches_owned(sql: str) -> bool:
    """Whether it is a statement, and not only a part of one, on such a table."""
    return bool(_WHOLE.match(sql)) and any(name in OWNED for name in _TABLE.findall(sql))


def nameless_constants(module: ModuleType) -> Iterator[str]:
    """Constants whose SQL touches rows of users and does not say whose."""
    for name, value in vars(module).items():
        if name.startswith("__") or name in _PARTS:
            continue
        for sql in texts_in(value):
            if touches_owned(sql) and not _SAYS_WHOSE.search(sql):
                yield name


def nameless_functions(module: ModuleType) -> Iterator[str]:
    """Functions that put a statement on such rows together, without a word of a user."""
    source = inspect.getsource(module)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
        builds = any(
            isinstance(call.func, ast.Name)
            and call.func.id in _BUILDERS
            and {each.id for each in ast.walk(call) if isinstance(each, ast.Name)} & MODELS
            for call in calls
        )
        words = ast.get_source_segment(source, node) or ""
        sql = " ".join(
            each.value
            for each in ast.walk(node)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )
        if (builds or touches_owned(sql)) and "user_id" not in words:
            yield node.name


def nameless() -> set[str]:
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in modules()
        for name in (*nameless_constants(module), *nameless_functions(module))
    }


def test_every_statement_says_whose_rows_it_means_or_why_not():
    assert nameless() == set(REASONS)


def test_every_exception_has_its_reason():
    assert all(len(reason) > 15 for reason in REASONS.values())


def test_statements_are_found_at_all():
    found = [
        sql
        for module in modules()
        for value in vars(module).values()
        for sql in texts_in(value)
        if touches_owned(sql)
    ]
    assert len(found) > 150
    assert not _SAYS_WHOSE.search("DELETE FROM tasks WHERE id = :id RETURNING user_id")
