"""How a process signs in to Kafka and encrypts; wrong combinations are refused by name."""

from pathlib import Path
from typing import ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from shared.core.certificates import (
    CertificateFiles,
    check_ca_file,
    check_certificate_file,
    check_pair,
)

_V = TypeVar("_V")


class KafkaSecurity(BaseModel):
    """The part of the Kafka settings that is about security.

    Each check looks at the fields before its own, so that what is wrong carries the name of the
    variable to change.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", description="As Kafka names it; SSL means TLS"
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = Field(
        default=None, validate_default=True, description="How we sign in, with SASL_..."
    )
    sasl_username: str | None = Field(
        default=None, validate_default=True, description="User name, with SASL_..."
    )
    sasl_password: SecretStr | None = Field(
        default=None, validate_default=True, description="Password, with SASL_..."
    )
    ssl_ca_file: Path | None = Field(
        default=None, description="PEM file of the CAs to trust; unset: those of the system"
    )
    ssl_certificate_file: Path | None = Field(
        default=None, description="PEM file of our own certificate and its chain (mutual TLS)"
    )
    ssl_key_password: SecretStr | None = Field(
        default=None, description="Password of ssl_key_file, if it has one"
    )
    ssl_key_file: Path | None = Field(
        default=None, validate_default=True, description="PEM file of the key of our certificate"
    )
    ssl_check_hostname: bool = Field(
        default=True, description="Whether a broker's certificate has to carry its host name"
    )

    @property
    def uses_tls(self) -> bool:
        """Whether connections are encrypted."""
        return self.security_protocol.endswith("SSL")

    @property
    def uses_sasl(self) -> bool:
        """Whether we sign in with a user name."""
        return self.security_protocol.startswith("SASL_")

    @property
    def certificates(self) -> CertificateFiles:
        """The files that TLS works with."""
        return CertificateFiles(
            self.ssl_ca_file,
            self.ssl_certificate_file,
            self.ssl_key_file,
            self.ssl_key_password,
            self.ssl_check_hostname,
        )

    @field_validator("security_protocol", "sasl_mechanism", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return (value.upper() or None) if isinstance(value, str) else value

    @field_validator(
        "sasl_username",
        "sasl_password",
        "ssl_ca_file",
        "ssl_certificate_file",
        "ssl_key_password",
        "ssl_key_file",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("sasl_mechanism", "sasl_username", "sasl_password")
    @classmethod
    def _goes_with_sasl(cls, value: _V, info: ValidationInfo) -> _V:
        protocol = info.data.get("security_protocol")
        if protocol and (value is not None) != protocol.startswith("SASL_"):
            raise ValueError(_misfit(value, protocol, "SASL_SSL or SASL_PLAINTEXT"))
        return value

    @field_validator("ssl_ca_file", "ssl_certificate_file", "ssl_key_password", "ssl_key_file")
    @classmethod
    def _goes_with_tls(cls, value: _V, info: ValidationInfo) -> _V:
        protocol = info.data.get("security_protocol")
        if protocol and value is not None and not protocol.endswith("SSL"):
            raise ValueError(_misfit(value, protocol, "SSL or SASL_SSL"))
        return value

    @field_validator("ssl_ca_file", "ssl_certificate_file")
    @classmethod
    def _is_certificate(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is not None:
            (check_ca_file if info.field_name == "ssl_ca_file" else check_certificate_file)(value)
        return value

    @field_validator("ssl_key_file")
    @classmethod
    def _is_key_of_certificate(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if not {"ssl_certificate_file", "ssl_key_password"} <= info.data.keys():
            return value  # what is wrong there is said there
        certificate, password = info.data["ssl_certificate_file"], info.data["ssl_key_password"]
        if value is None and certificate is not None:
            raise ValueError("is needed with ssl_certificate_file")
        if value is None and password is not None:
            raise ValueError("is needed with ssl_key_password")
        if value is not None:
            if certificate is None:
                raise ValueError("makes no sense without ssl_certificate_file")
            check_pair(certificate, value, password)
        return value


def _misfit(value: object, protocol: str, fitting: str) -> str:
    if value is None:
        return f"is needed with security_protocol {protocol}"
    return f"makes no sense with security_protocol {protocol}; that would have to be {fitting}"
