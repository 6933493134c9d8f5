"""What all event data have in common."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, NaiveDatetime, WithJsonSchema

Instant = AwareDatetime
"""A point in time: RFC 3339 with its offset. Without one it would be read as this machine's."""

LocalTime = Annotated[
    NaiveDatetime,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$",
            "description": "Wall time, without an offset",
        }
    ),
]
"""What a clock on the wall shows. Not a `date-time` of JSON Schema, which needs an offset."""

KEY_FIELD = "user_id"
"""The field of the data whose text is the key of the record, for every type."""


class EventData(BaseModel):
    """The body of one event. `user_id` is its key: order holds within one user."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    user_id: UUID

    @property
    def subject(self) -> str:
        """The id of what the event is about (CloudEvents `subject`)."""
        return str(self.user_id)
