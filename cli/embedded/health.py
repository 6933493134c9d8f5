"""How each service of a running stack is, found out by asking it."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, Literal

import orjson

from cli.embedded.external import answers
from cli.embedded.service import http_answer
from cli.embedded.state import ServiceState, StackState

Health = Literal["ok", "degraded", "down", "starting", "restarting", "stopped"]


def ask_all(state: StackState) -> list[tuple[ServiceState, Health]]:
    """Each service with its health, in the order of the stack; one-off tasks are left out."""
    services = [service for service in state.services if service.kind != "task"]
    with ThreadPoolExecutor(max(1, len(services))) as pool:
        return list(zip(services, pool.map(_ask, services), strict=True))


def as_document(state: StackState | None) -> dict[str, Any]:
    """The answer of `rondel dev --status --json`."""
    if state is None:
        return {"state": "stopped", "url": None, "mail": None, "services": []}
    services = [
        {
            "name": service.name,
            "url": service.url,
            "health": health,
            "metrics": service.metrics,
            "pid": service.process.pid if service.process else None,
            "log": service.log,
            "restarts": service.restarts,
            "external": service.external,
        }
        for service, health in ask_all(state)
    ]
    return {"state": state.phase, "url": state.url, "mail": state.mail, "services": services}


def lacks_web_app(state: StackState) -> bool:
    """Whether the API that runs says that it has no web app to show."""
    if not any(service.name == "api" for service in state.services):
        return False
    answer = http_answer(f"{state.url}/")
    return answer is not None and answer[0] == HTTPStatus.SERVICE_UNAVAILABLE


def _ask(service: ServiceState) -> Health:
    match service.phase:
        case "running" if service.kind == "http":
            return _ask_health(service.url)
        case "running":
            return "ok" if answers(service.kind, service.url) else "down"
        case "restarting" | "preparing" | "starting" if service.restarts:
            return "restarting"
        case "waiting" | "preparing" | "starting":
            return "starting"
        case "stopping" | "stopped" | "done":
            return "stopped"
        case _:
            return "down"


def _ask_health(url: str) -> Health:
    """What it says of itself; silence is down."""
    answer = http_answer(f"{url}/health")
    if answer is None:
        return "down"
    try:
        said = orjson.loads(answer[1])["status"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        said = None
    # What is down for itself still runs, and mends itself as soon as what it needs is back.
    return "ok" if said == "ok" else "degraded"
