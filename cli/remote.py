"""The API of a Rondel, asked by a command: signed in, patient, and with errors that help."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any, NoReturn

import httpx
import typer

from cli.embedded.errors import StackError
from cli.embedded.settings import FolderSettings
from cli.embedded.state import StateFolder

Document = dict[str, Any]

Url = Annotated[
    str, typer.Option(envvar="RONDEL_URL", help="Address of the API; else the one running here")
]
Email = Annotated[str, typer.Option(envvar="RONDEL_EMAIL", help="Address of the account")]
Password = Annotated[
    str, typer.Option(envvar="RONDEL_PASSWORD", help="Asked for at a terminal if not given")
]
Token = Annotated[
    str, typer.Option(envvar="RONDEL_TOKEN", help="An access token instead of a password")
]

_TOKEN = re.compile(r"[!-~]+")
_TIMEOUT = httpx.Timeout(10, read=60, write=60)
_PATIENCE_SECONDS = 60.0
_AGAIN_SECONDS = 1.0
_PASSING = frozenset({429, 502, 503, 504})
_UNAUTHENTICATED = 401


class Refused(StackError):
    """The API said no; `status` and `code` are those of its answer."""

    def __init__(self, status: int, code: str, message: str, way_out: str) -> None:
        super().__init__(message, way_out)
        self.status = status
        self.code = code


class ApiUnreachable(StackError):
    """Nothing answers, or not to the end."""

    def __init__(self, url: str, error: httpx.TransportError) -> None:
        reason = str(error) or type(error).__name__
        super().__init__(
            f"Rondel at {url} cannot be reached: {reason}.",
            "Start it with `rondel dev`, or name another one with --url.",
        )


@dataclass(frozen=True, slots=True)
class Access:
    """Where the API is and who asks, as the options say."""

    url: str
    token: str
    email: str
    password: str


@contextmanager
def open_remote(access: Access) -> Iterator["Remote"]:
    """The API, signed in to.

    Raises:
        StackError: it is not known where it is or who asks, it is not reached, or it refuses.
    """
    url = (access.url or _running_here()).rstrip("/")
    try:
        is_address = httpx.URL(url).scheme in {"http", "https"} and bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        is_address = False
    if not is_address:
        raise StackError(f"“{url}” is no address of an API.", "Give one as http://host:port.")
    with httpx.Client(base_url=url, timeout=_TIMEOUT) as client:
        remote = Remote(client, url, access)
        remote.sign_in()
        yield remote


def _running_here() -> str:
    state = StateFolder(FolderSettings().state_dir).read()
    if state is None or not state.is_alive or not state.url:
        raise StackError("No Rondel is known.", "Name one with --url, or start one: rondel dev")
    return state.url


class Remote:
    """One account's way to the API."""

    def __init__(self, client: httpx.Client, url: str, access: Access) -> None:
        self._client = client
        self._url = url
        self._access = access
        self._password = access.password

    def sign_in(self) -> None:
        """What is asked from now on is asked by the account."""
        token = self._access.token.strip() or self._new_token()
        if not _TOKEN.fullmatch(token):
            raise StackError("The token is none.", "Take `access_token` of POST /api/auth/sign-in.")
        self._client.headers["Authorization"] = f"Bearer {token}"

    def _new_token(self) -> str:
        if not self._access.email:
            raise StackError(
                "It is not said whose account it is.",
                "Give --email and --password, or --token, or set RONDEL_EMAIL and RONDEL_PASSWORD.",
            )
        self._password = self._password or _asked_password(self._access.email)
        body = {"email": self._access.email, "password": self._password}
        token: str = self._once("POST", "/api/auth/sign-in", json=body)["access_token"]
        return token

    def ask(self, method: str, path: str, **options: Any) -> Document:
        """The document that is answered.

        Raises:
            ApiUnreachable: nothing answers.
            Refused: the answer is no.
        """
        return self._once(method, path, **options)

    def look(self, path: str, **params: str | int) -> Document:
        """What is at a path. A server that is away for a minute, or busy, is waited for.

        Raises:
            ApiUnreachable: nothing answered for a minute.
            Refused: the answer is no.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        is_renewed = False
        while True:
            try:
                return self._once("GET", path, params=params)
            except ApiUnreachable:
                if time.monotonic() > deadline:
                    raise
            except Refused as error:
                if error.status == _UNAUTHENTICATED and not self._access.token and not is_renewed:
                    is_renewed = True  # long work outlives a token
                    self.sign_in()
                    continue
                if error.status not in _PASSING or time.monotonic() > deadline:
                    raise
            time.sleep(_AGAIN_SECONDS)

    def download(self, path: str, target: Path) -> None:
        """The file stands at `target`, whole. Before that, what stood there does.

        Raises:
            ApiUnreachable: the answer broke off.
            Refused: the answer is no.
            StackError: it cannot be written.
        """
        try:
            with (
                self._reached(),
                self._client.stream("GET", path) as answer,
                _replacing(target) as file,
            ):
                if not answer.is_success:
                    answer.read()
                    refuse(answer)
                for piece in answer.iter_bytes():
                    file.write(piece)
        except OSError as error:
            raise _cannot_write(target, error) from error

    def _once(self, method: str, path: str, **options: Any) -> Document:
        with self._reached():
            answer = self._client.request(method, path, **options)
        if not answer.is_success:
            refuse(answer)
        if not answer.content:
            return {}
        return _document(answer)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except httpx.TransportError as error:
            raise ApiUnreachable(self._url, error) from error


def _asked_password(email: str) -> str:
    """Typed in unseen; a script has to give it."""
    if not typer.get_text_stream("stdin").isatty():
        raise StackError(
            f"There is no password for {email}.", "Set RONDEL_PASSWORD, or give --token."
        )
    password: str = typer.prompt(f"Password of {email}", hide_input=True, err=True)
    return password


@contextmanager
def _replacing(target: Path) -> Iterator[Any]:
    """A file beside the target that takes its place at the end, for its owner's eyes only."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        new = Path(file.name)
        try:
            yield file
            file.flush()
            new.replace(target)
        except BaseException:
            new.unlink()
            raise


def checked_target(path: Path) -> Path:
    """Where a file can be put, links followed; said before the work, not after it.

    Raises:
        StackError: nothing can be written there, or what is there is no file.
    """
    if path == Path("-"):
        message = "Standard output cannot be replaced whole."
        raise StackError(message, "Name a file; it can be sent on from there.")
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise StackError(f"{path} is no regular file.", "Name another one.")
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}."):
            return target
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(target: Path, error: OSError) -> StackError:
    reason = error.strerror or str(error)
    return StackError(f"Cannot write {target}: {reason}.", "Name another file, or make room.")


def _document(answer: httpx.Response) -> Document:
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise StackError(
            f"{answer.request.url.host} does not answer as Rondel does.",
            "--url has to be the address of its API, like http://localhost:8000.",
        )
    return found


def refuse(answer: httpx.Response) -> NoReturn:
    """Raises what the problem document says."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    if not isinstance(problem, dict) or "code" not in problem:
        host = answer.request.url.host
        raise Refused(
            answer.status_code,
            "",
            f"{host} answered {answer.status_code}, and not as Rondel does.",
            "--url has to be the address of its API, like http://localhost:8000.",
        )
    code = problem["code"]
    message = f"{problem['title']}: {problem['detail']}"
    raise Refused(answer.status_code, code, message, _way_out(code, answer.status_code, problem))


_WAYS_OUT: Mapping[str, str] = {
    "auth.bad_credentials": "Correct --email and --password (or RONDEL_EMAIL, RONDEL_PASSWORD).",
    "request.too_large": "Split the file, or have RONDEL_IMPORT_LIMIT_BYTES of the server raised.",
    "transfer.too_many": "Delete old ones: DELETE /api/imports/{id} or /api/exports/{id}.",
}
_CORRECT_MAP = "Correct --map COLUMN=FIELD."
_POINTERS: Mapping[str, str] = {
    "/file": "Is it of another format? Name it with --format.",
    "/format": "Name one of these with --format.",
    "/query/format": "Name one of these with --format.",
    "/query/mapping": _CORRECT_MAP,
}


def _way_out(code: str, status: int, problem: Document) -> str:
    if code in _WAYS_OUT:
        return _WAYS_OUT[code]
    if status == _UNAUTHENTICATED:
        return "Give another --token, or --email and --password."
    for error in problem.get("errors", []):
        if error["code"].startswith("mapping_"):
            return _CORRECT_MAP
        if error["pointer"] in _POINTERS:
            return _POINTERS[error["pointer"]]
    return f"The server's log has more under the request {problem.get('instance', '')}."
