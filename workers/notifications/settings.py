"""What the notifications worker can be told."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.core.egress import Refused, parse_target
from shared.core.settings import AuthSettings, EgressAllow, SecretsKey, SmtpSettings
from workers.runtime.settings import WorkerSettings


def _check_url(value: str) -> str:
    try:
        parse_target(value)
    except Refused as refused:
        raise ValueError(str(refused)) from None
    return value


class NotificationsSettings(WorkerSettings):
    """Settings of the notifications worker."""

    smtp: SmtpSettings = Field(description="The mail server")
    auth: AuthSettings | None = Field(
        default=None,
        description="Signs the links in messages, with the API's secret; without it there are none",
    )
    late_grace_seconds: int = Field(
        default=86_400, ge=0, description="A reminder later than this is missed, not sent"
    )
    secrets_key: SecretsKey = None
    egress_allow: EgressAllow = ""
    telegram_url: Annotated[str, AfterValidator(_check_url)] = Field(
        default="https://api.telegram.org", description="The Telegram Bot API that bots are on"
    )
