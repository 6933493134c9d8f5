"""Nobody sees or changes what is another's: every operation, with ids that are not one's own."""

from pathlib import Path

import pytest

from shared.commands.api_tokens import SCOPES
from tests.integration.api.harness import Person
from tests.integration.api.isolation_cases import operations_of
from tests.integration.api.isolation_walk import Report, Walk

pytest_plugins = ["tests.integration.api.isolation_fixtures"]
pytestmark = pytest.mark.timeout(280)  # whichever is first waits for the walk

FIGURES = Path(__file__).resolve().parents[3] / ".rondel" / "isolation.txt"


async def program_of(api, world, scopes) -> Person:
    body = {"name": "Program", "scopes": scopes}
    answer = await api.ask("POST", "/api/me/tokens", world.person, json=body)
    return Person(world.person.user_id, {"authorization": f"Bearer {answer.json()['token']}"})


@pytest.fixture(scope="module")
async def walked(planting, admin, worlds, rehearsed) -> Report:
    """What the walk tried and found; its figures are written down for docs/isolation.md."""
    victim, attacker = worlds
    programs = {scope: await program_of(planting, attacker, [scope]) for scope in SCOPES}
    programs["all"] = await program_of(planting, attacker, list(SCOPES))
    operator = await planting.operator()
    walk = Walk(*rehearsed, victim, attacker, operator, admin, programs)
    report = await walk.go(operations_of(planting.app.openapi()))
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(f"{report}\n")
    return report


def test_the_walk_can_feed_every_operation(walked):
    assert walked.unfed == []


def test_what_is_tried_is_what_the_owner_could_do(walked):
    assert walked.unproven == []


def test_nothing_leaks_and_nothing_is_changed(walked):
    assert walked.leaks == []
    assert len(walked.operations) > 100
    assert walked.tried.total() > 1_000
