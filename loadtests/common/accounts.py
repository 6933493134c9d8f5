"""A new account for each simulated user."""

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from locust.exception import StopUser


@dataclass(frozen=True)
class Account:
    """An account that is signed in."""

    email: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What its requests carry."""
        return {"Authorization": f"Bearer {self.token}"}


def sign_up(client: Any) -> Account:
    """A new account through the API; without one the simulated user goes home.

    Raises:
        StopUser: the API refused; its answer is among Locust's failures.
    """
    email = f"load-{secrets.token_hex(8)}@example.com"
    credentials = {"email": email, "password": secrets.token_urlsafe(12)}
    signed_up = client.post("/api/auth/sign-up", json=credentials)
    if signed_up.status_code != HTTPStatus.CREATED:
        raise StopUser(f"no account: sign-up answered {signed_up.status_code}")
    session = client.post("/api/auth/sign-in", json=credentials)
    if session.status_code != HTTPStatus.OK:
        raise StopUser(f"no account: sign-in answered {session.status_code}")
    return Account(email, session.json()["access_token"])
