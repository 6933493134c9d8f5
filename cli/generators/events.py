"""JSON Schemas and docs/events.md, made from the catalogue."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from cli.generators.event_flow import readers_of, sender_of, topics
from cli.generators.examples import example_of
from cli.generators.schemas import schema_of
from shared.events.base import KEY_FIELD
from shared.events.catalog import CATALOG, EventType
from shared.events.topics import MAIN_TOPICS
from shared.kafka.topology import WantedTopic

_HEAD = """# Events

Made from `shared/events/catalog.py` by `make events`; do not edit.

Events are [CloudEvents 1.0](https://github.com/cloudevents/spec) in binary mode: attributes in the
headers `ce_id`, `ce_type`, `ce_source`, `ce_time`, `ce_subject`, `ce_dataschema` and `ce_userid`,
the data as JSON in the value, `traceparent` beside them. The key is the user id, so a user's events
are in order on every topic. Delivery is at least once: drop an event whose `ce_id` you have
handled, and one whose version is not above the version you know.

A new optional field keeps the version; any other change is a new one, and both are accepted for one
release. [How to consume them](how-to/consume-events.md) from outside of Rondel; [how to add or
change one](how-to/add-event.md). The same for machines, with the headers of every topic:
[asyncapi.json](asyncapi.json) (AsyncAPI 3) and `shared/events/schemas/` (JSON Schema).
"""

_DAY_MS = 24 * 60 * 60 * 1000


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
    types = [
        "| type | topic | version | key | read by | what it says |",
        "|---|---|---|---|---|---|",
    ]
    types += [_row(entry) for entry in CATALOG.values()]
    details = [_detail(entry) for entry in CATALOG.values()]
    return "\n".join([_HEAD, *types, "", *_topics(), "", *details])


def _row(entry: EventType) -> str:
    read_by = ", ".join(reader.name for reader in readers_of(entry)) or "clients outside"
    versions = ", ".join(map(str, entry.models))
    return (
        f"| [`{entry.name}`](#{_anchor(entry)}) | `{entry.topic}` | {versions} | `{KEY_FIELD}` "
        f"| {read_by} | {_first_line(entry.model)} |"
    )


def _anchor(entry: EventType) -> str:
    return entry.name.replace(".", "")


def _topics() -> list[str]:
    """Main topics one by one, the others by what they are for."""
    found = topics()
    rows = ["| topic | partitions | kept for | what is in it |", "|---|---|---|---|"]
    rows += [_topic_row(f"`{name}`", found[name], "events") for name in MAIN_TOPICS]
    retry = next(topic for name, topic in found.items() if name.startswith("retry."))
    dead = next(topic for name, topic in found.items() if name.startswith("dlq."))
    rows.append(_topic_row("`retry.<group>.<delay>`", retry, "what a group tries again"))
    rows.append(_topic_row("`dlq.<event type>`", dead, "what nobody could handle"))
    return rows


def _topic_row(name: str, topic: WantedTopic, content: str) -> str:
    days = int(topic.configs["retention.ms"]) // _DAY_MS
    return f"| {name} | {topic.partitions} | {days} days | {content} |"


def _detail(entry: EventType) -> str:
    schema = entry.model.model_json_schema()
    required = set(schema.get("required", []))
    lines = [f"## {entry.name}", "", *_doc(entry.model), ""]
    lines += [f"Sent by {sender_of(entry)}.", ""]
    lines += _fields(schema["properties"], required)
    for name, part in schema.get("$defs", {}).items():
        lines += ["", f"{name}:", "", *_fields(part["properties"], set(part.get("required", [])))]
    example = orjson.dumps(example_of(entry, entry.version), option=orjson.OPT_INDENT_2).decode()
    return "\n".join([*lines, "", "```json", example, "```", ""])


def _doc(model: type) -> list[str]:
    return [line.strip() for line in (model.__doc__ or "").strip().splitlines()]


def _fields(fields: Mapping[str, Any], required: set[str]) -> list[str]:
    return [
        f"- `{name}`{'' if name in required else ' (optional)'}: {_kind(field)}"
        for name, field in fields.items()
    ]


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
