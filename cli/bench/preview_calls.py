"""Previews of rules through the running API, as somebody who types a rule would see them."""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Final

import orjson

from cli.bench.arena import Arena
from cli.bench.harness import Bench
from cli.bench.previews import DATES, HEAVY, USUAL, ZONE, starts_of
from cli.bench.report import NONE_OF_THEM
from cli.bench.stats import spread
from cli.bench.watch import watching
from cli.embedded.ports import HOST
from shared.domain.recurrence import slot_text

_SECONDS: Final = 4.0
_MOST_A_SECOND: Final = 2_000
_PATIENCE_SECONDS: Final = 60.0
_P99_MS: Final = 5


async def measure_preview_calls(bench: Bench, arena: Arena, token: str) -> None:
    """Rows for usual rules and for heavy ones, asked one after the other over one connection."""
    for name, rules in (("usual", USUAL), ("heavy", HEAVY)):
        await _measure(bench, arena, token, name, preview_bodies(rules))


def preview_bodies(rules: Sequence[str]) -> list[str]:
    """A request for each rule, from a wall time and from a date where it may begin with one."""
    return [
        orjson.dumps(
            {"rrule": rule, "dtstart": slot_text(start), "zone": ZONE, "n": DATES}
        ).decode()
        for rule in rules
        for start in starts_of(rule)
    ]


async def _measure(
    bench: Bench, arena: Arena, token: str, name: str, bodies: Sequence[str]
) -> None:
    seconds = bench.options.length(_SECONDS)
    warm_up = len(bodies)
    asked = islice(cycle(bodies), warm_up + int(_MOST_A_SECOND * seconds))
    caller = await arena.agent(
        "call-api",
        host=HOST,
        port=arena.processes["api"].port,
        connections=1,
        seconds=seconds,
        tokens=[token],
        warm_up=warm_up,
        requests=[("POST", "/api/recurrence/preview", 0, body) for body in asked],
    )
    async with watching(arena) as watch:
        await caller.go()
        answer = await caller.result(seconds + _PATIENCE_SECONDS)
    took = spread(answer["took_ms"])
    bench.spread_rows(
        f"preview of {name} rules",
        took,
        p99=_P99_MS,
        note=f"{len(bodies)} rules in turn, {DATES} dates each, one connection, "
        f"{took.count:,} answers after one of each; {watch}",
    )
    bench.row(f"preview of {name} rules, errors", answer["errors"], "requests", NONE_OF_THEM)
