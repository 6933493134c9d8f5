"""Accounts: sign up, sign in, and what a stranger can find out."""

from uuid import uuid4

import argon2
import pytest
from sqlalchemy import text

from tests.integration.api.harness import Person, pointers

PASSWORD = "correct horse battery"


async def sign_up(api, email, **fields):
    body = {"email": email, "password": PASSWORD, **fields}
    return await api.ask("POST", "/api/auth/sign-up", json=body)


async def sign_in(api, email, password=PASSWORD):
    body = {"email": email, "password": password}
    return await api.ask("POST", "/api/auth/sign-in", json=body)


async def stored_hash(api, email):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT password_hash FROM users WHERE email = :email"), {"email": email}
        )
        return found.scalar_one()


async def test_an_account_is_made_and_opened(api):
    made = await sign_up(api, "Ada.Lovelace@Example.com", name="Ada", zone="Europe/London")
    assert made.status_code == 201
    session = (await sign_in(api, "ada.lovelace@example.COM")).json()
    assert session["token_type"] == "Bearer"
    assert session["expires_in"] == 15 * 60
    me = Person(session["user"]["id"], {"authorization": f"Bearer {session['access_token']}"})
    assert (await api.ask("GET", "/api/me", me)).json() == {
        "id": made.json()["user"]["id"],
        "email": "ada.lovelace@example.com",
        "name": "Ada",
        "role": "user",
        "zone": "Europe/London",
        "week_start": "MO",
        "time_format": "24h",
        "all_day_reminder_time": "09:00",
        "default_reminders": ["PT0S"],
        "all_day_default_reminders": ["PT0S"],
        "default_channels": ["email"],
        "quiet_hours": None,
        "digest_at": None,
        "review": None,
        "sign_in_methods": {
            "has_password": True,
            "second_factor": False,
            "recovery_codes": 0,
            "passkeys": 0,
            "identities": 0,
        },
    }
    assert await api.titles(me) == []


@pytest.mark.parametrize("role", ["operator", "admin", "user"])
async def test_an_account_says_what_it_may_do_at_this_moment(api, ada, role):
    """Also to a token that is older than the role."""
    async with api.resources.db.unit_of_work() as uow:
        statement = text("UPDATE users SET role = :role WHERE id = :id")
        await uow.connection.execute(statement, {"role": role, "id": ada.user_id})
    assert (await api.ask("GET", "/api/me", ada)).json()["role"] == role
    changed = await api.ask("PATCH", "/api/me", ada, json={"name": "Ada"})
    assert changed.json()["role"] == role
    assert (await api.ask("GET", "/api/ops/workers", ada)).status_code == (
        403 if role == "user" else 200
    )


async def test_nobody_gives_themselves_a_role(api, ada):
    answer = await api.ask("PATCH", "/api/me", ada, json={"role": "admin"})
    assert answer.status_code == 422
    assert (await api.ask("GET", "/api/me", ada)).json()["role"] == "user"


async def test_the_token_of_a_sign_up_is_good(api):
    session = (await sign_up(api, "fresh@example.com")).json()
    person = Person(session["user"]["id"], {"authorization": f"Bearer {session['access_token']}"})
    assert (await api.create(person))["title"] == "Task"
    assert (session["user"]["name"], session["user"]["zone"]) == ("fresh", "UTC")


async def test_the_password_is_kept_as_argon2id_only(api):
    await sign_up(api, "hash@example.com")
    stored = await stored_hash(api, "hash@example.com")
    assert stored.startswith("$argon2id$v=19$m=64,t=1,p=4$")
    assert PASSWORD not in stored


async def test_an_address_has_one_account(api):
    await sign_up(api, "once@example.com")
    answer = await sign_up(api, "Once@example.com")
    assert (answer.status_code, answer.json()["code"]) == (409, "user.email_taken")


async def test_a_stranger_learns_nothing_from_a_refusal(api):
    await sign_up(api, "known@example.com")
    answers = [
        await sign_in(api, "known@example.com", "wrong password"),
        await sign_in(api, "unknown@example.com", "wrong password"),
        await sign_in(api, "no address at all", "wrong password"),
        await sign_in(api, "nul\x00@example.com", "wrong password"),
        await sign_in(api, "known@example.com", ""),
    ]
    problems = [{**answer.json(), "instance": None} for answer in answers]
    assert {answer.status_code for answer in answers} == {401}
    assert problems[0]["code"] == "auth.bad_credentials"
    assert problems == [problems[0]] * len(problems)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"email": "nobody"}, "/email", "email_invalid"),
        ({"email": "a@b@c.example"}, "/email", "email_invalid"),
        ({"email": "\u00e4@example.com"}, "/email", "email_invalid"),
        ({"email": "x" * 300 + "@example.com"}, "/email", "string_too_long"),
        ({"email": "a\x00@example.com"}, "/email", "email_invalid"),
        ({"password": "123456789"}, "/password", "string_too_short"),
        ({"password": "x" * 1025}, "/password", "string_too_long"),
        ({"password": None}, "/password", "string_type"),
        ({"zone": "Europe/Nowhere"}, "/zone", "zone_unknown"),
        ({"name": "two\nlines"}, "/name", "control_character"),
        ({"role": "admin"}, "/role", "unknown_field"),
    ],
)
async def test_a_sign_up_that_cannot_be_is_refused(api, change, pointer, code):
    email = f"{uuid4().hex}@example.com"
    answer = await sign_up(api, **{"email": email, **change})
    assert (answer.status_code, pointers(answer)) == (422, [(pointer, code)])
    assert (await sign_in(api, email)).status_code == 401


async def test_all_that_is_wrong_with_a_sign_up_is_said_at_once(api):
    answer = await api.ask(
        "POST",
        "/api/auth/sign-up",
        json={"email": "nobody", "password": "short", "zone": "Mars/{Olympus}"},
    )
    assert answer.status_code == 422
    assert pointers(answer) == [
        ("/email", "email_invalid"),
        ("/password", "string_too_short"),
        ("/zone", "zone_unknown"),
    ]
    assert "Mars/{Olympus}" in answer.json()["errors"][2]["message"]


async def test_a_refusal_does_not_repeat_the_password(api):
    answer = await sign_up(api, "echo@example.com", password="s3cret")
    assert answer.status_code == 422
    assert "s3cret" not in answer.text


async def test_a_domain_in_another_script_is_kept_in_ascii(api):
    made = (await sign_up(api, "post@b\u00fccher.example")).json()
    assert made["user"]["email"] == "post@xn--bcher-kva.example"
    assert (await sign_in(api, "post@B\u00dcCHER.example")).status_code == 200


async def test_a_hash_with_old_parameters_is_renewed_at_sign_in(api):
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    await api.person(email="old@example.com", password_hash=weak)
    assert (await sign_in(api, "old@example.com")).status_code == 200
    renewed = await stored_hash(api, "old@example.com")
    assert renewed.startswith("$argon2id$v=19$m=64,t=1,p=4$")
    assert (await sign_in(api, "old@example.com")).status_code == 200


async def test_a_hash_that_cannot_be_read_lets_nobody_in(api):
    await api.person(email="broken@example.com", password_hash="-")
    assert (await sign_in(api, "broken@example.com")).status_code == 401


async def test_the_token_of_a_deleted_account_is_good_for_nothing(api, ada):
    task = await api.create(ada)
    path_of_task = f"/api/tasks/{task['id']}"
    async with api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text("DELETE FROM users WHERE id = :id"), {"id": ada.user_id})
    for method, path, options in (
        ("GET", "/api/me", {}),
        ("GET", "/api/tasks", {}),
        ("GET", "/api/tasks?completed=true&sort=due", {}),
        ("GET", "/api/tasks/export", {}),
        ("GET", path_of_task, {}),
        ("POST", "/api/tasks", {"json": {"title": "Ghost"}}),
        ("PATCH", path_of_task, {"json": {"title": "Ghost"}}),
        ("POST", f"{path_of_task}/complete", {}),
        ("DELETE", path_of_task, {}),
    ):
        answer = await api.ask(method, path, ada, **options)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.unauthenticated")
