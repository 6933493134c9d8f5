"""What is written down about a running stack."""

import os
import stat

import pytest

from cli.embedded.errors import StateUnwritable
from cli.embedded.processes import Identity, identify
from cli.embedded.settings import StackSettings
from cli.embedded.stack import Stack
from cli.embedded.state import ServiceState, StackState, StateFolder


def make_state(**changes: object) -> StackState:
    fields = {"supervisor": identify(os.getpid()), "url": "http://localhost:8000", **changes}
    return StackState.model_validate(fields)


def test_state_comes_back_as_it_was_written(tmp_path):
    state = make_state(
        phase="running",
        services=[ServiceState(name="kafka", kind="kafka", url="a:1", process=Identity(7, 1.5))],
    )
    StateFolder(tmp_path).write(state)
    assert StateFolder(tmp_path).read() == state


def test_only_the_owner_may_read_it(tmp_path):
    StateFolder(tmp_path).write(make_state())
    assert stat.S_IMODE((tmp_path / "dev.json").stat().st_mode) == 0o600


def test_damaged_state_counts_as_none(tmp_path):
    (tmp_path / "dev.json").write_text('{"supervisor": ')
    assert StateFolder(tmp_path).read() is None


def test_stack_whose_supervisor_is_gone_does_not_run(tmp_path):
    me = identify(os.getpid())
    StateFolder(tmp_path).write(make_state(supervisor=Identity(me.pid, me.started - 60)))
    assert Stack(StackSettings(state_dir=tmp_path)).running() is None


def test_lock_is_given_to_one_at_a_time(tmp_path):
    folder = StateFolder(tmp_path)
    lock = folder.lock()
    assert lock is not None
    assert folder.lock() is None
    lock.release()
    again = folder.lock()
    assert again is not None
    again.release()


def test_state_folder_that_is_a_file_is_refused_with_a_way_out(tmp_path):
    (tmp_path / "state").write_text("not a folder")
    with pytest.raises(StateUnwritable) as refusal:
        StateFolder(tmp_path / "state").ensure_usable()
    assert "RONDEL_STATE_DIR" in refusal.value.way_out


def test_wipe_leaves_what_was_downloaded(tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "postgres").mkdir()
    (tmp_path / "secret").write_text("x")
    Stack(StackSettings(state_dir=tmp_path)).wipe()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "dev.lock"]
