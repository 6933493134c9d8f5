"""Where things are, and how tools of the environment of `make validate` are started."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.validate.findings import CannotValidate

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
CACHE = ROOT / ".rondel" / "cache"
TOOLS = CACHE / "validate"
_SECONDS = 600


def tool(name: str) -> Path:
    """The program of that name in the environment of `make validate`.

    Raises:
        CannotValidate: it is not there.
    """
    found = TOOLS / "bin" / name
    if not found.exists():
        raise CannotValidate(f"{name} is not installed: run `make validate`, which installs it")
    return found


def beside_python(name: str) -> Path:
    """The program of that name in the environment that this runs in."""
    return Path(sys.executable).parent / name


def run(
    *command: str | Path,
    folder: Path = ROOT,
    more: Mapping[str, str] | None = None,
    answer: str | None = None,
) -> subprocess.CompletedProcess[str]:
    """The program has ended, however it did; `more` is added to its environment."""
    environment = {**os.environ, **(more or {})}  # noqa: TID251 - handed on, nothing is read
    return subprocess.run(  # noqa: S603 - our own fixed command lines
        [*map(str, command)],
        cwd=folder,
        env=environment,
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )


def tracked(*patterns: str, root: Path = ROOT) -> list[str]:
    """The files that git tracks or would track and whose path fits one of these, sorted."""
    listing = run(
        *("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others"),
        *("--exclude-standard", "--", *patterns),
        folder=root,
    )
    if listing.returncode != 0:
        raise CannotValidate(f"git ls-files: {listing.stderr.strip()}")
    names = set(listing.stdout.split("\0")) - {""}
    return sorted(name for name in names if (root / name).is_file())
