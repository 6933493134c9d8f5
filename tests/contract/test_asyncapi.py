"""docs/asyncapi.json is an AsyncAPI 3.0 document, and says what is really on the topics."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import orjson
import pytest
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.validators import validator_for

from cli.generators.asyncapi import document
from cli.generators.event_flow import readers, topics
from shared.core.errors import InvalidInput
from shared.events.catalog import CATALOG
from shared.events.envelope import make_headers
from shared.events.topics import MAIN_TOPICS, dlq_topic
from shared.kafka.records import TopicPartition
from tests.unit.workers.examples import AT
from workers.runtime.dlq import dead_headers
from workers.runtime.failures import judge
from workers.runtime.history import history_of
from workers.runtime.retry import retry_headers

HERE = Path(__file__).parent
DOCUMENT = orjson.loads((HERE.parents[1] / "docs" / "asyncapi.json").read_bytes())
SPECIFICATION = orjson.loads((HERE / "asyncapi" / "3.0.0.schema.json").read_bytes())
HEADERS = make_headers(
    event_type="task.completed",
    event_id=UUID(int=1),
    user_id=UUID(int=2),
    subject="s",
    occurred_at=datetime(2026, 3, 2, tzinfo=UTC),
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
)


class Failed:
    """A record of a main topic."""

    offset = 3
    timestamp = 0
    key = b"k"
    value = b"{}"
    headers = HEADERS


def problems(schema, instance):
    """What is wrong with the instance; references lead into the document."""
    whole = {**DOCUMENT, "$schema": "http://json-schema.org/draft-07/schema#", "allOf": [schema]}
    validator = Draft7Validator(whole, format_checker=FormatChecker(["uuid"]))
    return [error.message for error in validator.iter_errors(instance)]


def references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def resolve(reference):
    found = DOCUMENT
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def as_text(headers):
    return {name: value.decode() for name, value in headers}


def test_the_document_is_what_the_specification_asks_for():
    assert validator_for(SPECIFICATION) is Draft7Validator
    found = list(Draft7Validator(SPECIFICATION).iter_errors(DOCUMENT))
    assert [(list(error.absolute_path), error.message) for error in found] == []


def test_the_specification_is_not_satisfied_by_anything():
    broken = {**DOCUMENT, "operations": {"x": {"action": "shout"}}}
    assert list(Draft7Validator(SPECIFICATION).iter_errors(broken))


def test_the_document_is_what_the_code_makes():
    assert orjson.loads(orjson.dumps(document())) == DOCUMENT


def test_every_reference_leads_somewhere():
    found = set(references(DOCUMENT))
    assert found
    assert all(isinstance(resolve(each), dict) for each in found)


def test_every_topic_is_a_channel_with_its_cut():
    assert DOCUMENT["channels"].keys() == topics().keys()
    for name, topic in topics().items():
        binding = DOCUMENT["channels"][name]["bindings"]["kafka"]
        assert binding["partitions"] == topic.partitions
        assert binding["topicConfiguration"]["retention.ms"] == int(topic.configs["retention.ms"])


def test_every_event_type_has_its_message_on_its_topic():
    on_topics = {
        (topic, name) for topic in MAIN_TOPICS for name in DOCUMENT["channels"][topic]["messages"]
    }
    assert on_topics == {
        (entry.topic, f"{entry.name}.v{version}")
        for entry in CATALOG.values()
        for version in entry.models
    }


def test_every_message_of_an_operation_is_one_of_its_channel():
    """A rule that the specification states in words."""
    for operation in DOCUMENT["operations"].values():
        channel = operation["channel"]["$ref"]
        assert operation["messages"]
        assert all(m["$ref"].startswith(f"{channel}/messages/") for m in operation["messages"])


def test_every_channel_is_written_by_somebody_and_every_event_sent_once():
    sent = [
        reference["$ref"]
        for operation in DOCUMENT["operations"].values()
        for reference in operation["messages"]
        if operation["action"] == "send"
    ]
    silent = DOCUMENT["channels"].keys() - {each.split("/")[2] for each in sent}
    handled = {name for reader in readers() if reader.group for name in reader.types}
    assert silent == {dlq_topic(name) for name in CATALOG.keys() - handled}
    main = [each for each in sent if each.split("/")[2] in MAIN_TOPICS]
    assert len(main) == len(set(main)) == len(CATALOG)


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["messages"]))
def test_every_example_fits_its_payload(name):
    message = DOCUMENT["components"]["messages"][name]
    for example in message.get("examples", ()):
        assert problems(message["payload"], example["payload"]) == []
        assert problems(message["payload"], {}) != []
    assert message["bindings"]["kafka"]["key"]


def test_headers_of_an_event_are_as_described():
    schema = DOCUMENT["components"]["messages"]["task.completed.v1"]["headers"]
    assert problems(schema, as_text(HEADERS)) == []
    assert as_text(HEADERS).keys() <= schema["properties"].keys()
    assert problems(schema, as_text(HEADERS) | {"ce_type": "task.created"}) != []


def test_headers_of_a_retried_event_are_as_described():
    schema = DOCUMENT["components"]["messages"]["task.completed.v1.retry"]["headers"]
    history = history_of(TopicPartition("task-events", 0), Failed())
    failure = judge(InvalidInput("/x", "bad", "no way"))
    found = as_text(retry_headers(Failed(), history, failure, AT, 10))
    assert problems(schema, found) == []
    assert found.keys() <= schema["properties"].keys()


def test_headers_of_a_dead_letter_are_as_described():
    schema = DOCUMENT["components"]["messages"]["dead-letter"]["headers"]
    history = history_of(TopicPartition("task-events", 0), Failed())
    failure = judge(InvalidInput("/x", "bad", "no way"))
    found = as_text(dead_headers(Failed(), history, failure, "recurrence", AT))
    assert problems(schema, found) == []
    assert found.keys() - as_text(HEADERS).keys() <= schema["properties"].keys()
