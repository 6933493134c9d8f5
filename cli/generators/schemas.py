"""The JSON Schema of each version of an event, as a reader has to see it."""

from typing import Any

from shared.events.catalog import EventType, schema_uri

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(entry: EventType, version: int) -> dict[str, Any]:
    """The schema of the data. Open: a field that it does not name may come with a later release."""
    schema = {"$id": schema_uri(entry.name, version), "$schema": DIALECT}
    opened: dict[str, Any] = opened_schema(entry.models[version].model_json_schema())
    return schema | opened


def opened_schema(schema: Any) -> Any:
    """The same, without the ban on other fields: that one binds the writer alone."""
    if isinstance(schema, dict):
        return {
            name: opened_schema(value)
            for name, value in schema.items()
            if not (name == "additionalProperties" and value is False)
        }
    if isinstance(schema, list):
        return [opened_schema(each) for each in schema]
    return schema
