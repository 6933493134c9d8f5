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


def anchors_of(page: Path) -> set[str]:
    """The names that GitHub gives the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", each).lower().strip() for each in headings]
    return {re.sub(r"[^\w\- ]", "", each).replace(" ", "-") for each in plain}


def test_anchors_in_links_are_headings() -> None:
    links = [
        (page, target, page.parent / target.partition("#")[0] if target[0] != "#" else page)
        for page in pages()
        for target in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", page.read_text())
        if not target.startswith(FOREIGN[:3])
    ]
    assert links
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page, target, file in links
        if file.suffix == ".md" and target.partition("#")[2] not in anchors_of(file)
    ]
    assert broken == []


def test_the_index_names_every_page() -> None:
    docs = ROOT / "docs"
    folders = (docs, docs / "how-to", docs / "self-hosting", docs / "adr", docs / "runbooks")
    found = {page for page in pages() if page.parent in folders} - {docs / "README.md"}
    found -= {docs / "adr" / "0000-template.md"}
    named = re.findall(r"\]\(([^)#\s]+)", (docs / "README.md").read_text())
    linked = {(docs / target).resolve() for target in named if "://" not in target}
    assert sorted(str(page.relative_to(docs)) for page in found - linked) == []


def test_make_targets_in_the_pages_exist() -> None:
    targets = set(re.findall(r"^([a-z][a-z0-9-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for page in pages()
        for target in re.findall(r"(?:`|^)make ([a-z][a-z0-9-]*)", page.read_text(), re.MULTILINE)
    }
    assert named
    assert named - targets == set()
