"""Which passwords are refused: short ones by their model, and those that everybody tries first.

The list is that of zxcvbn (MIT), from passwords that were found in breaches; nothing leaves this
server. No rules about kinds of characters (NIST SP 800-63B §3.1.1.2).
"""

from functools import cache
from typing import Final

from api.passwords import SHORTEST
from shared.core.errors import InvalidInput

_PADDING: Final = "0123456789!.?*"
_FEWEST_LETTERS: Final = 4


def check_password(password: str, email: str, pointer: str = "/password") -> None:
    """Nobody guesses this password within the first tries.

    Raises:
        InvalidInput: `password_common`.
    """
    plain = password.lower()
    core = plain.rstrip(_PADDING)
    local = email.partition("@")[0].lower()
    is_common = not _common().isdisjoint({plain, core}) or len(set(plain)) < _FEWEST_LETTERS
    if is_common or plain in {email.lower(), local} or core == local:
        raise InvalidInput(
            pointer,
            "password_common",
            "This one is among the first that are tried. Take another, for example four words.",
        )


@cache
def _common() -> frozenset[str]:
    """The list, from the first new password on: it is 20 MB of memory."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - see above

    return frozenset(word for word in FREQUENCY_LISTS["passwords"] if len(word) >= SHORTEST - 2)
