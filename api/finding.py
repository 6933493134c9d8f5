"""Which tasks a request asks for, once its filters are read and their owner known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from api.drafts import filter_of
from api.schemas.tasks import TaskQuery
from shared.commands.changing import account_gone
from shared.core.errors import NotFound
from shared.db.connection import Connection, Driver
from shared.db.repositories.filter_owners import FilterOwner, find_owner
from shared.db.repositories.filter_sql import check_filter
from shared.db.repositories.saved_filters import find_filter
from shared.db.repositories.task_list_sql import TaskFilter
from shared.domain.filters import And, FilterInvalid, Node, parse_filter
from shared.domain.task_orders import parse_sort


async def wanted_of(driver: Driver, user_id: UUID, query: TaskQuery, now: datetime) -> TaskFilter:
    """The question that `query` asks, its filters for the calendar and names of this user.

    Raises:
        FilterInvalid: a filter cannot be meant, or not any more.
        NotFound: no such saved filter of this user.
        Unauthenticated: the account is gone.
    """
    written = query.filter if query.filter and query.filter.strip() else None
    if written is None and query.filter_id is None:
        return filter_of(query)
    connection = Connection(driver)
    nodes: list[tuple[str, Node]] = []
    usual = None
    if query.filter_id is not None:
        saved = await find_filter(connection, user_id, query.filter_id)
        if saved is None:
            raise NotFound("filter", query.filter_id)
        usual = parse_sort(saved.sort) if saved.sort else None
        with pointing_at("/query/filter_id"):
            nodes.append(("/query/filter_id", parse_filter(saved.query)))
    if written is not None:
        with pointing_at("/query/filter"):
            nodes.append(("/query/filter", parse_filter(written)))
    owner = await require_owner(connection, user_id, now, *(node for _, node in nodes))
    for pointer, node in nodes:
        with pointing_at(pointer):
            check_filter(node, owner)
    parts = tuple(node for _, node in nodes)
    return filter_of(query, (parts[0] if len(parts) == 1 else And(parts), owner), usual)


def warnings_of(query: TaskQuery, wanted: TaskFilter) -> list[dict[str, object]]:
    """What its author should know of a filter that can be asked: labels that are not there."""
    if wanted.matching is None:
        return []
    node, owner = wanted.matching
    pointers = ["/query/filter_id"] if query.filter_id else []
    pointers += ["/query/filter"] if query.filter and query.filter.strip() else []
    # Two filters were put together by `wanted_of`, the saved one first.
    parts = node.parts if len(pointers) > 1 and isinstance(node, And) else (node,)
    warnings = []
    for pointer, part in zip(pointers, parts, strict=True):
        for warning in owner.unknown_labels(part):
            warning.pointer = pointer
            warnings.append(warning.error)
    return warnings


async def require_owner(
    connection: Connection, user_id: UUID, now: datetime, *nodes: Node
) -> FilterOwner:
    """What these filters ask about their owner; without any, what filters can ask at all.

    Raises:
        Unauthenticated: the account is gone.
    """
    owner = await find_owner(connection, user_id, now, *nodes)
    if owner is None:
        raise account_gone()
    return owner


def problem_of(query: str, owner: FilterOwner) -> object:
    """What is wrong with a filter, as clients see it; None if nothing is."""
    try:
        check_filter(parse_filter(query), owner)
    except FilterInvalid as error:
        error.pointer = "/query"
        return error.error
    return None


@contextmanager
def pointing_at(pointer: str) -> Iterator[None]:
    """What is wrong with a filter in this block is pointed at where the client wrote it."""
    try:
        yield
    except FilterInvalid as error:
        error.pointer = pointer
        raise
