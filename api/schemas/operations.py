"""Workers and their pauses on the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.common import AnswerModel, OneLine, WireModel
from shared.commands.operations import REASON_CHARS


class PauseOrder(WireModel):
    """Why a kind of worker is to rest."""

    reason: Annotated[
        str,
        Field(min_length=1, max_length=REASON_CHARS, description="For those who find it resting"),
        OneLine,
    ]


class WorkerOut(AnswerModel):
    """A kind of worker, however many processes of it run."""

    name: str
    paused: bool
    paused_at: datetime | None = Field(description="null while it is at work, like those below")
    paused_by: str | None
    reason: str | None


class WorkersOut(AnswerModel):
    """Every kind of worker."""

    items: list[WorkerOut]
