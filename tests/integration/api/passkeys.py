"""People, their authenticators in software, and what both say to the API."""

from tests.authenticator import Authenticator

ORIGIN = "https://tasks.example.com"
MINE = "/api/me/passkeys"
NOT_TAKEN = (409, "passkey.refused")
FINE = (200, None)


async def asked(who):
    answer = await who.ask("POST", f"{MINE}/options")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def added(who, device, name="Phone", **lies):
    """The answer to a passkey that this device made."""
    to_do = await asked(who)
    body = {
        "challenge_id": to_do["challenge_id"],
        "name": name,
        "response": device.create(to_do["options"], **lies),
    }
    return await who.ask("POST", MINE, json=body)


async def with_passkey(who, **fields):
    """A device that this person can sign in with, and its passkey."""
    device = Authenticator(ORIGIN, **fields)
    answer = await added(who, device)
    assert answer.status_code == 201, answer.text
    return device, answer.json()


async def asked_to_sign_in(api):
    answer = await api.ask("POST", "/api/auth/passkey/options")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def send(api, challenge_id, response, **fields):
    body = {"challenge_id": challenge_id, "response": response, **fields}
    return await api.ask("POST", "/api/auth/passkey", json=body)


async def sign_in(api, device, **lies):
    to_do = await asked_to_sign_in(api)
    return await send(api, to_do["challenge_id"], device.get(to_do["options"], **lies))
