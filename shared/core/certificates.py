"""Files that a TLS connection is opened with, and what is wrong with them in words."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pydantic import SecretStr

_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_KEY_END = b"PRIVATE KEY-----"


class BadCertificate(ValueError):
    """A file cannot be used; the message names it and never shows what is in it."""


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Whom a client trusts and who it is. Without a CA file it trusts what the system trusts."""

    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None
    key_password: SecretStr | None = None
    check_hostname: bool = True

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that there are."""
        return tuple(p for p in (self.ca_file, self.certificate_file, self.key_file) if p)

    def load(self) -> ssl.SSLContext:
        """A context of what the files hold now, TLS 1.2 or newer.

        Raises:
            BadCertificate: a file is missing, unreadable or not what it should be.
        """
        context = _trusting(self.ca_file)
        context.check_hostname = self.check_hostname
        if self.certificate_file is not None and self.key_file is not None:
            _load_pair(context, self.certificate_file, self.key_file, self.key_password)
        return context


def check_ca_file(path: Path) -> None:
    """The file holds certificates to trust.

    Raises:
        BadCertificate: it does not.
    """
    _trusting(path)


def check_certificate_file(path: Path) -> None:
    """The file holds a certificate.

    Raises:
        BadCertificate: it does not.
    """
    _read(path, _CERTIFICATE, "certificate")


def check_pair(certificate: Path, key: Path, password: SecretStr | None) -> None:
    """The key can be used and belongs to the certificate.

    Raises:
        BadCertificate: it is not so.
    """
    _load_pair(ssl.create_default_context(), certificate, key, password)


def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is None:
        return ssl.create_default_context()
    text = _read(ca_file, _CERTIFICATE, "certificate").decode("ascii", "replace")
    try:
        return ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError) as error:
        raise BadCertificate(f"{ca_file} holds no certificate that can be used") from error


def _load_pair(
    context: ssl.SSLContext, certificate: Path, key: Path, password: SecretStr | None
) -> None:
    _read(certificate, _CERTIFICATE, "certificate")
    _read(key, _KEY_END, "private key")
    try:
        # A function, because without one OpenSSL would ask at the terminal for the password.
        context.load_cert_chain(
            certificate, key, password.get_secret_value if password else lambda: _ask(key)
        )
    except (ssl.SSLError, OSError) as error:
        reason = getattr(error, "reason", None)
        if reason == "KEY_VALUES_MISMATCH":
            text = f"{key} is not the key of the certificate in {certificate}"
        elif password is not None:
            text = f"{key} is no private key that the given password opens"
        else:
            text = f"{key} and {certificate} are no key and certificate that can be used"
        raise BadCertificate(text) from error


def _ask(key: Path) -> NoReturn:
    raise BadCertificate(f"{key} is encrypted, and no key password is given")


def _read(path: Path, mark: bytes, what: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BadCertificate(f"there is no file {path}") from None
    except OSError as error:
        raise BadCertificate(f"{path} cannot be read: {error.strerror}") from error
    if mark not in content:
        raise BadCertificate(f"{path} holds no {what} in PEM form")
    return content
