"""Every package that is named has its line in docs/dependencies.md, under a licence that goes."""

import json
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([@\w./-]+) \|(.*)\|$", re.MULTILINE)
IMAGES = ("api", "worker")
NO_LICENCE = {"OSI Approved", "DFSG approved"}  # classifiers that stand above those that name one

# Each of them lets MIT code stand beside it. MPL 2.0 asks for the source of its own files alone.
PERMISSIVE = re.compile(
    r"MIT|MIT-0|0BSD|BSD|[23]-Clause BSD|BSD-[23]-Clause|Apache-2\.0|Apache Software"
    r"|ISC|ISC License \(ISCL\)|PSF-2\.0|Python Software Foundation|Unlicense"
    r"|The Unlicense \(Unlicense\)"
    r"|MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)"
)


def rows() -> list[tuple[str, str]]:
    """Name and the rest of each line of the page's tables, heads aside."""
    found = ROW.findall((ROOT / "docs/dependencies.md").read_text())
    return [(name, rest) for name, rest in found if name != "package" and set(name) != {"-"}]


def declared() -> set[str]:
    """Names in pyproject.toml and in package.json."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    web = json.loads((ROOT / "frontend/package.json").read_text())
    names = {re.split(r"[\[<>=!~; ]", line)[0] for group in named for line in group}
    return (names - {"rondel"}) | set(web["dependencies"]) | set(web["devDependencies"])


def test_every_dependency_has_one_line_and_every_line_a_dependency() -> None:
    names = [name for name, _ in rows()]
    assert sorted(names) == sorted(declared())


@pytest.mark.parametrize(("name", "rest"), rows(), ids=[name for name, _ in rows()])
def test_a_line_says_what_for_why_when_and_under_which_licence(name: str, rest: str) -> None:
    what, why, released, licence = [cell.strip() for cell in rest.split(" | ")]
    assert what
    assert why
    assert re.fullmatch(r"20\d\d-[01]\d", released), name
    assert licence


def licences_of(package: Distribution) -> list[str]:
    """As the package says it: an expression (PEP 639), else its classifiers, else its text."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return [each for each in re.split(r"\s+(?:AND|OR)\s+|[()]", expression) if each]
    kinds = [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    named = {each.rpartition(" :: ")[2].removesuffix(" License") for each in kinds} - NO_LICENCE
    return sorted(named) or [
        (about.get("License") or "").partition("\n")[0].removesuffix(" License")
    ]


@pytest.mark.parametrize("image", IMAGES)
def test_what_the_images_carry_may_be_given_on_under_mit(image: str) -> None:
    lock = (ROOT / f"requirements/{image}.txt").read_text()
    names = re.findall(r"^([a-z0-9][\w.-]*)(?:\[.*?\])?==", lock, re.MULTILINE)
    found: dict[str, list[str]] = {}
    for name in names:
        try:
            found[name] = licences_of(distribution(name))
        except PackageNotFoundError:
            continue  # for another system or Python: its marker keeps it out of the images, too
    assert len(found) > len(names) * 0.9
    strange = {
        name: licences
        for name, licences in found.items()
        if not licences or not all(PERMISSIVE.fullmatch(each) for each in licences)
    }
    assert strange == {}


def test_what_the_web_app_carries_may_be_given_on_under_mit() -> None:
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    carried = {
        path: package.get("license")
        for path, package in lock["packages"].items()
        if path and not package.get("dev")
    }
    assert len(carried) > 50
    assert {p: each for p, each in carried.items() if not PERMISSIVE.fullmatch(each or "")} == {}
