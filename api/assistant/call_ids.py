"""Ids of tool calls that no model has given."""

import secrets


def new_call_id() -> str:
    """An id for a call of a tool, as models give them."""
    return f"call_{secrets.token_hex(8)}"
