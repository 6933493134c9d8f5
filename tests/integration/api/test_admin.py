"""Administrators: what they may do, what nobody else may, and that there is always one left."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.integration.api.factors import PASSWORD, change, keyed, said, somebody

WHY = {"reason": "Left the club"}
ACTS = (
    ("GET", "/api/admin/users", None),
    ("GET", "/api/admin/users/{id}", None),
    ("POST", "/api/admin/users/{id}/role", {"role": "admin"}),
    ("POST", "/api/admin/users/{id}/disable", WHY),
    ("POST", "/api/admin/users/{id}/enable", WHY),
    ("POST", "/api/admin/users/{id}/sign-out", None),
    ("POST", "/api/admin/users/{id}/reset-second-factor", WHY),
    ("POST", "/api/admin/users/{id}/reset-password", None),
    ("POST", "/api/admin/users/{id}/erase", WHY),
    ("GET", "/api/admin/audit", None),
    ("GET", "/api/admin/settings", None),
)


@pytest.fixture(scope="module")
def api(resources):
    return keyed(resources)


async def with_role(api, role):
    who = await somebody(api)
    await change(api, "UPDATE users SET role = :role WHERE id = :id", role=role, id=who.user_id)
    return who


@pytest.fixture
async def eve(api):
    """An administrator who has just signed in; there is another one."""
    await with_role(api, "admin")
    return await with_role(api, "admin")


async def act(who, user_id, name, body=None):
    options = {"json": body} if body is not None else {}
    return await who.ask("POST", f"/api/admin/users/{user_id}/{name}", **options)


async def account_of(eve, user_id):
    answer = await eve.ask("GET", f"/api/admin/users/{user_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def mails_of(api, user_id):
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text(
                "SELECT details ->> 'what' FROM account_mails WHERE user_id = :id "
                "AND kind = 'security_notice' ORDER BY id"
            ),
            {"id": user_id},
        )
        return list(found.scalars())


@pytest.mark.parametrize("role", ["user", "operator"])
@pytest.mark.parametrize(("method", "path", "body"), ACTS)
async def test_nobody_else_gets_anywhere(api, role, method, path, body):
    mallory = await with_role(api, role)
    for user_id in (mallory.user_id, (await somebody(api)).user_id, uuid4()):
        answer = await mallory.ask(method, path.format(id=user_id), json=body)
        assert said(answer) == (403, "auth.forbidden")
    assert (await account_of(await with_role(api, "admin"), mallory.user_id))["role"] == role


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
async def test_no_token_of_an_admin_is_enough(api, eve, method, path, body):
    scopes = ["read", "tasks:write", "ops", "feeds"]
    made = await eve.ask("POST", "/api/me/tokens", json={"name": "All", "scopes": scopes})
    headers = {"authorization": f"Bearer {made.json()['token']}"}
    bob = await somebody(api)
    answer = await api.ask(method, path.format(id=bob.user_id), headers=headers, json=body)
    assert said(answer) == (403, "auth.scope_missing")


async def test_what_is_dangerous_wants_somebody_who_showed_who_they_are(api, eve):
    bob = await somebody(api)
    await eve.unconfirm()
    for method, path, body in ACTS:
        if method == "POST":
            answer = await eve.ask(method, path.format(id=bob.user_id), json=body)
            assert said(answer) == (403, "auth.not_confirmed")
    assert (await bob.ask("GET", "/api/me")).status_code == 200


async def test_accounts_are_found_page_by_page_without_their_contents(api, eve):
    mark = uuid4().hex
    made = [await api.person(email=f"{mark}-{n}@example.com", name=f"N {n}") for n in range(3)]
    first = (await eve.ask("GET", f"/api/admin/users?query={mark.upper()}&limit=2")).json()
    rest = await eve.ask(
        "GET", f"/api/admin/users?query={mark}&cursor={first['next_cursor']}&limit=2"
    )
    found = [each["id"] for each in [*first["items"], *rest.json()["items"]]]
    assert found == [str(each.user_id) for each in reversed(made)]
    assert rest.json()["next_cursor"] is None
    await api.create(made[0], title="Buy a secret")
    assert "secret" not in (await eve.ask("GET", f"/api/admin/users?query={mark}")).text
    named = (await eve.ask("GET", f"/api/admin/users?query={mark}-1%25")).json()
    assert named["items"] == []  # a sign of LIKE is a letter here


async def test_a_disabled_account_is_shut_at_once_and_opens_again(api, eve):
    bob = await somebody(api)
    made = await bob.ask("POST", "/api/me/tokens", json={"name": "T", "scopes": ["read"]})
    token = {"authorization": f"Bearer {made.json()['token']}"}
    assert (await api.ask("GET", "/api/tasks", headers=token)).status_code == 200
    feed = (await bob.ask("POST", "/api/feeds", json={"name": "F"})).json()
    path = feed["url"].partition("/feeds/")[2]
    assert (await api.ask("GET", f"/feeds/{path}")).status_code == 200
    answer = await act(eve, bob.user_id, "disable", WHY)
    assert answer.status_code == 200, answer.text
    assert answer.json()["disabled_at"]
    assert said(await act(eve, bob.user_id, "disable", WHY)) == (409, "account.state")
    assert (await bob.ask("GET", "/api/me")).status_code == 401
    assert (await api.ask("GET", "/api/tasks", headers=token)).status_code == 401
    assert (await api.ask("GET", f"/feeds/{path}")).status_code == 404
    shut, unknown = await bob.password(), await bob.password("something else here")
    assert (shut.status_code, shut.json()["code"]) == (401, "auth.bad_credentials")
    assert shut.json()["detail"] == unknown.json()["detail"]
    assert (await act(eve, bob.user_id, "enable", WHY)).status_code == 200
    await api.resources.revocations.look()
    assert (await bob.ask("GET", "/api/me")).status_code == 401  # signed out is signed out
    assert (await api.ask("GET", "/api/tasks", headers=token)).status_code == 200
    assert (await bob.password()).status_code == 200
    assert await mails_of(api, bob.user_id) == [
        "token_created",
        "account_disabled",
        "account_enabled",
    ]


async def test_another_process_learns_that_an_account_is_disabled(api):
    bob = await api.person()
    await change(api, "UPDATE users SET disabled_at = now() WHERE id = :id", id=bob.user_id)
    await api.resources.revocations.look()
    for method, path in (("GET", "/api/tasks"), ("GET", "/api/me"), ("POST", "/api/tasks")):
        answer = await api.ask(method, path, bob, json={"title": "Late"})
        assert answer.status_code == 401
    await change(api, "UPDATE users SET disabled_at = NULL WHERE id = :id", id=bob.user_id)
    await api.resources.revocations.look()
    assert (await api.ask("GET", "/api/tasks", bob)).status_code == 200


async def test_before_it_learns_of_it_nothing_is_written(api):
    bob = await api.person()
    await change(api, "UPDATE users SET disabled_at = now() WHERE id = :id", id=bob.user_id)
    for body in ({"title": "Late"}, {"title": "Late", "priority": "high", "labels": ["x"]}):
        answer = await api.ask("POST", "/api/tasks", bob, json=body)
        assert answer.status_code == 401, answer.text
    assert await api.count("tasks", bob) == 0


async def test_nobody_lowers_disables_or_erases_themselves(eve):
    for name, body in (("role", {"role": "user"}), ("disable", WHY), ("erase", WHY)):
        assert said(await act(eve, eve.user_id, name, body)) == (409, "account.own")
    assert (await account_of(eve, eve.user_id))["role"] == "admin"


async def test_two_admins_who_lower_each_other_leave_one(api):
    await change(api, "UPDATE users SET role = 'user' WHERE role = 'admin'")
    one, two = await with_role(api, "admin"), await with_role(api, "admin")
    answers = await asyncio.gather(
        act(one, two.user_id, "role", {"role": "user"}),
        act(two, one.user_id, "role", {"role": "user"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 403]
    async with api.resources.db.read() as connection:
        found = await connection.execute(text("SELECT count(*) FROM users WHERE role = 'admin'"))
        assert found.scalar_one() == 1


async def test_the_last_admin_cannot_leave(api):
    await change(api, "UPDATE users SET role = 'user' WHERE role = 'admin'")
    last = await with_role(api, "admin")
    answer = await last.ask("DELETE", "/api/me", json={"password": PASSWORD})
    assert said(answer) == (409, "account.last_admin")
    await with_role(api, "admin")
    answer = await last.ask("DELETE", "/api/me", json={"password": PASSWORD})
    assert answer.status_code == 202


async def test_a_role_is_given_told_and_counts_at_once(api, eve):
    bob = await somebody(api)
    assert said(await bob.ask("GET", "/api/ops/audit")) == (403, "auth.forbidden")
    answer = await act(eve, bob.user_id, "role", {"role": "operator"})
    assert answer.json()["role"] == "operator"
    assert (await bob.ask("GET", "/api/ops/audit")).status_code == 200
    assert said(await bob.ask("GET", "/api/admin/audit")) == (403, "auth.forbidden")
    assert await mails_of(api, bob.user_id) == ["role_changed"]


async def test_a_lost_second_factor_is_reset_and_told(api, eve):
    bob = await (await somebody(api)).turn_on()
    assert (await account_of(eve, bob.user_id))["second_factor"] is True
    assert (await act(eve, bob.user_id, "reset-second-factor", WHY)).status_code == 200
    again = await act(eve, bob.user_id, "reset-second-factor", WHY)
    assert said(again) == (409, "account.state")
    assert (await bob.password()).status_code == 200
    assert await mails_of(api, bob.user_id) == ["second_factor_on", "second_factor_reset"]


async def test_devices_are_signed_out_and_a_reset_is_sent(api, eve):
    bob = await somebody(api)
    assert (await act(eve, bob.user_id, "sign-out")).json()["devices"] == 0
    assert (await bob.ask("GET", "/api/me")).status_code == 401
    assert (await act(eve, bob.user_id, "reset-password")).status_code == 202
    async with api.resources.db.read() as connection:
        found = await connection.execute(
            text("SELECT kind FROM account_mails WHERE user_id = :id"), {"id": bob.user_id}
        )
        assert list(found.scalars()) == ["reset_password"]


async def test_an_account_is_erased(api, eve):
    bob = await somebody(api)
    assert (await act(eve, bob.user_id, "erase", WHY)).status_code == 202
    assert (await bob.ask("GET", "/api/me")).status_code == 401
    assert said(await act(eve, bob.user_id, "erase", WHY)) == (404, "not_found")
    assert (await bob.password()).status_code == 401


async def test_admins_see_everybodys_acts_and_operators_do_not(api, eve):
    bob, olga = await somebody(api), await with_role(api, "operator")
    await act(eve, bob.user_id, "disable", WHY)
    page = (await eve.ask("GET", f"/api/admin/audit?user={bob.user_id}")).json()["items"]
    assert [each["action"] for each in page] == ["user.disabled", "session.opened", "account.made"]
    assert (page[0]["reason"], page[0]["actor"]) == ("Left the club", f"admin {eve.user_id}")
    query = f"user={bob.user_id}&action=session.&actor=user&since=2020-01-01T00:00:00Z"
    [found] = (await eve.ask("GET", f"/api/admin/audit?{query}")).json()["items"]
    assert found["action"] == "session.opened"
    early = await eve.ask("GET", f"/api/admin/audit?{query}&until=2020-01-02T00:00:00Z")
    assert early.json()["items"] == []
    for name in ("action", "actor"):
        assert said(await eve.ask("GET", f"/api/admin/audit?{name}=%00")) == (422, "input.invalid")
    seen = (await olga.ask("GET", "/api/ops/audit?limit=200")).json()["items"]
    assert not [each for each in seen if each["action"].startswith("session.")]


async def test_settings_are_shown_without_their_secrets(api, eve):
    answer = await eve.ask("GET", "/api/admin/settings")
    items = {each["name"]: each for each in answer.json()["items"]}
    assert items["RONDEL_AUTH__SECRET"]["value"] is None
    assert items["RONDEL_AUTH__SECRET"]["is_set"]
    assert items["RONDEL_DATABASE__URL"] | {"value": None} == items["RONDEL_DATABASE__URL"]
    assert items["RONDEL_AUTH__SIGN_UP"]["value"] == "open"
    settings = api.resources.settings
    for secret in (settings.auth.secret, settings.database.url, settings.secrets_key):
        assert secret.get_secret_value() not in answer.text


async def test_administrators_who_act_under_keys_at_once_wait_for_each_other(api, eve):
    """The key's lock on the own account comes first, and every administrator is locked after."""
    others = [eve, await with_role(api, "admin"), await with_role(api, "admin")]
    whom = await somebody(api)
    answers = await asyncio.gather(
        *(
            act_once(who, f"/api/admin/users/{whom.user_id}/sign-out")
            for _ in range(4)
            for who in others
        )
    )
    assert {answer.status_code for answer in answers} == {200}


async def act_once(who, path):
    return await who.ask("POST", path, headers={"idempotency-key": str(uuid4())})
