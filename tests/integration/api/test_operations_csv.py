"""Dead letters and the audit log as tables, which no spreadsheet takes for formulas."""

import csv
import io

import pytest

from shared.commands.operations import pause_worker, resume_worker
from shared.core.principal import Actor
from tests.factories.dead_letters import make_letter

PATHS = ["/api/ops/dlq.csv", "/api/ops/audit.csv"]
FORMULA = '=HYPERLINK("https://evil.example","mail")'


@pytest.fixture
async def operator(api):
    return await api.operator()


def rows_of(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("path", PATHS)
async def test_users_may_not_and_strangers_are_asked_to_sign_in(api, ada, path):
    assert (await api.ask("GET", path, ada)).status_code == 403
    assert (await api.ask("GET", path)).status_code == 401


async def test_letters_that_fit_are_lines_without_formulas(api, operator):
    found = await make_letter(api.resources.db, fingerprint="table", error=FORMULA)
    await make_letter(api.resources.db, fingerprint="another")
    (row,) = rows_of(await api.ask("GET", f"{PATHS[0]}?fingerprint=table", operator))
    assert (row["id"], row["state"], row["error"]) == (str(found), "open", f"'{FORMULA}")
    assert row["recorded_at"].endswith("Z")
    assert "record_value" not in row


async def test_letters_are_told_by_their_ids(api, operator):
    ids = {str(await make_letter(api.resources.db)) for _ in range(3)}
    named = sorted(ids)[:2]
    query = "&".join(f"id={each}" for each in named)
    rows = rows_of(await api.ask("GET", f"{PATHS[0]}?{query}", operator))
    assert sorted(row["id"] for row in rows) == named


async def test_more_letters_than_a_page_are_all_there(api, operator):
    for _ in range(201):
        await make_letter(api.resources.db, fingerprint="many")
    rows = rows_of(await api.ask("GET", f"{PATHS[0]}?fingerprint=many", operator))
    assert len({row["id"] for row in rows}) == 201


async def test_acts_are_lines_without_formulas(api, operator):
    actor = Actor("operator olga", None)
    await pause_worker(api.resources.db, actor, "relay", "+cmd|' /C calc'!A0")
    await resume_worker(api.resources.db, actor, "relay")
    rows = rows_of(await api.ask("GET", f"{PATHS[1]}?action=worker.", operator))
    assert [row["action"] for row in rows[:2]] == ["worker.resumed", "worker.paused"]
    assert rows[1]["reason"] == "'+cmd|' /C calc'!A0"


async def test_a_filter_that_makes_no_sense_is_refused(api, operator):
    answer = await api.ask("GET", f"{PATHS[0]}?colour=red", operator)
    assert answer.status_code == 422
