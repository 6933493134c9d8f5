"""Logs are kept, and kept small."""

from cli.embedded.logs import MAX_BYTES, begin_log, trim_log
from cli.embedded.service import last_lines


def test_log_of_the_run_before_is_kept_beside(tmp_path):
    log = tmp_path / "api.log"
    log.write_text("old")
    begin_log(log)
    assert not log.exists()
    assert (tmp_path / "api.log.1").read_text() == "old"


def test_empty_log_does_not_push_out_the_one_before(tmp_path):
    (tmp_path / "api.log.1").write_text("old")
    (tmp_path / "api.log").touch()
    begin_log(tmp_path / "api.log")
    assert (tmp_path / "api.log.1").read_text() == "old"


def test_large_log_is_emptied_while_its_writer_goes_on(tmp_path):
    log = tmp_path / "api.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * (MAX_BYTES + 1))
        trim_log(log)
        writer.write(b"after")
    assert log.read_bytes() == b"after"
    assert (tmp_path / "api.log.1").stat().st_size == MAX_BYTES + 1


def test_small_log_is_left_alone(tmp_path):
    log = tmp_path / "api.log"
    log.write_text("short")
    trim_log(log)
    assert log.read_text() == "short"


def test_end_of_a_log_is_shown_even_if_it_is_no_text(tmp_path):
    log = tmp_path / "api.log"
    log.write_bytes(b"first\n" * 5000 + b"caf\xe9\nlast\n")
    assert last_lines(log, 2) == "caf\ufffd\nlast"
