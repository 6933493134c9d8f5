"""Jobs of workers and retry policies on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.common import AnswerModel


class WorkerScheduleOut(AnswerModel):
    """Something that a worker does from time to time."""

    name: str = Field(description="worker.job")
    worker: str
    every_seconds: float
    next_at: datetime = Field(description="Long past: no process of the worker is alive")
    last_started_at: datetime | None = Field(description="null until it has run once")
    last_seconds: float | None
    last_outcome: Literal["done", "put_off", "failed"] | None = Field(
        description="put_off: something that it needs was away"
    )
    last_error: str | None = Field(description="The class of the error")
    asked_at: datetime | None = Field(description="Since when somebody wants it at once")


class WorkerSchedulesOut(AnswerModel):
    """Every job that a process has made known."""

    items: list[WorkerScheduleOut]


class RetryPolicyOut(AnswerModel):
    """What becomes of an event that could not be handled, before it is a dead letter."""

    event_type: str
    groups: list[str] = Field(description="The workers that handle it; each tries by itself")
    tries_here: int = Field(description="Tries in the process that has it")
    pause_seconds: float = Field(description="Between the first two; then twice as long each time")
    delays_seconds: list[float] = Field(
        description="Then once after each of these, and up to a tenth more"
    )
    in_all_seconds: float


class RetryPoliciesOut(AnswerModel):
    """The retry policies of all event types that are handled."""

    items: list[RetryPolicyOut]
