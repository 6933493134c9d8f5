"""The application over the database of the test file; nothing listens and no broker is needed."""

from dataclasses import replace

import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY

from api.server import open_resources
from api.settings import ApiSettings, LimitsSettings
from shared.core.clock import SystemClock
from shared.core.settings import AuthSettings, KafkaSettings
from shared.observability.metrics import Metrics
from tests.integration.api.harness import SECRET, Api
from tests.services.kafka import PARTITIONS

NOBODY = "127.0.0.1:1"
CHEAP = replace(RFC_9106_LOW_MEMORY, time_cost=1, memory_cost=64)
"""The real ones take 0.2 s of a processor a password."""


@pytest.fixture(scope="module")
def api_settings(database_settings):
    return settings_of(database_settings, KafkaSettings(brokers=NOBODY, partitions=PARTITIONS))


def settings_of(database_settings, kafka_settings, **more):
    """Settings of an API on these services, on a port of the system's choice."""
    usual = {
        "auth": AuthSettings(secret=SECRET, verify_email="later"),
        "limits": LimitsSettings(enabled=False),
        "stop_idle_seconds": 0,
    }
    return ApiSettings(database=database_settings, kafka=kafka_settings, **{**usual, **more})


@pytest.fixture(scope="module")
async def resources(api_settings):
    async with open_resources(
        api_settings, Metrics(), SystemClock(), password_cost=CHEAP
    ) as resources:
        yield resources


@pytest.fixture(scope="module")
def api(resources):
    return Api(resources)


@pytest.fixture
async def ada(api):
    return await api.person()


@pytest.fixture
async def bob(api):
    return await api.person()
