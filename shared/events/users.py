"""Events about accounts."""

from pydantic import Field

from shared.events.base import EventData


class UserTimezoneChanged(EventData):
    """A person lives in another zone now, and everything that floats has moved with them.

    Emitted when the profile's zone changes, after the tasks and reminders were planned anew in the
    same transaction.
    """

    old_zone: str
    new_zone: str
    tasks_moved: int = Field(ge=0)
    reminders_moved: int = Field(ge=0)
