"""What a release has to say of its breaks: each operation by name, under API in CHANGELOG.md."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools.api_changes.comparison import ApiBreak, Document

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = "docs/openapi.json"

_UNRELEASED = re.compile(r"^## \[Unreleased\]\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_API = re.compile(r"^### API\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


def current_document() -> Document:
    """The API of this tree."""
    document: Document = json.loads((ROOT / DOCUMENT).read_text())
    return document


def released_document() -> tuple[str, Document] | None:
    """The newest tag `v1.2.3` of a commit before this one, and its API; None before the first."""
    tags = _git("tag", "--list", "v*", "--sort=-version:refname", "--no-contains", "HEAD")
    tag = next(iter(tags.split()), None)
    return None if tag is None else (tag, json.loads(_git("show", f"{tag}:{DOCUMENT}")))


def _git(*arguments: str) -> str:
    command = ["git", "-c", "safe.directory=*", *arguments]
    done = subprocess.run(  # noqa: S603 - our own fixed command line
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def unannounced(breaks: Iterable[ApiBreak], changelog: str) -> list[ApiBreak]:
    """Those whose operation does not stand, in backticks, under API of what is not released yet."""
    unreleased = _UNRELEASED.search(changelog)
    section = _API.search(unreleased[1]) if unreleased else None
    text = section[1] if section else ""
    return [each for each in breaks if f"`{each.operation}`" not in text]
