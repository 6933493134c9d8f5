"""What is known of the installation before anything of it is asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from api.assistant.settings import AssistantSettings
from cli.embedded.settings import FolderSettings
from shared.core.settings import (
    DatabaseSettings,
    KafkaSettings,
    SecretsKey,
    Settings,
    SmtpSettings,
    WrongSettings,
    read_settings,
)


class _Database(Settings):
    database: DatabaseSettings | None = Field(default=None, description="PostgreSQL")


class _Kafka(Settings):
    kafka: KafkaSettings | None = Field(default=None, description="Kafka")


class _Smtp(Settings):
    smtp: SmtpSettings | None = Field(default=None, description="The mail server")


class _Assistant(Settings):
    assistant: AssistantSettings = Field(
        default_factory=AssistantSettings, description="The assistant"
    )


class _Base(Settings):
    secrets_key: SecretsKey = None


S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True)
class Installation:
    """The pieces of the environment that can be read; None for what is missing or wrong.

    What is wrong with them says the check of the settings alone.
    """

    base: Settings | None
    database: DatabaseSettings | None
    kafka: KafkaSettings | None
    smtp: SmtpSettings | None
    assistant: AssistantSettings | None
    has_secrets_key: bool
    state_folder: Path
    is_smtp_wrong: bool = False
    """Whether something is said of the mail server that cannot be used."""


def read_installation() -> Installation:
    """What the environment says."""
    base = _piece(_Base)
    database, kafka, smtp = _piece(_Database), _piece(_Kafka), _piece(_Smtp)
    assistant = _piece(_Assistant)
    return Installation(
        base=base,
        database=None if database is None else database.database,
        kafka=None if kafka is None else kafka.kafka,
        smtp=None if smtp is None else smtp.smtp,
        assistant=None if assistant is None else assistant.assistant,
        has_secrets_key=base is not None and base.secrets_key is not None,
        state_folder=FolderSettings().state_dir,
        is_smtp_wrong=smtp is None,
    )


def names_services() -> bool:
    """Whether the environment names a database or brokers, rightly or not."""
    database, kafka = _piece(_Database), _piece(_Kafka)
    if database is None or kafka is None:
        return True  # something is said of them, and it is wrong
    return database.database is not None or kafka.kafka is not None


def _piece(kind: type[S]) -> S | None:
    try:
        return read_settings(kind)
    except WrongSettings:
        return None
