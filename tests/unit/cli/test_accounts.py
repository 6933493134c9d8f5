"""What is opened for the account that PostgreSQL runs as is only what was closed, and is told."""

import io
import os

from rich.console import Console

from cli.dev_view import StackView
from cli.embedded.accounts import open_the_way
from cli.embedded.processes import identify
from cli.embedded.state import StackState


def test_folders_that_were_closed_are_opened_for_passing_and_named(tmp_path):
    closed, inner = tmp_path / "closed", tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    open_the_way(tmp_path)
    closed.chmod(0o700)
    assert open_the_way(inner) == [closed]
    assert closed.stat().st_mode & 0o777 == 0o701
    assert open_the_way(inner) == []


def test_what_a_start_changed_outside_is_said_once():
    out = io.StringIO()
    state = StackState(supervisor=identify(os.getpid()), notes=["As root: made it."])
    with StackView(Console(file=out)) as view:
        view.show(state)
        view.show(state)
    assert out.getvalue() == "As root: made it.\n"
