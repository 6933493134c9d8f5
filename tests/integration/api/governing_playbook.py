"""The part of the playbook that an administrator plays."""

from uuid import UUID

from sqlalchemy import text

from tests.authenticator import Authenticator
from tests.integration.api.factors import Somebody
from tests.integration.api.harness import Person
from tests.integration.api.passkeys import added, asked_to_sign_in
from tests.integration.api.recorder import Recorder

ORIGIN = "https://rondel.example.com"


async def govern(recorder: Recorder, password: str) -> None:
    """An administrator looks after somebody else's account."""
    root, bob = [await signed_in(recorder, name, password) for name in ("root", "bob")]
    await confirm_with_passkey(recorder, bob)
    statement = "UPDATE users SET role = 'admin' WHERE id = :id"
    async with recorder.api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text(statement), {"id": root.user_id})
    users, why = "/api/admin/users", {"reason": "Asked for it by telephone."}
    one = f"{users}/{bob.user_id}"
    await recorder.ask("list_all_accounts", "GET", f"{users}?query=bob&limit=1", root)
    await recorder.ask("get_account", "GET", one, root)
    await recorder.ask("change_role", "POST", f"{one}/role", root, {"role": "operator"})
    statement = (
        "INSERT INTO second_factors (user_id, sealed, created_at, confirmed_at) "
        "VALUES (:id, 'x', now(), now())"
    )
    async with recorder.api.resources.db.unit_of_work() as uow:
        await uow.connection.execute(text(statement), {"id": bob.user_id})
    await recorder.ask("reset_second_factor", "POST", f"{one}/reset-second-factor", root, why)
    await recorder.ask("send_password_reset", "POST", f"{one}/reset-password", root)
    await recorder.ask("sign_out_account", "POST", f"{one}/sign-out", root)
    await recorder.ask("disable_account", "POST", f"{one}/disable", root, why)
    await recorder.ask("enable_account", "POST", f"{one}/enable", root, why)
    await recorder.ask("erase_user", "POST", f"{one}/erase", root, why)
    acts = f"/api/admin/audit?user={bob.user_id}&action=user.&limit=2"
    await recorder.ask("list_everybodys_acts", "GET", acts, root)
    invitations, body = "/api/admin/invitations", {"email": "carol@example.com"}
    made = await recorder.made("create_invitation", "POST", invitations, root, body)
    await recorder.ask("list_all_invitations", "GET", f"{invitations}?limit=1", root)
    await recorder.ask("revoke_invitation", "DELETE", f"{invitations}/{made['id']}", root)
    await recorder.ask("list_settings", "GET", "/api/admin/settings", root)


async def signed_in(recorder: Recorder, name: str, password: str) -> Person:
    body = {"email": f"{name}@example.com", "password": password, "name": name.title()}
    made = await recorder.made("create_account", "POST", "/api/auth/sign-up", None, body)
    headers = {"authorization": f"Bearer {made['access_token']}"}
    return Person(UUID(made["user"]["id"]), headers)


async def confirm_with_passkey(recorder: Recorder, bob: Person) -> None:
    somebody, device = Somebody(recorder.api, "", bob), Authenticator(ORIGIN)
    assert (await added(somebody, device)).status_code == 201
    asked = await asked_to_sign_in(recorder.api)
    body = {"challenge_id": asked["challenge_id"], "response": device.get(asked["options"])}
    await recorder.ask("confirm_with_passkey", "POST", "/api/auth/passkey/confirm", bob, body)
