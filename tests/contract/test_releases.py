"""What was released keeps its meaning: for readers of today's events and for records of then."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from cli.generators.schemas import schema_of
from shared.events.catalog import CATALOG
from shared.events.envelope import decode
from tools.event_contracts.releases import broken_promises, current_release, read_releases

GOLDEN = Path(__file__).parent / "golden"
ADVICE = """These need a new version of the event: docs/how-to/add-event.md.
Only while the release has no tag, `make freeze-events` writes its file anew."""
RELEASES = read_releases()
CURRENT = current_release("now")
WRITTEN = [
    pytest.param(uri, contract, id=f"{release.name}-{uri}")
    for release in RELEASES
    for uri, contract in release.contracts.items()
    if contract["written"] and uri in CURRENT.contracts
]
IDS = [each.id for each in WRITTEN]


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_no_promise_of_a_release_is_broken(release):
    broken = list(broken_promises(release, CURRENT, is_latest=release is RELEASES[-1]))
    assert not broken, "\n".join([ADVICE, *broken])


@pytest.mark.parametrize(("uri", "contract"), WRITTEN)
def test_record_of_a_release_is_read_today(uri, contract):
    event = decode(headers_of(uri, contract), json.dumps(contract["example"]).encode())
    assert event.type is CATALOG[contract["type"]]
    assert isinstance(event.data, event.type.model)


@pytest.mark.parametrize("contract", [each.values[1] for each in WRITTEN], ids=IDS)
def test_event_of_today_is_what_the_schema_of_the_release_says(contract):
    today = json.loads((GOLDEN / f"{contract['type']}.v{contract['version']}.json").read_text())
    errors = Draft202012Validator(contract["schema"]).iter_errors(today)
    assert [error.message for error in errors] == []


def test_every_type_of_today_has_an_entry_in_its_own_release():
    assert {contract["type"] for contract in CURRENT.contracts.values()} == set(CATALOG)
    assert all(
        contract["schema"] == schema_of(CATALOG[contract["type"]], contract["version"])
        for contract in CURRENT.contracts.values()
    )


def headers_of(uri, contract):
    return [
        ("ce_specversion", b"1.0"),
        ("ce_type", contract["type"].encode()),
        ("ce_dataschema", uri.encode()),
        ("ce_id", str(UUID(int=1)).encode()),
        ("ce_time", datetime(2026, 3, 2, tzinfo=UTC).isoformat().encode()),
    ]
