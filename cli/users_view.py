"""How `rondel users` shows accounts."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from shared.db.repositories.governing import AccountView


def print_accounts(console: Console, accounts: Sequence[AccountView]) -> None:
    """A line for each account."""
    table = Table(box=None, pad_edge=False)
    for heading in ("address", "name", "role", "state", "made", "last seen", "sign-in"):
        table.add_column(heading)
    for each in accounts:
        table.add_row(
            escape(each.email),
            escape(each.name),
            each.role,
            _state(each),
            _day(each.created_at),
            _day(each.last_seen_at),
            _ways(each),
        )
    console.print(table)


def print_account(console: Console, account: AccountView) -> None:
    """What there is to know about one account."""
    lines = {
        "address": account.email,
        "name": account.name,
        "id": str(account.id),
        "role": account.role,
        "state": _state(account),
        "made": _day(account.created_at),
        "last seen": _day(account.last_seen_at),
        "sign-in": _ways(account),
        "devices": str(account.devices),
        "API tokens": str(account.tokens),
    }
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in lines.items():
        table.add_row(name, escape(value))
    console.print(table)


def _state(account: AccountView) -> str:
    if account.disabled_at is not None:
        return f"disabled on {_day(account.disabled_at)}"
    return "active" if account.email_verified_at is not None else "unverified"


def _ways(account: AccountView) -> str:
    ways = ["password"] if account.has_password else []
    ways += ["code"] if account.second_factor else []
    ways += [f"{account.passkeys} passkeys"] if account.passkeys else []
    return ", ".join(ways) or "none of its own"


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at is not None else "never"
