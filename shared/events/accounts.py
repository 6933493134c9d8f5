"""Events about accounts."""

from uuid import UUID

from typing_extensions import override

from shared.events.base import EventData


class AccountMailAsked(EventData):
    """A mail about an account is to be sent; its row says what and to which address.

    Nothing secret is in it: the link of the mail is signed when it is written.
    """

    mail_id: UUID

    @property
    @override
    def subject(self) -> str:
        return str(self.mail_id)
