"""Requests are counted by account or address, and refused above the rate of their bucket."""

from dataclasses import replace
from uuid import uuid4

import pytest

from api.counters import MemoryCounters
from api.deps import asks_for_token
from api.rate_limits import NOT_LIMITED, OWN_BUCKET, RateLimits
from api.routing import LeanRoute
from api.settings import LimitsSettings
from tests.fakes import FakeClock
from tests.integration.api.harness import Api

FEW = LimitsSettings(
    user="5/minute", address="4/minute", sign_in="3/minute", feeds="2/minute", transfers="1/hour"
)


@pytest.fixture
def clock():
    clock = FakeClock()
    clock.advance(3600 - clock.monotonic() % 3600)
    return clock


@pytest.fixture
def limited(resources, clock):
    """The API with few requests allowed, as asked from two addresses."""
    limits = RateLimits(FEW, MemoryCounters(clock), resources.metrics)
    api = Api(replace(resources, rate_limits=limits))
    return api, api.at("198.51.100.7")


async def statuses(api, number, method, path, person=None, **options):
    answers = [await api.ask(method, path, person, **options) for _ in range(number)]
    return [answer.status_code for answer in answers]


async def test_an_account_has_so_many_requests_and_is_told_what_is_left(limited, clock):
    api, elsewhere = limited
    ada, bob = await api.person(), await api.person()
    clock.advance(15)
    first = await api.ask("GET", "/api/me", ada)
    assert first.headers["ratelimit-policy"] == '"user";q=5;w=60'
    assert first.headers["ratelimit"] == '"user";r=4;t=45'
    assert await statuses(elsewhere, 4, "GET", "/api/tasks", ada) == [200] * 4

    refused = await api.ask("GET", "/api/me", ada)
    assert refused.status_code == 429
    assert refused.json()["code"] == "request.rate_limited"
    assert refused.json()["policy"] == "user"
    assert refused.headers["ratelimit"] == '"user";r=0;t=45'
    assert refused.headers["retry-after"] == "46"
    assert await statuses(api, 1, "GET", "/api/me", bob) == [200]
    clock.advance(45)
    assert await statuses(api, 1, "GET", "/api/me", ada) == [429]
    clock.advance(1)
    assert await statuses(api, 1, "GET", "/api/me", ada) == [200]


@pytest.mark.parametrize(
    "path", ["/a/forgot", "/a/nothing", "/l/nothing", "/api/auth/oidc/nobody/start"]
)
async def test_who_is_in_front_of_a_browser_gets_a_page(limited, path):
    api, _ = limited
    await statuses(api, 4, "GET", path)
    refused = await api.ask("GET", path)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    wait = refused.headers["retry-after"]
    assert f"Nothing was changed. Try again in {wait} seconds." in refused.text


async def test_a_token_of_an_account_counts_for_the_account(limited):
    api, _ = limited
    account = {"email": f"{uuid4().hex}@example.com", "password": "correct horse battery"}
    session = (await api.ask("POST", "/api/auth/sign-up", json=account)).json()
    person = {"authorization": f"Bearer {session['access_token']}"}
    token = {"name": "script", "scopes": ["read"]}
    made = await api.ask("POST", "/api/me/tokens", headers=person, json=token)
    program = {"authorization": f"Bearer {made.json()['token']}"}
    assert await statuses(api, 5, "GET", "/api/me", headers=program) == [200] * 4 + [429]


async def test_a_batch_counts_as_what_it_holds_or_not_at_all(limited):
    api, _ = limited
    ada = await api.person()

    def batch(number):
        return {"requests": [{"method": "GET", "path": "/api/me"}] * number}

    assert await statuses(api, 1, "POST", "/api/batch", ada, json=batch(3)) == [200]
    assert await statuses(api, 1, "POST", "/api/batch", ada, json=batch(3)) == [429]
    last = await api.ask("POST", "/api/batch", ada, json=batch(1))
    assert [each["status"] for each in last.json()["items"]] == [200]
    assert last.headers["ratelimit"].startswith('"user";r=0;')


async def test_a_batch_is_no_way_around_the_bucket_of_sign_ins(limited):
    api, _ = limited
    ada = await api.person()
    attempt = {
        "method": "POST",
        "path": "/api/auth/forgot-password",
        "body": {"email": "nobody@example.org"},
    }
    answer = await api.ask("POST", "/api/batch", ada, json={"requests": [attempt] * 5})
    assert [each["status"] for each in answer.json()["items"]] == [202] * 3 + [429] * 2


async def test_strangers_are_counted_by_address(limited):
    api, elsewhere = limited
    assert await statuses(api, 5, "GET", "/problems/internal") == [200] * 4 + [429]
    assert await statuses(elsewhere, 1, "GET", "/problems/internal") == [200]


async def test_bad_tokens_and_none_count_for_the_address_and_good_ones_are_not_held_up(limited):
    api, elsewhere = limited
    ada = await api.person()
    bad = {"authorization": "Bearer rondel_api_nonsense"}
    assert await statuses(api, 2, "GET", "/api/me", headers=bad) == [401] * 2
    assert await statuses(api, 4, "GET", "/api/me") == [401] * 2 + [429] * 2
    assert await statuses(api, 1, "GET", "/api/me", ada) == [200]
    assert await statuses(elsewhere, 1, "GET", "/api/me", headers=bad) == [401]


async def test_sign_ins_and_the_rest_have_buckets_of_their_own(limited):
    api, _ = limited
    forgotten = {"email": "nobody@example.org"}
    path = "/api/auth/forgot-password"
    assert await statuses(api, 4, "POST", path, json=forgotten) == [202] * 3 + [429]
    assert await statuses(api, 3, "GET", "/feeds/rondel_feed_x.ics") == [404, 404, 429]
    assert await statuses(api, 1, "GET", "/problems/internal") == [200]
    ada = await api.person()
    assert await statuses(api, 2, "GET", "/api/tasks/export", ada) == [200, 429]
    assert await statuses(api, 1, "GET", "/api/me", ada) == [200]


async def test_probes_are_never_turned_away(limited):
    api, _ = limited
    for path in ("/livez", "/readyz", "/health", "/metrics"):
        answers = [await api.ask("GET", path) for _ in range(8)]
        assert 429 not in {answer.status_code for answer in answers}
        assert "ratelimit" not in answers[-1].headers


async def test_behind_a_proxy_clients_are_told_apart_and_cannot_choose_their_address(
    resources, clock
):
    settings = resources.settings.model_copy(update={"trusted_proxies": "10.0.0.0/8"})
    limits = RateLimits(FEW, MemoryCounters(clock), resources.metrics)
    api = Api(replace(resources, settings=settings, rate_limits=limits))
    proxy, stranger = api.at("10.0.0.1"), api.at("203.0.113.9")

    async def asked(api, *forwarded):
        return [
            (await api.ask("GET", "/problems/internal", headers={"x-forwarded-for": each}))
            for each in forwarded
        ]

    one = await asked(proxy, *(f"1.1.1.{n}, 198.51.100.7" for n in range(5)))
    assert [each.status_code for each in one] == [200] * 4 + [429]
    [other] = await asked(proxy, "198.51.100.8")
    assert other.status_code == 200
    spoofed = await asked(stranger, *(f"198.51.100.{n}" for n in range(20, 25)))
    assert [each.status_code for each in spoofed] == [200] * 4 + [429]


async def test_the_address_of_a_device_is_the_clients(resources):
    settings = resources.settings.model_copy(update={"trusted_proxies": "10.0.0.0/8"})
    api = Api(replace(resources, settings=settings)).at("10.0.0.1")
    body = {"email": f"{uuid4().hex}@example.com", "password": "correct horse battery"}
    through = {"x-forwarded-for": "1.1.1.1, 198.51.100.7"}
    made = await api.ask("POST", "/api/auth/sign-up", json=body, headers=through)
    me = {"authorization": f"Bearer {made.json()['access_token']}"}
    [device] = (await api.ask("GET", "/api/me/sessions", headers=me)).json()["items"]
    assert device["address"] == "198.51.100.7"


def test_every_bucket_is_one_of_an_endpoint_that_there_is(api):
    routes = {route.endpoint.__name__: route for route in api.app.routes}
    assert {*OWN_BUCKET, *NOT_LIMITED} <= set(routes)
    by_user = {"user", "transfers", "parse", "chat", "mcp"}
    for name, bucket in OWN_BUCKET.items():
        assert (bucket in by_user) == asks_for_token(routes[name].dependant), name


async def test_what_is_limited_says_so(api):
    for route in api.app.routes:
        if isinstance(route, LeanRoute):
            documented = "request.rate_limited" in str(route.responses.get(429, {}))
            assert documented == (route.endpoint.__name__ not in NOT_LIMITED)
