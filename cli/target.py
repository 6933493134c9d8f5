"""The database that a command works on: the one that is named, else that of the running stack."""

import asyncio
import getpass
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar, TypeVar
from urllib.parse import urlsplit

import asyncpg
from pydantic import BaseModel, ConfigDict, Field

from cli.embedded.errors import StackError
from cli.embedded.state import running_stack
from cli.failing import telling_errors
from shared.core.clock import SystemClock
from shared.core.errors import Unavailable
from shared.core.origin import source_of, within_source
from shared.core.principal import Actor
from shared.core.settings import (
    DatabaseSettings,
    KafkaSettings,
    Settings,
    read_settings,
    setting_name,
)
from shared.db.engine import create_engine
from shared.db.session import Database

_POSTGRES_PORT = 5432
_NAME = "cli"
_BEGIN = "Rondel does not run here: start it with make dev (rondel dev), or set DATABASE_URL."

T = TypeVar("T")


class _Topics(BaseModel):
    """What is needed of Kafka's settings without a broker."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="ignore")

    partitions: int = Field(
        default=KafkaSettings.model_fields["partitions"].default,
        ge=1,
        description="Partitions of each topic",
    )


class _TargetSettings(Settings):
    database: DatabaseSettings | None = Field(default=None, description="PostgreSQL")
    kafka: _Topics = Field(default_factory=_Topics, description="Kafka")


@dataclass(frozen=True, slots=True)
class Target:
    """A database of Rondel, and how many partitions its users are spread over."""

    database: DatabaseSettings
    partitions: int

    @property
    def url(self) -> str:
        """Its address, with the password."""
        return self.database.url.get_secret_value()

    @property
    def place(self) -> str:
        """Where it is, to be shown."""
        return place_of(self.url)


def target_database() -> Target:
    """The database that DATABASE_URL names, else the one of the running `rondel dev`.

    Raises:
        WrongSettings: the environment makes no sense.
        StackError: no database is named, and none runs here.
    """
    settings = read_settings(_TargetSettings)
    return Target(settings.database or _local_database(), settings.kafka.partitions)


def _local_database() -> DatabaseSettings:
    state = running_stack()
    if state is None:
        raise StackError("No database is known.", _BEGIN)
    return DatabaseSettings.model_validate({"url": state.environment["DATABASE_URL"]})


@asynccontextmanager
async def open_target(target: Target) -> AsyncIterator[Database]:
    """The database, while the block runs.

    Raises:
        Unreachable: it does not answer, or lets nobody in.
        StackError: it has no tables of Rondel, or old ones.
    """
    engine = create_engine(target.database, _NAME)
    try:
        with within_source(source_of(_NAME)):
            yield Database(engine, SystemClock(), target.partitions)
    except Unavailable as error:
        raise Unreachable(target.url, error.__cause__ or error) from error
    except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError) as error:
        message = f"The database {target.place} does not have the newest schema: {error}."
        raise StackError(message, "Bring it there with: rondel migrate") from error
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as no:
        raise Unreachable(target.url, no) from no
    finally:
        await engine.dispose()


def run_on_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """What `work` answers; an error becomes a message with a way out, and an exit code."""
    with telling_errors():
        return asyncio.run(_run(target_database(), work))


def acting_person() -> Actor:
    """Who sits at this command line: the name of the system's user, for the audit log."""
    return Actor(f"{getpass.getuser()} (command line)", None)


class Unreachable(StackError):
    """No session on the database could be had."""

    def __init__(self, url: str, error: BaseException) -> None:
        reason, name = _reason(error), setting_name("database", "url")
        way_out = (
            f"Start it or correct {name}; "
            "without one, the database of the running rondel dev is taken."
        )
        if "unsupported startup parameter" in reason:
            way_out = (
                "A pooler (PgBouncer) is in between, and takes no time limits of a session: "
                f"give {name} the direct address of the database."
            )
        super().__init__(f"The database {place_of(url)} cannot be used: {reason}.", way_out)


def place_of(url: str) -> str:
    """Where the database is, without the password.

    >>> place_of("postgresql://u:p@db.example/r?sslmode=require")
    'r on db.example:5432'
    """
    parts = urlsplit(url)
    name = parts.path.strip("/") or parts.username or "postgres"
    host = parts.hostname or "localhost"
    address = f"[{host}]" if ":" in host else host
    return f"{name} on {address}:{parts.port or _POSTGRES_PORT}"


def _reason(error: BaseException) -> str:
    text = str(error)
    if isinstance(error, TimeoutError) or "Connect call failed" in text:
        return "nothing answers there"
    return text.partition("\n")[0] or type(error).__name__


async def _run(target: Target, work: Callable[[Database], Awaitable[T]]) -> T:
    async with open_target(target) as db:
        return await work(db)
