"""`python -m tools.api_changes [OLD [NEW]]`: what of the API breaks its clients.

Without files: the newest release against this tree. Exits with 1 if there is a break.
"""

import json
import sys
from pathlib import Path

from tools.api_changes.announced import current_document, released_document
from tools.api_changes.comparison import Document, api_breaks

_MOST_ARGUMENTS = 2
_WRONG_USE = 2


def main(arguments: list[str]) -> int:
    """Prints the breaks, a line each."""
    if len(arguments) > _MOST_ARGUMENTS:
        print(__doc__, file=sys.stderr)
        return _WRONG_USE
    old = _read(arguments[0]) if arguments else _released()
    if old is None:
        print("Nothing is released yet, so nothing can break.")
        return 0
    new = _read(arguments[1]) if len(arguments) == _MOST_ARGUMENTS else current_document()
    found = api_breaks(old, new)
    for each in found:
        print(each)
    return int(bool(found))


def _read(path: str) -> Document:
    document: Document = json.loads(Path(path).read_text())
    return document


def _released() -> Document | None:
    found = released_document()
    return found[1] if found else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
