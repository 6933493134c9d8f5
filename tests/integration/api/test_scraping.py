"""/metrics of the API: for whom, and that no stranger makes it grow."""

import httpx
import pytest

from api.addresses import BEHIND_PROXY, TrustedProxies, parse_networks
from api.scraping import may_scrape
from api.settings import MetricsSettings
from tests.integration.api.running import serving

TOKEN = "t" * 40
HOSTILE = ['a"b', "a\\b", "a{b}", "%0A%0D", "ü", "x" * 2_000, "../../etc/passwd", "${jndi:x}"]
PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.9",
    "192.168.1.1",
    "::1",
    "fd00::1",
    "::ffff:10.0.0.1",
]
PUBLIC = [
    "203.0.113.7",
    "2001:db8::1",
    "172.32.0.1",
    "100.64.0.1",
    "::ffff:203.0.113.7",
    "unix",
    "",
]


def asked(client: str, *headers: tuple[str, str], **scope) -> dict:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": "http", "client": (client, 4711), "headers": raw, **scope}


@pytest.mark.parametrize("client", PRIVATE)
def test_who_is_near_may(client):
    assert may_scrape(asked(client), MetricsSettings())


@pytest.mark.parametrize("client", PUBLIC)
def test_who_is_far_may_not(client):
    assert not may_scrape(asked(client), MetricsSettings())


def test_who_has_no_address_may_not():
    assert not may_scrape({"headers": [], "client": None}, MetricsSettings())


@pytest.mark.parametrize(
    "name", ["x-forwarded-for", "forwarded", "via", "x-real-ip", "cf-connecting-ip"]
)
def test_who_comes_through_a_proxy_that_nobody_named_may_not(name):
    header = (name, "10.0.0.1")
    assert not may_scrape(asked("10.0.0.2", header), MetricsSettings())
    assert may_scrape(asked("10.0.0.1", header, **{BEHIND_PROXY: True}), MetricsSettings())


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        ([], True),  # a neighbour that asks for itself
        ([("forwarded", "for=192.168.1.1")], True),
        ([("forwarded", "for=203.0.113.7")], False),
        ([("forwarded", "for=unknown")], False),
        ([("forwarded", "for=10.0.0.9")], False),  # another proxy, for whomever
        ([("x-forwarded-for", "203.0.113.7")], False),
        ([("x-forwarded-for", "203.0.113.7"), ("forwarded", "for=192.168.1.1")], False),
        ([("x-real-ip", "203.0.113.7")], False),
    ],
)
def test_behind_a_known_proxy_its_word_alone_counts(headers, may):
    scope = asked("10.0.0.1", *headers)
    TrustedProxies(parse_networks("10.0.0.0/8"), "forwarded").settle(scope)
    assert may_scrape(scope, MetricsSettings()) == may


def test_an_operator_says_who_may():
    settings = MetricsSettings(allow="203.0.113.0/24, 2001:db8::/32")
    assert may_scrape(asked("203.0.113.7"), settings)
    assert may_scrape(asked("2001:db8::1"), settings)
    assert not may_scrape(asked("127.0.0.1"), settings)
    assert not may_scrape(asked("127.0.0.1"), MetricsSettings(allow=""))


def test_with_a_token_it_alone_counts():
    settings = MetricsSettings(token=TOKEN)
    assert may_scrape(asked("203.0.113.7", ("authorization", f"Bearer {TOKEN}")), settings)
    for given in (f"bearer {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer ", "Bearer ü"):
        assert not may_scrape(asked("127.0.0.1", ("authorization", given)), settings)
    twice = [("authorization", f"Bearer {TOKEN}")] * 2
    assert not may_scrape(asked("127.0.0.1", *twice), settings)
    assert not may_scrape(asked("127.0.0.1"), settings)


async def test_who_may_not_is_told_why(api):
    answer = await api.ask("GET", "/metrics", headers={"x-forwarded-for": "127.0.0.1"})
    assert (answer.status_code, answer.json()["code"]) == (403, "metrics.refused")
    why = await api.ask("GET", "/problems/metrics.refused")
    assert "RONDEL_METRICS__ALLOW" in why.text


async def test_exemplars_are_there_for_who_reads_them(api):
    answer = await api.ask("GET", "/metrics", headers={"accept": "application/openmetrics-text"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def series(api) -> int:
    return len(api.resources.metrics.render().splitlines())


async def ask_of_everything(api, person, words) -> None:
    for word in words:
        await api.raw("GET", f"/api/tasks/{word.encode().hex()}", person.headers)
        await api.raw("GET", f"/{word.encode().hex()}/y?{word.encode().hex()}=1", {})
        headers = {"user-agent": word.encode(), "x-request-id": word.encode(), **person.headers}
        await api.ask("GET", "/api/tasks", headers=headers)
        await api.ask(word.encode().hex()[:20].upper(), "/api/tasks")
        body = {"text": word[:400], "zone": None}
        await api.ask("POST", "/api/tasks/parse", person, json=body)


async def test_methods_paths_and_user_agents_of_strangers_make_no_series(api, ada):
    await ask_of_everything(api, ada, HOSTILE)
    before = series(api)
    await ask_of_everything(api, ada, [f"{word}{n}" for word in HOSTILE for n in range(5)])
    assert series(api) == before


async def test_a_scrape_while_the_api_stops_is_answered_or_refused(
    database_settings, kafka_settings
):
    async with serving(database_settings, kafka_settings) as served:
        assert (await served.client.get("/metrics")).status_code == 200
        served.stop.set()
        try:
            answer = await served.client.get("/metrics")
        except httpx.TransportError:
            return
        assert answer.status_code == 200
        assert answer.text.endswith("\n")
