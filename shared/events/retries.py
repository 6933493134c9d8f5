"""How often, and when, an event that could not be handled is tried again."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TIERS: Mapping[str, int] = {
    "10s": 10,
    "1m": 60,
    "10m": 600,
    "1h": 3_600,
    "6h": 21_600,
    "12h": 43_200,
}
"""Delay tiers and their seconds, shortest first; one topic a consumer group and tier."""

_JITTER = 0.1


@dataclass(frozen=True, slots=True, eq=False)  # hashable, as a part of event types
class RetryPolicy:
    """Tries in the process that has the event, then one round a delay, then the dead letters."""

    delays: Mapping[str, float]
    """Tier and seconds, shortest first; each has a topic of its own."""
    tries_here: int = 3
    """Tries in this process before the event goes to a retry topic."""
    pause_seconds: float = 0.1
    """Between the first two of those; each further pause is twice as long."""

    def pause_after(self, tries: int) -> float:
        """Seconds until the next try here: between half and all of the doubled pause."""
        spread = random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
        return self.pause_seconds * 2.0 ** (tries - 1) * spread

    def tries_again_here(self, tries: int, asked_seconds: float | None) -> bool:
        """Whether another try in this process makes sense, which not always waits long enough.

        `asked_seconds` is how long the other side wants to be left alone, if it said so.
        """
        longest = self.pause_seconds * 2.0**self.tries_here
        return tries < self.tries_here and (asked_seconds or 0) <= longest

    def tier_after(self, rounds: int, asked_seconds: float | None) -> str | None:
        """The tier after so many failed rounds; None when all are used up.

        A later one than it would be, if the other side asked for more time.
        """
        left = list(self.delays.items())[rounds - 1 :]
        enough = [name for name, seconds in left if seconds >= (asked_seconds or 0)]
        return enough[0] if enough else left[-1][0] if left else None

    def delay_of(self, tier: str) -> float:
        """Seconds until the next try: the tier's, and up to a tenth more.

        What failed together does not come back in one instant; and since a tier is read in order,
        the tenth is also the most that one event can hold up the ones behind it.
        """
        return self.delays[tier] * random.uniform(1.0, 1.0 + _JITTER)  # noqa: S311 - as above


def up_to(longest: str) -> dict[str, float]:
    """The tiers from the shortest to this one.

    >>> up_to("1m")
    {'10s': 10, '1m': 60}
    """
    return {name: seconds for name, seconds in TIERS.items() if seconds <= TIERS[longest]}


def union_of(policies: Iterable[RetryPolicy]) -> dict[str, float]:
    """Every tier that one of these uses, shortest first."""
    found = {name: each for policy in policies for name, each in policy.delays.items()}
    return dict(sorted(found.items(), key=lambda item: item[1]))


CHANGES = RetryPolicy(up_to("10m"))
"""Effects in our own database: what ten minutes do not mend, a person has to."""

DELIVERIES = RetryPolicy(up_to("12h"))
"""Effects in somebody else's server: 19 hours in all, which is within the grace of late mails."""
