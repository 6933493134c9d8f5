"""Passkeys: made, named, deleted, and signed in with. Each counts as two factors.

The authenticator has checked who holds it (user verification is required), so that nothing more is
asked for. A challenge is used up by the first answer to it, right or wrong.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from shared.commands.account_mails import tell
from shared.commands.changing import lock_owner
from shared.commands.sessions import (
    Device,
    Refreshed,
    confirm_device,
    open_session,
    record_own_act,
    require_confirmed,
)
from shared.core.errors import Conflict, InvalidInput, NotFound
from shared.core.ids import new_uuid7
from shared.core.principal import Principal
from shared.core.relying_party import CeremonyFailed, Json, RelyingParty, Use, credential_id_of
from shared.core.settings import AuthSettings
from shared.db.repositories import challenges
from shared.db.repositories import passkeys as repository
from shared.db.repositories.challenges import ChallengeRow, Kind
from shared.db.repositories.passkeys import PasskeyRow
from shared.db.repositories.users import UserRow
from shared.db.session import Database, UnitOfWork

MOST: Final = 25
NAME_MAX: Final = 80
CHALLENGE_LIFE: Final = timedelta(minutes=10)

_CHALLENGE_BYTES: Final = 32


class PasskeysNotPossible(Conflict):
    """The server's address is no name, and browsers keep passkeys for names alone."""

    code = "passkey.no_name"
    title = "This server cannot have passkeys"


class PasskeyRefused(Conflict):
    """The browser's answer is not what was asked for: ask for options again."""

    code = "passkey.refused"
    title = "This passkey cannot be taken"


class LastWayIn(Conflict):
    """Without this passkey nobody could sign in to the account any more."""

    code = "passkey.last_way_in"
    title = "This is the last way into the account"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is to do, and the challenge that it has to come back with."""

    challenge_id: UUID
    options: Json


def relying_party(public_url: str) -> RelyingParty:
    """This server, as browsers know it.

    Raises:
        PasskeysNotPossible: it has no name.
    """
    found = RelyingParty.of(public_url)
    if found is None:
        raise PasskeysNotPossible(
            "The operator has to set RONDEL_PUBLIC_URL to an address that is a name, not numbers."
        )
    return found


async def ask_for_new(db: Database, party: RelyingParty, principal: Principal) -> Asked:
    """What a browser needs to make a passkey, within ten minutes and on this device.

    Raises:
        InvalidInput: there are too many.
        NotConfirmed: its owner has to show who they are first.
        Unauthenticated: the account is gone.
    """
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        known = await repository.list_passkeys(uow.connection, user.id)
        _check_room(known)
        options = party.creation_options(
            challenge,
            user.id.bytes,
            account=user.email,
            name=user.name,
            known=[row.credential_id for row in known],
        )
        row = _challenge(uow.now, "passkey_new", challenge, user.id, principal.session_id)
        await challenges.insert_challenge(uow.connection, row)
        return Asked(row.id, options)


def _check_room(known: Sequence[PasskeyRow]) -> None:
    if len(known) >= MOST:
        raise InvalidInput("", "passkeys_too_many", f"At most {MOST} passkeys: delete old ones.")


async def add_passkey(
    db: Database,
    party: RelyingParty,
    principal: Principal,
    *,
    challenge_id: UUID,
    name: str,
    response: Json,
    transports: Sequence[str] = (),
) -> PasskeyRow:
    """The passkey that the browser has made is good for signing in.

    Raises:
        InvalidInput: the name is blank, or there are too many.
        PasskeyRefused: it is not what was asked for, or somebody has it already.
        Unauthenticated: the account is gone.
    """
    name = _named(name)
    taken = await _take(db, challenge_id, "passkey_new")
    session = str(principal.session_id)
    if taken is None or taken.user_id != principal.user_id or taken.content["session"] != session:
        raise PasskeyRefused("Ask for options first, on this device, and answer within 10 minutes.")
    try:
        made = party.check_creation(response, _bytes_of(taken))
    except CeremonyFailed as error:
        raise PasskeyRefused("The browser's answer is not what was asked for.") from error
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        _check_room(await repository.list_passkeys(uow.connection, user.id))
        row = PasskeyRow(
            id=new_uuid7(uow.now),
            user_id=user.id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=list(transports),
            is_backed_up=made.is_backed_up,
            name=name,
            created_at=uow.now,
        )
        if not await repository.insert_passkey(uow.connection, row):
            raise PasskeyRefused("This passkey is known here already.")
        await record_own_act(uow, user.id, "passkey.added", {"passkey": row.id, "name": name})
        await tell(uow, user, "passkey_added", new=name)
        return row


async def rename(db: Database, principal: Principal, passkey_id: UUID, name: str) -> PasskeyRow:
    """The passkey has this name.

    Raises:
        InvalidInput: the name is blank.
        NotFound: no such passkey of this user.
        Unauthenticated: the account is gone.
    """
    name = _named(name)
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        row = await repository.rename_passkey(uow.connection, user.id, passkey_id, name)
        if row is None:
            raise NotFound("passkey", passkey_id)
        await record_own_act(uow, user.id, "passkey.renamed", {"passkey": row.id, "name": name})
        return row


async def delete(db: Database, principal: Principal, passkey_id: UUID) -> None:
    """The passkey is good for nothing any more.

    Raises:
        LastWayIn: nobody could sign in without it.
        NotConfirmed: its owner has to show who they are first.
        NotFound: no such passkey of this user.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        name = await repository.delete_passkey(uow.connection, user.id, passkey_id)
        if name is None:
            raise NotFound("passkey", passkey_id)
        if not await repository.has_other_ways(uow.connection, user.id, passkey_id):
            raise LastWayIn("Set a password or make another passkey first.")
        about = {"passkey": passkey_id, "name": name}
        await record_own_act(uow, user.id, "passkey.deleted", about)
        await tell(uow, user, "passkey_removed", new=name)


async def ask_for_use(db: Database, party: RelyingParty) -> Asked:
    """What a browser needs to sign in with any passkey of this server, within ten minutes."""
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    async with db.unit_of_work() as uow:
        row = _challenge(uow.now, "passkey_use", challenge)
        await challenges.insert_challenge(uow.connection, row)
    return Asked(row.id, party.request_options(challenge))


async def sign_in_by_passkey(
    db: Database,
    party: RelyingParty,
    challenge_id: UUID,
    response: Json,
    *,
    device: Device,
    settings: AuthSettings,
) -> Refreshed | None:
    """The owner of the passkey is signed in on one device more.

    None if the challenge is over, the passkey unknown, or its answer not what was asked for. A
    counter that went back says that there are two of it: that is refused, and on record.
    """
    found = await _checked_use(db, party, challenge_id, response)
    if found is None:
        return None
    credential_id, use = found
    async with db.unit_of_work() as uow:
        user = await _take_use(uow, credential_id, use)
        if user is None:
            return None
        return Refreshed(await open_session(uow, user, "passkey", device, settings), user)


async def confirm_by_passkey(
    db: Database, party: RelyingParty, principal: Principal, challenge_id: UUID, response: Json
) -> bool:
    """Who asks has shown who they are, with a passkey of theirs; False if it is none, or is bad.

    Raises:
        NotConfirmed: not on a device that is signed in.
        Unauthenticated: the account is gone.
    """
    found = await _checked_use(db, party, challenge_id, response)
    if found is None:
        return False
    credential_id, use = found
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        passkey = await repository.find_passkey(uow.connection, credential_id)
        if passkey is None or passkey.user_id != user.id:
            return False
        if await _take_use(uow, credential_id, use) is None:
            return False
        await confirm_device(uow, principal)
        return True


async def _checked_use(
    db: Database, party: RelyingParty, challenge_id: UUID, response: Json
) -> tuple[bytes, Use] | None:
    """The credential and its use, as far as they can be judged without a lock."""
    taken = await _take(db, challenge_id, "passkey_use")
    if taken is None:
        return None
    try:
        credential_id = credential_id_of(response)
        async with db.read() as connection:
            passkey = await repository.find_passkey(connection, credential_id)
        if passkey is None:
            return None
        use = party.check_use(response, _bytes_of(taken), passkey.public_key)
    except CeremonyFailed:
        return None
    return (credential_id, use) if use.user_handle == passkey.user_id.bytes else None


async def _take_use(uow: UnitOfWork, credential_id: bytes, use: Use) -> UserRow | None:
    """The owner, locked, and the counter of the passkey is where the use has put it."""
    seen = await repository.find_passkey(uow.connection, credential_id)
    user = (await uow.lock_users([seen.user_id])).get(seen.user_id) if seen else None
    passkey = await repository.find_passkey(uow.connection, credential_id)
    if user is None or passkey is None or passkey.user_id != user.id:
        return None
    # Authenticators without a counter always show 0 (WebAuthn §6.1.1).
    has_counter = use.sign_count > 0 or passkey.sign_count > 0
    if has_counter and use.sign_count <= passkey.sign_count:
        about = {
            "passkey": passkey.id,
            "name": passkey.name,
            "shown": use.sign_count,
            "known": passkey.sign_count,
        }
        await record_own_act(uow, user.id, "passkey.counter_went_back", about)
        return None
    await repository.use_passkey(
        uow.connection, passkey.id, use.sign_count, uow.now, is_backed_up=use.is_backed_up
    )
    return user


async def _take(db: Database, challenge_id: UUID, kind: Kind) -> ChallengeRow | None:
    """The challenge, used up whatever comes of it: the transaction ends here."""
    async with db.unit_of_work() as uow:
        return await challenges.take_challenge(uow.connection, challenge_id, kind, uow.now)


def _challenge(
    now: datetime,
    kind: Kind,
    challenge: bytes,
    user_id: UUID | None = None,
    session_id: UUID | None = None,
) -> ChallengeRow:
    content = {"challenge": bytes_to_base64url(challenge), "session": str(session_id)}
    return ChallengeRow(new_uuid7(now), kind, user_id, content, now, now + CHALLENGE_LIFE)


def _bytes_of(taken: ChallengeRow) -> bytes:
    return base64url_to_bytes(taken.content["challenge"])


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise InvalidInput("/name", "passkey_name", "A passkey has a name.")
    return name
