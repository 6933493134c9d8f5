"""Mails about an account: asked for here, written and sent by the notifications worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from shared.core.errors import DomainError
from shared.core.ids import new_uuid7
from shared.db.repositories import account_mails as repository
from shared.db.repositories.account_mails import AccountMailRow, MailKind
from shared.db.session import UnitOfWork
from shared.events.accounts import AccountMailAsked

LIVES: Final[Mapping[MailKind, timedelta]] = {
    "verify_email": timedelta(days=3),
    "reset_password": timedelta(hours=1),
    "change_email": timedelta(days=1),
    "address_taken": timedelta(days=1),
    "security_notice": timedelta(days=1),
}
"""How long a link is good, and how late a mail of the kind may still be sent."""

MOST_AN_HOUR: Final = 5
"""Mails of one kind to one account: whoever asks, nobody's mailbox is flooded."""

_HOUR: Final = timedelta(hours=1)


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
    if await repository.count_mails(uow.connection, user_id, kind, since) >= MOST_AN_HOUR:
        return False
    await repository.void_links(uow.connection, user_id, kind, uow.now)
    row = AccountMailRow(
        id=new_uuid7(uow.now),
        user_id=user_id,
        kind=kind,
        email=email,
        details=details or {},
        created_at=uow.now,
        expires_at=uow.now + LIVES[kind],
    )
    await repository.insert_mail(uow.connection, row)
    uow.emit(AccountMailAsked(user_id=user_id, mail_id=row.id))
    return True


async def take_link(uow: UnitOfWork, mail_id: UUID | None, kind: MailKind) -> AccountMailRow:
    """The mail of this link, which is used up if the transaction commits.

    Raises:
        LinkUsedUp: it is good for nothing, or for something else.
    """
    row = await repository.lock_mail(uow.connection, mail_id) if mail_id else None
    if row is None or row.kind != kind or row.used_at is not None or row.expires_at <= uow.now:
        raise LinkUsedUp
    await repository.void_links(uow.connection, row.user_id, kind, uow.now)
    return row
