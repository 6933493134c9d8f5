"""The part of the day with the API that is about the account: devices, factors, links of mails."""

from sqlalchemy import text

from shared.core.one_time_codes import code_at, step_at
from tests.authenticator import Authenticator
from tests.integration.api.harness import Person
from tests.integration.api.recorder import Recorder

PASSWORD = "correct horse battery staple"
EMAIL = "ada@example.com"


async def use_factors(recorder: Recorder, ada: Person) -> None:
    path, password = "/api/me/second-factor", {"email": EMAIL, "password": PASSWORD}
    setup = await recorder.made("begin_second_factor", "POST", path, ada)
    code = code_at(setup["secret"], step_at(recorder.api.resources.clock.now()))
    body = {"code": code}
    await recorder.ask("confirm_second_factor", "POST", f"{path}/confirm", ada, body)
    renewed = f"{path}/recovery-codes"
    made = await recorder.made("renew_recovery_codes", "POST", renewed, ada)
    first, second, *_ = made["recovery_codes"]
    refused = await recorder.api.ask("POST", "/api/auth/sign-in", json=password)
    body = {"challenge_id": refused.json()["challenge_id"], "recovery_code": first}
    await recorder.ask("answer_second_factor", "POST", "/api/auth/second-factor", None, body)
    await recorder.ask("delete_second_factor", "DELETE", path, ada, {"recovery_code": second})


async def use_passkeys(recorder: Recorder, ada: Person) -> None:
    path, device = "/api/me/passkeys", Authenticator("https://rondel.example.com")
    asked = await recorder.made("ask_for_passkey", "POST", f"{path}/options", ada)
    body = {
        "challenge_id": asked["challenge_id"],
        "name": "Phone",
        "response": device.create(asked["options"]),
    }
    made = await recorder.made("add_passkey", "POST", path, ada, body)
    await recorder.ask("list_own_passkeys", "GET", path, ada)
    one = f"{path}/{made['id']}"
    await recorder.ask("change_passkey", "PATCH", one, ada, {"name": "Old phone"})
    options = "/api/auth/passkey/options"
    asked = await recorder.made("ask_for_passkey_sign_in", "POST", options)
    body = {"challenge_id": asked["challenge_id"], "response": device.get(asked["options"])}
    await recorder.ask("sign_in_with_passkey", "POST", "/api/auth/passkey", None, body)
    await recorder.ask("delete_passkey", "DELETE", one, ada)


async def use_devices(recorder: Recorder, ada: Person, session: dict) -> None:
    body = {"refresh_token": session["refresh_token"]}
    await recorder.ask("refresh_session", "POST", "/api/auth/refresh", None, body)
    confirm = "/api/auth/confirm"
    await recorder.ask("confirm_session", "POST", confirm, ada, {"password": PASSWORD})
    body = {"name": "Backup", "scopes": ["read"], "expires_at": "2027-11-27T08:00:00Z"}
    token = await recorder.made("create_api_token", "POST", "/api/me/tokens", ada, body)
    await recorder.ask("list_api_tokens", "GET", "/api/me/tokens", ada)
    await recorder.ask("delete_api_token", "DELETE", f"/api/me/tokens/{token['id']}", ada)
    devices = "/api/me/sessions"
    listed = await recorder.made("list_devices", "GET", devices, ada)
    others = [each["id"] for each in listed["items"] if not each["is_current"]]
    await recorder.ask("sign_out_device", "DELETE", f"{devices}/{others[0]}", ada)
    await recorder.ask("list_own_acts", "GET", "/api/me/audit?limit=2", ada)
    await recorder.ask("sign_out_others", "POST", f"{devices}/sign-out-others", ada)
    sign_in = {"email": EMAIL, "password": PASSWORD}
    other = await recorder.made("create_session", "POST", "/api/auth/sign-in", None, sign_in)
    body = {"refresh_token": other["refresh_token"]}
    await recorder.ask("sign_out_here", "POST", "/api/auth/sign-out", None, body)


async def use_mails(recorder: Recorder, ada: Person) -> None:
    async def link_to(email: str) -> str:
        async with recorder.api.resources.db.read() as connection:
            found = await connection.execute(
                text("SELECT id FROM account_mails WHERE email = :e ORDER BY id DESC LIMIT 1"),
                {"e": email},
            )
            return recorder.api.resources.account_links.write(found.scalar_one())

    await recorder.ask("ask_for_verification", "POST", "/api/me/email/verify", ada)
    body = {"token": await link_to(EMAIL), "password": PASSWORD}
    await recorder.ask("verify_address", "POST", "/api/auth/verify-email", None, body)
    body = {"current_password": PASSWORD, "new_password": f"another {PASSWORD}"}
    await recorder.ask("change_password", "POST", "/api/me/password", ada, body)
    new = "ada.lovelace@example.com"
    await recorder.ask("ask_for_address", "POST", "/api/me/email", ada, {"email": new})
    body = {"token": await link_to(new)}
    await recorder.ask("change_address", "POST", "/api/auth/change-email", None, body)
    await recorder.ask("forget_password", "POST", "/api/auth/forgot-password", None, {"email": new})
    body = {"token": await link_to(new), "password": PASSWORD}
    await recorder.ask("reset_password", "POST", "/api/auth/reset-password", None, body)
