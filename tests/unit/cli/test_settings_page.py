"""The page of settings names every process that reads one."""

import pytest

from cli.generators.settings import render


def readers_of(variable):
    ((_, page),) = render()
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{variable}` ")]
    return row.strip("| ").rpartition(" | ")[2]


@pytest.mark.parametrize(
    ("variable", "readers"),
    [
        ("RONDEL_AUTH__SECRET", "api, notifications"),
        ("RONDEL_AUTH__PREVIOUS_SECRET", "api, notifications"),
        ("RONDEL_BODY_LIMIT_BYTES", "api"),
        ("RONDEL_DATABASE__URL", "all"),
    ],
)
def test_a_setting_is_read_by(variable, readers):
    assert readers_of(variable) == readers


def test_settings_that_belong_together_have_no_row_of_their_own():
    ((_, page),) = render()
    assert "| `RONDEL_AUTH` " not in page
