"""LeanRoute refuses what it cannot run when the application is made, not at a request."""

from typing import Annotated

import pytest
from fastapi import APIRouter, BackgroundTasks, Body, Cookie
from starlette.responses import Response

from api.main import Application
from api.routing import LeanRoute
from api.schemas.tasks import TaskCreate


async def with_cookie(session: Annotated[str, Cookie()]) -> Response:
    return Response(session)


async def with_background(tasks: BackgroundTasks) -> Response:
    return Response(str(tasks))


async def with_two_bodies(one: TaskCreate, other: TaskCreate) -> Response:
    return Response(one.title + other.title)


async def with_plain_query(page: int = 1) -> Response:
    return Response(str(page))


async def with_plain_body(title: Annotated[str, Body()]) -> Response:
    return Response(title)


@pytest.mark.parametrize(
    "endpoint",
    [with_cookie, with_background, with_two_bodies, with_plain_query, with_plain_body],
)
def test_what_a_lean_route_does_not_support_is_refused_at_once(endpoint):
    router = APIRouter(route_class=LeanRoute)
    with pytest.raises(TypeError):
        router.add_api_route("/", endpoint, methods=["POST"])


def test_every_route_is_a_lean_one():
    assert [each for each in Application(None).routes if not isinstance(each, LeanRoute)] == []


async def test_an_application_without_resources_serves_nothing():
    application = Application(None)
    with pytest.raises(RuntimeError, match="only describes itself"):
        await application({"type": "http"}, None, None)
