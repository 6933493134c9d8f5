"""Channels of users in the database, and the test messages through them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from shared.db.connection import Connection
from shared.db.models import Channel, ChannelTest, User


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel as it is stored; `sealed` are its settings."""

    id: UUID
    user_id: UUID
    kind: str
    name: str
    target: str
    sealed: bytes
    is_enabled: bool
    created_at: datetime
    updated_at: datetime
    version: int = 1
    last_sent_at: datetime | None = None
    last_failed_at: datetime | None = None
    last_error: str | None = None
    failed_in_row: int = 0
    disabled_reason: str | None = None


_COLUMNS = (
    Channel.id,
    Channel.user_id,
    Channel.kind,
    Channel.name,
    Channel.target,
    Channel.sealed,
    Channel.is_enabled,
    Channel.created_at,
    Channel.updated_at,
    Channel.version,
    Channel.last_sent_at,
    Channel.last_failed_at,
    Channel.last_error,
    Channel.failed_in_row,
    Channel.disabled_reason,
)


_FIND_MANY = select(*_COLUMNS).where(Channel.id == bindparam("ids", type_=ARRAY(PG_UUID)).any_())


async def list_channels(connection: Connection, user_id: UUID) -> list[ChannelRow]:
    """The channels of this user, the oldest first."""
    statement = select(*_COLUMNS).where(Channel.user_id == user_id).order_by(Channel.id)
    return [ChannelRow(*row) for row in await connection.execute(statement)]


async def find_channel(
    connection: Connection, user_id: UUID, channel_id: UUID
) -> ChannelRow | None:
    """This channel of this user."""
    statement = select(*_COLUMNS).where(Channel.id == channel_id, Channel.user_id == user_id)
    row = (await connection.execute(statement)).one_or_none()
    return ChannelRow(*row) if row else None


async def find_channels(connection: Connection, ids: Collection[UUID]) -> dict[UUID, ChannelRow]:
    """Those of these channels that there are, whoever they belong to."""
    rows = await connection.execute(_FIND_MANY, {"ids": list(ids)})
    return {row[0]: ChannelRow(*row) for row in rows}


_NAMES = text("SELECT id::text FROM channels WHERE id = ANY(CAST(:ids AS uuid[]))")


async def known_names(connection: Connection, ids: Collection[UUID]) -> frozenset[str]:
    """Those of these channels that there are, by the names that reminders use."""
    return frozenset((await connection.execute(_NAMES, {"ids": list(ids)})).scalars())


async def insert_channel(connection: Connection, row: ChannelRow) -> None:
    """The channel exists."""
    await connection.execute(
        insert(Channel).values(
            id=row.id,
            user_id=row.user_id,
            kind=row.kind,
            name=row.name,
            target=row.target,
            sealed=row.sealed,
            is_enabled=row.is_enabled,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
    )


async def update_channel(connection: Connection, row: ChannelRow) -> None:
    """What its owner can change of it is as in `row`."""
    await connection.execute(
        update(Channel)
        .where(Channel.id == row.id)
        .values(
            name=row.name,
            target=row.target,
            sealed=row.sealed,
            is_enabled=row.is_enabled,
            failed_in_row=row.failed_in_row,
            disabled_reason=row.disabled_reason,
            version=row.version,
            updated_at=row.updated_at,
        )
    )


async def delete_channel(connection: Connection, user_id: UUID, channel_id: UUID) -> bool:
    """There is no such channel of this user; whether there was one."""
    statement = delete(Channel).where(Channel.id == channel_id, Channel.user_id == user_id)
    found = await connection.execute(statement.returning(Channel.id))
    return found.one_or_none() is not None


# Reminders have no index by user: those of tasks are found through their task, digests by theirs.
# What only the next occurrence gets is JSON (shared/commands/series_fields.py).
_FORGET = text(
    """
    WITH users AS (
        UPDATE users
        SET default_channels = coalesce(nullif(array_remove(default_channels, :name), '{}'),
                                        ARRAY['email'])
        WHERE id = :user_id
        RETURNING default_channels
    ),
    mine AS (
        SELECT r.id FROM tasks t JOIN reminders r ON r.task_id = t.id WHERE t.user_id = :user_id
        UNION ALL
        SELECT id FROM reminders WHERE user_id = :user_id AND task_id IS NULL
    ),
    changed AS (
        UPDATE reminders AS r
        SET channels = coalesce(nullif(array_remove(r.channels, :name), '{}'),
                                (SELECT default_channels FROM users)),
            updated_at = :now
        FROM mine WHERE r.id = mine.id AND :name = ANY (r.channels)
        RETURNING r.state
    ),
    next_ones AS (
        UPDATE tasks AS t
        SET series_fields = jsonb_set(t.series_fields, '{reminders}', (
            SELECT jsonb_agg(
                CASE WHEN jsonb_exists(each -> 'channels', :name)
                     THEN jsonb_set(each, '{channels}',
                                    coalesce(nullif((each -> 'channels') - :name, '[]'),
                                             (SELECT to_jsonb(default_channels) FROM users)))
                     ELSE each END ORDER BY number)
            FROM jsonb_array_elements(t.series_fields -> 'reminders')
                 WITH ORDINALITY AS e (each, number)))
        WHERE t.user_id = :user_id AND t.series_fields @> jsonb_build_object('reminders',
            jsonb_build_array(jsonb_build_object('channels', jsonb_build_array(:name))))
    )
    SELECT count(*) FROM changed WHERE state IN ('scheduled', 'deferred')
    """
)


async def forget_channel(
    connection: Connection, user_id: UUID, channel_id: UUID, now: datetime
) -> int:
    """No reminder and no default names the channel; how many waiting reminders had named it.

    Nor does any that the next occurrence of a series is to get.

    A reminder keeps its other channels; without any it gets the user's defaults, and those `email`.
    """
    parameters = {"user_id": user_id, "name": str(channel_id), "now": now}
    return int((await connection.execute(_FORGET, parameters)).scalar_one())


Purpose = Literal["channel", "webhook"]
"""Whose settings are sealed."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What the last message through a channel came to. `error` None: it was taken."""

    channel_id: UUID
    at: datetime
    error: str | None = None
    is_permanent: bool = False
    is_gone: bool = False
    """The other side says that it will never take another one."""


# Locked in order of id, as two processes may note the same channels. One that is being changed, by
# a transaction that may go on for seconds, is judged by its next message: nobody waits for it.
_NOTE = text(
    """
    WITH locked AS (
        SELECT id FROM channels WHERE id = ANY (CAST(:ids AS uuid[]))
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE channels AS c
    SET last_sent_at = CASE WHEN n.error IS NULL THEN n.at ELSE c.last_sent_at END,
        last_failed_at = CASE WHEN n.error IS NULL THEN c.last_failed_at ELSE n.at END,
        last_error = coalesce(n.error, c.last_error),
        failed_in_row = CASE WHEN n.error IS NULL THEN 0 ELSE c.failed_in_row + n.counts END,
        is_enabled = c.is_enabled AND NOT n.is_gone AND c.failed_in_row + n.counts < :most,
        disabled_reason = CASE
            WHEN NOT c.is_enabled THEN c.disabled_reason
            WHEN n.is_gone THEN 'gone'
            WHEN c.failed_in_row + n.counts >= :most THEN 'failed_repeatedly' END
    FROM locked, unnest(CAST(:ids AS uuid[]), CAST(:ats AS timestamptz[]),
                        CAST(:errors AS text[]), CAST(:counts AS int[]), CAST(:gones AS boolean[]))
                 AS n (id, at, error, counts, is_gone)
    WHERE c.id = n.id AND locked.id = n.id
    """
)


async def note_contacts(
    connection: Connection, contacts: Sequence[Contact], most_failures: int
) -> None:
    """The channels say so, and are switched off after `most_failures` in a row; each id once.

    A channel that another transaction has locked is passed over.
    """
    parameters = {
        "ids": [contact.channel_id for contact in contacts],
        "ats": [contact.at for contact in contacts],
        "errors": [contact.error for contact in contacts],
        "counts": [int(contact.is_permanent) for contact in contacts],
        "gones": [contact.is_gone for contact in contacts],
        "most": most_failures,
    }
    await connection.execute(_NOTE, parameters)


TestState = Literal["waiting", "sending", "sent", "failed"]


@dataclass(frozen=True, slots=True)
class ChannelTestRow:
    """A test message and what came of it."""

    id: UUID
    user_id: UUID
    channel: str
    state: TestState
    asked_at: datetime
    answer: str | None = None
    settled_at: datetime | None = None


_TEST_COLUMNS = (
    ChannelTest.id,
    ChannelTest.user_id,
    ChannelTest.channel,
    ChannelTest.state,
    ChannelTest.asked_at,
    ChannelTest.answer,
    ChannelTest.settled_at,
)


async def insert_test(connection: Connection, row: ChannelTestRow) -> None:
    """The test waits."""
    await connection.execute(
        insert(ChannelTest).values(
            id=row.id,
            user_id=row.user_id,
            channel=row.channel,
            state=row.state,
            asked_at=row.asked_at,
        )
    )


async def count_tests(connection: Connection, user_id: UUID, since: datetime) -> int:
    """How many tests this user has asked for from `since` on."""
    statement = select(func.count()).where(
        ChannelTest.user_id == user_id, ChannelTest.asked_at >= since
    )
    return int((await connection.execute(statement)).scalar_one())


async def forget_tests(connection: Connection, user_id: UUID, before: datetime) -> None:
    """Tests that this user asked for before that instant are gone."""
    await connection.execute(
        delete(ChannelTest).where(ChannelTest.user_id == user_id, ChannelTest.asked_at < before)
    )


async def find_test(connection: Connection, user_id: UUID, test_id: UUID) -> ChannelTestRow | None:
    """This test of this user."""
    statement = select(*_TEST_COLUMNS).where(
        ChannelTest.id == test_id, ChannelTest.user_id == user_id
    )
    row = (await connection.execute(statement)).one_or_none()
    return ChannelTestRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class ClaimedTest:
    """A test that this process alone will send."""

    test_id: UUID
    user_id: UUID
    channel: str
    asked_at: datetime
    email: str
    name: str


async def claim_test(connection: Connection, user_id: UUID, test_id: UUID) -> ClaimedTest | None:
    """This test of this user is being sent; None if it is gone, or somebody has begun it."""
    statement = (
        update(ChannelTest)
        .where(
            ChannelTest.id == test_id,
            ChannelTest.user_id == user_id,
            ChannelTest.state == "waiting",
            User.id == ChannelTest.user_id,
        )
        .values(state="sending")
        .returning(
            ChannelTest.id,
            ChannelTest.user_id,
            ChannelTest.channel,
            ChannelTest.asked_at,
            User.email,
            User.name,
        )
    )
    row = (await connection.execute(statement)).one_or_none()
    return ClaimedTest(*row) if row else None


async def settle_test(
    connection: Connection,
    test_id: UUID,
    state: Literal["sent", "failed"],
    answer: str,
    now: datetime,
) -> None:
    """The test says what came of it."""
    statement = update(ChannelTest).where(ChannelTest.id == test_id, ChannelTest.state == "sending")
    await connection.execute(statement.values(state=state, answer=answer, settled_at=now))
