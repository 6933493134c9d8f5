"""Who acts: the one argument every command takes to know whose rows it may touch."""

from dataclasses import dataclass

from shared.core.ids import UserId


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated user."""

    user_id: UserId
