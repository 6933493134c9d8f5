"""Tools as a model is told of them: their schemas without what servers stumble over. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from api.assistant.tools.tool import Tool
from api.schemas.common import Document

_REFERENCE: Final = "$ref"
_DEFINITIONS: Final = "#/$defs/"
_BY_NAME: Final = frozenset({"properties", "patternProperties"})
"""Keywords whose members are names of others, not keywords."""


def tool_definitions(tools: Mapping[str, Tool]) -> list[Document]:
    """All tools, as chat completions take them."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": plain_schema(tool.arguments.model_json_schema()),
            },
        }
        for tool in tools.values()
    ]


def plain_schema(schema: Document) -> Document:
    """The schema without titles and references: each definition stands where it is used.

    Raises:
        ValueError: a definition contains itself.
    """
    plain: Document = _plain(
        {name: value for name, value in schema.items() if name != "$defs"},
        schema.get("$defs", {}),
        (),
    )
    plain.pop("description", None)  # the docstring of the class; the tool has its own words
    return plain


def _plain(schema: Any, definitions: Document, within: tuple[str, ...]) -> Any:
    if isinstance(schema, list):
        return [_plain(each, definitions, within) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if _REFERENCE in schema:
        name = schema[_REFERENCE].removeprefix(_DEFINITIONS)
        if name in within:
            raise ValueError(f"{name} contains itself")
        beside = {key: value for key, value in schema.items() if key != _REFERENCE}
        return _plain({**definitions[name], **beside}, definitions, (*within, name))
    return {
        key: (
            {name: _plain(each, definitions, within) for name, each in value.items()}
            if key in _BY_NAME
            else _plain(value, definitions, within)
        )
        for key, value in schema.items()
        if key not in {"title", "$defs", "discriminator"}
    }
