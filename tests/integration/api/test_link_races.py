"""Links of mails used by many at once, in two API processes on one database: each is good once."""

import asyncio
from dataclasses import replace
from random import Random
from uuid import UUID, uuid4

import pytest

from shared.commands.account_mails import take_link
from shared.db.repositories.users import set_email, set_verified
from tests.integration.api.factors import PASSWORD, REFUSED, change, said, somebody
from tests.integration.api.harness import Api
from tests.integration.api.twins import MANY, alive, by_turns, patiently, statuses, twins, value
from tests.waiting import eventually

USED_UP = (410, "auth.link_used_up")
FRESH = "purple otter canyon"
OTHER = "seven quiet lanterns"
SEEDS = range(6)


@pytest.fixture(scope="module")
def both(api):
    return twins(api)


@pytest.fixture
async def me(api):
    return await somebody(api)


async def post(api, path, person=None, **body):
    return await patiently(lambda: api.ask("POST", f"/api/{path}", person, json=body))


async def token_of(api, email, kind):
    """The token of the latest mail of this kind to there."""
    statement = (
        "SELECT id FROM account_mails WHERE email = :email AND kind = :kind "
        "ORDER BY id DESC LIMIT 1"
    )
    return api.resources.account_links.write(await value(api, statement, email=email, kind=kind))


async def reset_token(api, who):
    assert (await post(api, "auth/forgot-password", email=who.email)).status_code == 202
    return await token_of(api, who.email, "reset_password")


async def address_token(api, who, email):
    answer = await post(api, "me/email", who.person, email=email)
    assert answer.status_code == 202, answer.text
    return await token_of(api, email, "change_email")


def assert_one(answers, status, refusal=USED_UP):
    """One had it, and the others were told that it is used up."""
    assert statuses(answers) == [status] + [refusal[0]] * (len(answers) - 1)
    assert {said(each) for each in answers if each.status_code != status} == {refusal}


async def test_of_many_resets_by_one_link_one_sets_the_password(api, both, me):
    token = await reset_token(api, me)

    async def reset(process, n):
        return await post(process, "auth/reset-password", token=token, password=f"{FRESH} {n}")

    answers = await by_turns(both, reset)
    assert_one(answers, 204)
    tried = [await me.password(f"{FRESH} {n}") for n in range(MANY)]
    assert [each.status_code == 200 for each in tried] == [
        each.status_code == 204 for each in answers
    ]
    assert said(await me.password()) == REFUSED
    assert (await me.actions()).count("password.reset") == 1


async def test_of_many_confirmations_by_one_link_one_signs_in(resources):
    auth = resources.settings.auth.model_copy(update={"verify_email": "first"})
    settings = resources.settings.model_copy(update={"auth": auth})
    both = twins(Api(replace(resources, settings=settings)))
    email = f"{uuid4().hex}@example.com"
    made = await post(both[0], "auth/sign-up", email=email, password=PASSWORD)
    assert made.status_code == 202
    token = await token_of(both[0], email, "verify_email")

    async def verify(process, _):
        return await post(process, "auth/verify-email", token=token, password=PASSWORD)

    answers = await by_turns(both, verify)
    assert_one(answers, 200)
    [session] = [each.json() for each in answers if each.status_code == 200]
    assert await alive(both[0], session["user"]["id"]) == 1


async def test_of_many_changes_of_address_by_one_link_one_is_made(api, both, me):
    email = f"{uuid4().hex}@example.com"
    token = await address_token(api, me, email)
    answers = await by_turns(
        both, lambda process, _: post(process, "auth/change-email", token=token)
    )
    assert_one(answers, 204)
    assert (await me.ask("GET", "/api/me")).json()["email"] == email
    assert (await me.actions()).count("email.changed") == 1


async def test_of_two_accounts_that_want_one_address_at_once_one_gets_it(api, both):
    for _ in range(4):
        people = [await somebody(api) for _ in range(2)]
        email = f"{uuid4().hex}@example.com"
        tokens = [await address_token(api, each, email) for each in people]

        async def take(process, n, tokens=tokens):
            return await post(process, "auth/change-email", token=tokens[n % 2])

        assert_one(await by_turns(both, take), 204)
        now = [(await each.ask("GET", "/api/me")).json()["email"] for each in people]
        assert sorted(mail == email for mail in now) == [False, True]


async def test_of_many_who_sign_up_by_one_invitation_one_gets_an_account(api, both, me):
    await change(api, "UPDATE users SET role = 'admin' WHERE id = :id", id=me.user_id)
    made = (await post(api, "admin/invitations", me.person)).json()
    token, name = made["url"].rpartition("/a/")[2], uuid4().hex

    async def sign_up(process, n):
        body = {"email": f"{n}-{name}@example.com", "password": PASSWORD, "invitation": token}
        return await post(process, "auth/sign-up", **body)

    assert_one(await by_turns(both, sign_up), 201, (410, "auth.invitation_used_up"))
    counted = "SELECT count(*) FROM users WHERE email LIKE :name"
    assert await value(api, counted, name=f"%-{name}@example.com") == 1
    used_by = await value(
        api, "SELECT used_by FROM invitations WHERE id = :id", id=UUID(made["id"])
    )
    assert used_by is not None


async def racing(seed, *asks):
    """The answers, in the order of `asks`, which begin in another order for each seed."""
    order = list(range(len(asks)))
    Random(seed).shuffle(order)
    answers = await asyncio.gather(*(asks[n]() for n in order))
    return [answers[order.index(n)] for n in range(len(asks))]


async def refresh(api, session):
    return await post(api, "auth/refresh", refresh_token=session["refresh_token"])


@pytest.mark.parametrize("seed", SEEDS)
async def test_after_a_reset_no_device_of_the_old_password_is_signed_in(api, both, me, seed):
    token = await reset_token(api, me)

    async def reset():
        return await post(both[0], "auth/reset-password", token=token, password=FRESH)

    async def sign_in():
        return await post(both[1], "auth/sign-in", email=me.email, password=PASSWORD)

    done, *answers = await racing(seed, reset, *[sign_in] * 5)
    assert done.status_code == 204
    assert {each.status_code for each in answers} <= {200, 401}
    assert await alive(api, me.user_id) == 0
    for each in answers:
        if each.status_code == 200:
            assert (await refresh(both[1], each.json())).status_code == 401
    assert said(await me.password()) == REFUSED
    assert (await me.password(FRESH)).status_code == 200


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_change_by_the_old_password_does_not_outlast_a_reset(api, both, me, seed):
    token = await reset_token(api, me)

    async def reset():
        return await post(both[0], "auth/reset-password", token=token, password=FRESH)

    async def set_other():
        body = {"current_password": PASSWORD, "new_password": OTHER}
        return await post(both[1], "me/password", me.person, **body)

    async def sign_in():
        return await post(both[1], "auth/sign-in", email=me.email, password=PASSWORD)

    done, changed, _ = await racing(seed, reset, set_other, sign_in)
    tried = [(await me.password(each)).status_code for each in (PASSWORD, OTHER, FRESH)]
    if done.status_code == 410:  # the change came first, which voids the link
        assert (changed.status_code, tried) == (204, [401, 200, 401])
        return
    assert done.status_code == 204
    assert changed.status_code == 401
    assert tried == [401, 401, 200]
    assert await alive(api, me.user_id) == 1  # the one that has just signed in


async def test_of_many_changes_by_one_password_one_is_made(both, me):
    async def set_own(process, n):
        body = {"current_password": PASSWORD, "new_password": f"{OTHER} {n}"}
        return await post(process, "me/password", me.person, **body)

    answers = await by_turns(both, set_own, 4)
    assert statuses(answers) == [204, 401, 401, 401]
    tried = [await me.password(f"{OTHER} {n}") for n in range(4)]
    assert [each.status_code == 200 for each in tried] == [
        each.status_code == 204 for each in answers
    ]


async def waits(api):
    """Somebody waits for a lock of somebody else."""
    statement = (
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
        "WHERE NOT l.granted AND a.datname = current_database()"
    )
    return await value(api, statement)


async def test_who_uses_a_link_and_who_asks_for_the_next_lock_in_one_order(api, me):
    token = await reset_token(api, me)
    mail_id = api.resources.account_links.read(token)
    async with asyncio.TaskGroup() as group, api.resources.db.unit_of_work() as uow:
        await take_link(uow, mail_id, "reset_password")
        asked = group.create_task(post(api, "auth/forgot-password", email=me.email))
        await eventually(lambda: waits(api))
        assert UUID(me.user_id) in await uow.lock_users([UUID(me.user_id)])
    assert asked.result().status_code == 202
    assert said(await post(api, "auth/reset-password", token=token, password=FRESH)) == USED_UP


async def test_a_stranger_who_signs_up_while_the_address_is_confirmed_sets_no_password(resources):
    auth = resources.settings.auth.model_copy(update={"verify_email": "first"})
    settings = resources.settings.model_copy(update={"auth": auth})
    api = Api(replace(resources, settings=settings))
    email = f"{uuid4().hex}@example.com"
    await post(api, "auth/sign-up", email=email, password=PASSWORD)
    token = await token_of(api, email, "verify_email")
    mail_id = api.resources.account_links.read(token)
    async with asyncio.TaskGroup() as group, api.resources.db.unit_of_work() as uow:
        row = await take_link(uow, mail_id, "verify_email")
        await set_verified(uow.connection, row.user_id, email, uow.now)
        body = {"email": email, "password": OTHER}
        stranger = group.create_task(post(api, "auth/sign-up", **body))
        await eventually(lambda: waits(api))
    assert stranger.result().status_code == 202
    asked = {"email": email}
    assert (await post(api, "auth/sign-in", **asked, password=OTHER)).status_code == 401
    assert (await post(api, "auth/sign-in", **asked, password=PASSWORD)).status_code == 200


async def test_no_reset_goes_to_an_address_that_the_account_had_before(api, me):
    old, new = await reset_token(api, me), f"{uuid4().hex}@example.com"
    token = await address_token(api, me, new)
    assert (await post(api, "auth/change-email", token=token)).status_code == 204
    answer = await post(api, "auth/reset-password", token=old, password=FRESH)
    assert said(answer) == USED_UP
    me.email = new
    assert (await me.password()).status_code == 200


async def test_a_reset_that_is_asked_for_while_the_address_changes_is_not_mailed(api, me):
    new = f"{uuid4().hex}@example.com"
    mail_id = api.resources.account_links.read(await address_token(api, me, new))
    async with asyncio.TaskGroup() as group, api.resources.db.unit_of_work() as uow:
        row = await take_link(uow, mail_id, "change_email")
        assert await set_email(uow.connection, row.user_id, new, uow.now)
        asked = group.create_task(post(api, "auth/forgot-password", email=me.email))
        await eventually(lambda: waits(api))
    assert asked.result().status_code == 202
    counted = "SELECT count(*) FROM account_mails WHERE user_id = :id AND kind = 'reset_password'"
    assert await value(api, counted, id=me.user_id) == 0
