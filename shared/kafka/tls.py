"""TLS that follows its files: a renewed certificate is used without a restart."""

import ssl
from functools import lru_cache
from pathlib import Path
from typing import Self

from typing_extensions import override

from shared.core.certificates import BadCertificate, CertificateFiles
from shared.observability.logging import get_logger

_State = tuple[tuple[int, int, int] | None, ...]


class RenewingContext(ssl.SSLContext):
    """Opens every new connection with what the files hold at that moment.

    Why it works: asyncio and uvloop begin each handshake with `wrap_bio` of the context they were
    given, and touch nothing else of it. There the files are looked at, a `stat` each, and when one
    is another one than before (a swapped symlink of a mounted secret counts), a new context is made
    of them. It replaces the old one only if all of them can be used: `load_cert_chain` on a context
    in use would leave it with half a pair when a new certificate arrives before its key, and would
    never forget a CA. Connections that are open are not touched. Not thread-safe; one event loop.
    """

    _files: CertificateFiles
    _current: ssl.SSLContext
    _seen: _State

    def __new__(cls, _files: CertificateFiles) -> Self:
        """A context whose own contents are not used."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, files: CertificateFiles) -> None:
        self._files = files
        self._seen = _state_of(files)
        self._current = files.load()
        self._log = get_logger()

    @override
    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """One handshake begins, under the newest certificates that can be used."""
        self._renew()
        return self._current.wrap_bio(incoming, outgoing, server_side, server_hostname, session)

    def _renew(self) -> None:
        state = _state_of(self._files)
        if state == self._seen:
            return
        self._seen = state
        try:
            self._current = self._files.load()
        except BadCertificate as error:
            # An error, because the old certificate will run out; once for each state of the files.
            self._log.error("kafka_certificates_unusable", reason=str(error), using="the old ones")
        else:
            self._log.info("kafka_certificates_renewed")


@lru_cache(maxsize=8)
def context_for(files: CertificateFiles) -> ssl.SSLContext:
    """The one context of this process for these files, so that a renewal is read and told once.

    Raises:
        BadCertificate: they cannot be used, and never could since the process began.
    """
    return RenewingContext(files)


def _state_of(files: CertificateFiles) -> _State:
    return tuple(_state(path) for path in files.paths)


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
