"""No client of the newest release is broken in silence.

Before the first release this tree is held against itself: what is shown then is that its document
can be compared at all.
"""

from tools.api_changes.announced import (
    ROOT,
    current_document,
    released_document,
    unannounced,
)
from tools.api_changes.comparison import api_breaks

ADVICE = "Name these operations under Unreleased, API in CHANGELOG.md; see docs/api-policy.md."


def test_what_breaks_a_client_is_in_the_changelog():
    found = released_document()
    old = found[1] if found else current_document()
    silent = unannounced(api_breaks(old, current_document()), (ROOT / "CHANGELOG.md").read_text())
    assert not silent, "\n".join([ADVICE, *map(str, silent)])
