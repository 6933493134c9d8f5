"""The tables that show what a run did to the system over time."""

from collections.abc import Sequence

from rich.table import Table

from cli.chaos.lateness import Slice
from cli.chaos.memory import Holding


def lateness_table(slices: Sequence[Slice]) -> Table:
    """A row for each part of the run."""
    table = Table("minutes", "faults", "mails", "late p50, s", "p99", "max", box=None)
    for each in slices:
        late = each.late
        table.add_row(
            f"{each.from_second / 60:.1f} to {each.to_second / 60:.1f}",
            str(each.faults),
            f"{late.count if late else 0:,}",
            *([f"{value:.3f}" for value in (late.p50, late.p99, late.most)] if late else ()),
        )
    return table


def memory_table(holdings: Sequence[Holding]) -> Table:
    """A row for each process."""
    table = Table("MB of", "lives", "age, min", "start", "end", "most", "an hour", box=None)
    table.add_column("files")
    table.add_column("threads")
    for each in holdings:
        growth = each.growth_mb_an_hour
        table.add_row(
            each.name,
            str(each.lives),
            f"{each.minutes:.1f}",
            *(f"{value:.1f}" for value in (each.start_mb, each.end_mb, each.most_mb)),
            "" if growth is None else f"{growth:+.1f}",
            " to ".join(map(str, each.files)),
            " to ".join(map(str, each.threads)),
        )
    return table
