"""The application over the database of the test file; nothing listens and no broker is needed."""

from dataclasses import replace

import pytest
from argon2.profiles import RFC_9106_LOW_MEMORY

from api.api_tokens import ApiTokens
from api.cookies import RefreshCookie
from api.device_cookies import DeviceCookies
from api.health import Health
from api.issuers.fetching import Fetcher
from api.issuers.sign_in import ForeignSignIn
from api.issuers.tokens import ForeignTokens
from api.live.hub import LiveHub
from api.overview.board import OverviewBoard
from api.overview.lag import LagBoard
from api.passwords import Passwords
from api.rate_limits import open_rate_limits
from api.resources import Resources
from api.revocations import Revocations
from api.settings import ApiSettings, LimitsSettings
from api.status import StatusBoard
from api.tokens import Tokens
from api.turns import Turns, limit_for
from shared.commands.sign_in_failures import Attempts
from shared.core.account_links import AccountLinks
from shared.core.clock import SystemClock
from shared.core.links import LinkSigner
from shared.core.refresh_tokens import RefreshTokens
from shared.core.settings import AuthSettings, KafkaSettings
from shared.db.session import Database
from shared.events.topics import TASK_UPDATES
from shared.kafka.tail import TailConsumer
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
async def resources(api_settings, engine):
    clock, metrics = SystemClock(), Metrics()
    passwords = Passwords(parameters=CHEAP)
    db = Database(engine, clock, PARTITIONS)
    live = LiveHub(
        lambda: TailConsumer(api_settings.kafka, TASK_UPDATES, "tests"),
        api_settings.live,
        PARTITIONS,
        clock,
        metrics,
    )
    health = Health(db, live, metrics)
    lag = LagBoard(api_settings.kafka, clock)
    fetcher = Fetcher()
    foreign_tokens = ForeignTokens(api_settings.auth, db, fetcher)
    foreign_sign_in = ForeignSignIn(api_settings.auth, api_settings.public_url, fetcher, clock)
    yield Resources(
        settings=api_settings,
        db=db,
        clock=clock,
        metrics=metrics,
        passwords=passwords,
        tokens=Tokens(api_settings.auth, clock),
        api_tokens=ApiTokens(db, api_settings.auth),
        foreign_tokens=foreign_tokens,
        foreign_sign_in=foreign_sign_in,
        refresh_tokens=RefreshTokens(api_settings.auth.secrets),
        cookie=RefreshCookie(api_settings.public_url, api_settings.auth.idle_days),
        devices=DeviceCookies(api_settings.public_url, api_settings.auth.secrets),
        attempts=Attempts(SECRET),
        revocations=Revocations(db, api_settings.auth, live.end),
        links=LinkSigner(api_settings.auth.secrets),
        account_links=AccountLinks(api_settings.auth.secrets),
        live=live,
        health=health,
        status=StatusBoard(db, health),
        lag=lag,
        overview=OverviewBoard(db, lag),
        turns=Turns(limit_for(api_settings.database.pool_size)),
        rate_limits=open_rate_limits(api_settings.limits, clock, metrics),
    )
    passwords.close()
    await foreign_tokens.close()
    await foreign_sign_in.close()
    await fetcher.close()


@pytest.fixture(scope="module")
def api(resources):
    return Api(resources)


@pytest.fixture
async def ada(api):
    return await api.person()


@pytest.fixture
async def bob(api):
    return await api.person()
