"""The signing secret is changed while people work: nobody is signed out, nothing is refused."""

import asyncio
from dataclasses import replace
from itertools import cycle
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from api.tokens import Tokens
from shared.core.account_links import AccountLinks
from shared.core.device_tokens import DeviceTokens
from shared.core.links import LinkSigner
from shared.core.refresh_tokens import RefreshTokens
from tests.integration.api.harness import SECRET, Api

NEXT = "the-next-secret-0123456789abcdef0123456789"
PASSWORD = "correct horse battery"
STEPS = [(SECRET, NEXT), (NEXT, SECRET), (NEXT, None)]
"""As docs/security.md tells: the new one is accepted, then signs, then the old one goes."""

CLIENTS = 4
REQUESTS_A_STEP = 40


def process(resources, secret, previous=None):
    """An API process that was started with these secrets."""
    auth = resources.settings.auth.model_copy(
        update={
            "secret": SecretStr(secret),
            "previous_secret": SecretStr(previous) if previous else None,
        }
    )
    return Api(
        replace(
            resources,
            settings=resources.settings.model_copy(update={"auth": auth}),
            tokens=Tokens(auth, resources.clock),
            refresh_tokens=RefreshTokens(auth.secrets),
            links=LinkSigner(auth.secrets),
            account_links=AccountLinks(auth.secrets),
        )
    )


async def sign_up(api):
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
    answer = await api.ask("POST", "/api/auth/sign-up", json=body)
    assert answer.status_code == 201
    return answer.json()


async def me(api, session):
    headers = {"authorization": f"Bearer {session['access_token']}"}
    return await api.ask("GET", "/api/me", headers=headers)


async def refreshed(api, session):
    body = {"refresh_token": session["refresh_token"]}
    return await api.ask("POST", "/api/auth/refresh", json=body)


class Work:
    """Requests of people, of which some refresh, to two processes by turns."""

    def __init__(self, processes):
        self.processes = processes
        self.refused = []
        self.done = 0
        self.is_over = False
        self._more = asyncio.Condition()

    async def run(self, session, number):
        for turn in cycle(range(2)):
            if self.is_over:
                return session
            answer = await me(self.processes[turn], session)
            if answer.status_code != 200:
                self.refused.append(answer.text)
            if self.done % 5 == number:
                answer = await refreshed(self.processes[1 - turn], session)
                if answer.status_code == 200:
                    session = answer.json()
                else:
                    self.refused.append(answer.text)
            async with self._more:
                self.done += 1
                self._more.notify_all()
        raise AssertionError

    async def goes_on(self, requests):
        until = self.done + requests
        async with self._more:
            await self._more.wait_for(lambda: self.done >= until)


@pytest.mark.timeout(180)  # eight applications are put together, one after the other
async def test_two_processes_are_restarted_one_by_one_and_no_request_is_refused(resources):
    work = Work([process(resources, SECRET), process(resources, SECRET)])
    sessions = [await sign_up(work.processes[0]) for _ in range(CLIENTS)]
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(work.run(each, n)) for n, each in enumerate(sessions)]
        for secret, previous in STEPS:
            for place in range(2):
                await work.goes_on(REQUESTS_A_STEP // 2)
                work.processes[place] = process(resources, secret, previous)
            # by then every client has refreshed, as all do within the life of an access token
            await work.goes_on(REQUESTS_A_STEP * 3)
        work.is_over = True
    assert work.refused == []
    assert work.done >= len(STEPS) * REQUESTS_A_STEP
    for task in running:
        assert (await me(process(resources, NEXT), task.result())).status_code == 200
        assert (await me(process(resources, SECRET), task.result())).status_code == 401


async def test_links_of_mails_and_devices_are_good_until_the_old_secret_goes(resources):
    old, both = process(resources, SECRET), process(resources, NEXT, SECRET)
    session = await sign_up(old)
    link = old.resources.account_links.write(UUID(int=1))
    user_id, device = UUID(session["user"]["id"]), UUID(session["session_id"])
    known = DeviceTokens([SECRET]).write(user_id, device)
    assert DeviceTokens(both.resources.settings.auth.secrets).read(known, user_id) == device
    assert both.resources.account_links.read(link) == UUID(int=1)
    assert (await refreshed(both, session)).status_code == 200
    new = process(resources, NEXT)
    assert DeviceTokens(new.resources.settings.auth.secrets).read(known, user_id) is None
    assert new.resources.account_links.read(link) is None
    assert (await refreshed(new, session)).status_code == 401


async def test_in_one_step_a_process_that_does_not_know_it_yet_would_refuse(resources):
    processes = [process(resources, NEXT, SECRET), process(resources, SECRET)]
    session = await sign_up(processes[0])
    assert [(await me(each, session)).status_code for each in processes] == [200, 401]
