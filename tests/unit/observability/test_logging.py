"""Log lines: one JSON object each, from our own code and from libraries, whatever is in them."""

import json
import subprocess
import sys

import pytest

SCRIPT = """
import logging
from uuid import UUID
from shared.core.settings import LogSettings
from shared.observability.logging import configure_logging, get_logger
configure_logging(LogSettings(format={format!r}, level="info"), "tests")
{body}
"""


def lines_of(body, form="json"):
    """What a process that runs `body` writes to its standard error."""
    script = SCRIPT.format(format=form, body=body)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_a_line_of_ours_is_one_json_object():
    (line,) = lines_of("get_logger().info('task_made', task_id=UUID(int=1), number=7)")
    found = json.loads(line)
    assert found.pop("timestamp").endswith("Z")
    assert found == {
        "event": "task_made",
        "level": "info",
        "process": "tests",
        "number": 7,
        "task_id": "00000000-0000-0000-0000-000000000001",
    }


def test_a_line_of_a_library_has_the_same_form():
    (line,) = lines_of("logging.getLogger('aiokafka').warning('lost %s', 'a broker')")
    found = json.loads(line)
    assert (found["event"], found["level"], found["process"]) == (
        "lost a broker",
        "warning",
        "tests",
    )


def test_lines_below_the_level_are_not_written():
    body = "get_logger().debug('quiet')\nlogging.getLogger('aiokafka').info('quiet')"
    assert lines_of(body) == []


def test_no_value_keeps_a_line_from_being_written():
    odd = [r"'\ud800'", "10**30", "float('nan')", "object()", "{1: 2}", "b'x'"]
    lines = lines_of("\n".join(f"get_logger().info('odd', value={value})" for value in odd))
    assert [json.loads(line)["event"] for line in lines] == ["odd"] * len(odd)


def test_an_exception_is_part_of_its_line():
    body = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    get_logger().exception('failed')"
    (line,) = lines_of(body)
    found = json.loads(line)
    assert found["level"] == "error"
    assert "ZeroDivisionError: division by zero" in found["exception"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_value_cannot_forge_a_line(form):
    (line,) = lines_of(r"get_logger().info('read', text='a\n[error] forged')", form)
    assert r"\x0a" in line


TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJl"
LINK = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"
SECRETS = {
    "postgresql://rondel:hunter2%21@db.example:5432/rondel": "hunter2%21",
    "kafka sasl password=hunter2, mechanism=PLAIN": "hunter2",
    '{"password": "hunter2"}': "hunter2",
    "{'smtp_password': 'hunter2'}": "hunter2",
    "client_secret=hunter2&code=x": "hunter2",
    f"Authorization: Bearer {TOKEN}": TOKEN,
    f"bad token {TOKEN}": TOKEN.rpartition(".")[2],
    "authorization: Basic cm9uZGVsOmh1bnRlcjI=": "cm9uZGVsOmh1bnRlcjI=",
    f"rondel_api_{LINK} was refused": LINK,
    f"rondel_refresh_{LINK}{LINK}": LINK,
    f"GET /feeds/rondel_feed_{LINK}.ics": LINK,
    f"Cookie: __Host-rondel_refresh={LINK}": LINK,
    f"whsec_{LINK}": LINK,
    f"GET /a/{LINK} HTTP/1.1": LINK,
    f"POST https://tasks.example.com/l/{LINK}": LINK,
    f"https://api.telegram.org/bot123456:{LINK}/sendMessage": LINK,
    f"/api/events?access_token={LINK}": LINK,
    f"development-{LINK}": LINK,
}


@pytest.mark.parametrize("form", ["json", "console"])
def test_what_looks_like_a_secret_is_hidden_wherever_it_is(form):
    body = "\n".join(
        f"get_logger().error('failed', error={text!r}, more=[{{'deep': {text!r}}}])\n"
        f"logging.getLogger('library').warning({text.replace('%', '%%')!r})\n"
        f"try:\n    raise ValueError({text!r})\n"
        f"except ValueError:\n    get_logger().exception('broke')"
        for text in SECRETS
    )
    lines = lines_of(body, form)
    assert len(lines) >= 3 * len(SECRETS)
    found = [secret for secret in SECRETS.values() if secret in "\n".join(lines)]
    assert found == []
    assert "\n".join(lines).count("[hidden]") >= 3 * len(SECRETS)


def test_what_is_no_secret_stays():
    said = (
        "GET /api/tasks/0199-ab token_issued tokens=3 https://tasks.example.com/a/forgot me@x.org"
    )
    (line,) = lines_of(f"get_logger().info('done', said={said!r}, route='/a/{{token}}')")
    assert json.loads(line)["said"] == said
    assert json.loads(line)["route"] == "/a/{token}"
