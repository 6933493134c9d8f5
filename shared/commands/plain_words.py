"""Plain words of somebody, read as they mean them: in their zone, with their projects."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from shared.commands.changing import account_gone
from shared.core.principal import Principal
from shared.db.repositories.projects import project_names
from shared.db.repositories.users import UserRow, find_user
from shared.db.session import Database
from shared.domain.words.draft import Context, Draft
from shared.domain.words.tokens import Span
from shared.domain.words.understand import understand
from shared.domain.zones import load_zone

MOST_PROJECTS: Final = 1_000
"""So many of the oldest projects are known by their names."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: from where and when, and what of it is title in any case."""

    text: str
    zone: str | None = None
    """Theirs, if none is said."""
    now: datetime | None = None
    literal: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """The draft, for whom and in which zone; and which project of theirs it names."""

    draft: Draft
    user: UserRow
    zone: str
    now: datetime
    project_id: UUID | None = None


async def read_words(db: Database, principal: Principal, said: Said) -> Understood:
    """The task that is meant, in two statements. Nothing is changed.

    Raises:
        InvalidInput: there is no such zone.
        Unauthenticated: the account is gone.
    """
    if said.zone is not None:
        load_zone(said.zone, pointer="/zone")
    async with db.read() as connection:
        user = await find_user(connection, principal.user_id)
        if user is None:
            raise account_gone()
        projects = await project_names(connection, user.id, MOST_PROJECTS)
    zone, now = said.zone or user.zone, said.now or db.clock.now()
    # In a thread, so that a long text holds up nobody else.
    draft = await asyncio.to_thread(
        understand, said.text, _context(user, zone, now, said, projects)
    )
    return Understood(draft, user, zone, now, _project_id(draft, projects))


def _context(
    user: UserRow, zone: str, now: datetime, said: Said, projects: dict[UUID, str]
) -> Context:
    """Who counts hours to 12 writes the month first; there is no setting of its own for it."""
    return Context(
        now=now,
        zone=zone,
        time_format=user.time_format,
        week_start=user.week_start,
        day_first=user.time_format == "24h",
        projects=tuple(projects.values()),
        literal=said.literal,
    )


def _project_id(draft: Draft, projects: dict[UUID, str]) -> UUID | None:
    if draft.project is None:
        return None
    wanted = draft.project.casefold()
    return next((id_ for id_, name in projects.items() if name.casefold() == wanted), None)
