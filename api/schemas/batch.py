"""Many requests in one, on the wire."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictBool
from typing_extensions import override

from api.schemas.common import AnswerModel, OneLine, WireModel

MOST_REQUESTS = 50

_Path = Annotated[str, Field(min_length=6, max_length=2000, pattern=r"^/api/[!-~]*$"), OneLine]
_Value = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]


class BatchRequest(WireModel):
    """A request as it would be sent alone."""

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: _Path = Field(description="With its query, like /api/tasks?limit=5")
    body: Any = None
    if_match: _Value | None = Field(default=None, description="The header If-Match")
    idempotency_key: _Value | None = Field(default=None, description="The header Idempotency-Key")


class BatchIn(WireModel):
    """Requests, carried out one after the other."""

    most_values: ClassVar[int | None] = 20_000

    requests: list[BatchRequest] = Field(min_length=1, max_length=MOST_REQUESTS)
    stop_on_error: StrictBool = Field(
        default=False, description="Leave out what comes after the first answer of 400 and more"
    )

    @property
    @override
    def only_reads(self) -> bool:
        return all(each.method == "GET" for each in self.requests)


class BatchAnswer(AnswerModel):
    """What one request was answered."""

    status: int
    headers: dict[str, str] = Field(description="ETag, Location, Retry-After, if it has them")
    body: Any = Field(description="The answer, or a problem; null if there is none")
    body_too_large: bool = Field(description="It was done, and its answer left out: above 1 MB")


class BatchOut(AnswerModel):
    """The answers, in the order of the requests; fewer after an error that stopped them."""

    items: list[BatchAnswer]
