"""Who asks: an account that stays, and others that may come to an end."""

import secrets
from collections.abc import Callable
from threading import Lock

import httpx

PASSWORD = "correct horse battery staple"  # noqa: S105 - as the examples have it

_PATIENCE_SECONDS = 60


class Person:
    """Somebody with an account; all threads ask with the same token."""

    def __init__(self, url: str, admin: Callable[[str], None] | None = None) -> None:
        self._client = httpx.Client(base_url=url, timeout=_PATIENCE_SECONDS)
        self._email = _new_address()
        self._lock = Lock()
        session = self._sign_up(self._email)
        self._token: str = session["access_token"]
        self._device: str = session["session_id"]
        if admin is not None:
            admin(self._email)

    def close(self) -> None:
        """Its connections are closed."""
        self._client.close()

    @property
    def token(self) -> str:
        """An access token of the account that stays."""
        return self._token

    def stranger(self) -> str:
        """An access token of an account that nobody else uses."""
        token: str = self._sign_up(_new_address())["access_token"]
        return token

    def signed_out(self, device: str) -> None:
        """The account that stays is signed in again, if that was its device."""
        with self._lock:
            if device != self._device:
                return
            body = {"email": self._email, "password": PASSWORD}
            answer = self._client.post("/api/auth/sign-in", json=body)
            session = answer.raise_for_status().json()
            self._token, self._device = session["access_token"], session["session_id"]

    def resume(self, workers: str) -> None:
        """Workers that a request paused go on."""
        headers = {"authorization": f"Bearer {self._token}"}
        self._client.post(f"/api/ops/workers/{workers}/resume", headers=headers)

    def _sign_up(self, email: str) -> dict[str, str]:
        answer = self._client.post("/api/auth/sign-up", json={"email": email, "password": PASSWORD})
        session: dict[str, str] = answer.raise_for_status().json()
        return session


def _new_address() -> str:
    return f"{secrets.token_hex(8)}@example.com"
