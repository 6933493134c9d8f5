"""operations

Dead letters and their repair, pauses of workers, the audit log, the activity; roles of users, and
what wrote an event.

Revision ID: 0003
Revises: 0002
Phase: expand
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.execute("SET LOCAL statement_timeout = '30s'")
    op.create_table(
        "activity",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("reminder_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("record_offset", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("traceparent", sa.String(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_recorded_at", "activity", ["recorded_at"], unique=False)
    op.create_index(
        "ix_activity_reminder_occurred",
        "activity",
        ["reminder_id", "occurred_at", "event_id"],
        unique=False,
        postgresql_where=sa.text("reminder_id IS NOT NULL"),
    )
    op.create_index(
        "ix_activity_task_occurred",
        "activity",
        ["task_id", "occurred_at", "event_id"],
        unique=False,
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    op.create_index(
        "ix_activity_user_occurred",
        "activity",
        ["user_id", "occurred_at", "event_id"],
        unique=False,
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(
        "ix_audit_entries_actor_id_id", "audit_entries", ["actor_id", "id"], unique=False
    )
    op.create_index("ix_audit_entries_target_id", "audit_entries", ["target", "id"], unique=False)
    # What was done stays written down, whoever asks the database to forget it.
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'audit entries are never changed'; END$$"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_are_final BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
    op.create_table(
        "redrives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("selection", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("rate_per_second", sa.Double(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("refused", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("returned", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("rate_per_second > 0", name=op.f("ck_redrives_rate_is_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redrives")),
    )
    op.create_index(
        "ix_redrives_unfinished",
        "redrives",
        ["id"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_table(
        "worker_pauses",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_pauses")),
    )
    op.create_table(
        "dead_letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("record_offset", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("traceparent", sa.String(), nullable=True),
        sa.Column("consumer_group", sa.String(), nullable=True),
        sa.Column("failure_kind", sa.String(), nullable=True),
        sa.Column("error_class", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=True),
        sa.Column("first_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("origin_topic", sa.String(), nullable=True),
        sa.Column("origin_partition", sa.BigInteger(), nullable=True),
        sa.Column("origin_offset", sa.BigInteger(), nullable=True),
        sa.Column("redrives", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("record_key", sa.LargeBinary(), nullable=True),
        sa.Column("record_value", sa.LargeBinary(), nullable=True),
        sa.Column("header_names", postgresql.ARRAY(postgresql.BYTEA()), nullable=False),
        sa.Column("header_values", postgresql.ARRAY(postgresql.BYTEA()), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("redrive_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_value", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'redriving') <= (redrive_id IS NOT NULL)",
            name=op.f("ck_dead_letters_has_redrive"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'redriving', 'redriven', 'discarded')",
            name=op.f("ck_dead_letters_state"),
        ),
        sa.ForeignKeyConstraint(
            ["redrive_id"], ["redrives.id"], name=op.f("fk_dead_letters_redrive_id_redrives")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letters")),
        sa.UniqueConstraint(
            "topic",
            "partition",
            "record_offset",
            "recorded_at",
            name=op.f("uq_dead_letters_topic_partition_record_offset_recorded_at"),
        ),
    )
    op.create_index("ix_dead_letters_event_id", "dead_letters", ["event_id"], unique=False)
    op.create_index(
        "ix_dead_letters_fingerprint_id", "dead_letters", ["fingerprint", "id"], unique=False
    )
    op.create_index(
        "ix_dead_letters_redriving",
        "dead_letters",
        ["redrive_id", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'redriving'"),
    )
    op.create_index(
        "ix_dead_letters_redrive_id",
        "dead_letters",
        ["redrive_id"],
        unique=False,
        postgresql_where=sa.text("redrive_id IS NOT NULL"),
    )
    op.create_index("ix_dead_letters_state_id", "dead_letters", ["state", "id"], unique=False)
    op.create_index("ix_dead_letters_user_id_id", "dead_letters", ["user_id", "id"], unique=False)
    op.add_column(
        "outbox",
        sa.Column("source", sa.String(), server_default=sa.text("'/rondel'"), nullable=False),
    )
    op.add_column(
        "outbox", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.add_column(
        "users", sa.Column("role", sa.String(), server_default=sa.text("'user'"), nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_users_role"), "users", "role IN ('user', 'operator', 'admin')"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
    op.drop_constraint(op.f("ck_users_role"), "users")
    op.drop_column("users", "role")
    op.drop_column("outbox", "version")
    op.drop_column("outbox", "source")
    op.drop_index("ix_dead_letters_user_id_id", table_name="dead_letters")
    op.drop_index("ix_dead_letters_state_id", table_name="dead_letters")
    op.drop_index(
        "ix_dead_letters_redrive_id",
        table_name="dead_letters",
        postgresql_where=sa.text("redrive_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_dead_letters_redriving",
        table_name="dead_letters",
        postgresql_where=sa.text("state = 'redriving'"),
    )
    op.drop_index("ix_dead_letters_fingerprint_id", table_name="dead_letters")
    op.drop_index("ix_dead_letters_event_id", table_name="dead_letters")
    op.drop_table("dead_letters")
    op.drop_table("worker_pauses")
    op.drop_index(
        "ix_redrives_unfinished",
        table_name="redrives",
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.drop_table("redrives")
    op.drop_index("ix_audit_entries_target_id", table_name="audit_entries")
    op.drop_index("ix_audit_entries_actor_id_id", table_name="audit_entries")
    op.drop_table("audit_entries")
    op.execute("DROP FUNCTION refuse_audit_change()")
    op.drop_index("ix_activity_user_occurred", table_name="activity")
    op.drop_index(
        "ix_activity_task_occurred",
        table_name="activity",
        postgresql_where=sa.text("task_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_activity_reminder_occurred",
        table_name="activity",
        postgresql_where=sa.text("reminder_id IS NOT NULL"),
    )
    op.drop_index("ix_activity_recorded_at", table_name="activity")
    op.drop_table("activity")
