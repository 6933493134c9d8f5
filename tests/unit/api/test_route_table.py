"""The table finds what going through all routes one by one would."""

import re

import pytest
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from api.main import Application
from api.route_table import RouteTable
from api.routes.web import PageRoute

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Pages depend on what the web app has (tests/integration/api/test_web.py).
ROUTES = [each for each in Application(None).routes if not isinstance(each, PageRoute)]
TABLE = RouteTable(ROUTES)


def paths_like(template):
    """Paths of this route, and some that only begin or end as its paths do."""
    for filled in ("7", "export", "a%2Fb"):
        path = re.sub(r"\{[^}]*\}", filled, template)
        yield from (path, f"{path}/", f"{path}/more", path.rsplit("/", 1)[0] or "/", path[1:])


def scope_of(method, path):
    return {"type": "http", "method": method, "path": path, "root_path": ""}


def one_by_one(scope):
    """The route that answers; 405 or 404 if none does. Starlette's rule."""
    found = [(each.matches(scope)[0], each) for each in ROUTES]
    full = next((each for match, each in found if match is Match.FULL), None)
    if full is not None:
        return full
    partial = next((each for match, each in found if match is Match.PARTIAL), None)
    return 404 if partial is None else (405, partial)


def by_the_table(scope):
    try:
        return TABLE.find(scope)[0]
    except HTTPException as error:
        return 404 if error.status_code == 404 else (405, scope["route"])


@pytest.mark.parametrize("template", sorted({route.path_format for route in ROUTES}))
def test_it_finds_what_going_through_all_routes_finds(template):
    for path in paths_like(template):
        for method in METHODS:
            expected = one_by_one(scope_of(method, path))
            assert by_the_table(scope_of(method, path)) == expected, (method, path)


def test_it_looks_at_few_routes():
    looked_at = [len(TABLE._by_head[head]) for head in ("/api/labels", "/api/status", "/livez")]
    assert max(looked_at) < len(ROUTES) / 10


def test_it_takes_no_other_kind_of_route():
    with pytest.raises(TypeError, match="LeanRoute"):
        RouteTable([Route("/", lambda _request: None)])
