"""All that opens an account, or shows something of it, beside its password and devices."""

from uuid import UUID

from sqlalchemy import text

from shared.db.connection import Connection

_END = text(
    """
    WITH tokens AS (DELETE FROM api_tokens WHERE user_id = :user_id),
        keys AS (DELETE FROM passkeys WHERE user_id = :user_id),
        people AS (DELETE FROM identities WHERE user_id = :user_id),
        codes AS (DELETE FROM recovery_codes WHERE user_id = :user_id),
        factors AS (DELETE FROM second_factors WHERE user_id = :user_id),
        calendars AS (DELETE FROM feeds WHERE user_id = :user_id),
        questions AS (DELETE FROM challenges WHERE user_id = :user_id),
        told AS (
            UPDATE channels SET is_enabled = false, version = version + 1
            WHERE user_id = :user_id AND is_enabled
        )
    UPDATE webhooks SET is_enabled = false, version = version + 1
    WHERE user_id = :user_id AND is_enabled
    """
)


async def end_ways_in(connection: Connection, user_id: UUID) -> None:
    """No API token, passkey, identity, second factor or feed of this user is good any more.

    Webhooks and channels are off, so that nothing goes where somebody else has pointed them.
    """
    await connection.execute(_END, {"user_id": user_id})
