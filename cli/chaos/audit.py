"""What the database of a run writes down about itself, so that nothing that was deleted is lost.

Triggers note each event that entered the outbox and each change of reminders and deliveries, in the
transaction of the change. Two instants can be noted, both by the true clock of the database:
`statement`, when the server got the statement, before it looked at any row; `commit`, when the
transaction was about to commit.
"""

from typing import Any

_TABLE = """
    CREATE TABLE chaos_history (
        n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        relation text NOT NULL,
        operation text NOT NULL,
        at timestamptz NOT NULL,
        row jsonb NOT NULL
    )
"""
_FUNCTION = """
    CREATE FUNCTION chaos_note() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    BEGIN
        INSERT INTO chaos_history (relation, operation, at, row)
        VALUES (TG_TABLE_NAME, TG_OP,
                CASE TG_ARGV[0] WHEN 'statement' THEN statement_timestamp()
                                ELSE clock_timestamp() END,
                changed - 'payload');
        RETURN NULL;
    END $$
"""
_TRIGGERS = (
    """
    CREATE TRIGGER chaos_outbox AFTER INSERT ON outbox
    FOR EACH ROW EXECUTE FUNCTION chaos_note('statement')
    """,
    """
    CREATE TRIGGER chaos_deliveries AFTER INSERT OR UPDATE OR DELETE ON deliveries
    FOR EACH ROW EXECUTE FUNCTION chaos_note('statement')
    """,
    """
    CREATE CONSTRAINT TRIGGER chaos_reminders AFTER INSERT OR UPDATE OR DELETE ON reminders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chaos_note('commit')
    """,
)


async def install(connection: Any) -> None:
    """Every change from now on is noted."""
    for statement in (_TABLE, _FUNCTION, *_TRIGGERS):
        await connection.execute(statement)
