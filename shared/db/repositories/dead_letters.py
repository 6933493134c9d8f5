"""Dead letters: chosen by what is known about them, listed, counted, claimed, closed.

Every question and every order goes through the same conditions, so that what a dry run counts is
what an order would move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    Text,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from shared.db.connection import Connection
from shared.db.models.operations import DeadLetter
from shared.events.groups import GROUPS

State = Literal["open", "redriving", "redriven", "discarded"]

MOST_REDRIVES = 2
"""A letter that was redriven so often and died again needs somebody to look, not another try."""

Verdict = Literal["ok", "no_group", "unknown_group", "type_not_handled", "redriven_too_often"]

_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Selection:
    """Which letters are meant: those that fit everything that is not None."""

    ids: tuple[UUID, ...] | None = None
    event_type: str | None = None
    error_class: str | None = None
    fingerprint: str | None = None
    user_id: UUID | None = None
    group: str | None = None
    since: datetime | None = None
    """Died then or later, as Kafka's record says."""
    until: datetime | None = None
    """Died before."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows it."""
        return not self.described()

    def described(self) -> dict[str, Any]:
        """What was asked for, for the order and the audit log."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class ListedLetter(NamedTuple):
    """A letter without its bytes."""

    id: UUID
    recorded_at: datetime
    event_type: str
    event_id: str | None
    user_id: UUID | None
    subject: str | None
    traceparent: str | None
    consumer_group: str | None
    failure_kind: str | None
    error_class: str | None
    error: str | None
    fingerprint: str | None
    attempts: int | None
    first_failed_at: datetime | None
    last_failed_at: datetime | None
    topic: str
    partition: int
    record_offset: int
    origin_topic: str | None
    origin_partition: int | None
    origin_offset: int | None
    redrives: int
    state: State
    redrive_id: UUID | None
    closed_at: datetime | None
    closed_by: str | None
    close_reason: str | None


class Letter(NamedTuple):
    """A letter with everything; names and values of its headers are in two lists of one length."""

    listed: ListedLetter
    record_key: bytes | None
    record_value: bytes | None
    edited_value: bytes | None
    header_names: Sequence[bytes]
    header_values: Sequence[bytes | None]
    verdict: Verdict

    @property
    def headers(self) -> list[tuple[bytes, bytes | None]]:
        """Names and values in the producer's order."""
        return list(zip(self.header_names, self.header_values, strict=True))


_LISTED = tuple(getattr(DeadLetter, name) for name in ListedLetter._fields)
_BYTES = (
    DeadLetter.record_key,
    DeadLetter.record_value,
    DeadLetter.edited_value,
    DeadLetter.header_names,
    DeadLetter.header_values,
)


def _conditions(wanted: Selection) -> list[ColumnElement[bool]]:
    equal = {
        DeadLetter.event_type: wanted.event_type,
        DeadLetter.error_class: wanted.error_class,
        DeadLetter.fingerprint: wanted.fingerprint,
        DeadLetter.user_id: wanted.user_id,
        DeadLetter.consumer_group: wanted.group,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in equal.items() if value is not None
    ]
    if wanted.ids is not None:
        found.append(DeadLetter.id == _any_of(wanted.ids))
    if wanted.since is not None:
        found.append(DeadLetter.recorded_at >= wanted.since)
    if wanted.until is not None:
        found.append(DeadLetter.recorded_at < wanted.until)
    return found


def _any_of(ids: Sequence[UUID]) -> ColumnElement[UUID]:
    return bindparam("ids", list(ids), type_=ARRAY(PG_UUID)).any_()


def _verdict(*, forced: bool) -> ColumnElement[str]:
    """Whether a letter may be redriven, and if not why not."""
    group = DeadLetter.consumer_group
    pairs = [f"{each.name} {name}" for each in GROUPS.values() for name in each.types]
    pair = group + " " + DeadLetter.event_type
    refusals: list[tuple[ColumnElement[bool], ColumnElement[str]]] = [
        (group.is_(None), literal("no_group", Text)),
        (_none_of("groups", group, list(GROUPS)), literal("unknown_group", Text)),
        (_none_of("pairs", pair, pairs), literal("type_not_handled", Text)),
    ]
    if not forced:
        too_often = literal("redriven_too_often", Text)
        refusals.append((DeadLetter.redrives >= MOST_REDRIVES, too_often))
    return case(*refusals, else_=literal("ok", Text))


def _is_redrivable(*, forced: bool) -> ColumnElement[bool]:
    return _verdict(forced=forced) == literal("ok", Text)


def _none_of(
    name: str, value: ColumnElement[Any] | Any, known: Sequence[str]
) -> ColumnElement[bool]:
    return value != bindparam(name, list(known), type_=ARRAY(String)).all_()


# Index ix_dead_letters_state_id; by user or fingerprint, ix_dead_letters_user_id_id and
# ix_dead_letters_fingerprint_id.
async def list_letters(
    connection: Connection,
    wanted: Selection,
    *,
    state: State | None,
    limit: int,
    before: UUID | None = None,
) -> tuple[list[ListedLetter], UUID | None]:
    """The newest `limit` letters older than `before`; where the next page begins, if there is one.

    Ids grow with the time at which letters came into the table.
    """
    statement = select(*_LISTED).where(*_conditions(wanted))
    if state is not None:
        statement = statement.where(DeadLetter.state == state)
    if before is not None:
        statement = statement.where(DeadLetter.id < before)
    result = await connection.execute(statement.order_by(DeadLetter.id.desc()).limit(limit + 1))
    found = [ListedLetter._make(row.values()) for row in result]
    return found[:limit], found[limit - 1].id if len(found) > limit else None


async def find_letter(connection: Connection, letter_id: UUID) -> Letter | None:
    """The letter of this id with all its bytes."""
    statement = select(*_LISTED, *_BYTES, _verdict(forced=False))
    row = (await connection.execute(statement.where(DeadLetter.id == letter_id))).one_or_none()
    if row is None:
        return None
    values = list(row.values())
    return Letter(ListedLetter._make(values[: len(_LISTED)]), *values[len(_LISTED) :])


class Count(NamedTuple):
    """So many letters of a selection are in this state; for open ones, with this verdict."""

    state: State
    verdict: Verdict
    group: str | None
    """Who will handle them again; None for those that cannot be redriven."""
    letters: int


async def count_letters(connection: Connection, wanted: Selection, *, forced: bool) -> list[Count]:
    """What an order for this selection would find."""
    verdict = _verdict(forced=forced).label("verdict")
    group = case((_is_redrivable(forced=forced), DeadLetter.consumer_group), else_=null())
    one_each = (
        select(DeadLetter.state, verdict, group.label("who")).where(*_conditions(wanted)).subquery()
    )
    columns = (one_each.c.state, one_each.c.verdict, one_each.c.who)
    statement = select(*columns, func.count()).group_by(*columns)
    return [Count._make(row.values()) for row in await connection.execute(statement)]


# The second of two orders for the same letters waits for the first at their locks, taken in one
# order, and then finds them in another state.
async def claim_for_redrive(
    connection: Connection, wanted: Selection, redrive_id: UUID, *, forced: bool, limit: int
) -> int:
    """The oldest `limit` open letters that may be redriven wait for that redrive; how many."""
    locked = (
        select(DeadLetter.id)
        .where(*_conditions(wanted), DeadLetter.state == "open")
        .where(_is_redrivable(forced=forced))
        .order_by(DeadLetter.id)
        .limit(limit)
        .with_for_update()
        .subquery("locked")
    )
    statement = (
        update(DeadLetter)
        .where(DeadLetter.id == locked.c.id)
        .values(state="redriving", redrive_id=redrive_id)
    )
    return (await connection.execute(statement)).rowcount


async def discard_letters(
    connection: Connection,
    wanted: Selection,
    *,
    by: str,
    reason: str,
    now: datetime,
    limit: int,
) -> int:
    """The oldest `limit` open letters are closed for good; how many."""
    locked = (
        select(DeadLetter.id)
        .where(*_conditions(wanted), DeadLetter.state == "open")
        .order_by(DeadLetter.id)
        .limit(limit)
        .with_for_update()
        .subquery("locked")
    )
    closing = {"closed_at": now, "closed_by": by, "close_reason": reason}
    statement = (
        update(DeadLetter).where(DeadLetter.id == locked.c.id).values(state="discarded", **closing)
    )
    return (await connection.execute(statement)).rowcount


async def set_edited_value(connection: Connection, letter_id: UUID, value: bytes) -> None:
    """The redrive of this letter sends `value` in the place of its own."""
    statement = update(DeadLetter).where(DeadLetter.id == letter_id)
    await connection.execute(statement.values(edited_value=value))


class Stat(NamedTuple):
    """Letters that have something in common."""

    letters: int
    first_at: datetime
    last_at: datetime
    groups: Sequence[str]
    event_types: Sequence[str]
    error_class: str | None
    error: str | None
    """Of the newest of them."""
    fingerprint: str | None


def _sample(column: Any) -> ColumnElement[Any]:
    newest_first = func.array_agg(aggregate_order_by(column, DeadLetter.id.desc()))
    return newest_first[1]


def _names(column: Any) -> ColumnElement[Any]:
    found = func.array_agg(column.distinct()).filter(column.is_not(None))
    return func.coalesce(found[1:_SAMPLES], bindparam(None, [], type_=ARRAY(String)))


async def letter_stats(
    connection: Connection,
    wanted: Selection,
    *,
    by: Literal["event_type", "fingerprint"],
    state: State | None,
    limit: int,
) -> list[Stat]:
    """The `limit` largest heaps of letters that share their event type or their fingerprint."""
    key: Mapping[str, Any] = {
        "event_type": DeadLetter.event_type,
        "fingerprint": DeadLetter.fingerprint,
    }
    fingerprint = DeadLetter.fingerprint if by == "fingerprint" else null()
    statement = select(
        func.count(),
        func.min(DeadLetter.recorded_at),
        func.max(DeadLetter.recorded_at),
        _names(DeadLetter.consumer_group),
        _names(DeadLetter.event_type),
        _sample(DeadLetter.error_class),
        _sample(DeadLetter.error),
        fingerprint,
    ).where(*_conditions(wanted))
    if state is not None:
        statement = statement.where(DeadLetter.state == state)
    statement = statement.group_by(key[by]).order_by(func.count().desc(), key[by]).limit(limit)
    return [Stat._make(row.values()) for row in await connection.execute(statement)]
