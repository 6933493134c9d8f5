"""Channels for tests."""

from sqlalchemy import text

from shared.core.ids import new_uuid7

_INSERT = text(
    """
    INSERT INTO channels (id, user_id, kind, name, target, sealed, is_enabled, created_at,
                          updated_at)
    VALUES (:id, :user_id, 'ntfy', 'phone', 'ntfy.example.com', ''::bytea, :is_enabled, :now, :now)
    """
)


async def make_channel(db, owner, *, is_enabled=True):
    """A stored channel of this user; its id as text, the name that reminders use."""
    identifier = new_uuid7(db.clock.now())
    async with db.unit_of_work() as uow:
        await uow.connection.execute(
            _INSERT,
            {
                "id": identifier,
                "user_id": owner.user_id,
                "is_enabled": is_enabled,
                "now": uow.now,
            },
        )
    return str(identifier)
