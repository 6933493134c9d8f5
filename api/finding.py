"""Which tasks a request asks for, once its filter is read and its owner known."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from api.drafts import filter_of
from api.schemas.tasks import TaskQuery
from shared.core.errors import Unauthenticated
from shared.db.connection import Driver
from shared.db.repositories.filter_owners import find_owner
from shared.db.repositories.task_list_sql import TaskFilter
from shared.domain.filters import FilterInvalid, parse_filter


@contextmanager
def pointing_at(pointer: str) -> Iterator[None]:
    """What is wrong with a filter in this block is pointed at where the client wrote it."""
    try:
        yield
    except FilterInvalid as error:
        error.pointer = pointer
        raise


async def wanted_of(
    connection: Driver, user_id: UUID, query: TaskQuery, now: datetime
) -> TaskFilter:
    """The question that `query` asks, its filter for the calendar and names of this user.

    Raises:
        FilterInvalid: the filter cannot be meant.
        Unauthenticated: the account is gone.
    """
    if query.filter is None or not query.filter.strip():
        return filter_of(query, None)
    node = parse_filter(query.filter)
    owner = await find_owner(connection, user_id, now, node)
    if owner is None:
        raise Unauthenticated("This account does not exist any more.")
    return filter_of(query, (node, owner))
