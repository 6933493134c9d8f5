"""The API of a Rondel, asked by a command: signed in, patient, and with errors that help."""

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from cli.credentials import OwnFolder
from cli.embedded.errors import StackError
from cli.embedded.state import running_stack
from cli.failing import can_ask
from cli.refusals import (
    HOW_TO_MAKE_ONE,
    UNAUTHENTICATED,
    Document,
    NotRondel,
    Refused,
    document_of,
    refusal_of,
)
from cli.whole_files import cannot_write, replacing

Url = Annotated[
    str,
    typer.Option(
        envvar="RONDEL_URL", help="Address of the API; else that of `rondel login`, or running here"
    ),
]
Email = Annotated[str, typer.Option(envvar="RONDEL_EMAIL", help="Address of the account")]
Password = Annotated[
    str, typer.Option(envvar="RONDEL_PASSWORD", help="Asked for at a terminal if not given")
]
Token = Annotated[
    str, typer.Option(envvar="RONDEL_TOKEN", help="API token; else that of `rondel login`")
]

_TOKEN = re.compile(r"[!-~]+")
_TIMEOUT = httpx.Timeout(10, read=60, write=60)
_PATIENCE_SECONDS = 60.0
_AGAIN_SECONDS = 1.0
_CHANGE_PAUSES = (0.5, 1.0, 2.0, 4.0)
_PASSING = frozenset({429, 502, 503, 504})


class ApiUnreachable(StackError):
    """Nothing answers, or not to the end."""

    def __init__(self, url: str, error: httpx.TransportError) -> None:
        reason = str(error) or type(error).__name__
        super().__init__(
            f"Rondel at {url} cannot be reached: {reason}.",
            "Start it with `rondel dev`, or name another one with --url.",
        )
        self.is_broken_off = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)


@dataclass(frozen=True, slots=True)
class Access:
    """Where the API is and who asks, as the options say."""

    url: str
    token: str
    email: str
    password: str

    def completed(self, folder: OwnFolder) -> "Access":
        """With what `rondel login` stored where the options say nothing.

        A stored token goes to the server that it is of, and to no other.
        """
        stored = folder.credentials()
        if stored is None:
            return self
        found = replace(self, url=self.url or stored.url)
        if self.token or self.email or found.url.rstrip("/") != stored.url:
            return found
        return replace(found, token=stored.token)


@contextmanager
def open_remote(said: Access, timeout: httpx.Timeout = _TIMEOUT) -> Iterator["Remote"]:
    """The API, signed in to: as the options say, else as `rondel login` stored, else the one here.

    Raises:
        StackError: it is not known where it is or who asks, it is not reached, or it refuses.
    """
    is_whole = said.url and (said.token or said.email)
    access = said if is_whole else said.completed(OwnFolder())
    url = checked_address(access.url or running_here())
    with httpx.Client(base_url=url, timeout=timeout) as client:
        remote = Remote(client, url, access)
        remote.sign_in()
        yield remote


def checked_address(url: str) -> str:
    """The address of an API, without a slash at its end.

    Raises:
        StackError: it is none.
    """
    url = url.strip().rstrip("/")
    try:
        is_address = httpx.URL(url).scheme in {"http", "https"} and bool(httpx.URL(url).host)
    except httpx.InvalidURL:
        is_address = False
    if not is_address:
        raise StackError(f"“{url}” is no address of an API.", "Give one as http://host:port.")
    return url


def running_here() -> str:
    """The address of the API that `rondel dev` runs on this machine.

    Raises:
        StackError: none runs.
    """
    state = running_stack()
    if state is None or not state.url:
        raise StackError(
            "No Rondel is known.", "Name one with --url or rondel login; rondel dev starts one."
        )
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
            raise StackError("The token is none.", HOW_TO_MAKE_ONE)
        self._client.headers["Authorization"] = f"Bearer {token}"

    def _new_token(self) -> str:
        if not self._access.email:
            raise StackError(
                "You are not logged in.",
                "Run `rondel login --email you@example.com`, which asks for your password; or give "
                "--token (RONDEL_TOKEN) an API token, which is made in the web app: "
                f"{self._url}/settings/tokens. Import and export also take --email and --password "
                "(RONDEL_EMAIL, RONDEL_PASSWORD).",
            )
        self._password = self._password or _asked_password(self._access.email)
        body = {"email": self._access.email, "password": self._password}
        return str(self._once("POST", "/api/auth/sign-in", json=body).get("access_token", ""))

    def ask(self, method: str, path: str, **options: Any) -> Document:
        """The document that is answered.

        Raises:
            ApiUnreachable: nothing answers.
            Refused: the answer is no.
        """
        return self._once(method, path, **options)

    def change(self, path: str, body: Document) -> Document:
        """What a POST answers that takes effect once, however often it has to be sent.

        Raises:
            ApiUnreachable: nothing answers.
            Refused: the answer is no.
        """
        headers = {"Idempotency-Key": secrets.token_hex(16)}
        for pause in _CHANGE_PAUSES:
            try:
                return self._once("POST", path, json=body, headers=headers)
            except ApiUnreachable as error:
                if not error.is_broken_off:
                    raise
            except (Refused, NotRondel) as error:
                if error.status not in _PASSING:
                    raise
            time.sleep(pause)
        return self._once("POST", path, json=body, headers=headers)

    def look(self, path: str, **params: str | int) -> Document:
        """What is at a path. A server that is away for a minute, or busy, is waited for.

        Raises:
            ApiUnreachable: nothing answered for a minute.
            Refused: the answer is no.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        passing = _PASSING if self._access.token else _PASSING | {UNAUTHENTICATED}
        is_expired = False
        while True:
            try:
                if is_expired:
                    self.sign_in()
                return self._once("GET", path, params=params)
            except ApiUnreachable:
                if time.monotonic() > deadline:
                    raise
            except (Refused, NotRondel) as error:
                if error.status not in passing or time.monotonic() > deadline:
                    raise
                if error.status == UNAUTHENTICATED:  # long work outlives a token
                    passing, is_expired = _PASSING, True
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
                replacing(target) as file,
            ):
                if not answer.is_success:
                    answer.read()
                    raise refusal_of(answer)
                for piece in answer.iter_bytes():
                    file.write(piece)
        except OSError as error:
            raise cannot_write(target, error) from error

    def _once(self, method: str, path: str, **options: Any) -> Document:
        with self._reached():
            answer = self._client.request(method, path, **options)
        if not answer.is_success:
            raise refusal_of(answer)
        if not answer.content:
            return {}
        return document_of(answer)

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except httpx.TransportError as error:
            raise ApiUnreachable(self._url, error) from error


def _asked_password(email: str) -> str:
    """Typed in unseen; a script has to give it."""
    if not can_ask():
        raise StackError(
            f"There is no password for {email}.", "Set RONDEL_PASSWORD, or give --token."
        )
    password: str = typer.prompt(f"Password of {email}", hide_input=True, err=True)
    return password
