"""What workers do from time to time: when each job ran, how that ended, and when it comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text

from shared.db.connection import Connection

Outcome = Literal["done", "put_off", "failed"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job of a worker, as the processes that do it last said."""

    name: str
    """worker.job"""
    worker: str
    every_seconds: float
    next_at: datetime
    """When it is expected next; the process that is first does it."""
    started_at: datetime | None
    finished_at: datetime | None
    outcome: Outcome | None
    """Of the last run: `put_off` if something it needs was away."""
    error: str | None
    """The class of the error of the last run."""
    asked_at: datetime | None
    """Since when an operator wants it to run; gone as soon as it begins."""


_REGISTER = text(
    """
    INSERT INTO schedules (name, worker, every_seconds, next_at)
    VALUES (:name, :worker, :every_seconds, :next_at)
    ON CONFLICT (name) DO UPDATE SET every_seconds = excluded.every_seconds,
        next_at = CASE
            WHEN schedules.next_at < excluded.next_at - make_interval(secs => :every_seconds)
            THEN excluded.next_at ELSE least(schedules.next_at, excluded.next_at) END
    """
)
"""A time that is past is that of a process that is gone."""


async def register(
    connection: Connection, name: str, worker: str, every_seconds: float, next_at: datetime
) -> None:
    """The job is known, and comes at the latest in `every_seconds`; what is known of runs stays."""
    parameters = {
        "name": name,
        "worker": worker,
        "every_seconds": every_seconds,
        "next_at": next_at,
    }
    await connection.execute(_REGISTER, parameters)


_NOTE = text(
    """
    UPDATE schedules SET started_at = :started_at, finished_at = :finished_at,
        outcome = :outcome, error = :error, next_at = :next_at
    WHERE name = :name
    """
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has ended."""

    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    error: str | None


async def note_run(connection: Connection, name: str, run: Run, next_at: datetime) -> None:
    """The job ran, and comes next at that instant."""
    parameters = {
        "name": name,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "outcome": run.outcome,
        "error": run.error,
        "next_at": next_at,
    }
    await connection.execute(_NOTE, parameters)


_LIST = text(
    """
    SELECT name, worker, every_seconds, next_at, started_at, finished_at, outcome, error, asked_at
    FROM schedules ORDER BY name
    """
)


async def list_schedules(connection: Connection) -> Sequence[Schedule]:
    """Every job that a process has made known."""
    return [Schedule(*row.values()) for row in await connection.execute(_LIST)]


_ASK = text(
    """
    UPDATE schedules SET asked_at = coalesce(asked_at, :now) WHERE name = :name RETURNING name
    """
)


async def ask(connection: Connection, name: str, now: datetime) -> bool:
    """The job is to run as soon as a process of its worker sees it; False if there is no such."""
    return (await connection.execute(_ASK, {"name": name, "now": now})).one_or_none() is not None


_TAKE = text(
    """
    UPDATE schedules SET asked_at = NULL
    WHERE name = :name AND asked_at IS NOT NULL RETURNING name
    """
)


async def take_asked(connection: Connection, name: str) -> bool:
    """The run that was asked for is ours; False if nobody asked, or another process has it."""
    return (await connection.execute(_TAKE, {"name": name})).one_or_none() is not None
