"""Every import contract of pyproject.toml is seen to break, and to break alone.

`make check` holds the real tree to the contracts; this shows that they catch what they name. Each
test lays out empty packages under the real configuration and plants one import.
"""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
CONFIG: dict[str, Any] = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]
CONTRACTS = [contract["name"] for contract in CONFIG["contracts"]]

PROCESSES, WORKERS, SHARED, API, DOMAIN, FORMATS, WEB, ROUTES = CONTRACTS

# Contract → module → what it imports; a package that no layer lists imports nothing of interest.
PLANTED = {
    PROCESSES: {
        "api.planted": "workers.relay",
        "shared.core.planted": "api",
        "workers.runtime.planted": "cli",
    },
    WORKERS: {
        "workers.recurrence.planted": "workers.reminders",
        "workers.runtime.planted": "workers.relay",
        "workers.unlisted": "uuid",
    },
    SHARED: {
        "shared.core.planted": "shared.domain",
        "shared.db.planted": "shared.kafka",
        "shared.events.planted": "shared.commands",
        "shared.unlisted": "uuid",
    },
    API: {
        "api.mail": "aiosmtplib",
        "api.produce": "shared.kafka.producer",
        "api.indirect": "shared.commands.planted",
        "shared.commands.planted": "apscheduler",
    },
    DOMAIN: {"shared.core.planted": "asyncpg", "shared.domain.planted": "sqlalchemy"},
    FORMATS: {
        "shared.interchange.planted": "sqlalchemy",
        "shared.interchange.reading": "shared.db",
        "shared.interchange.telling": "shared.events",
    },
    WEB: {"shared.observability.planted": "starlette", "workers.runtime.planted": "fastapi"},
    ROUTES: {"api.routes.models": "shared.db.models", "api.routes.sql": "sqlalchemy"},
}


def named_modules() -> Iterator[str]:
    """Every dotted name of ours that the contracts speak of."""
    for contract in CONFIG["contracts"]:
        for container in contract.get("containers", [""]):
            for layer in contract.get("layers", []):
                for name in layer.split("|"):
                    yield f"{container}.{name.strip()}".strip(".")
        yield from contract.get("source_modules", [])
        yield from contract.get("forbidden_modules", [])


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Empty packages of every name in the contracts, under the real pyproject.toml."""
    shutil.copy(PYPROJECT, tmp_path)
    for name in named_modules():
        if name.split(".")[0] in CONFIG["root_packages"]:
            write_module(tmp_path, f"{name}.__init__", "")
    return tmp_path


def write_module(tree: Path, name: str, text: str) -> None:
    """The module exists with that text, its parents being packages."""
    *parents, module = name.split(".")
    folder = tree
    for parent in parents:
        folder /= parent
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    (folder / f"{module}.py").write_text(text)


def lint_imports(tree: Path) -> tuple[list[str], str]:
    """Names of the contracts that the packages in `tree` break, and the report."""
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    kept = [name for name in CONTRACTS if f"{name} KEPT" in result.stdout]
    broken = [name for name in CONTRACTS if f"{name} BROKEN" in result.stdout]
    assert sorted(kept + broken) == sorted(CONTRACTS), result.stdout + result.stderr
    assert result.returncode == (1 if broken else 0)
    return broken, result.stdout


def test_empty_packages_keep_every_contract(tree: Path) -> None:
    broken, _ = lint_imports(tree)
    assert broken == []


@pytest.mark.parametrize("contract", CONTRACTS)
def test_contract_names_each_planted_import_and_breaks_alone(tree: Path, contract: str) -> None:
    for module, imported in PLANTED[contract].items():
        write_module(tree, module, f"import {imported}\n")
    broken, report = lint_imports(tree)
    assert broken == [contract]
    for module, imported in PLANTED[contract].items():
        unlisted = module.endswith(".unlisted")
        assert (f"- {module}\n" if unlisted else f"{module} -> {imported} ") in report
