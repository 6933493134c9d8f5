"""JSON Schemas and docs/events.md, made from the catalogue."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from cli.generators.schemas import schema_of
from shared.events.catalog import CATALOG, EventType

_HEAD = """# Events

Made from `shared/events/catalog.py` by `make events`; do not edit.

Events are [CloudEvents 1.0](https://github.com/cloudevents/spec) in binary mode: attributes in the
headers `ce_id`, `ce_type`, `ce_source`, `ce_time`, `ce_subject`, `ce_dataschema` and `ce_userid`,
the data as JSON in the value, `traceparent` beside them. The key is the user id, so a user's events
are in order on every topic. Delivery is at least once: drop an event whose `ce_id` you have
handled, and one whose version is not above the version you know.

A new optional field keeps the version; any other change is a new one, and both are accepted for one
release.
"""


def render() -> Iterator[tuple[str, str]]:
    """Path and text of each generated file."""
    for entry in CATALOG.values():
        for version in entry.models:
            path = f"shared/events/schemas/{entry.name}.v{version}.json"
            yield path, _text(schema_of(entry, version))
    yield "docs/events.md", _page()


def _text(schema: Mapping[str, Any]) -> str:
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


def _page() -> str:
    rows = ["| type | topic | version | what it says |", "|---|---|---|---|"]
    rows += [
        f"| `{e.name}` | `{e.topic}` | {e.version} | {_first_line(e.model)} |"
        for e in CATALOG.values()
    ]
    details = [_detail(entry) for entry in CATALOG.values()]
    return "\n".join([_HEAD, *rows, "", *details])


def _detail(entry: EventType) -> str:
    fields = entry.model.model_json_schema()["properties"]
    required = set(entry.model.model_json_schema().get("required", []))
    lines = [f"## {entry.name}", "", f"{_first_line(entry.model)}", ""]
    lines += [
        f"- `{name}`{'' if name in required else ' (optional)'}: {_kind(field)}"
        for name, field in fields.items()
    ]
    return "\n".join([*lines, ""])


def _kind(field: dict[str, object]) -> str:
    if "anyOf" in field:
        options = field["anyOf"]
        kind = " or ".join(_kind(each) for each in options) if isinstance(options, list) else ""
    elif "$ref" in field:
        kind = str(field["$ref"]).rsplit("/", 1)[-1]
    else:
        kind = str(field.get("format", field.get("type", field.get("enum", ""))))
    description = field.get("description")
    return f"{kind}. {description}." if description else kind


def _first_line(model: type) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]
