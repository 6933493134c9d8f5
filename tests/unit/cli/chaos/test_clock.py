"""A clock that another process sets."""

from datetime import UTC, timedelta

import pytest
from apscheduler.schedulers import base

from cli.chaos.clock import ClockFile, SteppableClock
from cli.chaos.worker import step_apscheduler
from shared.core.clock import SystemClock


@pytest.fixture
def path(tmp_path):
    return tmp_path / "clock"


@pytest.mark.parametrize("seconds", [30.0, -30.0, 660.0])
def test_step_is_seen_by_whoever_has_the_file(path, seconds):
    mine, theirs = ClockFile(path), SteppableClock(ClockFile(path))
    mine.step(seconds)
    off = theirs.now() - SystemClock().now() - timedelta(seconds=seconds)
    assert abs(off) < timedelta(seconds=1)


def test_step_back_is_seen_too(path):
    mine, theirs = ClockFile(path), SteppableClock(ClockFile(path))
    mine.step(30)
    mine.step(0)
    assert abs(theirs.now() - SystemClock().now()) < timedelta(seconds=1)


def test_monotonic_time_never_steps(path):
    mine, theirs = ClockFile(path), SteppableClock(ClockFile(path))
    before = theirs.monotonic()
    mine.step(-30)
    assert 0 <= theirs.monotonic() - before < 1


def test_offset_outlives_the_process_that_reads_it(path):
    ClockFile(path).step(5)
    assert ClockFile(path).seconds == 5


def test_apscheduler_sees_the_step(path, monkeypatch):
    monkeypatch.setattr(base, "datetime", base.datetime)  # is put back after the test
    mine = ClockFile(path)
    step_apscheduler(SteppableClock(ClockFile(path)))
    mine.step(30)
    off = base.datetime.now(UTC) - SystemClock().now()
    assert abs(off - timedelta(seconds=30)) < timedelta(seconds=1)
