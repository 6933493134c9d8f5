"""Probes, metrics, and what the problems mean: for operators, without sign-in."""

import inspect
from dataclasses import asdict

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.deps import ResourcesDep
from api.errors import MetricsRefused, RouteNotFound
from api.health import worst_of
from api.problems import CATALOGUE, problems
from api.rendering import json_response
from api.routing import LeanRoute
from api.scraping import may_scrape

router = APIRouter(tags=["operations"], route_class=LeanRoute)


@router.get("/livez", response_class=PlainTextResponse)
async def get_liveness() -> Response:
    """Answer as long as the process runs."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", responses={503: {"description": "PostgreSQL cannot be reached"}})
async def get_readiness(resources: ResourcesDep) -> Response:
    """Say whether requests can be served; `degraded` still can."""
    worst = worst_of(await resources.health.check_components())
    return json_response({"status": worst}, status=503 if worst == "down" else 200)


@router.get("/health", responses={503: {"description": "PostgreSQL cannot be reached"}})
async def get_health(resources: ResourcesDep) -> Response:
    """Say how each part is."""
    components = await resources.health.check_components()
    worst = worst_of(components)
    document = {"status": worst, "components": [asdict(each) for each in components]}
    return json_response(document, status=503 if worst == "down" else 200)


@router.get("/metrics", response_class=PlainTextResponse, responses=problems(MetricsRefused))
async def get_metrics(
    request: Request,
    resources: ResourcesDep,
) -> Response:
    """Show the metrics of this process to Prometheus; to one that reads OpenMetrics, exemplars."""
    if not may_scrape(request.scope, resources.settings.metrics):
        raise MetricsRefused("Not from where you are. The page of this problem says from where.")
    await resources.health.check_components()
    body, content_type = await resources.metrics.answer_aside(request.headers.get("accept", ""))
    return Response(body, headers={"content-type": content_type})


@router.get("/problems/{code}", response_class=PlainTextResponse, responses=problems(RouteNotFound))
async def explain_problem(code: str) -> Response:
    """Explain what a problem's `type` points at."""
    kind = CATALOGUE.get(code)
    if kind is None:
        raise RouteNotFound(f"There is no problem {code}.")
    text = f"{kind.code} ({kind.status}): {kind.title}\n\n{inspect.getdoc(kind)}\n"
    return PlainTextResponse(text)


@router.get("/api/openapi.json", include_in_schema=False)
async def get_openapi(request: Request) -> Response:
    """Show the description of this API."""
    document = request.scope["app"].openapi()
    return json_response(document, headers={"cache-control": "max-age=300"})
