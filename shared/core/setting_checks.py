"""What single settings have to be like; a message never repeats a value that is a secret."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pydantic import SecretStr

from shared.core.egress import EgressRules

_PLACEHOLDERS = ("changeme", "change-me", "changethis", "secret", "password", "placeholder")
_SECRET_MIN_CHARS = 32
_MAX_PORT = 65535


def check_database_url(value: SecretStr) -> SecretStr:
    """It is an address of PostgreSQL that can be taken apart."""
    text = value.get_secret_value()
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("must start with postgresql://")
    try:
        urlsplit(text).port  # noqa: B018 - is worked out only when it is asked for
    except ValueError:  # its message would show a part of the password
        raise ValueError(
            "needs a number as its port, and special characters of its password as %XX"
        ) from None
    root = dict(parse_qsl(urlsplit(text).query)).get("sslrootcert", "system")
    if root != "system" and not Path(root).is_file():
        raise ValueError(f"sslrootcert: there is no file {root}")
    return value


def check_brokers(value: str) -> str:
    """Each of them is a host and a port."""
    for broker in value.split(","):
        host, _, port = broker.strip().rpartition(":")
        if not (host and port.isascii() and port.isdecimal() and 0 < int(port) <= _MAX_PORT):
            raise ValueError("must be host:port, or several of them with commas between")
    return value


def check_secret(value: SecretStr) -> SecretStr:
    """It is long enough to be a secret, and none of those that everybody knows."""
    text = value.get_secret_value()
    if len(text) < _SECRET_MIN_CHARS or text.lower().strip("!0123456789") in _PLACEHOLDERS:
        raise ValueError(
            f"needs {_SECRET_MIN_CHARS} random characters or more, "
            "for example from: openssl rand -base64 48"
        )
    return value


def secrets_of(value: SecretStr | None) -> list[str]:
    """The secrets of a setting that may have several, with commas between."""
    text = value.get_secret_value() if value else ""
    return [part.strip() for part in text.split(",") if part.strip()]


def check_secrets(value: SecretStr) -> SecretStr:
    """Each of them is a secret."""
    for part in secrets_of(value) or [""]:
        check_secret(SecretStr(part))
    return value


def check_egress(value: str) -> str:
    """It can be read as what may be reached."""
    EgressRules.parse(value)
    return value
