"""Mails about accounts: what they say, and their way to the mail server."""

from collections.abc import Mapping
from functools import partial
from typing import Final
from uuid import UUID

from shared.core.account_links import AccountLinks
from shared.core.plain import one_line, shortened
from shared.db.repositories import account_mails as repository
from shared.db.repositories.account_mails import AccountMailRow, MailKind, WaitingMail
from shared.db.session import Database
from shared.events.accounts import AccountMailAsked
from shared.events.envelope import Event
from workers.notifications.channels.channel import (
    Channel,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
)
from workers.notifications.ledger import until_written
from workers.notifications.messages import Links
from workers.notifications.notice import Notice
from workers.notifications.spans import deliver
from workers.notifications.wording import Wording
from workers.runtime.handler import PermanentError, TransientError
from workers.runtime.ownership import refuse_foreign

_SHOWN_CHARS: Final = 80
_NOT_YOU: Final = "If that was not you, leave this mail alone: nothing happens."
_NOTICES: Final[Mapping[str, str]] = {
    "password_changed": "The password of your Rondel account was changed. Other devices were "
    "signed out.",
    "identity_linked": "A sign-in from elsewhere, {new}, opens your Rondel account from now on. "
    "Your settings show it, and unlink it.",
    "email_changed": "The address of your Rondel account was changed to {new}.",
    "session_reused": "A sign-in of your Rondel account was used from two places, as if somebody "
    "had copied it. That device was signed out. The second one called itself {new}.",
    "token_created": "A token for a program was made for your Rondel account: {new}.",
    "second_factor_on": "Signing in to your Rondel account asks for a code of your app from now "
    "on.",
    "second_factor_off": "Signing in to your Rondel account asks for no code any more.",
    "recovery_code_used": "A recovery code of your Rondel account was used. It is good for "
    "nothing any more.",
    "passkey_added": "A passkey was added to your Rondel account: {new}.",
    "passkey_removed": "A passkey of your Rondel account was deleted: {new}.",
    "second_factor_reset": "An administrator has turned off the second factor of your Rondel "
    "account. Turn it on again when you sign in.",
    "role_changed": "An administrator has given your Rondel account the role {new}.",
    "account_disabled": "An administrator has disabled your Rondel account. Nobody can sign in, "
    "and no reminders are sent. Ask the operator of this server about it.",
    "account_enabled": "An administrator has enabled your Rondel account again. You can sign in.",
}
_BY_ADMIN: Final = frozenset(
    {"second_factor_reset", "role_changed", "account_disabled", "account_enabled"}
)
_STOLEN: Final = (
    "If that was not you, set a new password at once: it signs every device out. {forgot}"
)


class AccountPost:
    """Writes and sends them. One that was sent just before a crash may be sent a second time."""

    def __init__(
        self, db: Database, email: Channel, links: Links, signer: AccountLinks | None
    ) -> None:
        self._db = db
        self._email = email
        self._links = links
        self._signer = signer

    async def run(self, event: Event) -> None:
        """The mail was sent, or its row says that it never will be.

        Raises:
            TransientError: the mail server did not take it now.
            PermanentError: the mail is another user's, or there is no secret to sign its link with.
        """
        asked = event.data
        assert isinstance(asked, AccountMailAsked)
        async with self._db.read() as connection:
            mail = await repository.find_waiting(connection, asked.user_id, asked.mail_id)
            if mail is None:
                claims = [(asked.mail_id, asked.user_id)]
                await refuse_foreign(connection, "account_mails", claims)
                return
        if mail.row.expires_at <= self._db.clock.now() or mail.row.used_at is not None:
            await self._settle(mail.row, "failed")
            return
        message = self._message(mail)
        try:
            await self._email.ready()
            await deliver(self._email, message)
        except PermanentDelivery:
            await self._settle(mail.row, "failed")
            return
        except TransientDelivery as error:
            raise TransientError(error.reason, error.retry_after_seconds) from error
        await until_written(partial(self._settle, mail.row, "sent"))

    async def give_up(self, asked: AccountMailAsked) -> None:
        """The row says that the mail will not be sent; its reader has to ask for another one."""
        async with self._db.statement() as connection:
            await repository.settle_mail(connection, asked.user_id, asked.mail_id, "failed")

    async def _settle(self, row: AccountMailRow, state: repository.Settled) -> None:
        async with self._db.statement() as connection:
            await repository.settle_mail(connection, row.user_id, row.id, state)

    def _message(self, mail: WaitingMail) -> OutgoingMessage:
        row = mail.row
        subject, notice = _words(row, self._url(row))
        return OutgoingMessage(
            key=f"account.{row.id.hex}",
            address=row.email,
            name="" if row.kind == "invitation" else mail.name,  # it is the one who invites
            words=Wording(f"Rondel: {subject}", subject, "", "", "", "", ""),
            notes="",
            priority=4,
            task_url=self._links.settings(),
            settings_url=self._links.settings(),
            user_id=row.user_id,
            task_id=None,
            reminder_id=row.id,
            fire_at=row.created_at,
            sent_at=self._db.clock.now(),
            notice=notice,
        )

    def _url(self, row: AccountMailRow) -> str:
        base = self._links.public_url.rstrip("/")
        if row.kind not in _WITH_LINK:
            return f"{base}/a/forgot"
        if self._signer is None:
            raise PermanentError("this worker has no RONDEL_AUTH__SECRET to sign the link with")
        good_for = row.details["invitation"] if row.kind == "invitation" else row.id
        return f"{base}/a/{self._signer.write(UUID(str(good_for)))}"


_WITH_LINK: Final[frozenset[MailKind]] = frozenset(
    {"verify_email", "reset_password", "change_email", "invitation"}
)


def _words(row: AccountMailRow, url: str) -> tuple[str, Notice]:
    """The subject, and what the mail says."""
    lines: tuple[str, ...]
    whom = f"This mail went to {row.email}, as somebody gave Rondel this address."
    match row.kind:
        case "verify_email":
            lines = (
                "Confirm that this is your address, and your account is ready.",
                f"The link works once, for three days. {_NOT_YOU}",
            )
            return "Confirm your address", Notice(lines, whom, "Confirm the address", url)
        case "reset_password":
            lines = (
                "Somebody, you I hope, asked for a new password for your account.",
                f"The link works once, for an hour. {_NOT_YOU}",
            )
            return "Set a new password", Notice(lines, whom, "Set a new password", url)
        case "change_email":
            lines = (
                "Confirm that this is your address, and your account has it from then on.",
                f"The link works once, for a day. {_NOT_YOU}",
            )
            return "Confirm your new address", Notice(lines, whom, "Confirm the address", url)
        case "address_taken":
            lines = (
                "Somebody wanted an account with this address, which has one already.",
                "If that was you, sign in; if you do not know your password, set a new one.",
                _NOT_YOU,
            )
            return "You have an account", Notice(lines, whom, "Set a new password", url)
        case "security_notice":
            what = str(row.details.get("what"))
            new = shortened(one_line(str(row.details.get("new", ""))), _SHOWN_CHARS)
            said = _NOTICES[what].format(new=new)
            lines = (said,) if what in _BY_ADMIN else (said, _STOLEN.format(forgot=url))
            return "Your account was changed", Notice(lines, _OF_AN_ACCOUNT)
        case "invitation":
            lines = (
                "You are invited to Rondel, a task manager. Choose a password, and it is yours.",
                "The link works once. If you do not want one, leave this mail alone.",
            )
            return "You are invited", Notice(lines, whom, "Make an account", url)


_OF_AN_ACCOUNT: Final = "Rondel tells you of every change that matters for your account's safety."
