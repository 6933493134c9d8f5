"""What the work of a process has shown is known without a question."""

import asyncio

import pytest

from shared.core.errors import Unavailable
from shared.db.contact import Contact
from tests.fakes import FakeClock
from workers.runtime.dependencies import DependencyWatch


class Asked:
    """Counts the questions and answers them."""

    def __init__(self) -> None:
        self.times = 0
        self.is_away = False

    async def ping(self) -> None:
        self.times += 1
        if self.is_away:
            raise Unavailable("PostgreSQL")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def contact(clock):
    return Contact(clock)


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def watch(asked, clock, contact):
    return DependencyWatch(asked.ping, clock, contact=contact, trusted_seconds=30)


async def look(watch):
    """One round of its loop."""
    stop = asyncio.Event()
    stop.set()
    await watch.run(stop)


async def test_it_is_down_before_anything_is_known(watch):
    assert watch.health().status == "down"


async def test_what_nobody_has_used_is_asked(watch, asked):
    await look(watch)
    assert (asked.times, watch.health().status) == (1, "ok")


async def test_what_answers_is_not_asked(watch, asked, contact, clock):
    for _ in range(100):
        contact.answered()
        clock.advance(seconds=20)
        await look(watch)
        assert watch.health().status == "ok"
    assert asked.times == 0


async def test_what_has_been_silent_for_long_is_asked(watch, asked, contact, clock):
    contact.answered()
    clock.advance(seconds=31)
    await look(watch)
    assert asked.times == 1


async def test_a_failure_shows_at_once_and_is_asked_about_until_there_is_an_answer(
    watch, asked, contact
):
    contact.answered()
    contact.failed(ConnectionRefusedError())
    assert watch.health().details == {"reason": "ConnectionRefusedError"}
    asked.is_away = True
    await look(watch)
    await look(watch)
    assert (asked.times, watch.health().status) == (2, "down")
    contact.answered()
    assert watch.health().status == "ok"
    await look(watch)
    assert asked.times == 2


async def test_what_has_no_contact_is_always_asked(asked, clock):
    watch = DependencyWatch(asked.ping, clock)
    await look(watch)
    await look(watch)
    assert asked.times == 2
