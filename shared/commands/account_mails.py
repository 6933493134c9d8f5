"""Mails about an account: asked for here, written and sent by the notifications worker."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from shared.core.errors import DomainError
from shared.core.ids import new_uuid7
from shared.db.repositories import account_mails as repository
from shared.db.repositories.account_mails import AccountMailRow, MailKind
from shared.db.repositories.users import UserRow
from shared.db.session import UnitOfWork
from shared.events.accounts import AccountMailAsked

LIVES: Final[Mapping[MailKind, timedelta]] = {
    "verify_email": timedelta(days=3),
    "reset_password": timedelta(hours=1),
    "change_email": timedelta(days=1),
    "address_taken": timedelta(days=1),
    "security_notice": timedelta(days=1),
    "invitation": timedelta(days=1),
}
"""How long a link is good, and how late a mail of the kind may still be sent."""

MOST_AN_HOUR: Final = 5
"""Mails of one kind to one account: whoever asks, nobody's mailbox is flooded."""

_MOST_NOTICES_AN_HOUR: Final = 20
_HOUR: Final = timedelta(hours=1)
_WITHOUT_LINK: Final = frozenset[MailKind]({"security_notice", "address_taken"})


class LinkUsedUp(DomainError):
    """The link is none of ours, was used, was replaced by a newer one, or is too old."""

    code = "auth.link_used_up"
    title = "This link is not good any more"
    status = 410

    def __init__(self) -> None:
        super().__init__("Ask for a new mail.")


async def ask_mail(
    uow: UnitOfWork,
    user_id: UUID,
    kind: MailKind,
    email: str,
    details: Mapping[str, Any] | None = None,
) -> bool:
    """The mail will be sent, and older links of its kind are void; False if it was asked too often.

    The user is locked by the caller.
    """
    since = uow.now - _HOUR
    most = _MOST_NOTICES_AN_HOUR if kind == "security_notice" else MOST_AN_HOUR
    if await repository.count_mails(uow.connection, user_id, kind, since) >= most:
        return False
    if kind not in _WITHOUT_LINK:
        await repository.void_links(uow.connection, user_id, kind, uow.now)
    row = replace(_row(uow, user_id, kind, email, LIVES[kind]), details=details or {})
    await repository.insert_mail(uow.connection, row)
    uow.emit(AccountMailAsked(user_id=user_id, mail_id=row.id))
    return True


async def make_link(
    uow: UnitOfWork, user_id: UUID, kind: MailKind, email: str, lives: timedelta
) -> UUID:
    """What a link is made of that is handed over instead of mailed; older ones are void.

    The user is locked by the caller.
    """
    await repository.void_links(uow.connection, user_id, kind, uow.now)
    row = _row(uow, user_id, kind, email, lives)
    await repository.insert_mail(uow.connection, row)
    await repository.settle_mail(uow.connection, user_id, row.id, "sent")
    return row.id


async def ask_invitation_mail(
    uow: UnitOfWork, sender: UUID, email: str, invitation_id: UUID, expires_at: datetime
) -> None:
    """The link of this invitation will be sent there, in the name of `sender`, who is locked."""
    row = _row(uow, sender, "invitation", email, LIVES["invitation"])
    row = replace(
        row,
        details={"invitation": str(invitation_id)},
        expires_at=min(row.expires_at, expires_at),
    )
    await repository.insert_mail(uow.connection, row)
    uow.emit(AccountMailAsked(user_id=sender, mail_id=row.id))


def _row(
    uow: UnitOfWork, user_id: UUID, kind: MailKind, email: str, lives: timedelta
) -> AccountMailRow:
    return AccountMailRow(
        id=new_uuid7(uow.now),
        user_id=user_id,
        kind=kind,
        email=email,
        details={},
        created_at=uow.now,
        expires_at=uow.now + lives,
    )


async def tell(uow: UnitOfWork, user: UserRow, what: str, **details: str) -> None:
    """A mail tells the account's owner, locked by the caller, what was changed."""
    await ask_mail(uow, user.id, "security_notice", user.email, {"what": what, **details})


async def take_link(uow: UnitOfWork, mail_id: UUID | None, kind: MailKind) -> AccountMailRow:
    """The mail of this link, which is used up if the transaction commits; its user is locked.

    The user first, as by everybody who asks for a mail: they would wait for each other otherwise.

    Raises:
        LinkUsedUp: it is good for nothing, or for something else.
    """
    seen = await repository.find_link(uow.connection, mail_id) if mail_id else None
    if mail_id is None or seen is None or seen.user_id not in await uow.lock_users([seen.user_id]):
        raise LinkUsedUp
    row = await repository.lock_mail(uow.connection, mail_id)
    if row is None or row.kind != kind or row.used_at is not None or row.expires_at <= uow.now:
        raise LinkUsedUp
    await repository.void_links(uow.connection, row.user_id, kind, uow.now)
    return row
