"""Wire types that several models share. Times are text: numbers are never read as timestamps."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from shared.domain.tasks import Priority

PRIORITIES: dict[str, Priority] = {"high": 1, "medium": 2, "low": 3, "none": 4}
PRIORITY_NAMES: dict[int, str] = {number: name for name, number in PRIORITIES.items()}

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?", re.ASCII)
_INSTANT = re.compile(_LOCAL.pattern + r"([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_LONGEST_TIME = 40
LARGEST_VERSION: Final = 2**31 - 1
"""Of a row; a larger number is refused here, since answers could not even repeat it as JSON."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9000
_FRACTION = re.compile(r"\.\d+")


Document = dict[str, Any]
"""A wire document on its way to bytes; its shape is the answer model of its name."""


class WireModel(BaseModel):
    """What a client sends: unknown fields are refused, nothing changes after parsing."""

    largest_bytes: ClassVar[int | None] = None
    """The largest body that can be meant, if that is less than the setting allows."""
    most_values: ClassVar[int | None] = None
    """How many values a body of this kind can have, if that is more than usual."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)

    @property
    def only_reads(self) -> bool:
        """Whether nothing is changed, so that it may happen as often as it likes."""
        return False


class AnswerModel(BaseModel):
    """What a client gets; documents the answer, which is written without it."""

    shows_secret: ClassVar[bool] = False
    """Whether it is the one time that a secret is shown, so that no copy may lie about."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


def _priority(value: Any) -> int:
    if isinstance(value, str):
        number = PRIORITIES.get(value.lower()) or {"1": 1, "2": 2, "3": 3, "4": 4}.get(value)
        if number is not None:
            return number
    elif isinstance(value, int) and not isinstance(value, bool) and value in PRIORITY_NAMES:
        return value
    raise PydanticCustomError(
        "priority_unknown", "One of high, medium, low, none, or 1 (highest) to 4."
    )


def _text_of(value: Any, pattern: re.Pattern[str], code: str, form: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TIME or not pattern.fullmatch(value):
        raise PydanticCustomError(code, "Write it like {form}.", {"form": form})
    return _FRACTION.sub("", value.upper())  # whole seconds are all that Rondel keeps


def _parsed(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("time_impossible", "There is no such date or time.") from None
    # The ends of the calendar overflow in zones, and stand for infinity in the database driver.
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise PydanticCustomError("time_out_of_range", "A year from {first} to {last}.", years)
    return found


def _day(value: Any) -> date:
    return _parsed(_text_of(value, _DATE, "date_malformed", "2026-11-27")).date()


def _local_time(value: Any) -> datetime:
    form = "2026-11-27T09:00:00, without a zone"
    return _parsed(_text_of(value, _LOCAL, "datetime_malformed", form))


def _instant(value: Any) -> datetime:
    form = "2026-11-27T09:00:00+01:00, with an offset"
    return _parsed(_text_of(value, _INSTANT, "instant_malformed", form)).astimezone(UTC)


def _any_instant(value: Any) -> datetime:
    """An instant, or a naive time that the owner's zone will make one."""
    if isinstance(value, str) and _LOCAL.fullmatch(value[:_LONGEST_TIME]):
        return _local_time(value)
    return _instant(value)


def _bound(value: Any) -> date | datetime:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _day(value)
    return _any_instant(value)


def _slot(value: Any) -> date | datetime:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _day(value)
    return _local_time(value)


def _one_line(value: str) -> str:
    if any(ord(character) < ord(" ") for character in value):
        raise PydanticCustomError("control_character", "Control characters are not allowed.")
    return value


def _whole(value: Any) -> Any:
    """1.0 is an integer to JSON Schema (2020-12, core §6.3), and to clients without integers."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE: Final = BeforeValidator(_whole)
"""Beside StrictInt and its bounds: neither text nor a truth value."""

Version = Annotated[StrictInt, Field(ge=1, le=LARGEST_VERSION), WHOLE]

_AS_TEXT = PlainSerializer(lambda when: when.isoformat(), return_type=str)

PriorityIn = Annotated[
    int,
    BeforeValidator(_priority),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": list(PRIORITIES)},
                {"type": "integer", "minimum": 1, "maximum": 4},
            ],
            "description": "A name, or 1 (high) to 4 (none)",
        }
    ),
]
PriorityOut = Literal["high", "medium", "low", "none"]

DayOut = date
Day = Annotated[
    date, BeforeValidator(_day), _AS_TEXT, WithJsonSchema({"type": "string", "format": "date"})
]
_WALL_TIME = WithJsonSchema(
    {"type": "string", "examples": ["2026-11-27T09:00:00"], "description": "Wall time, no zone"}
)
LocalTime = Annotated[datetime, BeforeValidator(_local_time), _AS_TEXT, _WALL_TIME]
LocalTimeOut = Annotated[datetime, _WALL_TIME]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    _AS_TEXT,
    WithJsonSchema({"type": "string", "format": "date-time", "description": "RFC 3339"}),
]
AnyInstant = Annotated[
    datetime,
    BeforeValidator(_any_instant),
    _AS_TEXT,
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339; without an offset it is read in the owner's zone",
        }
    ),
]
DueBoundIn = Annotated[
    date | datetime,
    BeforeValidator(_bound),
    WithJsonSchema(
        {
            "type": "string",
            "examples": ["2026-11-27", "2026-11-27T09:00:00", "2026-11-27T08:00:00Z"],
            "description": "A day, a wall time, or an instant (read in the owner's zone)",
        }
    ),
]
SlotIn = Annotated[
    date | datetime,
    BeforeValidator(_slot),
    _AS_TEXT,
    WithJsonSchema(
        {
            "type": "string",
            "examples": ["2026-11-27", "2026-11-27T09:00:00"],
            "description": "A day, or a wall time without a zone",
        }
    ),
]
OneLine = AfterValidator(_one_line)
"""For `Annotated[str, Field(max_length=...), OneLine]`: no control characters."""


class Problem(BaseModel):
    """A problem document (RFC 9457). Some codes add members of their own."""

    type: str = Field(description="Where this server explains the problem")
    title: str = Field(description="The kind of problem, in words")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="This occurrence, in words")
    instance: str = Field(description="The request id, as in the log")
    code: str = Field(description="The kind of problem, stable, for programs")
    errors: list["FieldProblem"] | None = Field(
        default=None, description="What is wrong with the request, field by field; 20 at most"
    )
    more_errors: int | None = Field(
        default=None, description="How many errors more there are than are listed"
    )


class FieldProblem(BaseModel):
    """One thing wrong with the request."""

    pointer: str = Field(description="JSON pointer into the body; /query/x, /path/x, /header/x")
    code: str = Field(description="What is wrong, stable, for programs")
    message: str = Field(description="What is wrong, in words")
    column: int | None = Field(
        default=None, description="In a filter: its first wrong character, counted from 1"
    )
    length: int | None = Field(default=None, description="How many characters from there")
    expected: list[str] | None = Field(default=None, description="What could stand there")
    suggestion: str | None = Field(default=None, description="What was perhaps meant")
