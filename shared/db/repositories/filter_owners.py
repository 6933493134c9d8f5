"""What a filter means depends on whose it is: their zone, their week, the names of their things."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection
from shared.domain.filters import Calendar, FilterInvalid, Node, Span, fields_of, names_of
from shared.domain.filters.problems import nearest, quoted

# Indexes ix_projects_user_id, ix_sections_user_id and uq_labels_user_id_name.
_OWNER = text(
    """
    SELECT u.zone, u.week_start,
           CASE WHEN CAST(:projects AS boolean)
                THEN ARRAY(SELECT ROW(p.id, p.name) FROM projects p
                           WHERE p.user_id = u.id ORDER BY p.id) END AS projects,
           CASE WHEN CAST(:sections AS boolean)
                THEN ARRAY(SELECT ROW(s.id, s.name) FROM sections s
                           WHERE s.user_id = u.id ORDER BY s.id) END AS sections,
           CASE WHEN CAST(:labels AS boolean)
                THEN ARRAY(SELECT l.name FROM labels l
                           WHERE l.user_id = u.id ORDER BY l.name) END AS labels
    FROM users u WHERE u.id = :user_id
    """
)

Named = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class FilterOwner:
    """The calendar of a filter's owner, their projects and sections by name, their labels."""

    calendar: Calendar
    projects: Sequence[Named] = ()
    sections: Sequence[Named] = ()
    labels: Sequence[str] = ()

    def ids_of(self, field: str, name: str, span: Span) -> list[UUID]:
        """The projects or sections of that name, in any case, or of that id.

        Raises:
            FilterInvalid: there is none.
        """
        things = self.projects if field == "project" else self.sections
        wanted = name.casefold()
        found = [identifier for identifier, each in things if each.casefold() == wanted]
        found = found or [identifier for identifier, _ in things if str(identifier) == wanted]
        if not found:
            names = [each for _, each in things]
            message = f"There is no {field} {quoted(name)}."
            suggestion = nearest(name, names)
            raise FilterInvalid("filter_name_unknown", message, span, suggestion=suggestion)
        return found

    def unknown_labels(self, node: Node) -> list[FilterInvalid]:
        """What is to be said of names that no label has; the filter can be asked all the same."""
        known = {each.lower() for each in self.labels}
        return [
            FilterInvalid(
                "filter_label_unknown",
                f"There is no label {quoted(name)}.",
                span,
                suggestion=nearest(name, self.labels),
            )
            for name, span in names_of(node, "labels")
            if name.lower() not in known
        ]


async def find_owner(
    connection: Connection, user_id: UUID, now: datetime, *nodes: Node
) -> FilterOwner | None:
    """Everything that these filters ask about their owner; None if the account is gone.

    Without filters it is everything that any can ask.
    """
    asked = set().union(*(fields_of(node) for node in nodes)) if nodes else {"project", "section"}
    parameters = {
        "user_id": user_id,
        "projects": "project" in asked,
        "sections": "section" in asked,
        "labels": "labels" in asked,
    }
    row = (await connection.execute(_OWNER, parameters)).one_or_none()
    if row is None:
        return None
    calendar = Calendar(now, row.zone, row.week_start)
    return FilterOwner(calendar, row.projects or (), row.sections or (), row.labels or ())
