"""The page that describes the API is whole, from here alone, and under a strict policy."""

import re

import pytest


async def test_an_address_with_a_slash_too_many_leads_to_the_page(api):
    answer = await api.ask("GET", "/docs/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/docs")


async def test_everything_that_the_page_names_is_there(api):
    page = await api.ask("GET", "/docs")
    assert page.status_code == 200
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) == 6
    for path in named:
        answer = await api.ask("GET", path)
        assert answer.status_code == 200, path
        assert answer.content
    script = (await api.ask("GET", "/docs/docs.js")).text
    assert "/api/openapi.json" in script


@pytest.mark.parametrize("path", ["/docs", "/docs/docs.js", "/docs/swagger-ui.css"])
async def test_the_page_has_one_policy_and_it_runs_nothing_inline(api, path):
    (policy,) = (await api.ask("GET", path)).headers.get_list("content-security-policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("name", ["docs.html", "nothing", "..%2fmain.py", "__init__.py"])
async def test_no_other_file_is_given(api, name):
    assert (await api.ask("GET", f"/docs/{name}")).status_code == 404
