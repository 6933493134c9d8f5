import os

import pytest

from cli.bench.machine import describe_machine, facts_line
from cli.bench.probes import busy_seconds, cpu_seconds, family, parse_samples, share_within
from cli.bench.stats import NothingMeasured
from cli.embedded.layout import DEFAULT_STATE, cache_of
from shared.observability.metrics import Metrics

LATENESS = "reminder_lateness_seconds"


def scraped(metrics):
    return parse_samples(metrics.render().decode())


def test_share_counts_what_was_observed_between_two_scrapes():
    metrics = Metrics()
    metrics.observe(LATENESS, 3.0, stage="fired")
    before = scraped(metrics)
    for seconds in (0.002, 0.009, 0.04, 0.2):
        metrics.observe(LATENESS, seconds, stage="fired")
    metrics.observe(LATENESS, 9.0, stage="sent")
    after = scraped(metrics)
    shares = [share_within(before, after, LATENESS, "fired", b) for b in ("0.005", "0.01", "0.05")]
    assert shares == [25.0, 50.0, 75.0]


def test_share_of_no_observations_is_refused():
    samples = scraped(Metrics())
    with pytest.raises(NothingMeasured):
        share_within(samples, samples, LATENESS, "fired", "0.01")


def test_cpu_time_of_a_process_only_grows():
    before = cpu_seconds(os.getpid())
    total = sum(range(2_000_000))
    assert total > 0
    assert cpu_seconds(os.getpid()) >= before > 0


def test_the_machine_is_busy_with_this_process_at_least():
    before, ours = busy_seconds(), cpu_seconds(os.getpid())
    assert sum(range(2_000_000)) > 0
    assert busy_seconds() >= before
    assert busy_seconds() > ours


def test_a_process_that_is_gone_has_no_family():
    assert family(2**22 + 1) == []


def test_machine_facts_name_what_figures_depend_on(tmp_path):
    machine = describe_machine(tmp_path, cache_of(DEFAULT_STATE))
    assert machine["cores"] >= 1
    assert machine["sync_ms"] > 0
    assert machine["loop_ms"] > 0
    assert machine["kafka"][0].isdigit()
    assert set(machine["packages"]) >= {"aiokafka", "asyncpg", "apscheduler"}
    assert all(value is not None for _, value in facts_line(machine))
