"""Events about what tasks stand in: projects, sections, labels, saved filters."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from shared.events.base import EventData

Place = Literal["project", "section", "label", "filter"]


class PlaceChanged(EventData):
    """A project, section, label or saved filter is not what browsers show of it.

    Emitted when one is made, changed, archived, put elsewhere or deleted, in the same transaction.
    It says what to read again, not what is there now. Labels that a task brings along are told of
    by its own event.
    """

    place: Place
    place_id: UUID | None = Field(description="None when several changed: their order, an import")

    @property
    @override
    def subject(self) -> str:
        return str(self.place_id or self.user_id)
