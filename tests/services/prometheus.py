"""A real Prometheus on the processes of a test, with the configuration and rules of infra/."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import yaml

from cli.embedded.layout import PROJECT
from cli.embedded.ports import choose_port
from shared.core.clock import SystemClock
from tests.services.tools import monitoring_tool
from tests.waiting import eventually

MONITORING = PROJECT / "infra" / "monitoring"
_STOP_SECONDS = 10


def configuration(targets: Mapping[str, str], seconds: int) -> dict[str, Any]:
    """That of infra/, with these processes by the name of their service, scraped so often."""
    found: dict[str, Any] = yaml.safe_load((MONITORING / "prometheus.yml").read_text())
    found["global"] = {"scrape_interval": f"{seconds}s", "evaluation_interval": f"{seconds}s"}
    found["rule_files"] = [str(MONITORING / name) for name in found["rule_files"]]
    del found["alerting"]
    (job,) = (each for each in found["scrape_configs"] if each["job_name"] == "rondel")
    found["scrape_configs"] = [job]
    job["static_configs"] = [
        {"targets": [urlsplit(url).netloc], "labels": {"service": service}}
        for service, url in targets.items()
    ]
    return found


@dataclass(frozen=True)
class Prometheus:
    """One that runs."""

    client: httpx.AsyncClient
    started_at: float

    async def ask(self, expression: str) -> list[dict[str, Any]]:
        """The series of the expression now."""
        return await self._result("/api/v1/query", query=expression)

    async def course(self, expression: str) -> list[dict[str, Any]]:
        """The series of the expression from the start on, second by second."""
        span = {"start": str(self.started_at), "end": str(_now()), "step": "1"}
        return await self._result("/api/v1/query_range", query=expression, **span)

    async def exemplars(self, expression: str) -> list[dict[str, Any]]:
        """The exemplars that were scraped for it."""
        span = {"start": str(self.started_at), "end": str(_now())}
        answer = await self.client.get(
            "/api/v1/query_exemplars", params={"query": expression, **span}
        )
        found: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
        return found

    async def _result(self, path: str, **form: str) -> list[dict[str, Any]]:
        answer = await self.client.post(path, data=form)
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:  # it reads its own log still
            return []
        document = answer.json()
        assert document["status"] == "success", f"{form['query']}: {document}"
        assert document["data"]["resultType"] in {"vector", "matrix"}
        found: list[dict[str, Any]] = document["data"]["result"]
        return found


@asynccontextmanager
async def prometheus_over(
    targets: Mapping[str, str], folder: Path, seconds: int = 1
) -> AsyncIterator[Prometheus]:
    """Prometheus scrapes these processes; it has reached each of them."""
    config = folder / "prometheus.yml"
    config.write_text(yaml.safe_dump(configuration(targets, seconds)))
    address = f"127.0.0.1:{choose_port()}"
    with (folder / "prometheus.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            monitoring_tool("prometheus"),
            f"--config.file={config}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--enable-feature=exemplar-storage",
            stdout=log,
            stderr=log,
        )
    try:
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=20) as client:
            found = Prometheus(client, _now())
            await eventually(lambda: _reaches_all(found, len(targets)), 30, "Prometheus scrapes")
            yield found
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)


def _now() -> float:
    """Seconds since 1970, as Prometheus takes them."""
    return SystemClock().now().timestamp()


async def _reaches_all(prometheus: Prometheus, count: int) -> bool:
    try:
        up = await prometheus.ask("sum(up)")
    except httpx.TransportError:
        return False
    return bool(up) and float(up[0]["value"][1]) == count
