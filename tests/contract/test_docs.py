"""The pages point at what is there."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ("http://", "https://", "mailto:", "#")


def pages() -> Iterator[Path]:
    """Every Markdown page that git knows or would know, front-end packages aside."""
    listing = subprocess.run(
        [
            *("git", "-c", "safe.directory=*", "ls-files", "--cached", "--others"),
            *("--exclude-standard", "*.md"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    yield from (ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).exists())


def test_relative_links_lead_to_files() -> None:
    links = [
        (page, target)
        for page in pages()
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text())
        if not target.startswith(FOREIGN)
    ]
    assert links
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page, target in links
        if not (page.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_make_targets_in_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in pages()
        for target in re.findall(r"(?:`|^)make ([a-z][a-z0-9-]*)", page.read_text(), re.MULTILINE)
    }
    assert named
    assert named - targets == set()
