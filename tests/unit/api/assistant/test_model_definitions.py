"""What a model is told of the tools."""

from enum import Enum
from typing import Annotated

import pytest
from jsonschema import Draft202012Validator, ValidationError, validate
from pydantic import BaseModel, Field

from api.assistant.model.definitions import plain_schema, tool_definitions
from api.assistant.tools.catalogue import TOOLS
from api.assistant.tools.tool import Arguments


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(Arguments):
    """Where."""

    title: Annotated[str, Field(max_length=3)] = Field(description="A name")
    colour: Colour = Colour.RED


class Outer(Arguments):
    """A tool."""

    at: Inner = Field(description="The place")
    others: tuple[Inner, ...] = ()
    maybe: Inner | None = None


class Endless(BaseModel):
    more: "Endless | None" = None


@pytest.mark.parametrize("name", TOOLS)
def test_each_schema_is_one_and_plain(name):
    function = tool_definitions({name: TOOLS[name]})[0]["function"]
    Draft202012Validator.check_schema(function["parameters"])
    assert function["name"] == name
    assert function["parameters"]["type"] == "object"
    assert function["parameters"]["additionalProperties"] is False
    assert not {"$ref", "$defs", "title"} & set(keywords(function["parameters"]))


@pytest.mark.parametrize("name", TOOLS)
def test_each_schema_takes_what_the_tool_takes_at_least(name):
    schema = tool_definitions({name: TOOLS[name]})[0]["function"]["parameters"]
    with pytest.raises(ValidationError):
        validate({"no such argument": 1}, schema)
    fields = TOOLS[name].arguments.model_fields
    names = {field.alias or name for name, field in fields.items()}
    assert set(schema.get("properties", {})) == names


def test_definitions_stand_where_they_are_used():
    schema = plain_schema(Outer.model_json_schema())
    place = schema["properties"]["at"]
    assert place["description"] == "The place"
    assert place["properties"]["title"] == {
        "description": "A name",
        "maxLength": 3,
        "type": "string",
    }
    assert place["properties"]["colour"]["enum"] == ["red", "blue"]
    assert schema["properties"]["others"]["items"]["required"] == ["title"]
    validate({"at": {"title": "abc"}, "maybe": None}, schema)
    with pytest.raises(ValidationError):
        validate({"at": {"title": "abcd"}}, schema)


def test_a_schema_without_an_end_is_refused():
    with pytest.raises(ValueError, match="Endless contains itself"):
        plain_schema(
            {"properties": {"x": {"$ref": "#/$defs/Endless"}}, **Endless.model_json_schema()}
        )


def keywords(schema):
    """All keywords of the schema; names of properties are none."""
    if isinstance(schema, list):
        for each in schema:
            yield from keywords(each)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            yield key
            yield from keywords(list(value.values()) if key == "properties" else value)
