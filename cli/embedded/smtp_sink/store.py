"""Mails in append-only files; they survive a kill of the process, not a power cut.

A file holds some thousand mails, each as one line of JSON followed by the mail and a line end. It
is named after the id of its first mail. When more mails are kept than asked for, the oldest go,
and a file is deleted when none of its mails is left.
"""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from cli.embedded.smtp_sink.messages import summarise

_SUFFIX = ".mails"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that arrived; its content stays on disk."""

    id: int
    received_at: str  # RFC 3339, UTC, microseconds
    envelope_from: str
    to: tuple[str, ...]  # the envelope's recipients
    sender: str
    subject: str
    message_id: str
    size: int
    file: int
    offset: int


Listener = Callable[[Mail], None]


class MailStore:
    """The newest mails, at most `keep` of them and at most `keep_bytes` of content."""

    def __init__(
        self,
        folder: Path,
        *,
        keep: int = 50_000,
        keep_bytes: int = 1 << 30,
        mails_per_file: int = 2_000,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._keep = keep
        self._keep_bytes = keep_bytes
        self._mails_per_file = mails_per_file
        self._mails: dict[int, Mail] = {}
        self._bytes = 0
        self._next = 1
        self._listeners: set[Listener] = set()
        for path in sorted(folder.glob(f"*{_SUFFIX}"), key=_first_id):
            self._load(path)
        self._begin_file()

    def __len__(self) -> int:
        return len(self._mails)

    def add(self, *, received_at: str, sender: str, recipients: list[str], raw: bytes) -> Mail:
        """The mail is in the file and counts from now on.

        Raises:
            OSError: it could not be written whole; nothing of it is kept.
        """
        summary = summarise(raw)
        mail = Mail(
            id=self._next,
            received_at=received_at,
            envelope_from=sender,
            to=tuple(recipients),
            sender=summary.sender,
            subject=summary.subject,
            message_id=summary.message_id,
            size=len(raw),
            file=self._file_id,
            offset=0,
        )
        line = orjson.dumps(mail) + b"\n"
        mail = dataclasses.replace(mail, offset=self._end + len(line))
        self._write(line + raw + b"\n")
        self._remember(mail)
        if mail.id - self._file_id + 1 >= self._mails_per_file:
            self._output.close()
            self._begin_file()
        for listener in tuple(self._listeners):
            listener(mail)
        return mail

    def newest(self) -> Iterator[Mail]:
        """Every mail, the newest first."""
        return reversed(self._mails.values())

    def get(self, mail_id: int) -> Mail | None:
        """The mail of that id, while it is kept."""
        return self._mails.get(mail_id)

    def read(self, mail: Mail) -> bytes:
        """The mail as it came over the wire."""
        with self._path(mail.file).open("rb") as file:
            file.seek(mail.offset)
            return file.read(mail.size)

    def clear(self) -> None:
        """No mail is left; ids go on from where they were."""
        self._mails.clear()
        self._bytes = 0
        self._output.close()
        self._begin_file()
        self._drop_unused_files()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """`listener` hears of every new mail until the returned function is called."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def close(self) -> None:
        """Nothing can be added any more."""
        self._output.close()

    def _path(self, file_id: int) -> Path:
        return self._folder / f"{file_id:012d}{_SUFFIX}"

    def _begin_file(self) -> None:
        self._file_id = self._next
        self._output = self._path(self._file_id).open("ab", buffering=0)
        self._end = self._output.tell()

    def _write(self, record: bytes) -> None:
        """The record is in the file, or nothing of it (the disk may be full)."""
        try:
            written = self._output.write(record)
        except OSError:
            self._output.truncate(self._end)
            raise
        if written != len(record):
            self._output.truncate(self._end)
            raise OSError(f"only {written} of {len(record)} bytes were written")
        self._end += written

    def _remember(self, mail: Mail) -> None:
        self._mails[mail.id] = mail
        self._bytes += mail.size
        self._next = mail.id + 1
        dropped = False
        while len(self._mails) > self._keep or self._bytes > self._keep_bytes:
            oldest = self._mails.pop(next(iter(self._mails)))
            self._bytes -= oldest.size
            first = next(iter(self._mails.values()), None)
            dropped = dropped or first is None or first.file != oldest.file
        if dropped:
            self._drop_unused_files()

    def _drop_unused_files(self) -> None:
        used = next((mail.file for mail in self._mails.values()), self._next)
        for path in self._folder.glob(f"*{_SUFFIX}"):
            if _first_id(path) < used:
                path.unlink(missing_ok=True)

    def _load(self, path: Path) -> None:
        """The mails of a file are known; a record that was cut off by a crash is removed."""
        self._next = max(self._next, _first_id(path))
        whole = 0
        with path.open("r+b") as file:
            end = path.stat().st_size
            while (line := file.readline()).endswith(b"\n"):
                offset = whole + len(line)
                fields = orjson.loads(line)
                after = offset + fields["size"] + 1
                if after > end:
                    break
                fields |= {"to": tuple(fields["to"]), "offset": offset, "file": _first_id(path)}
                self._remember(Mail(**fields))
                whole = after
                file.seek(whole)
            file.truncate(whole)


def _first_id(path: Path) -> int:
    return int(path.name.removesuffix(_SUFFIX))
