"""promtool: every rule fires on its fault, ends after it, and is silent when nothing happens."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.test_alerts import MONITORING, RULES
from tests.services.tools import run_tool

TESTS = sorted((MONITORING / "tests").glob("*.yaml"))
_ALWAYS = "Watchdog"
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Look:
    """What a test of promtool says of one alert at one time."""

    at_seconds: int
    alerts: list[dict[str, str]]

    def has(self, labels: dict[str, str]) -> bool:
        """Whether an alert with these labels fires."""
        return any(labels.items() <= alert.items() for alert in self.alerts)


def _seconds(time: str) -> int:
    return sum(int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+)([smhd])", time))


def _looks(path: Path) -> list[tuple[str, list[Look]]]:
    """Of each test of the file: an alert, and the looks at it in order."""
    found: list[tuple[str, list[Look]]] = []
    for test in yaml.safe_load(path.read_text())["tests"]:
        by_alert: dict[str, list[Look]] = {}
        for look in test["alert_rule_test"]:
            alerts = [each["exp_labels"] for each in look.get("exp_alerts", [])]
            by_alert.setdefault(look["alertname"], []).append(
                Look(_seconds(look["eval_time"]), alerts)
            )
        found += [(name, sorted(each, key=_when)) for name, each in by_alert.items()]
    return found


def _when(look: Look) -> int:
    return look.at_seconds


def _labels(rule: dict[str, Any]) -> dict[str, str]:
    return dict(rule["labels"])


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_promtool_finds_what_each_test_expects(path):
    assert "SUCCESS" in run_tool("promtool", "test", "rules", path)


def test_promtool_reads_every_rule():
    files = [*(MONITORING / "rules").glob("*.yaml"), MONITORING / "recording.yaml"]
    said = run_tool("promtool", "check", "rules", *files)
    assert said.count("SUCCESS") == len(files)


@pytest.mark.parametrize(
    "rule", RULES, ids=lambda rule: "-".join([rule["alert"], *rule["labels"].values()])
)
def test_it_has_a_test_in_which_it_is_silent_and_fires_and_ends(rule):
    stories = [
        [look.has(_labels(rule)) for look in looks]
        for path in TESTS
        for name, looks in _looks(path)
        if name == rule["alert"]
    ]
    assert any(True in story for story in stories)
    if rule["alert"] != _ALWAYS:
        assert any(True in story and not story[-1] for story in stories), "none in which it ends"


def test_a_day_without_work_fires_nothing():
    looks = dict(_looks(MONITORING / "tests/idle.yaml"))
    assert looks.keys() == {rule["alert"] for rule in RULES} - {_ALWAYS}
    for each in looks.values():
        assert [look.at_seconds for look in each] == [0, 180, 5400, 90000]
        assert not any(look.alerts for look in each)


def test_missing_series_are_thought_of():
    looks = dict(_looks(MONITORING / "tests/empty.yaml"))
    assert looks.keys() == {rule["alert"] for rule in RULES} - {_ALWAYS}
