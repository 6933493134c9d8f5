"""The table of docs/capacity.md is what the formulas give."""

from cli.embedded.layout import PROJECT
from tools.capacity import Need, partitions_for, table


def test_the_page_has_the_table_that_the_formulas_give():
    page = (PROJECT / "docs" / "capacity.md").read_text()
    assert table() in page, "run python -m tools.capacity and put what it prints into the page"


def test_partitions_are_enough_for_every_process():
    for processes in (1, 12, 13, 100):
        assert partitions_for(processes) >= processes
        assert partitions_for(processes) % 12 == 0


def test_twice_the_users_need_twice_as_much():
    assert Need(2_000).cores == 2 * Need(1_000).cores
    assert Need(2_000).gigabytes == 2 * Need(1_000).gigabytes
