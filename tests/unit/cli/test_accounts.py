"""What is opened for the account that PostgreSQL runs as is only what was closed."""

from cli.embedded.accounts import open_the_way


def test_folders_that_were_closed_are_opened_for_passing_and_named(tmp_path):
    closed, inner = tmp_path / "closed", tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    open_the_way(tmp_path)
    closed.chmod(0o700)
    assert open_the_way(inner) == [closed]
    assert closed.stat().st_mode & 0o777 == 0o701
    assert open_the_way(inner) == []
