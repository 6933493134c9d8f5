"""A message about the account of its reader, as every template shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Sentences, then perhaps a button; `purpose` says at the foot why this comes."""

    lines: tuple[str, ...]
    purpose: str
    button: str = ""
    url: str = ""
