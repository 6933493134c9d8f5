"""`rondel chaos` itself: half a minute of everything that leaves no mail in doubt.

Such a mail would be left alone for a minute. `rondel chaos` without `--only` has those, too.
"""

import json
import subprocess
import sys

import pytest

from cli.chaos.fleet import instance_names
from cli.embedded.layout import DEFAULT_STATE, PROJECT, cache_of
from shared.core.settings import inherited_environment

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(420)]

KINDS = "kill,freeze,broker,postgres,refuse,busy,reject,clock,poison"


def run_chaos(state, *options):
    environment = {
        "RONDEL_STATE_DIR": str(state),
        "RONDEL_CACHE_DIR": str(cache_of(DEFAULT_STATE)),
        "COLUMNS": "200",
    }
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "chaos", *options],
        env=inherited_environment(environment),
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_invariant_holds_after_half_a_minute_of_chaos(own_state):
    report = own_state / "chaos.json"
    done = run_chaos(
        own_state / "state",
        *("--seed", "1", "--minutes", "0.5", "--only", KINDS, "--json", str(report)),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(report.read_text())
    assert document["violations"] == []
    assert document["counts"]["faults"]["kill"] >= 1
    assert document["counts"]["events"]["committed"] > 0
    assert document["counts"]["mails"]["received"] > 0
    assert document["counts"]["live updates"]["events"] > 0
    assert {row["name"] for row in document["memory"]} == {*instance_names(), "postgres", "kafka"}
    assert "All 21 invariants hold." in done.stdout


def test_unknown_kind_is_refused_with_those_there_are(tmp_path):
    done = run_chaos(tmp_path / "state", "--only", "kill,earthquake")
    assert done.returncode == 2
    assert "earthquake: there are kill, freeze, broker" in done.stderr
    assert not (tmp_path / "state").exists()
