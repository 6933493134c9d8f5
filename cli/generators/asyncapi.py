"""The AsyncAPI 3 document: every topic, message and who sends and receives what."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from pydantic.json_schema import models_json_schema

from cli.generators import asyncapi_headers as headers
from cli.generators.event_flow import Reader, readers, sender_of, topics, types_on
from cli.generators.examples import example_of
from cli.generators.schemas import opened_schema
from shared.events.base import KEY_FIELD
from shared.events.catalog import CATALOG, EventType
from shared.events.topics import MAIN_TOPICS, dlq_topic
from shared.kafka.topology import UNKNOWN_TYPE, WantedTopic

_BINDING = {"bindingVersion": "0.5.0"}
_DEAD = "dead-letter"
_ABOUT = """Every change in Rondel is an event on Kafka: a CloudEvent in binary mode, keyed by the
id of its user. The setting `RONDEL_KAFKA__TOPIC_PREFIX` is put before the names of topics and
groups. Made from the code by `make events`. How to read them: docs/how-to/consume-events.md."""
_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

Part = dict[str, Any]


def render() -> Iterator[tuple[str, str]]:
    """Path and text of the document."""
    text = orjson.dumps(document(), option=orjson.OPT_INDENT_2).decode() + "\n"
    yield "docs/asyncapi.json", text


def document() -> Part:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Rondel events",
            "version": _version(),
            "description": " ".join(_ABOUT.split()),
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {"kafka": _server()},
        "channels": {name: _channel(topic) for name, topic in topics().items()},
        "operations": _operations(),
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _version() -> str:
    version: str = tomllib.loads(_PROJECT.read_text())["project"]["version"]
    return version


def _server() -> Part:
    return {
        "host": "{brokers}",
        "protocol": "kafka",
        "description": "The brokers of the installation.",
        "variables": {
            "brokers": {"default": "localhost:9092", "description": "The setting `KAFKA_BROKERS`"}
        },
    }


def _channel(topic: WantedTopic) -> Part:
    configuration: Part = {"cleanup.policy": ["delete"]}
    configuration |= {name: int(value) for name, value in topic.configs.items()}
    return {
        "address": topic.name,
        "description": _purpose(topic.name),
        "servers": [{"$ref": "#/servers/kafka"}],
        "messages": {
            name: {"$ref": f"#/components/messages/{name}"} for name in _messages_on(topic.name)
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "replicas": topic.replication_factor,
                "topicConfiguration": configuration,
                **_BINDING,
            }
        },
    }


def _purpose(topic: str) -> str:
    if topic.startswith("dlq."):
        return "Records that nobody could handle, with their original bytes and headers."
    if topic.startswith("retry."):
        return "Events of one consumer group that are tried again after a delay."
    return f"Events of Rondel; one user's are in one partition, in order (key: {KEY_FIELD})."


def _messages_on(topic: str) -> list[str]:
    if topic.startswith("dlq."):
        return [_DEAD]
    if topic in MAIN_TOPICS:
        return [_name(entry, version) for entry in types_on(topic) for version in entry.models]
    [reader] = [each for each in readers() if topic in each.retry_topics]
    return [_retried(CATALOG[name], version) for name, version in _versions(reader)]


def _versions(reader: Reader) -> Iterator[tuple[str, int]]:
    for name in reader.types:
        for version in CATALOG[name].models:
            yield name, version


def _name(entry: EventType, version: int) -> str:
    return f"{entry.name}.v{version}"


def _retried(entry: EventType, version: int) -> str:
    return f"{_name(entry, version)}.retry"


def _messages() -> Part:
    messages: Part = {}
    for entry in CATALOG.values():
        for version in entry.models:
            own = headers.of_event(entry.name, version)
            messages[_name(entry, version)] = _message(entry, version, own)
    for reader in readers():
        if reader.retry_topics:
            for name, version in _versions(reader):
                both = headers.of_retry(name, version)
                entry = CATALOG[name]
                messages[_retried(entry, version)] = _message(entry, version, both)
    messages[_DEAD] = {
        "name": _DEAD,
        "summary": "A record as it came, and why it died",
        "headers": headers.of_dead_letter(),
        "payload": {"description": "The original bytes; they may fit no schema, or not be JSON."},
        "bindings": {"kafka": {"key": {"description": "As it came."}, **_BINDING}},
    }
    return messages


def _message(entry: EventType, version: int, header_schema: Part) -> Part:
    model = entry.models[version]
    summary, _, rest = (model.__doc__ or "").strip().partition("\n")
    return {
        "name": entry.name,
        "title": f"{entry.name}, version {version}",
        "summary": summary,
        **({"description": " ".join(rest.split())} if rest.strip() else {}),
        "contentType": "application/json",
        "headers": header_schema,
        "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
        "examples": [{"name": "golden", "payload": example_of(entry, version)}],
        "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}, **_BINDING}},
    }


def _schemas() -> Part:
    models = [(m, "validation") for entry in CATALOG.values() for m in entry.models.values()]
    _, found = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # a list is as good as its members
    schemas: Part = opened_schema(found["$defs"])
    return schemas


def _operations() -> Part:
    operations: Part = {}
    for topic in MAIN_TOPICS:
        for sender in sorted({sender_of(entry) for entry in types_on(topic)}):
            sent = [_name(e, e.version) for e in types_on(topic) if sender_of(e) == sender]
            operations[f"{sender}.sends.{topic}"] = _operation("send", sender, topic, sent)
    for reader in readers():
        operations |= _readings(reader)
    return operations


def _readings(reader: Reader) -> Part:
    operations: Part = {}
    for topic in reader.topics:
        read = [_name(CATALOG[n], v) for n, v in _versions(reader) if CATALOG[n].topic == topic]
        operations[f"{reader.name}.receives.{topic}"] = _receiving(reader, topic, read)
    retried = [_retried(CATALOG[name], version) for name, version in _versions(reader)]
    for topic in reader.retry_topics:
        sending = _operation("send", reader.name, topic, retried)
        operations[f"{reader.name}.sends.{topic}"] = sending
        operations[f"{reader.name}.receives.{topic}"] = _receiving(reader, topic, retried)
    if reader.group is not None:
        for name in (*reader.types, UNKNOWN_TYPE):
            topic = dlq_topic(name)
            sending = _operation("send", reader.name, topic, [_DEAD])
            operations[f"{reader.name}.sends.{topic}"] = sending
    return operations


def _receiving(reader: Reader, topic: str, messages: list[str]) -> Part:
    operation = _operation("receive", reader.name, topic, messages)
    if reader.group is not None:
        group = {"type": "string", "enum": [reader.group]}
        operation["bindings"] = {"kafka": {"groupId": group, **_BINDING}}
    return operation


def _operation(action: str, component: str, topic: str, messages: list[str]) -> Part:
    return {
        "action": action,
        "summary": f"{component} {action}s on {topic}",
        "tags": [{"name": component}],
        "channel": {"$ref": f"#/channels/{topic}"},
        "messages": [{"$ref": f"#/channels/{topic}/messages/{name}"} for name in messages],
    }
