"""How people get into their accounts: devices, identities elsewhere, tokens, second factors."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base, Instant


class Session(Base):
    """A device that is signed in: one family of refresh tokens, numbered, of which one is good.

    No token is kept, nor its hash: it is made of the id and `generation` (ADR 0010).
    """

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="end_has_reason"),
        Index(None, "user_id", "id"),
        Index("ix_sessions_ended_at", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    generation: Mapped[int] = mapped_column(server_default=text("1"))
    rotated_at: Mapped[Instant]
    """When `generation` began."""
    method: Mapped[str]
    """How its owner signed in: `password`, `passkey`, `oidc`."""
    user_agent: Mapped[str]
    address: Mapped[str]
    """From where it was used last."""
    created_at: Mapped[Instant]
    confirmed_at: Mapped[Instant]
    """When its owner last showed who they are; what is dangerous asks for a recent one."""
    used_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    ended_because: Mapped[str | None]


class Identity(Base):
    """Who an account's owner is at another issuer (RFC 7519: `iss` and `sub` name one person)."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        Index(None, "user_id"),
        CheckConstraint("char_length(subject) BETWEEN 1 AND 255", name="subject_length"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    issuer: Mapped[str]
    subject: Mapped[str]
    email: Mapped[str | None]
    """The address that the issuer named, to be shown; nothing is decided by it."""
    created_at: Mapped[Instant]
    used_at: Mapped[Instant]


class ApiToken(Base):
    """A token that its owner gives to a program; only its hash is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="name_length"),
        CheckConstraint(
            "scopes <@ '{read,tasks:write,ops,feeds,mcp}' AND cardinality(scopes) > 0",
            name="scopes",
        ),
        Index(None, "user_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    name: Mapped[str]
    hint: Mapped[str]
    """Its last characters, so that its owner can tell it from others."""
    scopes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant | None]
    used_at: Mapped[Instant | None]


class AccountMail(Base):
    """A mail about the account that its owner asked for; its link is good once and for a while.

    The link is signed when the mail is written, so that neither a row nor an event holds it.
    """

    __tablename__ = "account_mails"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('verify_email', 'reset_password', 'change_email', 'address_taken', "
            "'security_notice', 'invitation')",
            name="kind",
        ),
        CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="state"),
        Index(None, "user_id", "kind", "created_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str]
    email: Mapped[str]
    """Where it goes; for `change_email` the new address."""
    details: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    state: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class Invitation(Base):
    """The right to make an account where sign-up is by invitation.

    Its link is signed when it is shown or mailed, so that neither a row nor an event holds it.
    """

    __tablename__ = "invitations"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str | None]
    """The only address that it is good for; NULL for any."""
    is_mailed: Mapped[bool]
    """Whether its link went to that address alone: who has it shows that the address is theirs."""
    invited_by: Mapped[str]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
    used_by: Mapped[uuid.UUID | None]
    """No foreign key: that it was used stays true when the account is gone."""
    revoked_at: Mapped[Instant | None]


class SecondFactor(Base):
    """The secret of an authenticator app (RFC 6238), encrypted; counts once it is confirmed."""

    __tablename__ = "second_factors"

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Mapped[bytes] = mapped_column(BYTEA)
    created_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    """The time step of the last code that was taken: none is good twice."""


class RecoveryCode(Base):
    """A code that stands in for the second factor once; only its hash is kept."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    created_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class Passkey(Base):
    """A WebAuthn credential: its public key and the counter that it showed last."""

    __tablename__ = "passkeys"
    __table_args__ = (
        CheckConstraint("char_length(name) BETWEEN 1 AND 80", name="name_length"),
        Index(None, "user_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    credential_id: Mapped[bytes] = mapped_column(BYTEA, unique=True)
    public_key: Mapped[bytes] = mapped_column(BYTEA)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    is_backed_up: Mapped[bool]
    name: Mapped[str]
    created_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class Challenge(Base):
    """A sign-in under way: what the browser has to come back with, once."""

    __tablename__ = "challenges"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('passkey_new', 'passkey_use', 'oidc', 'second_factor')", name="kind"
        ),
        Index(None, "expires_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    user_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]


class SignInFailures(Base):
    """Failed sign-ins of late, by what they have in common: a bucket that drains with time."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (Index(None, "drained_at"),)

    key: Mapped[bytes] = mapped_column(BYTEA, primary_key=True)
    """A MAC of what they have in common."""
    drained_at: Mapped[Instant]
    """When it will be empty: the further off, the fuller it is."""
