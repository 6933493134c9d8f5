"""Passkeys in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.db.connection import Connection


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One passkey; `sign_count` is the counter that it showed last, 0 if it has none."""

    id: UUID
    user_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: Sequence[str]
    is_backed_up: bool
    name: str
    created_at: datetime
    used_at: datetime | None = None


_COLUMNS = """id, user_id, credential_id, public_key, sign_count, transports, is_backed_up, name,
    created_at, used_at"""

_INSERT = text(
    """
    INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports,
                          is_backed_up, name, created_at)
    VALUES (:id, :user_id, :credential_id, :public_key, :sign_count,
            CAST(:transports AS text[]), :is_backed_up, :name, :created_at)
    """
)


async def insert_passkey(connection: Connection, row: PasskeyRow) -> bool:
    """The passkey is good; False, and nothing changed, if the credential is known already."""
    parameters = {
        "id": row.id,
        "user_id": row.user_id,
        "credential_id": row.credential_id,
        "public_key": row.public_key,
        "sign_count": row.sign_count,
        "transports": list(row.transports),
        "is_backed_up": row.is_backed_up,
        "name": row.name,
        "created_at": row.created_at,
    }
    try:
        async with connection.begin_nested():
            await connection.execute(_INSERT, parameters)
    except IntegrityError:
        return False
    return True


_LIST = text(f"SELECT {_COLUMNS} FROM passkeys WHERE user_id = :user_id ORDER BY id")  # noqa: S608 - constant


async def list_passkeys(connection: Connection, user_id: UUID) -> list[PasskeyRow]:
    """This user's passkeys, the oldest first."""
    return [PasskeyRow(*row) for row in await connection.execute(_LIST, {"user_id": user_id})]


# Unique index on the credential.
_FIND = text(f"SELECT {_COLUMNS} FROM passkeys WHERE credential_id = :credential_id")  # noqa: S608 - constant


async def find_passkey(connection: Connection, credential_id: bytes) -> PasskeyRow | None:
    """The passkey of this credential, whoever has it."""
    found = await connection.execute(_FIND, {"credential_id": credential_id})
    row = found.one_or_none()
    return PasskeyRow(*row) if row else None


_USE = text(
    """
    UPDATE passkeys SET sign_count = :sign_count, is_backed_up = :is_backed_up, used_at = :now
    WHERE id = :id
    """
)


async def use_passkey(
    connection: Connection, passkey_id: UUID, sign_count: int, now: datetime, *, is_backed_up: bool
) -> None:
    """It was used now, and its counter showed this."""
    parameters = {
        "id": passkey_id,
        "sign_count": sign_count,
        "is_backed_up": is_backed_up,
        "now": now,
    }
    await connection.execute(_USE, parameters)


_RENAME = text(
    f"""
    UPDATE passkeys SET name = :name WHERE id = :id AND user_id = :user_id RETURNING {_COLUMNS}
    """  # noqa: S608 - constant
)


async def rename_passkey(
    connection: Connection, user_id: UUID, passkey_id: UUID, name: str
) -> PasskeyRow | None:
    """The passkey has this name; None if there is none of this user."""
    parameters = {"id": passkey_id, "user_id": user_id, "name": name}
    row = (await connection.execute(_RENAME, parameters)).one_or_none()
    return PasskeyRow(*row) if row else None


_DELETE = text("DELETE FROM passkeys WHERE id = :id AND user_id = :user_id RETURNING name")


async def delete_passkey(connection: Connection, user_id: UUID, passkey_id: UUID) -> str | None:
    """The passkey is good for nothing any more; its name, None if there was none."""
    found = await connection.execute(_DELETE, {"id": passkey_id, "user_id": user_id})
    row = found.one_or_none()
    return row[0] if row else None


# '!' is the hash of an account that is being erased.
_OTHER_WAYS = text(
    """
    SELECT EXISTS (SELECT FROM users WHERE id = :user_id AND password_hash <> '!')
        OR EXISTS (SELECT FROM identities WHERE user_id = :user_id)
        OR EXISTS (SELECT FROM passkeys WHERE user_id = :user_id AND id <> :id)
    """
)


async def has_other_ways(connection: Connection, user_id: UUID, passkey_id: UUID) -> bool:
    """Whether this user can sign in without this passkey."""
    parameters = {"user_id": user_id, "id": passkey_id}
    is_so: bool = (await connection.execute(_OTHER_WAYS, parameters)).scalar_one()
    return is_so
