"""Devices: signed in, kept signed in by refresh tokens that are good once, signed out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from shared.commands.account_mails import tell
from shared.commands.changing import lock_owner
from shared.core.errors import Forbidden, NotFound, Unauthenticated
from shared.core.ids import UserId, new_uuid7
from shared.core.plain import one_line, shortened
from shared.core.principal import Actor, Principal
from shared.core.refresh_tokens import RefreshClaims
from shared.core.settings import AuthSettings
from shared.db.repositories import audit
from shared.db.repositories import sessions as repository
from shared.db.repositories.sessions import SessionRow
from shared.db.repositories.users import UserRow, find_user
from shared.db.session import Database, UnitOfWork

MOST: Final = 100
"""Devices of one account; one more signs out the one that was not used for longest."""

GRACE: Final = timedelta(seconds=30)
"""So long the token before the last is taken for a second tab, or for an answer that was lost."""

CONFIRMED_FOR: Final = timedelta(minutes=10)
"""So long after they showed who they are may somebody do what is dangerous."""

_AGENT_CHARS: Final = 300

Method = Literal["password", "passkey", "oidc"]
EndReason = Literal[
    "signed_out", "revoked", "password_changed", "disabled", "erased", "signed_out_by_admin"
]


class SessionEnded(Unauthenticated):
    """The refresh token is good for nothing any more; its owner has to sign in again."""

    code = "auth.session_ended"
    title = "Sign in again"


class NotConfirmed(Forbidden):
    """What is asked for wants the password (or a passkey) again; see POST /api/auth/confirm."""

    code = "auth.not_confirmed"
    title = "Show again who you are"


@dataclass(frozen=True, slots=True)
class Device:
    """What asks: how it calls itself, and from where. Both are shown to its owner."""

    user_agent: str
    address: str

    @classmethod
    def of(cls, user_agent: str, address: str) -> "Device":
        """One whose words fit a line."""
        return cls(shortened(one_line(user_agent), _AGENT_CHARS), address)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A device that is signed in, and its owner."""

    session: SessionRow
    user: UserRow


async def sign_in(
    db: Database, user_id: UUID, method: Method, device: Device, settings: AuthSettings
) -> Refreshed:
    """This account is signed in on one device more; the caller has checked who asks.

    Raises:
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, Principal(UserId(user_id)))
        return Refreshed(await open_session(uow, user, method, device, settings), user)


async def open_session(
    uow: UnitOfWork, user: UserRow, method: Method, device: Device, settings: AuthSettings
) -> SessionRow:
    """This user, locked by the caller, is signed in on one device more."""
    row = SessionRow(
        id=new_uuid7(uow.now),
        user_id=user.id,
        generation=1,
        rotated_at=uow.now,
        method=method,
        user_agent=device.user_agent,
        address=device.address,
        created_at=uow.now,
        confirmed_at=uow.now,
        used_at=uow.now,
        expires_at=_expiry(uow.now, uow.now, settings),
    )
    await repository.insert_session(uow.connection, row)
    await repository.crowd_out(uow.connection, user.id, MOST, uow.now)
    about = {"session": row.id, "method": method, "address": device.address}
    await record_own_act(uow, user.id, "session.opened", about)
    return row


def _expiry(created_at: datetime, now: datetime, settings: AuthSettings) -> datetime:
    idle, longest = timedelta(days=settings.idle_days), timedelta(days=settings.longest_days)
    return min(now + idle, created_at + longest)


async def refresh(
    db: Database, claims: RefreshClaims, device: Device, settings: AuthSettings
) -> Refreshed:
    """The device stays signed in, with its next token.

    The token before the last gives the same next one for `GRACE`: two tabs, or an answer that did
    not arrive. After that somebody else has it, so that the whole family ends.

    Raises:
        SessionEnded: the token, or the device, is good for nothing any more.
    """
    async with db.unit_of_work() as uow:
        row = await repository.lock_session(uow.connection, claims.session_id)
        if row is None or claims.generation > row.generation:
            raise SessionEnded("This sign-in is not known here.")
        if row.ended_at is not None:
            raise SessionEnded("This device was signed out.")
        if row.expires_at <= uow.now:
            raise SessionEnded("This sign-in was not used for too long.")
        user = await find_user(uow.connection, row.user_id)
        if user is None:
            raise SessionEnded("This account does not exist any more.")
        refreshed = await _go_on(uow, row, claims, device, settings)
        if refreshed is not None:
            return Refreshed(refreshed, user)
    await _tell_reused(db, user.id, device)
    raise SessionEnded("This sign-in was used from two places. All its tokens have ended.")


async def _tell_reused(db: Database, user_id: UUID, device: Device) -> None:
    """The owner is told; apart from the rest, which has locked the device before its owner."""
    async with db.unit_of_work() as uow:
        user = (await uow.lock_users([user_id])).get(user_id)
        if user is not None:
            await tell(uow, user, "session_reused", new=device.user_agent or "nothing")


async def _go_on(
    uow: UnitOfWork, row: SessionRow, claims: RefreshClaims, device: Device, settings: AuthSettings
) -> SessionRow | None:
    """The device in its next generation; None if the token was used before, and it has ended."""
    if claims.generation == row.generation:
        after = replace(
            row,
            generation=row.generation + 1,
            address=device.address,
            user_agent=device.user_agent,
            expires_at=_expiry(row.created_at, uow.now, settings),
        )
        await repository.rotate_session(uow.connection, after, uow.now)
        return after
    if claims.generation == row.generation - 1 and uow.now - row.rotated_at <= GRACE:
        return row
    await repository.end_sessions(uow.connection, row.user_id, "reused", uow.now, only=row.id)
    about = {"session": row.id, "address": device.address, "user_agent": device.user_agent}
    await record_own_act(uow, row.user_id, "session.reused", about)
    return None


async def sign_out(db: Database, claims: RefreshClaims) -> UUID:
    """The device of this token is signed out, if it was not; its id."""
    async with db.unit_of_work() as uow:
        row = await repository.lock_session(uow.connection, claims.session_id)
        if row is not None and row.ended_at is None:
            await _end(uow, row.user_id, "signed_out", only=row.id)
    return claims.session_id


async def end_session(db: Database, principal: Principal, session_id: UUID) -> None:
    """The device is signed out.

    Raises:
        NotFound: no device of this user, or it is signed out already.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        own = session_id == principal.session_id
        if not await _end(uow, user.id, "signed_out" if own else "revoked", only=session_id):
            raise NotFound("device", session_id)


async def end_other_sessions(db: Database, principal: Principal) -> list[UUID]:
    """Every device but the one that asks is signed out; which were.

    Raises:
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        return await _end(uow, user.id, "revoked", but=principal.session_id)


async def end_all_sessions(
    uow: UnitOfWork, user_id: UUID, because: EndReason, *, but: UUID | None = None
) -> list[UUID]:
    """Every device of this user, locked by the caller, is signed out, except `but`; which were."""
    return await _end(uow, user_id, because, but=but)


async def _end(
    uow: UnitOfWork,
    user_id: UUID,
    because: EndReason,
    *,
    only: UUID | None = None,
    but: UUID | None = None,
) -> list[UUID]:
    ended = await repository.end_sessions(
        uow.connection, user_id, because, uow.now, only=only, but=but
    )
    if ended:
        about = {"sessions": ended, "because": because}
        await record_own_act(uow, user_id, "session.ended", about)
    return ended


async def require_confirmed(uow: UnitOfWork, principal: Principal) -> None:
    """Who asks has shown who they are within `CONFIRMED_FOR`, on this device.

    Raises:
        NotConfirmed: they have to show it again; a program never can.
    """
    row = await _device_of(uow, principal)
    if uow.now - row.confirmed_at > CONFIRMED_FOR:
        raise NotConfirmed(
            "Show who you are first: POST /api/auth/confirm with the password, or "
            "/api/auth/passkey/confirm with a passkey; or sign in again."
        )


async def _device_of(uow: UnitOfWork, principal: Principal) -> SessionRow:
    row = None
    if principal.session_id is not None:
        row = await repository.lock_session(uow.connection, principal.session_id)
    if row is None or row.ended_at or row.user_id != principal.user_id:
        raise NotConfirmed("This needs somebody who signed in; a token is not enough.")
    return row


async def confirm(db: Database, principal: Principal) -> None:
    """Who asks has shown who they are; the caller has checked it.

    Raises:
        NotConfirmed: not on a device that is signed in.
    """
    async with db.unit_of_work() as uow:
        await lock_owner(uow, principal)
        await confirm_device(uow, principal)


async def confirm_device(uow: UnitOfWork, principal: Principal) -> None:
    """As `confirm`; their account is locked by the caller."""
    row = await _device_of(uow, principal)
    await repository.confirm_session(uow.connection, row.id, uow.now)


async def record_own_act(
    uow: UnitOfWork, user_id: UUID, action: str, details: Mapping[str, object]
) -> None:
    """What somebody did to their own account, as far as can be told, is on record."""
    actor = Actor(f"{audit.OWN}{user_id}", UserId(user_id))
    await audit.insert_entry(uow.connection, actor, action, str(user_id), uow.now, details=details)
