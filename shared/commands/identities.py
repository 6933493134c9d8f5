"""Who people are at other issuers: led to their accounts, linked to them, unlinked.

An issuer and its subject name one person. An address names nobody here: whoever has an account with
the address that an issuer tells gets no access to it by that, until its owner links the two.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal
from uuid import UUID

from typing_extensions import override

from shared.commands.account_mails import tell
from shared.commands.accounts import NewAccount, insert_account
from shared.commands.changing import lock_owner
from shared.commands.sessions import record_own_act, require_confirmed
from shared.core.errors import Conflict, Forbidden, InvalidInput, NotFound, Unauthenticated
from shared.core.ids import UserId, new_uuid7
from shared.core.issuers import Links
from shared.core.plain import one_line, shortened
from shared.core.principal import Principal
from shared.db.repositories import identities as repository
from shared.db.repositories.challenges import ChallengeRow, insert_challenge, take_challenge
from shared.db.repositories.identities import FoundIdentity, IdentityRow
from shared.db.repositories.passkeys import has_other_ways
from shared.db.session import Database, UnitOfWork
from shared.domain.preferences import NAME_MAX
from shared.domain.zones import load_zone

MOST: Final = 25
NO_PASSKEY: Final = UUID(int=0)
SIGN_IN_LIFE: Final = timedelta(minutes=10)

_USE_NOTED_EVERY: Final = timedelta(minutes=1)

NotLinkedReason = Literal["not_known", "email_unverified", "email_taken", "sign_up_closed"]
_WAYS_OUT: Final[dict[NotLinkedReason, str]] = {
    "not_known": "Sign in another way, and link the two in your settings.",
    "email_unverified": "Confirm your address at the issuer, and come again.",
    "email_taken": "An account here has your address. Sign in to it another way, and link the two "
    "in your settings.",
    "sign_up_closed": "Ask the operator of this server for an account.",
}


class IdentityNotLinked(Forbidden):
    """The issuer says who it is, and no account here goes with them; `reason` says why none."""

    code = "identity.not_linked"
    title = "No account here goes with this sign-in"

    def __init__(self, reason: NotLinkedReason) -> None:
        super().__init__(_WAYS_OUT[reason])
        self.reason = reason

    @property
    @override
    def members(self) -> dict[str, object]:
        return {"reason": self.reason}


class IdentityTaken(Conflict):
    """The person at the issuer goes with an account already: this one, or another."""

    code = "identity.taken"
    title = "This sign-in goes with an account already"


class IdentityIsLastWay(Conflict):
    """Without this identity nobody could sign in to the account any more."""

    code = "identity.last_way_in"
    title = "This is the last way into the account"


class LinkingOff(Conflict):
    """The operator lets nobody be linked to this issuer."""

    code = "identity.linking_off"
    title = "Nobody can be linked to this issuer"


@dataclass(frozen=True, slots=True)
class Foreigner:
    """Somebody as an issuer knows them; `email` is as it would be stored, `zone` as they say."""

    issuer: str
    subject: str
    email: str | None
    is_verified: bool
    name: str | None
    zone: str | None


NoSignUp = Literal["not_known", "sign_up_closed"]
"""Why nobody new is taken in."""


async def account_of(db: Database, who: Foreigner, *, no_sign_up: NoSignUp | None) -> UUID:
    """The account that goes with this person; made, if they have none and nothing is against it.

    Raises:
        IdentityNotLinked: they have none.
        Unauthenticated: it is locked or being deleted.
    """
    found = await _find(db, who)
    if found is None:
        refusal = _refusal(who, no_sign_up)
        made = None if refusal else await _sign_up(db, who)
        if made is not None:
            return made
        found = await _find(db, who)  # another request may have been first
        if found is None:
            raise refusal or IdentityNotLinked("email_taken")
    if not found.is_usable:
        raise Unauthenticated("The account is locked or deleted.")
    await _note_use(db, found)
    return found.user_id


async def _find(db: Database, who: Foreigner) -> FoundIdentity | None:
    async with db.read() as connection:
        return await repository.find_identity(connection, who.issuer, who.subject)


def _refusal(who: Foreigner, no_sign_up: NoSignUp | None) -> IdentityNotLinked | None:
    if no_sign_up is not None:
        return IdentityNotLinked(no_sign_up)
    return None if who.email and who.is_verified else IdentityNotLinked("email_unverified")


async def _sign_up(db: Database, who: Foreigner) -> UUID | None:
    """The new account; None if the address or the person has one."""
    email = who.email or ""
    name = shortened(one_line(who.name or ""), NAME_MAX) or email.partition("@")[0]
    async with db.unit_of_work() as uow:
        wanted = NewAccount(email, None, name, _zone(who), is_verified=True)
        user = await insert_account(uow, wanted)
        if user is None:
            return None
        await _insert(uow, user.id, who)
        return user.id


def _zone(who: Foreigner) -> str:
    """The zone that they say they live in, if there is such a one."""
    try:
        load_zone(who.zone or "UTC")
    except InvalidInput:
        return "UTC"
    return who.zone or "UTC"


async def _insert(uow: UnitOfWork, user_id: UUID, who: Foreigner) -> IdentityRow:
    row = IdentityRow(
        id=new_uuid7(uow.now),
        user_id=user_id,
        issuer=who.issuer,
        subject=who.subject,
        email=who.email,
        created_at=uow.now,
        used_at=uow.now,
    )
    if not await repository.insert_identity(uow.connection, row):
        raise IdentityTaken("Unlink it there first, or sign in with it.")
    about = {"identity": row.id, "issuer": row.issuer}
    await record_own_act(uow, user_id, "identity.linked", about)
    return row


async def _note_use(db: Database, found: FoundIdentity) -> None:
    """When it was used last is known to the minute; most uses write nothing."""
    now = db.clock.now()
    if now - found.used_at < _USE_NOTED_EVERY:
        return
    async with db.unit_of_work() as uow:
        await repository.touch_identity(uow.connection, found.id, now, now - _USE_NOTED_EVERY)


async def link(db: Database, principal: Principal, who: Foreigner) -> IdentityRow:
    """The person goes with this account; the caller has checked that who asks is both.

    Raises:
        IdentityTaken: they go with an account already.
        InvalidInput: there are too many.
        NotConfirmed: its owner has to show who they are first.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        if len(await repository.list_identities(uow.connection, user.id)) >= MOST:
            raise InvalidInput("", "identities_too_many", f"At most {MOST}: unlink old ones.")
        row = await _insert(uow, user.id, who)
        await tell(uow, user, "identity_linked", new=row.issuer)
        return row


async def unlink(db: Database, principal: Principal, identity_id: UUID) -> None:
    """The person at the issuer goes with no account any more.

    Raises:
        IdentityIsLastWay: nobody could sign in without it.
        NotConfirmed: its owner has to show who they are first.
        NotFound: no such identity of this user.
        Unauthenticated: the account is gone.
    """
    async with db.unit_of_work() as uow:
        user = await lock_owner(uow, principal)
        await require_confirmed(uow, principal)
        issuer = await repository.delete_identity(uow.connection, user.id, identity_id)
        if issuer is None:
            raise NotFound("identity", identity_id)
        if not await has_other_ways(uow.connection, user.id, NO_PASSKEY):
            raise IdentityIsLastWay("Set a password or make a passkey first.")
        about = {"identity": identity_id, "issuer": issuer}
        await record_own_act(uow, user.id, "identity.unlinked", about)


def check_linking(links: Links) -> None:
    """Accounts may be linked to this issuer.

    Raises:
        LinkingOff: they may not.
    """
    if links == "never":
        raise LinkingOff("The operator of this server has turned it off for this issuer.")


@dataclass(frozen=True, slots=True)
class SignInUnderWay:
    """A browser was sent to a provider; `principal` wants to link their account to who answers."""

    provider: str
    secret_hash: str
    next_path: str
    principal: Principal | None = None


async def begin_sign_in(db: Database, under_way: SignInUnderWay) -> UUID:
    """The challenge whose answer is waited for, for ten minutes.

    Raises:
        NotConfirmed: who wants to link has to show who they are first.
        Unauthenticated: the account is gone.
    """
    principal = under_way.principal
    async with db.unit_of_work() as uow:
        if principal is not None:
            await lock_owner(uow, principal)
            await require_confirmed(uow, principal)
        content = {
            "provider": under_way.provider,
            "secret_hash": under_way.secret_hash,
            "next": under_way.next_path,
            "session": str(principal.session_id) if principal else None,
        }
        row = ChallengeRow(
            new_uuid7(uow.now),
            "oidc",
            principal.user_id if principal else None,
            content,
            uow.now,
            uow.now + SIGN_IN_LIFE,
        )
        await insert_challenge(uow.connection, row)
        return row.id


async def take_sign_in(db: Database, challenge_id: UUID) -> SignInUnderWay | None:
    """The sign-in of this challenge, which is used up whatever comes of it; None if it is over."""
    async with db.unit_of_work() as uow:
        row = await take_challenge(uow.connection, challenge_id, "oidc", uow.now)
    if row is None:
        return None
    content, principal = row.content, None
    if row.user_id is not None:
        principal = Principal(UserId(row.user_id), UUID(content["session"]))
    return SignInUnderWay(content["provider"], content["secret_hash"], content["next"], principal)
