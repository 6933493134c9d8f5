"""The second factor of an account: an authenticator app, and codes for when it is lost.

Wrong codes are counted by challenge and by account. An account that had too many takes no codes of
the app for a while; its recovery codes and passkeys stay good, so that nobody can lock its owner
out by guessing.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from typing_extensions import override

from shared.commands.account_mails import tell
from shared.commands.changing import lock_owner
from shared.commands.sessions import (
    Device,
    Refreshed,
    open_session,
    record_own_act,
    require_confirmed,
)
from shared.core import one_time_codes
from shared.core.errors import Conflict, InvalidInput, Unauthenticated
from shared.core.ids import UserId, new_uuid7
from shared.core.principal import Principal
from shared.core.sealing import CannotOpen, NoSecretsKey, Sealer
from shared.core.settings import AuthSettings
from shared.db.repositories import challenges
from shared.db.repositories import second_factors as repository
from shared.db.repositories.challenges import ChallengeRow
from shared.db.repositories.second_factors import SecondFactorRow
from shared.db.repositories.users import UserRow, find_password_hash, find_user
from shared.db.session import Database, UnitOfWork

CHALLENGE_LIFE: Final = timedelta(minutes=10)
SETUP_LIFE: Final = timedelta(hours=1)
MOST_FAILURES: Final = 5
"""Of one challenge; then it is void."""
MOST_FAILURES_OF_ACCOUNT: Final = 20
"""Within `FAILURES_COUNT_FOR`: 480 guesses a day at most, one of which is right in 700 days."""
FAILURES_COUNT_FOR: Final = challenges.KEPT_FOR


class SecondFactorNeeded(Unauthenticated):
    """The password is right, and this account asks for a second factor as well.

    Send a code with `challenge_id` to POST /api/auth/second-factor within ten minutes.
    """

    code = "auth.second_factor_needed"
    title = "Send a code as well"

    def __init__(self, challenge_id: UUID) -> None:
        super().__init__("Send a code of your app, or a recovery code, with this challenge.")
        self.challenge_id = challenge_id

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"challenge_id": str(self.challenge_id)}


class SecondFactorOn(Conflict):
    """The account has a second factor; it has to be turned off before there can be another."""

    code = "second_factor.on"
    title = "There is a second factor already"


class SecondFactorOff(Conflict):
    """The account has no second factor, or none that waits to be confirmed."""

    code = "second_factor.off"
    title = "There is no second factor"


class SecondFactorsNotSet(Conflict):
    """The server has no key, or another one, to keep the secrets of authenticator apps with."""

    code = "second_factor.no_key"
    title = "The server cannot keep second factors"


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows beside the password: one of the two."""

    code: str | None = None
    recovery_code: str | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """What goes into the app; shown this once."""

    secret: str
    uri: str


async def begin_setup(db: Database, sealer: Sealer, principal: Principal) -> Setup:
    """A new secret waits to be confirmed with a code, for an hour.

    Raises:
        NotConfirmed: its owner has to show who they are first.
        SecondFactorOn: there is one already.
        SecondFactorsNotSet: the server has no key.
        Unauthenticated: the account is gone.
    """
    secret = one_time_codes.new_secret()
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        if await _confirmed_factor(uow, user.id) is not None:
            raise SecondFactorOn("Turn it off first: DELETE /api/me/second-factor.")
        sealed = _seal(sealer, user.id, secret)
        await repository.put_pending(uow.connection, user.id, sealed, uow.now)
        return Setup(secret, one_time_codes.uri_of(secret, user.email))


async def turn_on(
    db: Database, sealer: Sealer, principal: Principal, code: str
) -> list[str] | None:
    """Sign-in asks for the second factor from now on; the recovery codes, shown this once.

    None if the code is wrong.

    Raises:
        SecondFactorOff: no secret waits to be confirmed.
        SecondFactorOn: it is on already.
        SecondFactorsNotSet: the server has no key, or another one.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        factor = await repository.find_factor(uow.connection, user.id)
        if factor is not None and factor.confirmed_at is not None:
            raise SecondFactorOn("It is on already.")
        if factor is None or uow.now - factor.created_at > SETUP_LIFE:
            raise SecondFactorOff("Get a secret first: POST /api/me/second-factor.")
        step = await _matching_step(uow, sealer, factor, code)
        if step is None:
            await _note_failure(uow, user.id)
            return None
        await repository.confirm_factor(uow.connection, user.id, step, uow.now)
        await record_own_act(uow, user.id, "second_factor.on", {})
        await tell(uow, user, "second_factor_on")
        return await _new_codes(uow, user.id)


async def turn_off(db: Database, sealer: Sealer, principal: Principal, proof: Proof) -> bool:
    """Sign-in asks for the password alone; False, and nothing changed, if the proof is wrong.

    Raises:
        NotConfirmed: its owner has to show who they are first.
        SecondFactorOff: there is none.
        SecondFactorsNotSet: the server has no key, or another one; a recovery code needs none.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        factor = await _confirmed_factor(uow, user.id)
        if factor is None:
            raise SecondFactorOff("It is off already.")
        if not await _is_right(uow, sealer, factor, proof):
            await _note_failure(uow, user.id)
            return False
        await repository.delete_factor(uow.connection, user.id)
        await record_own_act(uow, user.id, "second_factor.off", {})
        await tell(uow, user, "second_factor_off")
        return True


async def renew_recovery_codes(db: Database, principal: Principal) -> list[str]:
    """The new recovery codes, shown this once; the ones before are good for nothing.

    Raises:
        NotConfirmed: its owner has to show who they are first.
        SecondFactorOff: there is no second factor.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        if await _confirmed_factor(uow, user.id) is None:
            raise SecondFactorOff("Recovery codes stand in for a second factor; turn it on first.")
        await record_own_act(uow, user.id, "second_factor.codes_renewed", {})
        return await _new_codes(uow, user.id)


async def sign_in_by_password(
    db: Database, user_id: UUID, checked: str, device: Device, settings: AuthSettings
) -> Refreshed | None:
    """This account is signed in on one device more.

    The caller has checked the password, against the hash `checked`. None if that is not the
    account's any more: who changes a password signs out whoever came in by the old one.

    Raises:
        SecondFactorNeeded: the password alone is not enough.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, Principal(UserId(user_id)))
        if await find_password_hash(uow.connection, user.id) != checked:
            return None
        if await _confirmed_factor(uow, user.id) is None:
            session = await open_session(uow, user, "password", device, settings)
            return Refreshed(session, user)
        content = {"method": "password", "password": await _fingerprint(uow, user.id)}
        challenge = ChallengeRow(
            id=new_uuid7(uow.now),
            kind="second_factor",
            user_id=user.id,
            content=content,
            created_at=uow.now,
            expires_at=uow.now + CHALLENGE_LIFE,
        )
        await challenges.insert_challenge(uow.connection, challenge)
    raise SecondFactorNeeded(challenge.id)


async def finish_sign_in(
    db: Database,
    sealer: Sealer,
    challenge_id: UUID,
    proof: Proof,
    *,
    device: Device,
    settings: AuthSettings,
) -> Refreshed | None:
    """The account of the challenge is signed in on one device more, and the challenge is used up.

    None if the proof is wrong, or the challenge is unknown, over, void or older than the password.

    Raises:
        SecondFactorsNotSet: the server has no key, or another one; a recovery code needs none.
    """
    async with db.unit_of_work() as uow:
        found = await _lock_challenge(uow, challenge_id)
        if found is None:
            return None
        challenge, user = found
        factor = await _confirmed_factor(uow, user.id)
        if factor is None or not await _is_right(uow, sealer, factor, proof):
            await challenges.count_failure(uow.connection, challenge.id)
            await _record_failure(uow, user.id)
            return None
        await challenges.take_challenge(uow.connection, challenge.id, "second_factor", uow.now)
        return Refreshed(
            await open_session(uow, user, challenge.content["method"], device, settings), user
        )


async def _lock_challenge(
    uow: UnitOfWork, challenge_id: UUID
) -> tuple[ChallengeRow, UserRow] | None:
    """The challenge, if it may be answered, and its account, whose lock is the challenge's, too."""
    kind: challenges.Kind = "second_factor"
    seen = await challenges.find_challenge(uow.connection, challenge_id, kind, uow.now)
    if seen is None or seen.user_id is None:
        return None
    user = (await uow.lock_users([seen.user_id])).get(seen.user_id)
    row = await challenges.find_challenge(uow.connection, challenge_id, kind, uow.now)
    if user is None or row is None or row.failures >= MOST_FAILURES:
        return None
    is_same_password = row.content["password"] == await _fingerprint(uow, user.id)
    return (row, user) if is_same_password else None


async def prove(db: Database, sealer: Sealer, principal: Principal, proof: Proof) -> bool:
    """Whether who asks has shown the second factor of their account, or it has none.

    Raises:
        InvalidInput: it has one, and no proof was sent.
        SecondFactorsNotSet: the server has no key, or another one; a recovery code needs none.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        factor = await _confirmed_factor(uow, user.id)
        if factor is None:
            return True
        if proof == Proof():
            message = "This account has a second factor: send a code, or a recovery_code, as well."
            raise InvalidInput("/code", "second_factor_needed", message)
        if await _is_right(uow, sealer, factor, proof):
            return True
        await _note_failure(uow, user.id)
        return False


async def _confirmed_factor(uow: UnitOfWork, user_id: UUID) -> SecondFactorRow | None:
    factor = await repository.find_factor(uow.connection, user_id)
    return factor if factor is not None and factor.confirmed_at is not None else None


async def _is_right(uow: UnitOfWork, sealer: Sealer, factor: SecondFactorRow, proof: Proof) -> bool:
    """Whether this is the second factor of the locked account; if so, it is used up."""
    if proof.recovery_code is not None:
        hashed = one_time_codes.recovery_hash(factor.user_id, proof.recovery_code)
        if not await repository.use_recovery_code(uow.connection, factor.user_id, hashed, uow.now):
            return False
        await record_own_act(uow, factor.user_id, "second_factor.recovery_code_used", {})
        if (user := await find_user(uow.connection, factor.user_id)) is not None:
            await tell(uow, user, "recovery_code_used")
        return True
    step = await _matching_step(uow, sealer, factor, proof.code or "")
    if step is None:
        return False
    await repository.use_step(uow.connection, factor.user_id, step)
    return True


async def _matching_step(
    uow: UnitOfWork, sealer: Sealer, factor: SecondFactorRow, code: str
) -> int | None:
    secret = _open(sealer, factor)
    if await _failures(uow, factor.user_id) >= MOST_FAILURES_OF_ACCOUNT:
        return None
    return one_time_codes.matching_step(secret, code, uow.now, factor.last_step)


async def _failures(uow: UnitOfWork, user_id: UUID) -> int:
    since = uow.now - FAILURES_COUNT_FOR
    return await challenges.failures_since(uow.connection, user_id, "second_factor", since)


async def _note_failure(uow: UnitOfWork, user_id: UUID) -> None:
    """A wrong code that answered no challenge counts, too: as a challenge that is over."""
    row = ChallengeRow(new_uuid7(uow.now), "second_factor", user_id, {}, uow.now, uow.now, 1)
    await challenges.insert_challenge(uow.connection, row)
    await _record_failure(uow, user_id)


async def _record_failure(uow: UnitOfWork, user_id: UUID) -> None:
    """It is on record, unless so many are that one more says nothing."""
    if await _failures(uow, user_id) <= MOST_FAILURES_OF_ACCOUNT:
        await record_own_act(uow, user_id, "second_factor.refused", {})


async def _fingerprint(uow: UnitOfWork, user_id: UUID) -> str:
    """Another one after the password was changed: a challenge is no older than the password."""
    stored = await find_password_hash(uow.connection, user_id)
    return hashlib.sha256((stored or "").encode()).hexdigest()


async def _new_codes(uow: UnitOfWork, user_id: UUID) -> list[str]:
    codes = one_time_codes.new_recovery_codes()
    hashes = [one_time_codes.recovery_hash(user_id, code) for code in codes]
    await repository.replace_recovery_codes(uow.connection, user_id, hashes, uow.now)
    return codes


def _seal(sealer: Sealer, user_id: UUID, secret: str) -> bytes:
    try:
        return sealer.seal(secret, purpose_of(user_id))
    except NoSecretsKey as error:
        raise SecondFactorsNotSet(f"The operator has to set it up: {error}.") from None


def _open(sealer: Sealer, factor: SecondFactorRow) -> str:
    try:
        return sealer.open(factor.sealed, purpose_of(factor.user_id))
    except (NoSecretsKey, CannotOpen) as error:
        raise SecondFactorsNotSet(f"The operator has to look into it: {error}.") from None


def purpose_of(user_id: UUID) -> str:
    """What the secret of this account's app is sealed for."""
    return f"second factor {user_id}"
