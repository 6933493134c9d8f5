"""Keep the event contracts of the version in pyproject.toml: run by `make freeze-events`.

A release that has a tag is history: its file is not written again.
"""

import subprocess
import sys
import tomllib

from tools.event_contracts.releases import RELEASED, ROOT, current_release


def main() -> int:
    """0 if the file of this version is up to date now, 1 if it is history and would differ."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    path = RELEASED / f"{version}.json"
    text = current_release(version).text()
    if path.exists() and path.read_text() == text:
        print(f"{path.relative_to(ROOT)} says so already")
        return 0
    if path.exists() and _is_tagged(version):
        print(f"{version} is released: raise the version in pyproject.toml first")
        return 1
    path.write_text(text)
    print(f"{path.relative_to(ROOT)} written")
    return 0


def _is_tagged(version: str) -> bool:
    listing = subprocess.run(  # noqa: S603 - our own fixed command line
        ["git", "-c", "safe.directory=*", "tag", "--list", version, f"v{version}"],  # noqa: S607 - git is found by PATH, as everywhere
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return bool(listing.stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
