"""What browsers are told with each answer, and what they may send here from pages of others."""

import re
from dataclasses import replace
from uuid import uuid4

import orjson
import pytest
from fastapi.routing import APIRoute
from starlette.responses import Response

from api.answer_headers import AnswerHeaders
from api.cookies import RefreshCookie
from api.cross_origin import UNSAFE
from tests.integration.api.harness import Api

HTTPS = "https://tasks.example.com"
BOARD = "https://board.example.com"
EVIL = "https://evil.example"
DATA = "default-src 'none'; frame-ancestors 'none'"
FILE = f"{DATA}; sandbox"
PASSWORD = "correct horse battery"
FORM = {"content-type": "application/x-www-form-urlencoded"}
HOSTILE = {
    "a form of another site": {"sec-fetch-site": "cross-site", "origin": EVIL},
    "a sibling subdomain": {"sec-fetch-site": "same-site", "origin": "https://x.example.com"},
    "a sandboxed frame": {"sec-fetch-site": "cross-site", "origin": "null"},
    "a browser without Fetch Metadata": {"origin": EVIL},
    "the same, from a sandboxed frame": {"origin": "null"},
    "another port of this host": {"origin": "http://localhost:9999", "host": "localhost:8000"},
    "plain http beside https": {"origin": "http://rondel.test", "sec-fetch-site": "cross-site"},
    "a site that forges our Origin": {
        "sec-fetch-site": "cross-site",
        "origin": "http://localhost:8000",
    },
}
FRIENDLY = {
    "our own page": {"sec-fetch-site": "same-origin", "origin": "http://localhost:8000"},
    "a program": {},
    "our page in an older browser": {"origin": "http://localhost:8000"},
    "our page by another name": {"origin": "http://rondel.test"},
    "something that the user typed": {"sec-fetch-site": "none"},
}


@pytest.fixture(scope="module")
def elsewhere(resources):
    """The application on https, with one page elsewhere that may use it."""
    settings = resources.settings.model_copy(
        update={"public_url": HTTPS, "cors_origins": f"{BOARD}, http://localhost:5173"}
    )
    cookie = RefreshCookie(HTTPS, settings.auth.idle_days)
    return Api(replace(resources, settings=settings, cookie=cookie))


async def sign_up(api, headers=None, **more):
    body = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, **more}
    return await api.ask("POST", "/api/auth/sign-up", json=body, headers=headers)


@pytest.mark.parametrize(
    ("path", "policy", "cache"),
    [
        ("/api/me", DATA, "no-store"),
        ("/api/tasks", DATA, "no-store"),
        ("/api/nothing", DATA, "no-store"),
        ("/api/openapi.json", DATA, "max-age=300"),
        ("/api/tasks/export", FILE, "no-store"),
        ("/livez", FILE, "no-store"),
        ("/metrics", FILE, "no-store"),
        ("/problems/none", DATA, "no-store"),
        ("/problems/internal", FILE, "no-store"),
    ],
)
async def test_every_answer_has_every_header_once(api, ada, path, policy, cache):
    answer = await api.ask("GET", path, ada)
    expected = {
        "content-security-policy": policy,
        "cache-control": cache,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    for name, value in expected.items():
        assert answer.headers.get_list(name) == [value], name
    (permissions,) = answer.headers.get_list("permissions-policy")
    assert "camera=()" in permissions
    assert "publickey-credentials" not in permissions  # passkeys need what is the default


@pytest.mark.parametrize("path", ["/a/forgot", "/a/x", "/l/x", "/docs"])
async def test_pages_run_no_inline_script_and_are_framed_by_nobody(api, path):
    answer = await api.ask("GET", path)
    assert answer.headers["content-type"].startswith("text/html")
    (policy,) = answer.headers.get_list("content-security-policy")
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == ["'none'"]
    assert rules.get("script-src", ["'none'"]) == (["'self'"] if path == "/docs" else ["'none'"])
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "<script>" not in answer.text
    assert not re.search(r"<[^>]*\son\w+=", answer.text)


async def test_a_file_is_never_a_page_of_ours(api, ada):
    made = (await api.ask("POST", "/api/feeds", ada, json={"name": "<script>"})).json()
    path = made["url"].removeprefix(api.resources.settings.public_url)
    for headers in ({}, {"if-none-match": "*"}):
        answer = await api.ask("GET", path, headers=headers)
        assert answer.status_code == (304 if headers else 200)
        assert answer.headers["content-security-policy"] == FILE
        assert answer.headers["cache-control"] == "private, no-cache"
    feed = await api.ask("GET", path)
    assert feed.headers["content-disposition"] == "attachment; filename=rondel.ics"
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize(
    ("headers", "policy"),
    [
        ({"content-type": "text/html"}, FILE),
        ({"content-type": "image/svg+xml"}, FILE),
        ({}, FILE),
        ({"content-type": "application/json", "content-disposition": "attachment"}, FILE),
        ({"content-type": "application/json"}, DATA),
        ({"content-type": "text/html", "content-security-policy": "sandbox"}, "sandbox"),
    ],
)
def test_what_is_not_known_to_be_data_is_powerless(headers, policy):
    answer = Response(b"<script>alert(1)</script>", headers=headers)
    start = {"headers": [(name, value) for name, value in answer.raw_headers]}
    AnswerHeaders("http://localhost:8000").add(start)
    found = [value for name, value in start["headers"] if name == b"content-security-policy"]
    assert found == [policy.encode()]


@pytest.mark.parametrize("path", ["/api/me", "/livez", "/a/forgot", "/nothing"])
async def test_tls_is_demanded_for_a_year_where_the_public_address_has_it(api, elsewhere, path):
    name = "strict-transport-security"
    assert name not in (await api.ask("GET", path)).headers
    answer = await elsewhere.ask("GET", path)
    assert answer.headers[name] == "max-age=31536000; includeSubDomains"


async def test_the_cookie_belongs_to_this_host_alone_on_tls(elsewhere):
    answer = await sign_up(elsewhere, session="cookie")
    name, *attributes = answer.headers.get_list("set-cookie")[0].split("; ")
    assert name.startswith("__Host-rondel_refresh=rondel_refresh_")
    lower = {each.lower() for each in attributes}
    assert {"secure", "httponly", "path=/", "samesite=strict"} <= lower
    assert not any(each.startswith("domain") for each in lower)
    plain = {"cookie": name.removeprefix("__Host-"), "sec-fetch-site": "same-origin"}
    refused = await elsewhere.ask("POST", "/api/auth/refresh", json={}, headers=plain)
    assert refused.status_code == 204  # a name without the prefix may come from anybody
    out = await elsewhere.ask(
        "POST", "/api/auth/sign-out", json={}, headers={**plain, "cookie": name}
    )
    assert out.status_code == 204
    assert "__Host-rondel_refresh=" in out.headers["set-cookie"]
    assert "Max-Age=0" in out.headers["set-cookie"]


@pytest.mark.parametrize("headers", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
async def test_no_page_of_others_signs_a_browser_in_or_out(api, headers, kind):
    signed_up = await sign_up(api, session="cookie", name=f"{kind} {headers}")
    cookie = signed_up.headers["set-cookie"].partition(";")[0]
    for path in ("/api/auth/refresh", "/api/auth/sign-out", "/api/auth/sign-in"):
        answer = await api.ask(
            "POST",
            path,
            content=orjson.dumps(
                {"email": "a@example.com", "password": PASSWORD, "session": "cookie"}
            ),
            headers={"content-type": kind, "cookie": cookie, **headers},
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.foreign_origin")
        assert "set-cookie" not in answer.headers
    still = {"cookie": cookie, "sec-fetch-site": "same-origin"}
    good = await api.ask("POST", "/api/auth/refresh", json={}, headers=still)
    assert good.status_code == 200


@pytest.mark.parametrize("headers", HOSTILE.values(), ids=HOSTILE.keys())
async def test_no_page_of_others_changes_anything_even_with_a_token(api, ada, headers):
    answer = await api.ask("POST", "/api/tasks", ada, json={"title": "Evil"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.foreign_origin")
    assert await api.titles(ada) == []


@pytest.mark.parametrize("headers", FRIENDLY.values(), ids=FRIENDLY.keys())
async def test_our_own_pages_and_programs_do(api, ada, headers):
    answer = await api.ask("POST", "/api/tasks", ada, json={"title": "Good"}, headers=headers)
    assert answer.status_code == 201


async def test_every_route_that_changes_something_is_guarded(api, ada):
    tried = 0
    headers = {"sec-fetch-site": "cross-site", "origin": EVIL, "content-type": "text/plain"}
    for route in api.app.routes:
        if not isinstance(route, APIRoute) or not route.path.startswith("/api/"):
            continue
        for method in UNSAFE & route.methods:
            answer = await api.ask(method, route.path, ada, headers=headers, content=b"{}")
            assert answer.json()["code"] == "auth.foreign_origin", route.path
            tried += 1
    assert tried > 80


async def test_what_only_reads_is_left_to_the_rules_of_browsers(api, ada):
    answer = await api.ask("GET", "/api/tasks", ada, headers=HOSTILE["a sandboxed frame"])
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/a/forgot", "/l/x"])
async def test_forms_of_our_pages_work_where_no_referrer_makes_their_origin_null(api, path):
    headers = {**FORM, "origin": "null", "sec-fetch-site": "same-origin"}
    answer = await api.ask("POST", path, headers=headers, content=b"email=nobody%40example.com")
    assert answer.status_code in {202, 404}


async def preflight(api, origin, path="/api/tasks", method="PATCH"):
    headers = {
        "origin": origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,if-match",
    }
    return await api.ask("OPTIONS", path, headers=headers)


@pytest.mark.parametrize("origin", [BOARD, EVIL, "null", "http://localhost:8000"])
async def test_without_the_setting_no_page_elsewhere_may_ask(api, origin):
    answer = await preflight(api, origin)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("origin", [BOARD, "http://localhost:5173"])
async def test_a_page_of_the_setting_may_ask_with_tokens_and_never_with_cookies(elsewhere, origin):
    answer = await preflight(elsewhere, origin)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-credentials" not in answer.headers
    allowed = answer.headers["access-control-allow-headers"].lower().split(", ")
    needed = {"authorization", "content-type", "if-match", "idempotency-key", "last-event-id"}
    assert needed <= set(allowed)
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert answer.headers["vary"] == "origin"


@pytest.mark.parametrize(
    "origin", [EVIL, "null", f"{BOARD}.evil.example", BOARD.upper(), f"{BOARD}:444", "https://x"]
)
async def test_other_pages_may_not(elsewhere, ada, origin):
    answer = await preflight(elsewhere, origin)
    assert answer.status_code == 405
    read = await elsewhere.ask("GET", "/api/tasks", ada, headers={"origin": origin})
    for each in (answer, read):
        assert "access-control-allow-origin" not in each.headers
        assert each.headers["vary"] == "origin"
    headers = {"origin": origin, "sec-fetch-site": "cross-site"}
    written = await elsewhere.ask("POST", "/api/tasks", ada, json={"title": "x"}, headers=headers)
    assert written.status_code == 403


async def test_a_page_of_the_setting_reads_etags_and_writes_by_them(elsewhere, ada):
    headers = {"origin": BOARD, "sec-fetch-site": "same-site", "idempotency-key": "board-1"}
    made = await elsewhere.ask("POST", "/api/tasks", ada, json={"title": "T"}, headers=headers)
    shown = made.headers["access-control-expose-headers"].lower().split(", ")
    known = {"etag", "location", "retry-after", "idempotent-replayed", "x-request-id"}
    assert known | {"ratelimit", "ratelimit-policy", "undo-id"} <= set(shown)
    assert made.headers["access-control-allow-origin"] == BOARD
    change = {"origin": BOARD, "sec-fetch-site": "same-site", "if-match": made.headers["etag"]}
    path = f"/api/tasks/{made.json()['id']}"
    for expected in (200, 412):
        answer = await elsewhere.ask("PATCH", path, ada, json={"title": "U"}, headers=change)
        assert answer.status_code == expected
        assert answer.headers["access-control-allow-origin"] == BOARD


async def test_problems_are_readable_there_and_the_cookie_still_is_not_for_it(elsewhere):
    asked = {"origin": BOARD, "sec-fetch-site": "same-site"}
    answer = await elsewhere.ask("GET", "/api/tasks", headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, BOARD)
    signed_up = await sign_up(elsewhere, session="cookie", name="board")
    cookie = signed_up.headers["set-cookie"].partition(";")[0]
    refused = await elsewhere.ask(
        "POST", "/api/auth/refresh", json={}, headers={**asked, "cookie": cookie}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "auth.foreign_origin")


async def test_only_the_api_is_shared(elsewhere):
    for path in ("/l/x", "/a/forgot", "/docs", "/metrics"):
        answer = await elsewhere.ask("GET", path, headers={"origin": BOARD})
        assert "access-control-allow-origin" not in answer.headers
        assert (await preflight(elsewhere, BOARD, path)).status_code == 405
