"""`rondel demo` where it cannot do what it shows."""

import pytest

from cli.demo.story import DemoFailed, Story
from shared.core.clock import SystemClock
from shared.core.settings import AuthSettings, KafkaSettings
from tests.integration.api.conftest import NOBODY, SECRET
from tests.integration.api.running import serving
from tests.services.kafka import PARTITIONS


async def test_a_server_that_wants_addresses_confirmed_is_told_by_its_setting(database_settings):
    kafka = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
    auth = AuthSettings(secret=SECRET, verify_email="first")
    async with serving(database_settings, kafka, auth=auth) as served:
        story = Story(served.client, None, SystemClock())
        with pytest.raises(DemoFailed, match="RONDEL_AUTH__VERIFY_EMAIL=later"):
            await story.sign_up()
