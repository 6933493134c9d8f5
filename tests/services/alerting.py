"""A real Prometheus and a real Alertmanager with our rules and routes, in a hurry.

What is changed is said here, and nothing else is: of the rules, `for` (every minute becomes two
seconds; expressions stay as they are); Prometheus scrapes, evaluates and repeats its alerts every
second; of Alertmanager's settings, its waiting times, and where mail server, PagerDuty and the dead
man's switch are. Slack is where its secret file says.
"""

import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from cli.embedded.layout import PROJECT
from cli.embedded.ports import choose_port
from cli.embedded.processes import Command
from tests.services.tools import monitoring_tool
from tests.waiting import eventually

MONITORING = PROJECT / "infra/monitoring"
_START_SECONDS = 30
_UNITS = {"s": 1, "m": 60, "h": 3600}
_HURRY = 30
_SECRETS = "/etc/alertmanager/secrets"


@dataclass(frozen=True)
class Alerting:
    """What the two servers know."""

    prometheus: str
    alertmanager: str

    async def alerts(self, **labels: str) -> list[dict[str, Any]]:
        """The alerts with these labels that Alertmanager has, also those it holds back."""
        query = [("filter", f'{name}="{value}"') for name, value in labels.items()]
        async with httpx.AsyncClient(base_url=self.alertmanager, timeout=10) as client:
            answer = await client.get("/api/v2/alerts", params=query)
        return list(answer.raise_for_status().json())

    async def fires(self, seconds: float = 40, **labels: str) -> dict[str, Any]:
        """The alert with these labels, once Alertmanager has it."""
        found = await eventually(lambda: self.alerts(**labels), seconds, f"fires: {labels}")
        return found[0]

    async def ends(self, seconds: float = 60, **labels: str) -> None:
        """Alertmanager has no such alert any more."""

        async def is_gone() -> bool:
            return not await self.alerts(**labels)

        await eventually(is_gone, seconds, f"ends: {labels}")

    async def value(self, expression: str) -> float | None:
        """What the expression is now; None if there is nothing."""
        async with httpx.AsyncClient(base_url=self.prometheus, timeout=10) as client:
            answer = await client.get("/api/v1/query", params={"query": expression})
        found = answer.raise_for_status().json()["data"]["result"]
        return float(found[0]["value"][1]) if found else None


@asynccontextmanager
async def alerting(
    folder: Path, targets: Mapping[str, int], receiver: str, smtp_port: int
) -> AsyncIterator[Alerting]:
    """Both servers look at these services (name to port) and tell `receiver` and the mail sink."""
    mine = choose_port()
    theirs = choose_port(avoid=[mine])
    _write(folder / "alertmanager.yml", hurried_routes(folder, receiver, smtp_port))
    _write(folder / "prometheus.yml", _scraping(targets, theirs))
    for path in (MONITORING / "rules").glob("*.yaml"):
        _write(folder / "rules" / path.name, hurried_rules(yaml.safe_load(path.read_text())))
    _write(folder / "recording.yaml", yaml.safe_load((MONITORING / "recording.yaml").read_text()))
    running = [
        _spawn(
            folder,
            "prometheus-alertmanager",
            f"--config.file={folder}/alertmanager.yml",
            f"--storage.path={folder}/alertmanager",
            f"--web.listen-address=127.0.0.1:{theirs}",
            "--cluster.listen-address=",  # alone: nobody to wait for
        ),
        _spawn(
            folder,
            "prometheus",
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/prometheus",
            f"--web.listen-address=127.0.0.1:{mine}",
            "--rules.alert.resend-delay=1s",
        ),
    ]
    servers = Alerting(f"http://127.0.0.1:{mine}", f"http://127.0.0.1:{theirs}")
    try:
        for url in (servers.alertmanager, servers.prometheus):
            await eventually(lambda url=url: _is_ready(url), _START_SECONDS, f"{url} is ready")
        yield servers
    finally:
        for process in running:
            process.kill()
            process.wait()


def hurried_rules(rules: dict[str, Any]) -> dict[str, Any]:
    """The same rules that wait thirty times shorter: a minute becomes two seconds."""
    for group in rules["groups"]:
        for rule in group["rules"]:
            if "for" in rule:
                rule["for"] = f"{_seconds(rule['for']) / _HURRY * 1000:.0f}ms"
    return rules


def hurried_routes(folder: Path, receiver: str, smtp_port: int) -> dict[str, Any]:
    """Our routes and receivers, which wait a second, and reach nothing but this machine."""
    text = (MONITORING / "alertmanager/alertmanager.yml").read_text()
    secrets = folder / "secrets"
    config: dict[str, Any] = yaml.safe_load(text.replace(_SECRETS, str(secrets)))
    secrets.mkdir(parents=True)
    contents = {
        "slack_url": f"{receiver}/slack",
        "pagerduty_key": "a" * 32,
        "deadman_token": "woof",
    }
    for name, content in contents.items():
        (secrets / name).write_text(content)
    config["templates"] = [str(MONITORING / "alertmanager/templates/*.tmpl")]
    mail = {"smtp_smarthost": f"127.0.0.1:{smtp_port}", "smtp_require_tls": False}
    config["global"] |= {**mail, "pagerduty_url": f"{receiver}/pagerduty", "resolve_timeout": "30s"}
    for key in ("smtp_auth_username", "smtp_auth_password_file"):  # the sink lets everybody in
        del config["global"][key]
    for each in config["receivers"]:
        for webhook in each.get("webhook_configs", []):
            webhook["url"] = f"{receiver}/deadman"
    for route in (config["route"], *config["route"]["routes"]):
        route |= {"group_wait": "1s", "group_interval": "1s"}
    return config


def _scraping(targets: Mapping[str, int], alertmanager: int) -> dict[str, Any]:
    static = [
        {"targets": [f"127.0.0.1:{port}"], "labels": {"service": name}}
        for name, port in targets.items()
    ]
    return {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": ["recording.yaml", "rules/*.yaml"],
        "alerting": {
            "alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager}"]}]}]
        },
        "scrape_configs": [{"job_name": "rondel", "static_configs": static}],
    }


def _seconds(time: str) -> int:
    return int(time[:-1]) * _UNITS[time[-1]]


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content))


def _spawn(folder: Path, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
    return Command([monitoring_tool(name), *arguments]).launch(folder / f"{name}.log")


async def _is_ready(url: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            return (await client.get(f"{url}/-/ready")).is_success
    except httpx.TransportError:
        return False
