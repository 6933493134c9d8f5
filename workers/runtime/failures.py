"""What an error means: wait, try again, give up, or mend the program."""

import hashlib
import traceback
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from shared.core.errors import DomainError, Unavailable
from shared.db.session import GAVE_UP, is_database_away
from shared.domain.delivery_reasons import OUR_ERROR
from shared.events.envelope import UndecodableEvent
from shared.kafka.errors import KafkaFailure, is_kafka_away
from workers.runtime.handler import PermanentError, TransientError

_PROJECT = Path(__file__).resolve().parents[2]
_FRAMES = 3
_TEXT_CHARS = 500


class FailureKind(StrEnum):
    """The four things that can be done about an error."""

    AWAY = "away"
    """A dependency is down: wait for it, lose nothing."""
    TRANSIENT = "transient"
    """It may work in a moment."""
    PERMANENT = "permanent"
    """It will never work: dead letters."""
    BUG = "bug"
    """Nobody foresaw it: dead letters, and somebody must look."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of a handler, judged."""

    kind: FailureKind
    error: BaseException
    dependency: str = ""
    retry_after_seconds: float | None = None

    @property
    def error_class(self) -> str:
        """The code of one of our own errors, else the name of the exception's class."""
        if isinstance(self.error, DomainError):
            return self.error.code
        return type(self.error).__name__

    @property
    def waits_for(self) -> str:
        """What an outage of it is called: the dependency, else the error that may pass."""
        return self.dependency or self.error_class

    @property
    def text(self) -> str:
        """What the error says, short and on one line."""
        return " ".join(str(self.error).split())[:_TEXT_CHARS]

    @property
    def told(self) -> str:
        """What whoever it is about may read: words of ours, never those of a library or a bug."""
        ours = isinstance(self.error, DomainError | TransientError | PermanentError)
        return self.text if ours else OUR_ERROR

    @property
    def fingerprint(self) -> str:
        """The same for errors of one class that come from one place in our code.

        Made from the exception's class and the innermost functions of this program, not from
        line numbers, so that it outlives unrelated changes.
        """
        ours = []
        for frame in traceback.extract_tb(self.error.__traceback__):
            path = Path(frame.filename)
            if path.is_relative_to(_PROJECT) and "site-packages" not in path.parts:
                ours.append(f"{path.relative_to(_PROJECT).as_posix()}:{frame.name}")
        described = "\n".join([type(self.error).__qualname__, *ours[-_FRAMES:]])
        return hashlib.sha256(described.encode()).hexdigest()[:16]


def judge(error: BaseException) -> Failure:
    """What is to be done about an error that a handler raised."""
    error = _unwrap(error)
    if is_kafka_away(error):
        return Failure(FailureKind.AWAY, error, "Kafka")
    if isinstance(error, Unavailable | SQLAlchemyError) and is_database_away(error):
        return Failure(FailureKind.AWAY, error, "PostgreSQL")
    asked = error.retry_after_seconds if isinstance(error, TransientError | Unavailable) else None
    return Failure(_kind_of(error), error, retry_after_seconds=asked)


def is_passing(error: BaseException) -> bool:
    """Whether waiting may help: a dependency is away, or the same may work in a moment."""
    return judge(error).kind in {FailureKind.AWAY, FailureKind.TRANSIENT}


def _kind_of(error: BaseException) -> FailureKind:
    match error:
        case DomainError(retryable=retryable):
            return FailureKind.TRANSIENT if retryable else FailureKind.PERMANENT
        case PermanentError() | UndecodableEvent():
            return FailureKind.PERMANENT
        case TransientError():
            return FailureKind.TRANSIENT
        case ConnectionError() | TimeoutError() | KafkaFailure():
            return FailureKind.TRANSIENT  # the handler's own connection broke, or nobody answered
        case _ if isinstance(error, GAVE_UP):
            return FailureKind.TRANSIENT
        case _:
            return FailureKind.BUG


def _unwrap(error: BaseException) -> BaseException:
    """The handler's own error, if a unit of work took it for a lost connection.

    It takes every error for one that was caused by an OSError, wherever that came from; and a
    lost connection is waited for without end.
    """
    cause = error.__cause__
    connecting = (
        OSError,
        SQLAlchemyError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
    )
    if isinstance(error, Unavailable) and cause is not None and not isinstance(cause, connecting):
        return _unwrap(cause)
    return error
