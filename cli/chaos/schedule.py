"""What goes wrong when: from a seed, the same list every time. Pure.

Only this plan can be repeated. When a process is scheduled, how long it takes to start and which
of two writers comes first are the machine's to decide: the same seed is the same trouble at the
same seconds, not the same run.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from typing_extensions import override

PROCESS_KINDS: Final = ("kill", "freeze")
SERVER_KINDS: Final = ("broker", "postgres")
MAIL_KINDS: Final = ("refuse", "busy", "reject", "hang", "drop")
KINDS: Final = (*PROCESS_KINDS, *SERVER_KINDS, *MAIL_KINDS, "clock", "poison")

DOUBT_KINDS: Final = frozenset({"hang", "drop"})
"""They leave mails in doubt, which the ledger then leaves alone for a minute."""

STEP_SECONDS: Final = 30.0
EVERYBODY: Final = "*"
_DOUBT_SHARE: Final = 0.6  # of the run: later ones would only make the end wait
_MARGIN_SECONDS: Final = 1.0
_WITHIN_PART: Final = (0.4, 0.8)
"""Where in its part of a run with pauses a fault begins: calm is before it and after it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One fault: from second `at` on for `seconds`, on `target`; `detail` says which form of it."""

    at: float
    kind: str
    target: str
    seconds: float
    detail: str = ""

    @override
    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.at:6.1f} s  {self.kind} {self.target}{detail} for {self.seconds:.1f} s"


@dataclass(frozen=True, slots=True)
class _Stream:
    """Faults that come one after the other, about every `period` seconds."""

    name: str
    kinds: tuple[str, ...]
    period: float
    shortest: float
    longest: float


_STREAMS: Final = (
    _Stream("kill", ("kill",), 9.0, 0.2, 3.0),
    # Longer than a consumer's session (6 s), a lease (5 s) and a claim (10 s): others take over.
    _Stream("freeze", ("freeze",), 17.0, 7.0, 14.0),
    _Stream("broker", ("broker",), 60.0, 0.5, 3.0),
    _Stream("postgres", ("postgres",), 45.0, 0.2, 3.0),
    # Apart, so that an event that has to wait for a retry does not meet trouble every time.
    _Stream("mail", MAIL_KINDS, 26.0, 5.0, 10.0),
    _Stream("clock", ("clock",), 26.0, 6.0, 14.0),
    _Stream("poison", ("poison",), 40.0, 0.0, 0.0),
)


def make_schedule(
    seed: int,
    seconds: float,
    instances: Sequence[str],
    only: Collection[str] = KINDS,
    every: float | None = None,
) -> list[Planned]:
    """The faults of a run of that length, in order of time; each kind in `only` that fits.

    Streams do not know each other: leaving one out changes nothing of the others. With `every`
    there is one fault in each so many seconds instead, and the kinds take turns.
    """
    if every is not None:
        return list(_plan_turns(seed, seconds, instances, only, every))
    planned = [
        fault
        for stream in _STREAMS
        for fault in _plan_stream(stream, seed, seconds, instances, only)
    ]
    return sorted(planned, key=lambda fault: (fault.at, fault.kind, fault.target))


def _plan_stream(
    stream: _Stream, seed: int, seconds: float, instances: Sequence[str], only: Collection[str]
) -> Iterator[Planned]:
    dice = Random(f"{seed}/{stream.name}")  # noqa: S311 - to be repeated, not to be secret
    kinds = [kind for kind in stream.kinds if kind in only]
    if not kinds:
        return
    deck: list[str] = []
    period = min(stream.period, seconds * 0.8)
    start = _MARGIN_SECONDS + dice.uniform(0.1, 0.6) * period
    while start < seconds - _MARGIN_SECONDS:
        deck = deck or dice.sample(kinds, len(kinds))
        kind = _draw(deck, late=start > seconds * _DOUBT_SHARE)
        length = dice.uniform(stream.shortest, stream.longest)
        length = min(length, seconds - start)
        if kind is not None:
            target, detail = _aim(kind, dice, instances)
            yield Planned(round(start, 2), kind, target, round(length, 2), detail)
        start += length + dice.uniform(0.6, 1.4) * period


def _plan_turns(
    seed: int, seconds: float, instances: Sequence[str], only: Collection[str], every: float
) -> Iterator[Planned]:
    """Each kind once in an order of its own, then again in another; never two in one part."""
    dice = Random(f"{seed}/turns")  # noqa: S311 - to be repeated, not to be secret
    streams = {kind: stream for stream in _STREAMS for kind in stream.kinds if kind in only}
    deck: list[str] = []
    for number in range(int(seconds / every)):
        start = (number + dice.uniform(*_WITHIN_PART)) * every
        deck = deck or dice.sample(list(streams), len(streams))
        kind = _draw(deck, late=start > seconds * _DOUBT_SHARE)
        if kind is not None:
            length = dice.uniform(streams[kind].shortest, streams[kind].longest)
            length = min(length, seconds - start)
            target, detail = _aim(kind, dice, instances)
            yield Planned(round(start, 2), kind, target, round(length, 2), detail)


def _draw(deck: list[str], *, late: bool) -> str | None:
    """The next kind of the deck; late in a run one that leaves nothing in doubt, or none."""
    fitting = [kind for kind in deck if not (late and kind in DOUBT_KINDS)]
    if not fitting:
        deck.clear()
        return None
    deck.remove(fitting[0])
    return fitting[0]


def _aim(kind: str, dice: Random, instances: Sequence[str]) -> tuple[str, str]:
    """Target and form of a fault."""
    match kind:
        case "kill" | "freeze":
            return dice.choice(instances), ""
        case "broker":
            return "kafka", dice.choice(("crash", "restart"))
        case "postgres":
            return "postgres", dice.choice(("crash", "restart"))
        case "clock":
            target = EVERYBODY if dice.random() < 1 / 3 else dice.choice(instances)
            return target, f"{dice.choice((-STEP_SECONDS, STEP_SECONDS)):+g} s"
        case "poison":
            return "topics", ""
        case _:
            return "mail", ""
