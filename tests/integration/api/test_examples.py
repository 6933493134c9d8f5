"""The examples in the description of the API are what the application takes and answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from pydantic import SecretStr
from typing_extensions import override

from api.examples import BY_HAND, EXAMPLES
from api.status import StatusBoard
from api.tokens import Tokens
from shared.db.session import Database
from tests.fakes import FakeClock
from tests.integration.api.issuers import trusting
from tests.integration.api.playbook import play
from tests.integration.api.playbook_elsewhere import ISSUERS, PROVIDERS
from tests.integration.api.recorder import Recorder, shape, without_ids

NEW = Path(__file__).resolve().parents[3] / ".rondel" / "examples.json"


class Ticking(FakeClock):
    """A second passes whenever somebody looks."""

    @override
    def now(self):
        self._now += timedelta(seconds=1)
        return self._now


@pytest.fixture(scope="module")
async def played(resources):
    """The examples as they are now."""
    clock = Ticking(datetime(2026, 11, 27, 8, tzinfo=UTC))
    db = Database(resources.db.engine, clock, resources.db.partitions)
    tokens = Tokens(resources.settings.auth, clock)
    chosen = {"secrets_key": SecretStr("k" * 40), "public_url": "https://rondel.example.com"}
    settings = resources.settings.model_copy(update=chosen)
    status = StatusBoard(db, resources.health)
    parts = {"db": db, "clock": clock, "tokens": tokens, "settings": settings, "status": status}
    async with trusting(replace(resources, **parts), clock, providers=PROVIDERS, **ISSUERS) as api:
        recorder = Recorder(api)
        await play(recorder)
    NEW.parent.mkdir(exist_ok=True)
    NEW.write_bytes(orjson.dumps(recorder.examples, option=orjson.OPT_INDENT_2) + b"\n")
    return recorder.examples


def test_every_operation_was_used(played):
    recorded = set(EXAMPLES) - set(BY_HAND)
    assert set(played) == recorded, "look at .rondel/examples.json and copy it to api/examples.json"


def test_what_is_sent_in_examples_is_what_was_sent(played):
    for operation, example in played.items():
        known, found = EXAMPLES[operation].get("request"), example.get("request")
        assert without_ids(known) == without_ids(found), operation


def test_what_examples_answer_has_the_shape_of_what_was_answered(played):
    for operation, example in played.items():
        known, found = EXAMPLES[operation].get("answer"), example.get("answer")
        assert shape(known) == shape(found), operation
