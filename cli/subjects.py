"""Whom or what a command is about, as one of its options says."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cli.failing import refuse
from shared.db.repositories.timeline import Kind
from shared.db.session import Database
from shared.db.timeline import Subject, find_account
from shared.domain.recurrence.terms import join


@dataclass(frozen=True, slots=True)
class Asked:
    """An id, or the address of an account, not yet looked for."""

    kind: Kind
    key: UUID | str

    async def find(self, db: Database) -> Subject:
        """Its id; of an account by its address.

        Raises:
            NotFound: no account has this address.
        """
        if isinstance(self.key, UUID):
            return Subject(self.kind, self.key)
        return await find_account(db, self.key)


def only_one(options: Mapping[Kind, str | None]) -> Asked:
    """The one of these options that is given; the command ends if it makes no sense."""
    given = [(kind, text) for kind, text in options.items() if text is not None]
    if len(given) != 1:
        refuse(f"Give exactly one of {join(f'--{kind}' for kind in options)}.")
    [(kind, text)] = given
    if kind == "user" and "@" in text:
        return Asked(kind, text)
    try:
        return Asked(kind, UUID(text))
    except ValueError:
        what = "an id or an e-mail address" if kind == "user" else "an id"
        refuse(f"--{kind} takes {what}, and {text[:80]!r} is none.")
