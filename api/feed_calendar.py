"""A feed as iCalendar, a page of tasks at a time, however many there are."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from api.finding import pointing_at, require_owner
from api.resources import Resources
from shared.commands.calendar_tasks import calendar_task
from shared.db.connection import Connection
from shared.db.repositories.feeds import (
    FeedTask,
    OpenedFeed,
    feed_tasks,
    found_mark,
    zones_in_use,
)
from shared.db.repositories.filter_owners import FilterOwner
from shared.domain.filters import Node, parse_filter
from shared.domain.zones import load_zone
from shared.interchange.calendar import component, head, tail
from shared.interchange.calendar_records import Component

DONE_FOR: Final = timedelta(days=90)
"""How long a task that is done stays in a feed."""

_PAGE: Final = 200
_PATIENCE_SECONDS: Final = 30.0
_FORMAT: Final = "3"
"""Counts on when the same tasks are written in another way."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A feed, what narrows it, and a mark that changes with what it shows."""

    opened: OpenedFeed
    matching: tuple[Node, FilterOwner] | None
    mark: str


async def shown_of(resources: Resources, feed: OpenedFeed) -> Shown:
    """The feed; its filter is asked now, in its owner's zone, and with their names for things.

    Raises:
        FilterInvalid: the filter cannot be meant any more.
        TooManyAtOnce: its owner does too much else.
    """
    if feed.query is None:
        return Shown(feed, None, feed.mark)
    async with (
        resources.turns.turn(feed.user_id, _PATIENCE_SECONDS),
        resources.db.driver() as driver,
    ):
        with pointing_at("/feed/filter"):
            node = parse_filter(feed.query)
            now = resources.clock.now()
            owner = await require_owner(Connection(driver), feed.user_id, now, node)
            found = await found_mark(driver, feed.user_id, (node, owner))
    return Shown(feed, (node, owner), f"{feed.mark}/{found}")


def etag_of(feed: Shown, kind: Component, now: datetime) -> str:
    """Strong ETag: the same for the same text, and told without writing it.

    The day counts, since what was done long ago drops out by itself.

    Raises:
        InvalidInput: this server does not know the owner's zone.
    """
    day = now.astimezone(load_zone(feed.opened.zone)).date()
    state = f"{_FORMAT}/{kind}/{day}/{feed.opened.id}/{feed.mark}"
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'


async def beginning_of(resources: Resources, shown: Shown) -> bytes:
    """The head of the calendar, with every zone that its tasks have.

    Raises:
        InvalidInput: this server does not know one of them.
    """
    feed = shown.opened
    async with (
        resources.turns.turn(feed.user_id, _PATIENCE_SECONDS),
        resources.db.driver() as connection,
    ):
        zones = await zones_in_use(connection, feed.user_id)
    for zone in zones:
        load_zone(zone)
    return await asyncio.to_thread(head, feed.name, feed.zone, zones)


async def calendar(
    resources: Resources, shown: Shown, kind: Component, beginning: bytes
) -> AsyncIterator[bytes]:
    """The text, page by page; each page is read in a turn of its own."""
    feed = shown.opened
    now = resources.clock.now()
    midnight = datetime.combine(now.astimezone(ZoneInfo(feed.zone)).date(), time.min)
    since = midnight.replace(tzinfo=ZoneInfo(feed.zone)) - DONE_FOR
    yield beginning
    after = None
    while True:
        tasks, after = await _page(resources, shown, kind, since, after)
        # In a thread, so that a long list does not hold up what others ask.
        yield await asyncio.to_thread(_text, resources, feed, tasks, kind)
        if after is None:
            break
    yield tail()


async def _page(
    resources: Resources, shown: Shown, kind: Component, since: datetime, after: UUID | None
) -> tuple[list[FeedTask], UUID | None]:
    feed = shown.opened
    async with (
        resources.turns.turn(feed.user_id, _PATIENCE_SECONDS),
        resources.db.driver() as connection,
    ):
        return await feed_tasks(
            connection,
            feed,
            done_since=since,
            with_undated=kind == "todos",
            after=after,
            limit=_PAGE,
            matching=shown.matching,
        )


def _text(
    resources: Resources, feed: OpenedFeed, tasks: Sequence[FeedTask], kind: Component
) -> bytes:
    tasks_url = f"{resources.settings.public_url.rstrip('/')}/tasks"
    return b"".join(
        component(calendar_task(task, feed), kind, f"{tasks_url}/{task.id}") for task in tasks
    )
