"""The web app: its page at every address of it, its files, their headers, and nothing else."""

import asyncio
import logging
import re
from dataclasses import replace
from http import HTTPStatus
from logging import LogRecord

import pytest

from api import spa
from api.main import Application
from api.rate_limits import open_rate_limits
from api.routes.web import RESERVED, PageRoute
from api.settings import LimitsSettings, WebSettings
from api.spa import open_web_app
from shared.core.settings import KafkaSettings
from shared.observability.metrics import Metrics
from tests.factories.web import FILES, PAGE, SCRIPT, make_build
from tests.integration.api.conftest import NOBODY
from tests.integration.api.harness import Api
from tests.integration.api.running import serving

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-mode": "navigate"}
PAGES = ["/", "/today", "/tasks/0198c0de-0000-7000-8000-000000000000", "/settings/notifications",
         "/status", "/index.html", "/ops/", "/apis", "/listen/to/all"]  # fmt: skip
SCRIPT_PATH = "/assets/main-B1x2.js"
WEEK_OLD = "/assets/main-OLD.js"


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    return make_build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def web(resources, build):
    """The API with a built app; its metrics are its own."""
    settings = resources.settings.model_copy(update={"web": WebSettings(folder=build)})
    app = open_web_app(settings.web.folder)
    return Api(replace(resources, settings=settings, web=app, metrics=Metrics()))


@pytest.fixture(scope="module")
def unbuilt(resources):
    return Api(replace(resources, web=None))


def rules_of(answer):
    (policy,) = answer.headers.get_list("content-security-policy")
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}


@pytest.mark.parametrize("path", PAGES)
async def test_each_address_of_the_app_answers_its_page(web, path):
    answer = await web.ask("GET", path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    [nonce] = re.findall(r'content="([\w-]{22,})"', answer.text)
    assert answer.text == PAGE.replace("__CSP_NONCE__", nonce)


async def test_the_page_has_the_policy_that_it_was_tried_under(web):
    answer = await web.ask("GET", "/today", headers=BROWSER)
    [nonce] = re.findall(r'content="([\w-]{22,})"', answer.text)
    assert rules_of(answer) == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", f"'nonce-{nonce}'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["rondel-sw"],
    }


async def test_no_two_answers_have_the_same_nonce(web):
    answers = [await web.ask("GET", "/", headers=BROWSER) for _ in range(50)]
    nonces = {rules_of(each)["style-src"][1] for each in answers}
    assert len(nonces) == len(answers)
    assert all(len(each.removeprefix("'nonce-").removesuffix("'")) >= 22 for each in nonces)


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
async def test_a_program_is_told_that_it_mistook_an_address(web, accept):
    answer = await web.ask("GET", "/tasks/7", headers={"accept": accept})
    assert (answer.status_code, answer.json()["code"]) == (404, "route.not_found")
    front = await web.ask("GET", "/", headers={"accept": accept})
    assert front.status_code == 200
    navigating = {"accept": "*/*", "sec-fetch-mode": "navigate"}
    assert (await web.ask("GET", "/tasks/7", headers=navigating)).status_code == 200


@pytest.mark.parametrize("first", sorted(RESERVED))
async def test_what_is_the_servers_is_never_a_page(web, first):
    answer = await web.ask("GET", f"/{first}/no/such/thing", headers=BROWSER)
    assert (answer.status_code, answer.json()["code"]) == (404, "route.not_found")
    below = await web.ask("GET", f"/{first}/no.such", headers=BROWSER)
    assert below.status_code in {404, 410}  # a link that was, perhaps
    assert "csp-nonce" not in below.text


def test_every_first_part_of_a_path_of_ours_is_reserved():
    routes = [each for each in Application(None).routes if not isinstance(each, PageRoute)]
    firsts = {each.path.split("/")[1] for each in routes}
    assert firsts <= RESERVED
    assert {"api", "docs", "l", "a", "mcp"} <= firsts


@pytest.mark.parametrize(
    "path",
    [
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/..\\..\\etc\\passwd",
        "/assets//etc/passwd",
        "/assets/",
        WEEK_OLD,
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/..%5c..%5cetc%5cpasswd",
        "//etc/passwd",
        "/tasks//7",
        "/.vite/manifest.json",
        "/.env",
        "/sw.js/",
        "/sw.js%00",
        "/theme.js.map",
        "/robots.txt",
        "/wp-login.php",
    ],
)
async def test_no_other_file_can_be_had(web, path):
    answer = await web.raw("GET", path, BROWSER)
    assert answer.status_code == 404, answer.text
    assert answer.json()["code"] == "route.not_found"
    assert answer.headers["cache-control"] == "no-store"


async def test_assets_are_kept_for_ever_and_are_what_they_say(web):
    answer = await web.ask("GET", SCRIPT_PATH)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    kinds = {
        SCRIPT_PATH: "text/javascript; charset=utf-8",
        "/assets/main-C3d4.css": "text/css; charset=utf-8",
        "/assets/inter-E5f6.woff2": "font/woff2",
        "/manifest.webmanifest": "application/manifest+json",
        "/favicon.svg": "image/svg+xml",
        "/icons/icon-192.png": "image/png",
        "/sw.js": "text/javascript; charset=utf-8",
    }
    for path, kind in kinds.items():
        found = await web.ask("GET", path)
        assert found.headers["content-type"] == kind, path
        assert found.content == FILES[path[1:]]


@pytest.mark.parametrize("path", ["/theme.js", "/sw.js", "/manifest.webmanifest", "/favicon.svg"])
async def test_a_file_of_the_root_is_asked_for_again_and_not_sent_again(web, path):
    first = await web.ask("GET", path)
    assert first.headers["cache-control"] == "no-cache"
    again = await web.ask("GET", path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    other = await web.ask("GET", path, headers={"if-none-match": '"another"'})
    assert (other.status_code, other.content) == (200, first.content)


async def test_the_service_worker_may_serve_the_whole_app_and_fetch(web):
    answer = await web.ask("GET", "/sw.js")
    assert answer.headers["service-worker-allowed"] == "/"
    rules = rules_of(answer)
    assert rules["connect-src"] == rules["script-src"] == ["'self'"]
    assert "sandbox" not in rules
    assert "service-worker-allowed" not in (await web.ask("GET", "/theme.js")).headers


async def test_an_image_that_is_opened_has_no_power(web):
    rules = rules_of(await web.ask("GET", "/favicon.svg"))
    assert rules["default-src"] == ["'none'"]
    assert "sandbox" in rules


async def test_a_file_comes_packed_to_whom_can_unpack_it(web):
    plain = await web.raw("GET", SCRIPT_PATH, {"accept-encoding": "identity"})
    packed = await web.raw("GET", SCRIPT_PATH, {"accept-encoding": "br, gzip;q=0.5"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(SCRIPT) // 4
    assert packed.text == plain.text == SCRIPT
    assert {plain.headers["vary"], packed.headers["vary"]} == {"accept-encoding"}
    assert plain.headers["etag"] != packed.headers["etag"]
    refused = await web.raw("GET", SCRIPT_PATH, {"accept-encoding": "gzip;q=0, *"})
    assert "content-encoding" not in refused.headers


async def test_a_tag_stands_for_one_form_of_a_file(web):
    packed = await web.raw("GET", SCRIPT_PATH, {"accept-encoding": "gzip"})
    tag = packed.headers["etag"]
    same = await web.raw("GET", SCRIPT_PATH, {"accept-encoding": "gzip", "if-none-match": tag})
    assert (same.status_code, same.headers["vary"]) == (304, "accept-encoding")
    assert "content-encoding" not in same.headers
    other = await web.raw("GET", SCRIPT_PATH, {"accept-encoding": "identity", "if-none-match": tag})
    assert other.status_code == 200


async def test_other_methods_are_refused_and_told_which_there_are(web):
    for path in ("/", "/tasks/7", "/theme.js", SCRIPT_PATH, WEEK_OLD):
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer = await web.ask(method, path, headers=BROWSER)
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD"), path
            assert answer.json()["code"] == "route.method_not_allowed"
    unknown = await web.ask("POST", "/api/no/such/thing", headers=BROWSER)
    assert unknown.status_code == 404
    wrong = await web.ask("GET", "/api/auth/sign-in", headers=BROWSER)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")


async def test_pages_and_files_are_counted_under_two_names_and_unknown_ones_under_none(web):
    for path in (*PAGES, "/theme.js", SCRIPT_PATH, WEEK_OLD):
        await web.ask("GET", path, headers=BROWSER)
    for number in range(5):
        await web.ask("GET", f"/secret-{number}.php", headers=BROWSER)
    text = web.resources.metrics.render().decode()
    routes = set(re.findall(r'http_request_duration_seconds_count\{[^}]*route="([^"]*)"', text))
    assert routes <= {"/{page}", "/assets/{name}", "unmatched"} | {
        route.path_format for route in web.app.routes
    }
    assert "secret-" not in text
    assert "main-OLD" not in text


async def test_loading_pages_takes_nothing_of_what_the_api_allows(web):
    limits = LimitsSettings(address="3/minute", user="3/minute")
    resources = web.resources
    counted = Api(
        replace(resources, rate_limits=open_rate_limits(limits, resources.clock, Metrics()))
    ).at("198.51.100.77")
    for path in (*PAGES, "/theme.js", SCRIPT_PATH):
        answer = await counted.ask("GET", path, headers=BROWSER)
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers
    statuses = [(await counted.ask("GET", "/api/status")).status_code for _ in range(4)]
    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]
    assert (await counted.ask("GET", "/today", headers=BROWSER)).status_code == 200


@pytest.mark.parametrize("path", ["/", "/today", "/status"])
async def test_without_a_build_the_page_says_how_to_make_one(unbuilt, path):
    answer = await unbuilt.ask("GET", path, headers=BROWSER)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert "make web" in answer.text
    assert 'href="/docs"' in answer.text
    rules = rules_of(answer)
    assert rules["default-src"] == ["'none'"]
    assert rules["style-src"][0].startswith("'sha256-")


async def test_without_a_build_files_are_unknown_and_the_rest_works(unbuilt):
    for path in (SCRIPT_PATH, "/theme.js", "/sw.js"):
        answer = await unbuilt.ask("GET", path, headers=BROWSER)
        assert (answer.status_code, answer.json()["code"]) == (404, "route.not_found")
    assert (await unbuilt.ask("GET", "/docs")).status_code == 200


@pytest.fixture(scope="module")
async def served(database_settings, build):
    """The API with a built app, on a port."""
    kafka = KafkaSettings(brokers=NOBODY)
    async with serving(database_settings, kafka, web=WebSettings(folder=build)) as found:
        yield found


@pytest.mark.parametrize("path", ["/", "/today", "/theme.js", SCRIPT_PATH])
async def test_a_head_is_that_of_the_whole_answer(served, path):
    head = await served.client.head(path, headers=BROWSER)
    full = await served.client.get(path, headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    assert full.content
    for name in ("content-type", "content-length", "cache-control", "etag", "content-encoding"):
        assert head.headers.get(name) == full.headers.get(name), name


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../index.html",
        "/assets/../../pyproject.toml",
        "/assets/./main-B1x2.js",
        "/assets/%2e%2e/../%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/./etc/passwd",
        "/today/..",
    ],
)
async def test_a_path_that_climbs_leads_nowhere(served, path):
    """As it is on the wire: clients of HTTP tidy such paths up before they send them."""
    url = served.client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: rondel\r\nAccept: text/html\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b'"code":"route.not_found"' in answer


async def test_the_log_says_at_the_start_which_app_is_served(database_settings, build, caplog):
    caplog.set_level(logging.INFO)
    kafka = KafkaSettings(brokers=NOBODY)
    async with serving(database_settings, kafka, web=WebSettings(folder=build)):
        [line] = [each for each in map(LogRecord.getMessage, caplog.records) if "web_app" in each]
    assert "event='web_app_read'" in line
    assert str(build) in line


async def test_the_log_says_at_the_start_that_there_is_no_app(
    database_settings, caplog, monkeypatch
):
    monkeypatch.setattr(spa, "_PLACES", ())
    async with serving(database_settings, KafkaSettings(brokers=NOBODY)) as served:
        [line] = [each for each in map(LogRecord.getMessage, caplog.records) if "web_app" in each]
        assert (await served.client.get("/")).status_code == 503
    assert "event='web_app_not_built'" in line
    assert "make web" in line
