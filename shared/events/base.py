"""What all event data have in common."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class EventData(BaseModel):
    """The body of one event. `user_id` is its key: order holds within one user."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    user_id: UUID

    @property
    def subject(self) -> str:
        """The id of what the event is about (CloudEvents `subject`)."""
        return str(self.user_id)
