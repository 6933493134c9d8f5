"""Report what breaks the house rules, one a line; exit 1 if anything does. Run by `make check`.

Looks at every file that git tracks or would track. `# house: allow <rule> -- reason` allows one
exception, on the line itself or alone on the line above.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.house_rules.rules import check
from tools.house_rules.source import Source

# The clone may belong to another user than the one who checks it (a container's root, say).
LIST_FILES = [
    *("git", "-c", "safe.directory=*"),
    *("ls-files", "-z", "--cached", "--others", "--exclude-standard"),
]


def read_sources(root: Path) -> Iterator[Source]:
    """Every text file of the repository at `root`, with its path relative to it."""
    listing = subprocess.run(  # noqa: S603 - our own fixed command line
        LIST_FILES, cwd=root, capture_output=True, text=True, check=True
    )
    for name in sorted(set(listing.stdout.split("\0")) - {""}):
        path = root / name
        data = path.read_bytes() if path.is_file() else b"\0"  # deleted, not committed yet
        if b"\0" not in data:
            yield Source(name, data.decode("utf-8", errors="replace"))


def main() -> int:
    """0 if the repository in the working directory keeps the rules, else 1."""
    findings = [finding for source in read_sources(Path()) for finding in check(source)]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
