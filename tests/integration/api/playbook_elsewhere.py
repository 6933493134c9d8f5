"""The part of the day with the API that is about sign-in from elsewhere."""

from datetime import timedelta

from tests.integration.api.harness import Person
from tests.integration.api.recorder import Recorder
from tests.issuer import by_secret

SECRET = "a-secret-that-both-of-them-know-0123456789"
ISSUERS = {
    "auth": {"issuer": "https://auth.example.com", "audience": "rondel", "secret": SECRET},
}
PROVIDERS = {
    "work": {"issuer": "https://id.example.com", "client_id": "rondel", "label": "Example Inc."},
}


async def use_issuers(recorder: Recorder, ada: Person) -> None:
    path = "/api/me/identities"
    now = recorder.api.resources.clock.now()
    claims = {
        "iss": ISSUERS["auth"]["issuer"],
        "aud": ISSUERS["auth"]["audience"],
        "sub": "lovelace",
        "email": "ada@example.com",
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=15)).timestamp()),
    }
    body = {"token": by_secret(claims, SECRET.encode())}
    made = await recorder.made("link_identity", "POST", path, ada, body)
    await recorder.ask("list_own_identities", "GET", path, ada)
    await recorder.ask("unlink_identity", "DELETE", f"{path}/{made['id']}", ada)
    await recorder.ask("list_providers", "GET", "/api/auth/providers")
