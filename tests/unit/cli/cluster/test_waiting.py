"""Waiting says what is missing in whatever words it is told."""

import io

import pytest
from rich.console import Console

from cli.cluster.command import _had
from cli.cluster.machine import Tool
from cli.cluster.waiting import Patience
from cli.embedded.errors import StackError
from tests.fakes import FakeClock


def test_brackets_in_a_reason_are_shown_as_they_are():
    said = io.StringIO()
    reasons = ["api (exec [/bin/sh] failed: [red])", ""]
    console = Console(file=said, width=200)
    Patience(console, FakeClock(), lambda _: None).until(lambda: reasons.pop(0), 60)
    assert "waits for api (exec [/bin/sh] failed: [red])" in said.getvalue()
    assert reasons == []


@pytest.mark.parametrize("tool", Tool)
def test_what_made_the_cluster_is_read_as_it_was_written(tmp_path, monkeypatch, tool):
    monkeypatch.setenv("RONDEL_STATE_DIR", str(tmp_path))
    assert _had() is None
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "tool").write_text(f"{tool}\n")
    assert _had() is tool


def test_something_else_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("RONDEL_STATE_DIR", str(tmp_path))
    (tmp_path / "cluster").mkdir()
    (tmp_path / "cluster" / "tool").write_text("k3d")
    with pytest.raises(StackError, match="names 'k3d'"):
        _had()
