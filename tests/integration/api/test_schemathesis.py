"""A short run of tools/try_api: what is generated from the document is answered as it says."""

import asyncio
from contextlib import closing

import pytest

from cli.embedded.layout import PROJECT
from tests.integration.api.harness import SECRET
from tests.integration.api.running import serving
from tools.try_api.people import Person
from tools.try_api.tally import Tally
from tools.try_api.trial import Trial, try_document

DOCUMENT = PROJECT / "docs" / "openapi.json"
WAITING = ("stream_events", "test_channel")


@pytest.mark.filterwarnings("ignore")  # those of the generator are its own
@pytest.mark.timeout(120)
@pytest.mark.slow
async def test_answers_to_generated_requests_are_as_documented(database_settings, kafka_settings):
    tally = Tally()
    trial = Trial(1, ("examples",), examples=1, secret=SECRET, without=WAITING)
    async with serving(database_settings, kafka_settings) as served:
        url = f"http://127.0.0.1:{served.server.port}"
        with closing(await asyncio.to_thread(Person, url)) as person:
            await asyncio.to_thread(try_document, DOCUMENT, url, person, trial, tally)
    assert [each.text for each in tally.failures.values()] == []
    assert tally.errors[:1] == []
    assert tally.server_errors == 0
    assert tally.requests > 100
    assert len(tally.accepted) > 10
