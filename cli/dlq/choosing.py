"""The options that say which dead letters are meant, the same for every command."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer

from shared.commands.dead_letters import choose
from shared.core.clock import Clock, SystemClock
from shared.db.repositories.dead_letters import Selection, State
from shared.db.session import Database

_PANEL = "Which ones"
_AGO = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_STATES: tuple[State, ...] = ("open", "redriving", "redriven", "discarded")
_LONGEST = 254

Ids = Annotated[list[UUID] | None, typer.Argument(help="Ids of dead letters", show_default=False)]
OnlyIds = Annotated[
    list[UUID] | None,
    typer.Option("--id", help="Only this one; may be given several times", rich_help_panel=_PANEL),
]
EventType = Annotated[str | None, typer.Option("--type", help="Event type", rich_help_panel=_PANEL)]
ErrorClass = Annotated[
    str | None, typer.Option("--error", help="Class of the error", rich_help_panel=_PANEL)
]
Fingerprint = Annotated[
    str | None,
    typer.Option(help="Errors from one place in the code share it", rich_help_panel=_PANEL),
]
User = Annotated[
    str | None, typer.Option(help="Id or e-mail address of an account", rich_help_panel=_PANEL)
]
Group = Annotated[
    str | None, typer.Option(help="The worker that they failed in", rich_help_panel=_PANEL)
]
Since = Annotated[
    str | None,
    typer.Option(help="Died then or later: 2h, 7d, or 2026-11-27T09:00", rich_help_panel=_PANEL),
]
Until = Annotated[str | None, typer.Option(help="Died before", rich_help_panel=_PANEL)]
WithState = Annotated[
    str, typer.Option("--state", help=f"{', '.join(_STATES)}, or all", rich_help_panel=_PANEL)
]
Everything = Annotated[
    bool, typer.Option("--all", help="Every open dead letter", rich_help_panel=_PANEL)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document")]


@dataclass(frozen=True)
class Wanted:
    """What was asked for, before the database is asked who is meant."""

    ids: tuple[UUID, ...] | None = None
    event_type: str | None = None
    error_class: str | None = None
    fingerprint: str | None = None
    user: str | None = None
    group: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows it."""
        return self == Wanted()

    async def find(self, db: Database) -> Selection:
        """The selection; errors as those of `choose`."""
        return await choose(db, **vars(self))


def wanted_of(
    ids: list[UUID] | None = None,
    *,
    event_type: str | None = None,
    error_class: str | None = None,
    fingerprint: str | None = None,
    user: str | None = None,
    group: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Wanted:
    """What the options say.

    Raises:
        typer.BadParameter: one of them makes no sense.
    """
    texts = {"--type": event_type, "--error": error_class, "--fingerprint": fingerprint}
    for name, text in {**texts, "--user": user, "--group": group}.items():
        if text is not None and (not text.strip() or len(text) > _LONGEST or "\x00" in text):
            raise typer.BadParameter("an empty or impossible value", param_hint=name)
    clock = SystemClock()
    return Wanted(
        ids=tuple(ids) if ids else None,
        event_type=event_type,
        error_class=error_class,
        fingerprint=fingerprint,
        user=user,
        group=group,
        since=instant_of(since, clock, "--since"),
        until=instant_of(until, clock, "--until"),
    )


def instant_of(text: str | None, clock: Clock, option: str) -> datetime | None:
    """The instant: so long ago (30s, 5m, 2h, 7d), or a time, of this machine's zone if it has none.

    Raises:
        typer.BadParameter: it is neither.
    """
    if text is None:
        return None
    if ago := _AGO.fullmatch(text.strip()):
        return clock.now() - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError):
        raise typer.BadParameter(
            f"{text[:40]!r} is no time: write 2h, 7d, or 2026-11-27T09:00", param_hint=option
        ) from None


def state_of(text: str) -> State | None:
    """The state that the option names; None for all.

    Raises:
        typer.BadParameter: there is no such state.
    """
    if text == "all":
        return None
    for state in _STATES:
        if state == text:
            return state
    raise typer.BadParameter(f"there are {', '.join(_STATES)}, and all", param_hint="--state")
