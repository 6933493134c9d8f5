"""Authenticator apps and recovery codes in the database, and the ways into an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class SecondFactorRow:
    """The app of an account: it counts once it is confirmed; `last_step` had its last code."""

    user_id: UUID
    sealed: bytes
    created_at: datetime
    confirmed_at: datetime | None = None
    last_step: int | None = None


@dataclass(frozen=True, slots=True)
class SignInMethods:
    """How an account can be got into; `recovery_codes` are those that are left."""

    has_password: bool
    second_factor: bool
    recovery_codes: int
    passkeys: int
    identities: int


_FIND = text(
    """
    SELECT user_id, sealed, created_at, confirmed_at, last_step
    FROM second_factors WHERE user_id = :user_id
    """
)


async def find_factor(connection: Connection, user_id: UUID) -> SecondFactorRow | None:
    """The app of this account, confirmed or not."""
    row = (await connection.execute(_FIND, {"user_id": user_id})).one_or_none()
    return SecondFactorRow(*row) if row else None


_PUT = text(
    """
    INSERT INTO second_factors (user_id, sealed, created_at) VALUES (:user_id, :sealed, :now)
    ON CONFLICT (user_id) DO UPDATE
    SET sealed = EXCLUDED.sealed, created_at = EXCLUDED.created_at
    WHERE second_factors.confirmed_at IS NULL
    """
)


async def put_pending(connection: Connection, user_id: UUID, sealed: bytes, now: datetime) -> None:
    """This app waits to be confirmed, instead of the one that did before."""
    await connection.execute(_PUT, {"user_id": user_id, "sealed": sealed, "now": now})


_CONFIRM = text(
    """
    UPDATE second_factors SET confirmed_at = :now, last_step = :step WHERE user_id = :user_id
    """
)


async def confirm_factor(connection: Connection, user_id: UUID, step: int, now: datetime) -> None:
    """The app counts from now on; the code of `step` is used up."""
    await connection.execute(_CONFIRM, {"user_id": user_id, "step": step, "now": now})


_USE = text("UPDATE second_factors SET last_step = :step WHERE user_id = :user_id")


async def use_step(connection: Connection, user_id: UUID, step: int) -> None:
    """The code of `step`, and those before it, are used up."""
    await connection.execute(_USE, {"user_id": user_id, "step": step})


_DELETE_CODES = text("DELETE FROM recovery_codes WHERE user_id = :user_id")
_DELETE = text("DELETE FROM second_factors WHERE user_id = :user_id")


async def delete_factor(connection: Connection, user_id: UUID) -> None:
    """The account has no app, and no recovery codes."""
    await connection.execute(_DELETE_CODES, {"user_id": user_id})
    await connection.execute(_DELETE, {"user_id": user_id})


_INSERT_CODES = text(
    """
    INSERT INTO recovery_codes (user_id, code_hash, created_at)
    SELECT :user_id, h, :now FROM unnest(CAST(:hashes AS bytea[])) AS h
    """
)


async def replace_recovery_codes(
    connection: Connection, user_id: UUID, hashes: Sequence[bytes], now: datetime
) -> None:
    """These codes are good and no others."""
    await connection.execute(_DELETE_CODES, {"user_id": user_id})
    parameters = {"user_id": user_id, "hashes": list(hashes), "now": now}
    await connection.execute(_INSERT_CODES, parameters)


_USE_CODE = text(
    """
    UPDATE recovery_codes SET used_at = :now
    WHERE user_id = :user_id AND code_hash = :code_hash AND used_at IS NULL
    """
)


async def use_recovery_code(
    connection: Connection, user_id: UUID, code_hash: bytes, now: datetime
) -> bool:
    """The code is used up; False if there is none that is good."""
    parameters = {"user_id": user_id, "code_hash": code_hash, "now": now}
    return (await connection.execute(_USE_CODE, parameters)).rowcount == 1


# '!' is the hash of an account that is being erased.
_METHODS = text(
    """
    SELECT coalesce(u.password_hash <> '!', false),
        EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id
                AND f.confirmed_at IS NOT NULL),
        (SELECT count(*)::int FROM recovery_codes r WHERE r.user_id = u.id AND r.used_at IS NULL),
        (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id),
        (SELECT count(*)::int FROM identities i WHERE i.user_id = u.id)
    FROM users u WHERE u.id = :user_id
    """
)


async def find_methods(connection: Connection, user_id: UUID) -> SignInMethods | None:
    """The ways into this account; None if it is gone."""
    row = (await connection.execute(_METHODS, {"user_id": user_id})).one_or_none()
    return SignInMethods(*row) if row else None
