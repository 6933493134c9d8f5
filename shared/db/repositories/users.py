"""Accounts in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.exc import IntegrityError

from shared.db.connection import Connection
from shared.db.models import User
from shared.domain.moments import Clock


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as commands need it; `zone` is the IANA zone that floating times follow.

    Times are wall times in that zone. `review_on` counts from 0, Monday.
    """

    id: UUID
    email: str
    name: str
    zone: str
    all_day_reminder_time: time = time(9)
    week_start: str = "MO"
    time_format: Clock = "24h"
    default_reminders: Sequence[str] = ("PT0S",)
    all_day_default_reminders: Sequence[str] = ("PT0S",)
    default_channels: Sequence[str] = ("email",)
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time | None = None
    review_on: int | None = None
    review_at: time | None = None
    role: str = "user"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What sign-in compares with."""

    user_id: UUID
    password_hash: str | None
    is_verified: bool


_COLUMNS = (
    User.id,
    User.email,
    User.name,
    User.zone,
    User.all_day_reminder_time,
    User.week_start,
    User.time_format,
    User.default_reminders,
    User.all_day_default_reminders,
    User.default_channels,
    User.quiet_from,
    User.quiet_until,
    User.digest_at,
    User.review_on,
    User.review_at,
    User.role,
)

_USABLE = User.erased_at.is_(None) & User.disabled_at.is_(None)
"""Its owner has not deleted it, nor an administrator locked it: such a one is as good as gone."""

_LOCK_ONE = (
    select(*_COLUMNS).where(User.id == bindparam("id"), _USABLE).with_for_update(key_share=True)
)

_ANY_OF = User.id == bindparam("ids", type_=ARRAY(PG_UUID)).any_()
_NOT_ERASED = User.erased_at.is_(None)
_LOCK_MANY, _LOCK_EVEN_DISABLED = (
    select(*_COLUMNS).where(_ANY_OF, condition).order_by(User.id).with_for_update(key_share=True)
    for condition in (_USABLE, _NOT_ERASED)
)
_LOCK_FREE = _LOCK_EVEN_DISABLED.with_for_update(key_share=True, skip_locked=True)
_THERE = select(User.id).where(_ANY_OF, _NOT_ERASED)


async def lock_users(
    connection: Connection, ids: Sequence[UUID], *, even_disabled: bool = False
) -> dict[UUID, UserRow]:
    """These rows are locked FOR NO KEY UPDATE in id order until the transaction ends.

    Accounts that are disabled are left out, unless the caller asks for them.
    """
    if even_disabled:
        result = await connection.execute(_LOCK_EVEN_DISABLED, {"ids": list(ids)})
    elif len(ids) == 1:
        result = await connection.execute(_LOCK_ONE, {"id": ids[0]})
    else:
        result = await connection.execute(_LOCK_MANY, {"ids": list(ids)})
    return {row[0]: UserRow(*row) for row in result}


async def lock_free_users(
    connection: Connection, ids: Sequence[UUID]
) -> tuple[dict[UUID, UserRow], set[UUID]]:
    """As `lock_users`, disabled ones too, of those that are free; and those that are not."""
    result = await connection.execute(_LOCK_FREE, {"ids": list(ids)})
    rows = {row[0]: UserRow(*row) for row in result}
    rest = [each for each in ids if each not in rows]
    if not rest:
        return rows, set()
    return rows, {row[0] for row in await connection.execute(_THERE, {"ids": rest})}


async def find_user(connection: Connection, user_id: UUID) -> UserRow | None:
    """The user of this id."""
    row = (
        await connection.execute(select(*_COLUMNS).where(User.id == user_id, _USABLE))
    ).one_or_none()
    return UserRow(*row) if row else None


_FIND_MANY = select(*_COLUMNS).where(
    User.id == bindparam("ids", type_=ARRAY(PG_UUID)).any_(), _USABLE
)


async def find_users(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, UserRow]:
    """Those of these users that there are."""
    result = await connection.execute(_FIND_MANY, {"ids": list(ids)})
    return {row[0]: UserRow(*row) for row in result}


async def update_preferences(connection: Connection, user: UserRow) -> None:
    """The stored preferences are those of `user`; address and role stay."""
    statement = update(User).where(User.id == user.id)
    await connection.execute(
        statement.values(
            name=user.name,
            zone=user.zone,
            all_day_reminder_time=user.all_day_reminder_time,
            week_start=user.week_start,
            time_format=user.time_format,
            default_reminders=list(user.default_reminders),
            all_day_default_reminders=list(user.all_day_default_reminders),
            default_channels=list(user.default_channels),
            quiet_from=user.quiet_from,
            quiet_until=user.quiet_until,
            digest_at=user.digest_at,
            review_on=user.review_on,
            review_at=user.review_at,
        )
    )


async def find_role(connection: Connection, user_id: UUID) -> str | None:
    """`user`, `operator` or `admin`; None if the account is gone."""
    statement = select(User.role).where(User.id == user_id, _USABLE)
    row = (await connection.execute(statement)).one_or_none()
    return row[0] if row else None


async def find_credentials(connection: Connection, email: str) -> Credentials | None:
    """What sign-in with this lower-case address needs."""
    statement = select(User.id, User.password_hash, User.email_verified_at.is_not(None)).where(
        User.email == email, _USABLE
    )
    row = (await connection.execute(statement)).one_or_none()
    return Credentials(*row) if row else None


async def insert_user(
    connection: Connection,
    user: UserRow,
    password_hash: str | None,
    created_at: datetime,
    verified_at: datetime | None = None,
) -> bool:
    """The user exists; False if the address was taken (then nothing is changed)."""
    try:
        async with connection.begin_nested():
            await connection.execute(
                insert(User).values(
                    id=user.id,
                    email=user.email,
                    name=user.name,
                    zone=user.zone,
                    all_day_reminder_time=user.all_day_reminder_time,
                    password_hash=password_hash,
                    created_at=created_at,
                    email_verified_at=verified_at,
                )
            )
    except IntegrityError:
        return False
    return True


async def replace_password_hash(connection: Connection, user_id: UUID, old: str, new: str) -> bool:
    """The stored hash is `new`, if it was `old` still; whether it was."""
    statement = update(User).where(User.id == user_id, User.password_hash == old)
    changed = await connection.execute(statement.values(password_hash=new))
    return changed.rowcount == 1


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address that has an account, and whether its owner showed that it is theirs."""

    user_id: UUID
    is_verified: bool


async def find_by_email(connection: Connection, email: str) -> KnownAddress | None:
    """The account of this lower-case address, locked and deleted ones left out."""
    columns = (User.id, User.email_verified_at.is_not(None))
    row = (
        await connection.execute(select(*columns).where(User.email == email, _USABLE))
    ).one_or_none()
    return KnownAddress(*row) if row else None


async def find_password_hash(connection: Connection, user_id: UUID) -> str | None:
    """What the password of this account is compared with; None if it has none, or is gone."""
    statement = select(User.password_hash).where(User.id == user_id, _USABLE)
    row = (await connection.execute(statement)).one_or_none()
    return row[0] if row else None


async def set_password(connection: Connection, user_id: UUID, password_hash: str) -> None:
    """The account has the password of this hash."""
    statement = update(User).where(User.id == user_id)
    await connection.execute(statement.values(password_hash=password_hash))


async def set_verified(connection: Connection, user_id: UUID, email: str, now: datetime) -> bool:
    """The address is verified, if the account has it still; False if it was, or has another."""
    statement = update(User).where(
        User.id == user_id, User.email == email, User.email_verified_at.is_(None)
    )
    found = await connection.execute(statement.values(email_verified_at=now).returning(User.id))
    return found.one_or_none() is not None


async def set_email(connection: Connection, user_id: UUID, email: str, now: datetime) -> bool:
    """The account has this address, verified; False if another account has it."""
    statement = update(User).where(User.id == user_id)
    try:
        async with connection.begin_nested():
            await connection.execute(statement.values(email=email, email_verified_at=now))
    except IntegrityError:
        return False
    return True
