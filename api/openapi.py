"""The description of the API: OpenAPI 3.1, complete, the same on every machine."""

from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from api.deps import verified_token
from api.problems import CATALOGUE, MEDIA_TYPE, documented
from api.schemas.common import Problem
from api.scopes import ScopeMissing, needed_for

TITLE = "Rondel"
VERSION = "1"

_ABOUT = """Tasks that come back, and reminders on the exact second.

Every error is a problem document (RFC 9457); its `code` is stable. Instants are RFC 3339 in UTC,
wall times carry no zone. Unknown fields and parameters are refused.
"""
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access token, or an API token that has the scope in `x-scope`.",
}
_REF = "#/components/schemas/{model}"


def describe(routes: list[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI document of these routes."""
    document = get_openapi(title=TITLE, version=VERSION, description=_ABOUT, routes=routes)
    _, problem = models_json_schema([(Problem, "serialization")], ref_template=_REF)
    schemas = document["components"]["schemas"] | problem["$defs"]
    # FastAPI's own form of validation errors, which nothing here answers with.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"bearer": _BEARER},
    }
    for route in routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                _finish(document["paths"][route.path_format][method.lower()], route)
    return document


def _finish(operation: dict[str, Any], route: APIRoute) -> None:
    if _asks_for_token(route.dependant):
        operation["security"] = [{"bearer": []}]
        _tell_scope(operation, route)
    refused = operation["responses"].get("422", {}).get("content", {})
    if "application/json" in refused:  # FastAPI's guess for any route with a parameter
        del operation["responses"]["422"]


def _tell_scope(operation: dict[str, Any], route: APIRoute) -> None:
    """What an API token needs for it, and that it may be refused."""
    [method] = route.methods or {"GET"}
    operation["x-scope"] = needed_for(method, route.path_format)
    refused = operation["responses"].get("403", {"content": {MEDIA_TYPE: {"examples": {}}}})
    known = {CATALOGUE[code] for code in refused["content"][MEDIA_TYPE]["examples"]}
    operation["responses"]["403"] = documented(known | {ScopeMissing})
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _asks_for_token(dependant: Dependant) -> bool:
    return dependant.call is verified_token or any(
        _asks_for_token(each) for each in dependant.dependencies
    )
