"""Each scenario of `rondel bench` at a tiny size. What is asserted holds at any speed."""

import json
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment

pytestmark = [pytest.mark.timeout(900), pytest.mark.slow]

SIZE = ["--seconds", "1", "--rate", "30", "--count", "40", "--partitions", "4"]
QUICK = (
    "relay",
    "reminders",
    "burst",
    "pipeline",
    "scaling",
    "rebalance",
    "waiting",
    "heavy",
    "auth",
)
"""Those whose tiny run is short; `rondel bench` itself and the e2e tests run the others."""

SIDE_BY_SIDE = 2  # they wait more than they work; more of them would starve each other


@dataclass
class Finished:
    """A run of the command that has ended."""

    code: int
    document: dict
    errors: str

    def rows(self, part):
        """Rows whose metric has `part` in its name."""
        return [row for row in self.document["rows"] if part in row["metric"]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory, postgres_url, kafka_brokers):
    """The quick scenarios, each as a process of its own."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        found = pool.map(
            lambda name: finish(name, tmp_path_factory.mktemp(name), postgres_url, kafka_brokers),
            QUICK,
        )
        return dict(zip(QUICK, found, strict=True))


def finish(name, state, postgres_url, kafka_brokers):
    environment = {
        "DATABASE_URL": postgres_url,
        "KAFKA_BROKERS": kafka_brokers,
        "RONDEL_STATE_DIR": str(state),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "bench", name, "--external", "--json", "-", *SIZE],
        env=inherited_environment(environment),
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Finished(done.returncode, json.loads(done.stdout or "{}"), done.stderr)


@pytest.fixture(params=QUICK)
def run(request, runs):
    return runs[request.param]


def test_scenario_comes_to_its_end_and_reports(run):
    assert run.code == 0, run.errors
    assert run.document["format"] == 1
    assert [each["failure"] for each in run.document["scenarios"]] == [None]
    assert run.document["machine"]["postgresql"]
    assert run.document["rows"]


def test_every_figure_is_a_number_with_its_unit(run):
    for row in run.document["rows"]:
        assert math.isfinite(row["value"]), row
        assert row["unit"], row
        assert (row["met"] is None) == (row["target"] is None), row


def test_nothing_is_lost_early_or_doubled(run):
    none_of_them = [row for row in run.document["rows"] if row["target"] == "== 0"]
    assert [row for row in none_of_them if not row["met"]] == []


def test_each_promise_is_looked_at(runs):
    looked_at = {
        "relay": ["lost"],
        "reminders": ["fired early", "lost", "doubled", "mails lost", "mails doubled"],
        "burst": ["fired early", "lost", "doubled"],
        "pipeline": ["occurrences lost", "occurrences doubled", "reminders lost", "written twice"],
        "scaling": ["not owned once with 1", "not owned once with 4", "lost", "doubled"],
        "waiting": ["lost, early or doubled beside few", "lost, early or doubled beside 40"],
        "heavy": ["lost by another zone"],
        "rebalance": ["not owned once, killed", "lost", "mails lost", "mails doubled"],
    }
    for name, parts in looked_at.items():
        for part in parts:
            assert runs[name].rows(part), (name, part)


def test_throughput_stands_beside_a_baseline_of_the_same_run(runs):
    published, fired = runs["relay"].rows("published"), runs["burst"].rows("fired in a burst")
    assert [row["baseline"]["name"] for row in published] == ["bare aiokafka"]
    assert [row["baseline"]["name"] for row in fired] == ["stock APScheduler store"]
    assert all(row["ratio"] > 0 for row in (*published, *fired))


def test_unknown_scenario_is_refused_before_anything_starts(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "bench", "relay", "teleport"],
        env=inherited_environment({"RONDEL_STATE_DIR": str(tmp_path)}),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "teleport" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_external_without_addresses_says_what_is_missing(tmp_path):
    empty = {"DATABASE_URL": "", "KAFKA_BROKERS": "", "RONDEL_STATE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "bench", "memory", "--external"],
        env=inherited_environment(empty),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "DATABASE_URL and KAFKA_BROKERS" in done.stdout
