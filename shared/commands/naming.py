"""Names and colours of what tasks are kept in order with."""

import re

from shared.core.errors import InvalidInput

NAME_MAX = 120
_COLOR = re.compile(r"#[0-9a-f]{6}")


def checked_name(name: str) -> str:
    """The name as it is stored: one line, trimmed.

    Raises:
        InvalidInput: it is blank, too long or has control characters.
    """
    name = name.strip()
    if not name:
        raise InvalidInput("/name", "name_blank", "It needs a name.")
    if len(name) > NAME_MAX:
        raise InvalidInput("/name", "name_too_long", f"At most {NAME_MAX} characters.")
    if any(ord(character) < ord(" ") for character in name):
        raise InvalidInput("/name", "name_control", "A name is one line of text.")
    return name


def checked_color(color: str | None) -> str | None:
    """The colour as it is stored: `#` and six digits, in lower case; None for none.

    Raises:
        InvalidInput: it is none of these.
    """
    if color is None:
        return None
    color = color.lower()
    if not _COLOR.fullmatch(color):
        raise InvalidInput("/color", "color_invalid", "A colour is like #1e90ff.")
    return color
