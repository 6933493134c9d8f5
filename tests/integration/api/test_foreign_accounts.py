"""Whose account a token of another issuer opens, makes, or is linked to."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from api.counters import MemoryCounters
from api.issuers.tokens import ACCOUNT_SECONDS, VERIFIED_SECONDS
from api.rate_limits import RateLimits
from api.settings import LimitsSettings
from shared.core.clock import SystemClock
from tests.fakes import FakeClock
from tests.integration.api.factors import change, said, somebody
from tests.integration.api.harness import Api
from tests.integration.api.issuers import bearer
from tests.integration.api.publisher import (
    FINE,
    ISSUER,
    KEYS,
    MINE,
    NOT_GOOD,
    NOT_LINKED,
    claims_at,
    me,
    publish,
    taking,
)
from tests.services.receiver import Receiver


@pytest.fixture
def clock():
    return FakeClock(SystemClock().now())


@pytest.fixture
async def publisher():
    """A server that publishes the keys."""
    receiver = Receiver()
    publish(receiver, *(key.jwk() for key in KEYS.values()))
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def api(resources, clock, publisher):
    async with taking(resources, clock, publisher) as api:
        yield api


@pytest.fixture
def claims(clock):
    return lambda **changes: claims_at(clock, **changes)


async def test_without_an_address_that_is_verified_there_is_no_account(api, claims):
    for changes in ({"email_verified": None}, {"email_verified": "true"}, {"email": None}):
        refused = await me(api, MINE.sign(claims(**changes)))
        assert (said(refused), refused.json()["reason"]) == (NOT_LINKED, "email_unverified")
    assert said(await me(api, MINE.sign(claims(email="no address")))) == NOT_LINKED


async def test_the_address_of_an_account_opens_it_for_nobody(api, claims):
    owner = await somebody(api)
    refused = await me(api, MINE.sign(claims(email=owner.email.upper())))
    assert (said(refused), refused.json()["reason"]) == (NOT_LINKED, "email_taken")
    assert "identity.linked" not in await owner.actions()


@pytest.mark.parametrize("links", ["existing", "never"])
async def test_where_nobody_is_taken_in_there_is_no_account(
    resources, clock, publisher, claims, links
):
    async with taking(resources, clock, publisher, links=links) as api:
        refused = await me(api, MINE.sign(claims()))
        assert (said(refused), refused.json()["reason"]) == (NOT_LINKED, "not_known")


async def test_a_server_that_is_closed_takes_in_nobody(resources, clock, publisher, claims):
    async with taking(resources, clock, publisher, sign_up="closed") as api:
        refused = await me(api, MINE.sign(claims()))
        assert (said(refused), refused.json()["reason"]) == (NOT_LINKED, "sign_up_closed")


async def test_a_token_of_nobody_here_counts_for_its_address(resources, clock, publisher, claims):
    few = LimitsSettings(address="1/minute")
    limits = RateLimits(few, MemoryCounters(clock), resources.metrics)
    limited = replace(resources, rate_limits=limits)
    async with taking(limited, clock, publisher, sign_up="closed") as api:
        token = MINE.sign(claims())
        assert said(await me(api, token)) == NOT_LINKED
        assert said(await me(api, token)) == (429, "request.rate_limited")


async def test_first_requests_at_once_make_one_account(api, claims):
    told = claims(name="", zoneinfo="Europe/Berlin", email_verified=None, emailVerified=True)
    answers = await asyncio.gather(*(me(api, MINE.sign(told)) for _ in range(8)))
    assert {said(answer) for answer in answers} == {FINE}
    assert len({answer.json()["id"] for answer in answers}) == 1
    account = answers[0].json()
    assert (account["zone"], account["name"]) == ("Europe/Berlin", told["email"].split("@")[0])


async def test_an_account_that_is_locked_or_deleted_is_out_within_a_second(api, clock, claims):
    for column in ("disabled_at", "erased_at"):
        token = MINE.sign(claims())
        account = (await me(api, token)).json()["id"]
        await change(api, f"UPDATE users SET {column} = now() WHERE id = :id", id=account)
        clock.advance(ACCOUNT_SECONDS)
        assert said(await me(api, token)) == NOT_GOOD
        clock.advance(VERIFIED_SECONDS)
        assert said(await me(api, token)) == NOT_GOOD


async def test_what_is_dangerous_needs_a_device_that_signed_in_here(api, claims):
    person = bearer(MINE.sign(claims()))
    assert said(await api.ask("GET", "/api/me", person)) == FINE
    body = {"name": "Backup", "scopes": ["read"]}
    refused = await api.ask("POST", "/api/me/tokens", person, json=body)
    assert said(refused) == (403, "auth.not_confirmed")
    assert said(await api.ask("POST", "/api/auth/confirm", person, json={"password": "x"})) == (
        401,
        "auth.bad_credentials",
    )


MINE_PATH = "/api/me/identities"


async def test_the_owner_of_an_account_links_a_token_to_it(api, claims):
    owner = await somebody(api)
    told = claims(email=owner.email)
    body = {"token": MINE.sign(told)}
    made = await owner.ask("POST", MINE_PATH, json=body)
    assert made.status_code == 201, made.text
    assert (made.json()["label"], made.json()["subject"]) == ("mine", told["sub"])
    answer = await me(api, MINE.sign(told))
    assert answer.json()["id"] == owner.user_id
    assert (await owner.methods())["identities"] == 1
    assert said(await owner.ask("POST", MINE_PATH, json=body)) == (409, "identity.taken")
    eve = await somebody(api)
    assert said(await eve.ask("POST", MINE_PATH, json=body)) == (409, "identity.taken")
    path = f"{MINE_PATH}/{made.json()['id']}"
    assert said(await eve.ask("DELETE", path)) == (404, "not_found")
    assert said(await owner.ask("DELETE", path)) == (204, None)
    assert said(await me(api, MINE.sign(told))) == NOT_LINKED
    assert [act for act in await owner.actions() if act.startswith("identity")] == [
        "identity.linked",
        "identity.unlinked",
    ]


async def test_a_bad_token_links_nothing(api, clock, claims):
    owner = await somebody(api)
    bad = [
        MINE.sign(claims(aud="other")),
        MINE.sign(claims(iss="https://evil.example")),
        MINE.sign(claims(exp=int(clock.now().timestamp()) - 100)),
        owner.person.headers["authorization"].removeprefix("Bearer "),
        "no token",
    ]
    for token in bad:
        refused = await owner.ask("POST", MINE_PATH, json={"token": token})
        assert said(refused) == (422, "input.invalid")
        assert refused.json()["errors"][0]["pointer"] == "/token"
    assert (await owner.methods())["identities"] == 0


async def test_to_link_one_has_to_have_shown_who_one_is(api, claims):
    owner = await somebody(api)
    await owner.unconfirm()
    refused = await owner.ask("POST", MINE_PATH, json={"token": MINE.sign(claims())})
    assert said(refused) == (403, "auth.not_confirmed")
    stranger = bearer(MINE.sign(claims()))
    refused = await api.ask("POST", MINE_PATH, stranger, json={"token": MINE.sign(claims())})
    assert said(refused) == (403, "auth.not_confirmed")


async def test_where_linking_is_off_nobody_is_linked(resources, clock, publisher, claims):
    async with taking(resources, clock, publisher, links="never") as api:
        owner = await somebody(api)
        refused = await owner.ask("POST", MINE_PATH, json={"token": MINE.sign(claims())})
        assert said(refused) == (409, "identity.linking_off")


async def test_who_was_linked_is_known_where_nobody_new_is_taken_in(
    resources, clock, publisher, claims
):
    async with taking(resources, clock, publisher, links="existing", sign_up="closed") as api:
        owner = await somebody(Api(resources))
        told = claims()
        linked = await api.ask("POST", MINE_PATH, owner.person, json={"token": MINE.sign(told)})
        assert linked.status_code == 201, linked.text
        assert (await me(api, MINE.sign(told))).json()["id"] == owner.user_id


async def test_the_owner_is_told_of_a_link(api, claims):
    owner = await somebody(api)
    body = {"token": MINE.sign(claims())}
    assert said(await owner.ask("POST", MINE_PATH, json=body)) == (201, None)
    async with api.resources.db.read() as connection:
        statement = text("SELECT details->>'new' FROM account_mails WHERE user_id = :id")
        found = await connection.execute(statement, {"id": owner.user_id})
        assert list(found.scalars()) == [ISSUER]
