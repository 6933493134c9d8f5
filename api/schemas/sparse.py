"""Sparse fieldsets: `fields=id,title` asks for these members of a document alone."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from api.schemas.common import AnswerModel

Fields = frozenset[str] | None
"""The members that are asked for; None asks for all."""

ALWAYS: Final = "id"
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class FieldsOf:
    """For `Annotated[Fields, FieldsOf(TaskOut)]`: names of members of this answer, with commas."""

    model: type[AnswerModel]

    @property
    def names(self) -> list[str]:
        """The members that there are."""
        return list(self.model.model_fields)

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: Callable[[Any], CoreSchema]
    ) -> CoreSchema:
        """Text is read into a set of names."""
        return core_schema.no_info_plain_validator_function(self._parse)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """What OpenAPI says of it."""
        return {
            "type": "string",
            "maxLength": _LONGEST,
            "description": "Only these members, separated by commas; what is not named is missing "
            f"from the answer, but `{ALWAYS}` is always there: {', '.join(self.names)}",
            "examples": [",".join([ALWAYS, self.names[1]])],
        }

    def _parse(self, value: object) -> frozenset[str]:
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise PydanticCustomError("fields_malformed", "Names, separated by commas.")
        wanted = [name.strip() for name in value.split(",")]
        for place, name in enumerate(wanted, start=1):
            if name not in self.model.model_fields:
                raise self._unknown(place, name)
        return frozenset((ALWAYS, *wanted))

    def _unknown(self, place: int, name: str) -> PydanticCustomError:
        alike = get_close_matches(name, self.names, n=1)
        return PydanticCustomError(
            "field_unknown",
            "Name {place} is none of these: {names}.",
            {
                "place": place,
                "names": ", ".join(self.names),
                "expected": self.names,
                "suggestion": alike[0] if alike else None,
            },
        )
