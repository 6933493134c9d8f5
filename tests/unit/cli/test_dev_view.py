"""What a start prints: what it changed outside once, and the addresses to open last."""

import io
import os

import pytest
from rich.console import Console

from cli.dev_view import StackView, print_addresses
from cli.embedded.processes import identify
from cli.embedded.state import ServiceState, StackState


@pytest.fixture
def state():
    services = [
        ServiceState(name="postgres", kind="postgres", url="127.0.0.1:15432"),
        ServiceState(name="api", kind="http", url="http://127.0.0.1:8000"),
    ]
    return StackState(
        supervisor=identify(os.getpid()),
        url="http://localhost:8000",
        mail="http://localhost:1080",
        services=services,
        notes=["As root: made it."],
    )


def test_what_a_start_changed_outside_is_said_once(state):
    out = io.StringIO()
    with StackView(Console(file=out)) as view:
        view.show(state)
        view.show(state)
    assert out.getvalue() == "As root: made it.\n"


def test_the_addresses_to_open_are_the_last_lines_and_set_apart(state):
    out = io.StringIO()
    print_addresses(Console(file=out, width=200), state, in_foreground=True)
    hint, *last = out.getvalue().splitlines()[-5:]
    assert hint.endswith("Stop: Ctrl-C")
    assert [line.split("  ")[0] for line in last] == ["", "Web app", "Mails", "API docs"]
