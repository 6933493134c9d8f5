"""Guessing passwords is slowed down, and owners are never locked out by it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.turns import STRANGERS
from shared.commands.account_mails import ask_mail
from shared.core.account_links import AccountLinks
from shared.db.repositories import sign_in_failures
from shared.db.session import Database
from tests.fakes import FakeClock
from tests.integration.api.harness import Api
from tests.services.kafka import PARTITIONS

PASSWORD = "correct horse battery"
WRONG = "incorrect horse battery"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def at(resources, engine, clock):
    """The API as it is asked from an address."""
    db = Database(engine, clock, PARTITIONS)
    return Api(replace(resources, db=db, clock=clock)).at


@pytest.fixture
async def owner(at):
    """Somebody with an account: their address, and the cookie of the browser they made it with."""
    email = f"{uuid4().hex}@example.com"
    api = at("192.0.2.1")
    made = await api.ask("POST", "/api/auth/sign-up", json={"email": email, "password": PASSWORD})
    return email, device_of(made), made.json()["user"]["id"]


def device_of(answer):
    """The cookie that makes it a known device, as a browser sends it back."""
    [cookie] = [each for each in answer.headers.get_list("set-cookie") if "device" in each]
    attributes = cookie.lower()
    assert "httponly" in attributes
    assert "samesite=strict" in attributes
    return {"cookie": cookie.partition(";")[0]}


async def sign_in(api, email, password, headers=None):
    body = {"email": email, "password": password}
    return await api.ask("POST", "/api/auth/sign-in", json=body, headers=headers)


async def attack(at, email, number=12):
    """Guesses from as many addresses; what they were answered."""
    answers = [await sign_in(at(f"203.0.113.{n}"), email, WRONG) for n in range(number)]
    return [(answer.status_code, answer.json()["code"]) for answer in answers]


GUESSED = [(401, "auth.bad_credentials")] * 10 + [(429, "auth.throttled")] * 2


async def test_guesses_from_many_addresses_are_few(at, owner):
    email, _, _ = owner
    assert await attack(at, email) == GUESSED


async def test_nobody_learns_from_it_whether_there_is_an_account(at, owner):
    email, _, _ = owner
    await attack(at, email)
    nobody = f"{uuid4().hex}@example.com"
    assert await attack(at, nobody) == GUESSED
    known, unknown = [await sign_in(at("192.0.2.9"), each, WRONG) for each in (email, nobody)]

    def told(answer):
        return {name: value for name, value in answer.json().items() if name != "instance"}

    assert told(known) == told(unknown)
    assert known.headers["retry-after"] == unknown.headers["retry-after"]


async def test_the_device_of_the_owner_does_not_notice_an_attack(at, owner):
    email, device, _ = owner
    await attack(at, email)
    assert (await sign_in(at("203.0.113.1"), email, PASSWORD, device)).status_code == 200
    assert (await sign_in(at("203.0.113.1"), email, WRONG, device)).status_code == 401


async def test_on_a_new_device_the_owner_waits_as_long_as_is_said(at, owner, clock):
    email, _, _ = owner
    await attack(at, email)
    refused = await sign_in(at("192.0.2.1"), email, PASSWORD)
    assert refused.status_code == 429
    wait = int(refused.headers["retry-after"])
    assert wait <= 15 * 60 + 1
    clock.advance(wait - 2)
    assert (await sign_in(at("192.0.2.1"), email, PASSWORD)).status_code == 429
    clock.advance(2)
    assert (await sign_in(at("192.0.2.1"), email, PASSWORD)).status_code == 200


async def test_what_is_refused_makes_the_wait_no_longer(at, owner):
    email, _, _ = owner
    await attack(at, email)
    before = (await sign_in(at("192.0.2.1"), email, WRONG)).headers["retry-after"]
    await attack(at, email)
    assert (await sign_in(at("192.0.2.1"), email, WRONG)).headers["retry-after"] == before


async def test_a_new_password_by_mail_gets_in_at_once_and_during_an_attack(at, owner):
    email, _, user_id = owner
    api = at("192.0.2.1")
    await attack(at, email)
    async with api.resources.db.unit_of_work() as uow:
        await uow.lock_users([user_id])
        await ask_mail(uow, user_id, "reset_password", email)
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT id FROM account_mails WHERE user_id = :id AND kind = 'reset_password'"),
            {"id": user_id},
        )
        mail_id = found.scalar_one()
    token = AccountLinks(api.resources.settings.auth.secrets).write(mail_id)
    new = "a new horse battery"
    reset = await api.ask(
        "POST", "/api/auth/reset-password", json={"token": token, "password": new}
    )
    assert reset.status_code == 204
    await attack(at, email, 10)
    assert (await sign_in(at("192.0.2.7"), email, new)).status_code == 429
    assert (await sign_in(at("192.0.2.7"), email, new, device_of(reset))).status_code == 200


async def test_a_known_device_has_a_budget_of_its_own_that_ends(at, owner):
    email, device, _ = owner
    api = at("192.0.2.1")
    answers = [await sign_in(api, email, WRONG, device) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    assert (await sign_in(api, email, PASSWORD)).status_code == 200  # what others try is not full


async def test_the_device_of_somebody_else_is_not_known(at, owner):
    email, _, _ = owner
    api = at("192.0.2.1")
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    foreign = device_of(await api.ask("POST", "/api/auth/sign-up", json=body))
    name, _, value = owner[1]["cookie"].partition("=")
    forged = {"cookie": f"{name}={foreign['cookie'].partition('=')[2]}"}
    broken = {"cookie": f"{name}={value[:-2]}AA"}
    await attack(at, email)
    for headers in (foreign, forged, broken):
        assert (await sign_in(api, email, PASSWORD, headers)).status_code == 429


async def test_one_address_that_tries_many_accounts_is_held_up_and_known_devices_are_not(at, owner):
    email, device, _ = owner
    api = at("2001:db8::1")
    body = {"password": WRONG}
    answers = [
        await api.ask("POST", "/api/auth/sign-in", json={**body, "email": f"a{n}@example.com"})
        for n in range(50)
    ]
    assert {answer.status_code for answer in answers} == {401}
    neighbour = at("2001:db8::ffff")
    assert (await sign_in(neighbour, email, PASSWORD)).status_code == 429
    assert (await sign_in(neighbour, email, PASSWORD, device)).status_code == 200
    assert (await sign_in(at("2001:db8:0:1::1"), email, PASSWORD)).status_code == 200


@pytest.mark.parametrize("is_keyed", [False, True], ids=["bare", "keyed"])
async def test_the_password_once_more_is_not_guessed_either(at, owner, is_keyed):
    email, _, _ = owner
    api = at("192.0.2.1")
    session = (await sign_in(api, email, PASSWORD)).json()
    headers = {"authorization": f"Bearer {session['access_token']}"}
    for path, body in (
        ("/api/auth/confirm", {"password": WRONG}),
        ("/api/me/password", {"current_password": WRONG, "new_password": "another horse bat"}),
    ):
        answers = [
            await api.ask(
                "POST",
                path,
                headers=headers | ({"idempotency-key": f"{path}-{n}"} if is_keyed else {}),
                json=body,
            )
            for n in range(6)
        ]
        statuses = [answer.status_code for answer in answers]
        assert statuses == ([401] * 6 if "confirm" in path else [401] * 4 + [429] * 2)
    assert (await sign_in(api, email, PASSWORD)).status_code == 200


async def test_failures_outlive_the_process_and_are_forgotten_when_they_are_over(
    at, owner, clock, engine
):
    email, _, _ = owner
    await attack(at, email)
    restarted = Api(at("192.0.2.1").resources)
    assert (await sign_in(restarted, email, PASSWORD)).status_code == 429
    db = Database(engine, clock, PARTITIONS)
    clock.advance(hours=2)
    async with db.statement() as connection:
        await sign_in_failures.prune_failures(connection, clock.now() - sign_in_failures.KEEP, 1000)
        left = await connection.execute(text("SELECT count(*) FROM sign_in_failures"))
        kept = left.scalar_one()
    assert kept >= 1  # the account's, which drains for two hours and a half
    clock.advance(hours=2)
    async with db.statement() as connection:
        await sign_in_failures.prune_failures(connection, clock.now() - sign_in_failures.KEEP, 1000)
        left = await connection.execute(text("SELECT count(*) FROM sign_in_failures"))
        assert left.scalar_one() == 0


async def test_the_table_names_nobody(at, owner, resources):
    email, _, _ = owner
    await attack(at, email, 1)
    async with resources.db.read() as connection:
        rows = (await connection.execute(text("SELECT key FROM sign_in_failures"))).all()
    assert rows
    assert all(len(row[0]) == 16 for row in rows)


async def test_a_flood_of_sign_ins_leaves_turns_for_everybody_else(at, owner):
    api = at("192.0.2.1")
    turns = api.resources.turns
    for _ in range(turns._limit):
        await turns.take(STRANGERS)
    try:
        refused = await sign_in(api, owner[0], PASSWORD)
        assert (refused.status_code, refused.json()["code"]) == (429, "request.too_many_at_once")
        ada = await api.person()
        assert (await api.ask("GET", "/api/me", ada)).status_code == 200
    finally:
        for _ in range(turns._limit):
            turns.give_back(STRANGERS)
