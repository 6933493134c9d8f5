"""How a connection to PostgreSQL is encrypted and whom it trusts, by the address alone.

asyncpg looks for a file of CAs in the home directory when a server is to be verified, and stops if
there is none: in a container there never is. Here the CAs of the system are taken then, as browsers
have them, so that an address of a managed database needs no file at all.
"""

import ssl
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

MODE, ROOT = "sslmode", "sslrootcert"
SYSTEM = "system"
_HOME = Path("~/.postgresql/root.crt")


def tls_arguments(url: str) -> dict[str, Any]:
    """What asyncpg is told besides the address; nothing if the server is not to be verified."""
    if not is_verified(url):
        return {}
    told = _options(url)
    root = told.get(ROOT)
    context = ssl.create_default_context(cafile=_file_of(root))
    context.check_hostname = told[MODE] == "verify-full" or root == SYSTEM
    return {"ssl": context}


def is_verified(url: str) -> bool:
    """Whether the server has to show who it is."""
    told = _options(url)
    mode = told.get(MODE)
    return mode in {"verify-ca", "verify-full"} or (mode == "require" and ROOT in told)


def needs_system_authorities(url: str) -> bool:
    """Whether libpq has yet to be told that the CAs of the system are meant."""
    told = _options(url)
    return told.get(MODE) == "verify-full" and ROOT not in told and _file_of(None) is None


def _options(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def _file_of(root: str | None) -> str | None:
    """The file with the CAs; None for those of the system."""
    if root == SYSTEM:
        return None
    if root:
        return root
    home = _HOME.expanduser()
    return str(home) if home.exists() else None
