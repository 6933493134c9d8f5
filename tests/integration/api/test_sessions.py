"""Devices: tokens that are good once, two tabs, thieves, and the list of them."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.core.refresh_tokens import RefreshClaims
from tests.integration.api.harness import Person

PASSWORD = "correct horse battery"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def address(api):
    """The address of an account with `PASSWORD`."""
    email = f"{uuid4().hex}@example.com"
    body = {"email": email, "password": PASSWORD}
    assert (await api.ask("POST", "/api/auth/sign-up", json=body)).status_code == 201
    return email


async def sign_in(api, email, **fields):
    body = {"email": email, "password": PASSWORD, **fields}
    answer = await api.ask(
        "POST", "/api/auth/sign-in", json=body, headers={"user-agent": "Firefox\r\nX: 1"}
    )
    assert answer.status_code == 200, answer.text
    return answer


def person_of(session):
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return Person(session["user"]["id"], headers)


async def refresh(api, token, **headers):
    body = {"refresh_token": token} if token is not None else {}
    return await api.ask("POST", "/api/auth/refresh", json=body, headers=headers)


async def change(api, statement, **values):
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text(statement), values)


async def acts(api, user_id):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT action FROM audit_entries WHERE target = :id ORDER BY id"),
            {"id": user_id},
        )
        return list(found.scalars())


async def test_a_refresh_gives_the_next_tokens_of_the_same_device(api, address):
    first = (await sign_in(api, address)).json()
    second = (await refresh(api, first["refresh_token"])).json()
    third = (await refresh(api, second["refresh_token"])).json()
    assert {each["session_id"] for each in (first, second, third)} == {first["session_id"]}
    assert len({each["refresh_token"] for each in (first, second, third)}) == 3
    assert (await api.ask("GET", "/api/me", person_of(third))).json()["email"] == address


async def test_two_tabs_at_once_get_the_same_next_token_and_both_go_on(api, address):
    first = (await sign_in(api, address)).json()
    answers = await asyncio.gather(*(refresh(api, first["refresh_token"]) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    [token] = {answer.json()["refresh_token"] for answer in answers}
    assert (await refresh(api, token)).status_code == 200
    assert "session.reused" not in await acts(api, first["user"]["id"])


async def test_a_token_used_again_later_ends_the_whole_family(api, address):
    first = (await sign_in(api, address)).json()
    second = (await refresh(api, first["refresh_token"])).json()
    await change(
        api,
        "UPDATE sessions SET rotated_at = rotated_at - CAST(:late AS interval) WHERE id = :id",
        late=timedelta(seconds=31),
        id=first["session_id"],
    )
    stolen = await refresh(api, first["refresh_token"])
    assert (stolen.status_code, stolen.json()["code"]) == (401, "auth.session_ended")
    assert (await refresh(api, second["refresh_token"])).status_code == 401
    await api.resources.revocations.look()
    assert (await api.ask("GET", "/api/me", person_of(second))).status_code == 401
    assert (await acts(api, first["user"]["id"]))[-1] == "session.reused"


async def test_the_token_before_the_last_is_never_taken_twice_over(api, address):
    first = (await sign_in(api, address)).json()
    second = (await refresh(api, first["refresh_token"])).json()
    await refresh(api, second["refresh_token"])
    assert (await refresh(api, first["refresh_token"])).status_code == 401


@pytest.mark.parametrize(
    ("change_of", "value"),
    [("expires_at", "2026-01-01T00:00:00+00:00"), ("ended_at", "2026-01-01T00:00:00+00:00")],
)
async def test_a_device_that_is_over_is_not_refreshed(api, address, change_of, value):
    first = (await sign_in(api, address)).json()
    more = ", ended_because = 'revoked'" if change_of == "ended_at" else ""
    await change(
        api,
        f"UPDATE sessions SET {change_of} = CAST(:value AS text)::timestamptz{more} WHERE id = :id",
        value=value,
        id=first["session_id"],
    )
    assert (await refresh(api, first["refresh_token"])).status_code == 401


@pytest.mark.parametrize("token", ["", "rondel_refresh_", "x" * 90, "rondel_refresh_" + "A" * 71])
async def test_what_is_no_token_of_ours_is_refused(api, token):
    assert (await refresh(api, token)).status_code == 401


async def test_a_token_of_a_device_that_never_was_is_refused(api):
    token = api.resources.refresh_tokens.write(RefreshClaims(uuid4(), 1))
    assert (await refresh(api, token)).status_code == 401


async def test_a_token_from_the_future_of_a_restored_database_is_refused_and_ends_nothing(
    api, address
):
    first = (await sign_in(api, address)).json()
    claims = RefreshClaims(UUID(first["session_id"]), 9)
    assert (await refresh(api, api.resources.refresh_tokens.write(claims))).status_code == 401
    assert (await refresh(api, first["refresh_token"])).status_code == 200


async def test_a_browser_keeps_its_token_in_a_cookie(api, address):
    answer = await sign_in(api, address, session="cookie")
    assert answer.json()["refresh_token"] is None
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/;" in cookie
    name, _, token = cookie.partition(";")[0].partition("=")
    again = await refresh(api, None, cookie=f"{name}={token}", **OURS)
    assert again.status_code == 200
    assert again.json()["refresh_token"] is None
    assert again.headers["set-cookie"].startswith(f"{name}=")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"},
    ],
)
async def test_a_cookie_counts_only_for_our_own_pages(api, address, headers):
    answer = await sign_in(api, address, session="cookie")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    refused = await refresh(api, None, cookie=cookie, **headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "auth.foreign_origin")
    out = await api.ask("POST", "/api/auth/sign-out", json={}, headers={"cookie": cookie} | headers)
    assert out.status_code == 403
    assert (await refresh(api, None, cookie=cookie, **OURS)).status_code == 200


async def test_an_older_browser_shows_its_page_by_origin(api, address):
    answer = await sign_in(api, address, session="cookie")
    cookie = answer.headers["set-cookie"].partition(";")[0]
    good = await refresh(api, None, cookie=cookie, origin="http://localhost:8000")
    assert good.status_code == 200


async def test_without_token_and_cookie_nobody_is_signed_in(api):
    answer = await refresh(api, None, **OURS)
    assert (answer.status_code, answer.content) == (204, b"")


async def test_signed_out_is_signed_out_at_once(api, address):
    session = (await sign_in(api, address)).json()
    body = {"refresh_token": session["refresh_token"]}
    assert (await api.ask("POST", "/api/auth/sign-out", json=body)).status_code == 204
    assert (await api.ask("POST", "/api/auth/sign-out", json=body)).status_code == 204
    assert (await api.ask("GET", "/api/me", person_of(session))).status_code == 401
    assert (await refresh(api, session["refresh_token"])).status_code == 401


async def test_devices_are_listed_and_signed_out_one_by_one(api, address):
    first, second = (await sign_in(api, address)).json(), (await sign_in(api, address)).json()
    me = person_of(second)
    listed = (await api.ask("GET", "/api/me/sessions", me)).json()["items"]
    assert listed[0]["id"] == second["session_id"]
    assert [each["is_current"] for each in listed] == [True, False, False]
    assert listed[0]["user_agent"] == "Firefox X: 1"
    path = f"/api/me/sessions/{first['session_id']}"
    assert (await api.ask("DELETE", path, me)).status_code == 204
    assert (await api.ask("DELETE", path, me)).status_code == 404
    assert (await api.ask("GET", "/api/me", person_of(first))).status_code == 401
    assert (await refresh(api, first["refresh_token"])).status_code == 401
    assert len((await api.ask("GET", "/api/me/sessions", me)).json()["items"]) == 2


async def test_all_others_are_signed_out_together(api, address):
    first, second = (await sign_in(api, address)).json(), (await sign_in(api, address)).json()
    me = person_of(second)
    assert (await api.ask("POST", "/api/me/sessions/sign-out-others", me)).status_code == 204
    [left] = (await api.ask("GET", "/api/me/sessions", me)).json()["items"]
    assert left["id"] == second["session_id"]
    assert (await api.ask("GET", "/api/me", person_of(first))).status_code == 401


async def test_nobody_signs_out_the_device_of_another(api, address):
    theirs = (await sign_in(api, address)).json()
    eve = await api.person()
    answer = await api.ask("DELETE", f"/api/me/sessions/{theirs['session_id']}", eve)
    assert answer.status_code == 404
    assert (await refresh(api, theirs["refresh_token"])).status_code == 200


async def test_another_process_learns_that_a_device_was_signed_out(api, address):
    session = (await sign_in(api, address)).json()
    await change(
        api,
        "UPDATE sessions SET ended_at = now(), ended_because = 'revoked' WHERE id = :id",
        id=session["session_id"],
    )
    assert (await api.ask("GET", "/api/me", person_of(session))).status_code == 200
    await api.resources.revocations.look()
    assert (await api.ask("GET", "/api/me", person_of(session))).status_code == 401


async def test_the_hundred_and_first_device_signs_out_the_one_unused_for_longest(api, address):
    first = (await sign_in(api, address)).json()
    await change(
        api,
        """
        INSERT INTO sessions (id, user_id, rotated_at, method, user_agent, address, created_at,
                              confirmed_at, used_at, expires_at)
        SELECT gen_random_uuid(), :user, now(), 'password', '', '', now(), now(),
               now() + interval '1 minute', now() + interval '1 day'
        FROM generate_series(1, 99)
        """,
        user=first["user"]["id"],
    )
    newest = (await sign_in(api, address)).json()
    listed = (await api.ask("GET", "/api/me/sessions", person_of(newest))).json()["items"]
    assert len(listed) == 100
    assert (await refresh(api, first["refresh_token"])).status_code == 401


async def test_the_password_said_again_confirms_the_device(api, address):
    session = (await sign_in(api, address)).json()
    me = person_of(session)
    await change(
        api,
        "UPDATE sessions SET confirmed_at = now() - interval '1 day' WHERE id = :id",
        id=session["session_id"],
    )
    wrong = await api.ask("POST", "/api/auth/confirm", me, json={"password": "not it, sorry"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "auth.bad_credentials")
    good = await api.ask("POST", "/api/auth/confirm", me, json={"password": PASSWORD})
    assert good.status_code == 204
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT now() - confirmed_at < interval '1 minute' FROM sessions WHERE id = :id"),
            {"id": session["session_id"]},
        )
        assert found.scalar_one()


async def test_everybody_sees_what_was_done_to_their_account_and_nobody_else_does(api, address):
    me = person_of((await sign_in(api, address)).json())
    page = (await api.ask("GET", "/api/me/audit?limit=2", me)).json()
    assert [each["action"] for each in page["items"]] == ["session.opened", "session.opened"]
    rest = await api.ask("GET", f"/api/me/audit?cursor={page['next_cursor']}", me)
    assert [each["action"] for each in rest.json()["items"]] == ["account.made"]
    eve = await api.person()
    theirs = (await api.ask("GET", "/api/me/audit", eve)).json()["items"]
    assert {each["target"] for each in theirs} == {str(eve.user_id)}
    olga = await api.operator()
    seen = (await api.ask("GET", "/api/ops/audit?limit=200", olga)).json()["items"]
    assert not [each for each in seen if each["action"].startswith(("session.", "account."))]
