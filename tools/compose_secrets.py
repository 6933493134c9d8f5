"""`python3 tools/compose_secrets.py`: the secrets that compose.yaml names, random and made once.

Nothing but Python is needed. Compose gives files on with the rights that they have here, and the
processes run as another user: so everybody may read the files, in a folder that only you may enter.
"""

import secrets
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDER = Path(__file__).resolve().parent.parent / ".rondel" / "compose"
_BYTES = 32
_PASSWORD = "postgres-password"  # noqa: S105 - the name of its file
_ADDRESS = "database-url"
_OWN_HOST = "postgres"


class DoNotFit(Exception):
    """Two of the files say different things, and only their owner knows which one is right."""


def values(password: str) -> Mapping[str, str]:
    """File name to secret."""
    return {
        _PASSWORD: password,
        _ADDRESS: f"postgresql://rondel:{password}@{_OWN_HOST}:5432/rondel",
        "auth-secret": secrets.token_urlsafe(_BYTES),
        "secrets-key": secrets.token_urlsafe(_BYTES),
        "grafana-password": secrets.token_urlsafe(_BYTES),
    }


def make(folder: Path) -> Iterator[str]:
    """The files are there; names those that are new. None is changed: the database has its own.

    Raises:
        DoNotFit: PostgreSQL's password is not that of its address.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, value in values(_password(folder)).items():
        path = folder / name
        if not _read(path):
            _write(path, value)
            yield name


def _password(folder: Path) -> str:
    """The one that one of the two files has, which the database was made with; else a new one."""
    kept = _read(folder / _PASSWORD)
    address = urlsplit(_read(folder / _ADDRESS))
    is_own = address.hostname == _OWN_HOST  # else it leads to a database of somebody else
    told = unquote(address.password or "") if is_own else ""
    if kept and told and kept != told:
        raise DoNotFit(
            f"{folder / _PASSWORD} and {folder / _ADDRESS} have different passwords. "
            "Put the one that the database was made with into both."
        )
    return kept or told or secrets.token_urlsafe(_BYTES)


def _read(path: Path) -> str:
    """What is in it; nothing if it is not there. An empty one is no secret either."""
    return path.read_text().strip() if path.exists() else ""


def _write(path: Path, value: str) -> None:
    """It is there whole or not at all, whatever happens meanwhile."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(value)
    new.chmod(0o644)
    new.replace(path)


def main() -> int:
    """Make what is missing, and say so."""
    try:
        made = list(make(FOLDER))
    except DoNotFit as error:
        print(error, file=sys.stderr)
        return 1
    print(f"made in {FOLDER}: {', '.join(made)}" if made else f"all of them are in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
