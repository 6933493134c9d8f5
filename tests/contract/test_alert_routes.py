"""Alertmanager's settings are right, and each alert goes where its severity says."""

import re

import pytest
import yaml

from tests.contract.test_alerts import MONITORING, RULES
from tests.services.tools import run_tool

CONFIG = MONITORING / "alertmanager/alertmanager.yml"
RECEIVERS = {"critical": "oncall", "warning": "team"}
ELSEWHERE = {"Watchdog": "deadman", "AlertsNotDelivered": "mail"}
_SECRET = re.compile(r"(api_url|routing_key|service_key|password|credentials|token|secret)$")


def test_amtool_reads_the_settings_and_the_templates():
    said = run_tool("amtool", "check-config", CONFIG)
    assert "1 templates" in said
    assert "FAILED" not in said


@pytest.mark.parametrize(
    "rule", RULES, ids=lambda rule: "-".join([rule["alert"], *rule["labels"].values()])
)
def test_it_goes_to_those_whom_it_concerns(rule):
    labels = [f"{name}={value}" for name, value in rule["labels"].items()]
    said = run_tool(
        "amtool", "config", "routes", "test", f"--config.file={CONFIG}",
        f"alertname={rule['alert']}", *labels,
    )  # fmt: skip
    expected = ELSEWHERE.get(rule["alert"]) or RECEIVERS[rule["labels"]["severity"]]
    assert said.splitlines()[-1] == expected


def test_what_no_route_knows_is_mailed():
    said = run_tool(
        "amtool", "config", "routes", "test", f"--config.file={CONFIG}", "severity=unheard-of"
    )
    assert said.splitlines()[-1] == "mail"


def test_no_secret_is_in_it():
    def keys(node):
        if isinstance(node, dict):
            return [*node, *(key for value in node.values() for key in keys(value))]
        return [key for value in node for key in keys(value)] if isinstance(node, list) else []

    found = keys(yaml.safe_load(CONFIG.read_text()))
    assert [key for key in found if _SECRET.search(key)] == []
    assert {"slack_api_url_file", "routing_key_file", "smtp_auth_password_file"} <= set(found)


def test_inhibition_names_alerts_that_exist():
    known = {rule["alert"] for rule in RULES}
    text = yaml.safe_dump(yaml.safe_load(CONFIG.read_text())["inhibit_rules"])
    named = re.findall(r'alertname=~?"([\w|]+)"', text)
    assert named
    assert {name for each in named for name in each.split("|")} <= known
