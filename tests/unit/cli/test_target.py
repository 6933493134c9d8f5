"""A database that cannot be used is named with a way out."""

import asyncpg
import pytest

from cli.target import Unreachable

URL = "postgresql://rondel:hunter2@db.example/rondel"


@pytest.mark.parametrize(
    ("error", "way_out"),
    [
        (OSError("Connect call failed"), "Start it or correct DATABASE_URL"),
        (
            asyncpg.ProtocolViolationError("unsupported startup parameter: statement_timeout"),
            "give DATABASE_URL the direct address",
        ),
    ],
)
def test_the_way_out_fits_the_reason(error, way_out):
    found = Unreachable(URL, error)
    assert way_out in found.way_out
    assert "hunter2" not in f"{found} {found.way_out}"
