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
