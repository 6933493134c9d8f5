"""Who acts: the one argument every command takes to know whose rows it may touch."""

from dataclasses import dataclass

from shared.core.ids import UserId


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works on the system itself, as the audit log names them.

    `user_id` is None at a command line on the server.
    """

    name: str
    user_id: UserId | None


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated user."""

    user_id: UserId
