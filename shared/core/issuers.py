"""Who else may say who somebody is: issuers of tokens, and providers that people sign in with."""

import ipaddress
from typing import Annotated, ClassVar, Final, Literal, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)
from typing_extensions import override

Algorithm = Literal["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "EdDSA", "HS256"]
Links = Literal["sign_up", "existing", "never"]
"""What happens at the first sight of somebody: see `Trusted.links`."""

SYMMETRIC: Final[Algorithm] = "HS256"
TrustName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
"""What an issuer or provider is called here; a part of addresses."""

_KNOWN: Final = frozenset(get_args(Algorithm))
_PUBLIC_KEYS: Final = "ES256,ES384,ES512,RS256,PS256,EdDSA"
_SECRET_MIN_CHARS: Final = 32
_LONGEST_URL: Final = 2000


def is_loopback_url(url: str) -> bool:
    """Whether this leads to the machine itself, whatever DNS says.

    >>> is_loopback_url("http://127.0.0.1:3000/jwks"), is_loopback_url("http://127.0.0.1.evil.example")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_url(text: str) -> bool:
    """Whether it is an address of HTTP with neither user name nor part after #."""
    if len(text) > _LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return has_host and parts.scheme in {"https", "http"} and not set("@#\\") & set(text)


def _items(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


class Trusted(BaseModel):
    """What issuers and providers have in common."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    issuer: str = Field(min_length=1, max_length=_LONGEST_URL, description="`iss`, exactly")
    algorithms: str = Field(
        default="",
        description="What tokens may be signed with, with commas between; empty: HS256 with a "
        f"secret, else {_PUBLIC_KEYS}",
    )
    links: Links = Field(
        default="sign_up",
        description="At the first sight of somebody: sign_up makes an account for a verified "
        "address that has none here; existing: only who was linked by the owner of an account; "
        "never: as existing, and nobody is linked any more",
    )
    leeway_seconds: int = Field(default=60, ge=0, le=300, description="Clock skew tolerated")
    email_claim: str = Field(default="email", description="The claim with the address")
    email_verified_claims: str = Field(
        default="email_verified,emailVerified",
        description="Claims of which one has to be true for an address to count, commas between",
    )
    name_claim: str = Field(default="name", description="The claim with the name")

    @field_validator("algorithms")
    @classmethod
    def _are_known(cls, value: str) -> str:
        unknown = [name for name in _items(value) if name not in _KNOWN]
        if unknown:
            raise ValueError(f"knows {', '.join(sorted(_KNOWN))}, with commas between")
        return value

    @property
    def addresses(self) -> tuple[str, ...]:
        """What is asked over the network."""
        return ()

    @property
    def allowed(self) -> tuple[str, ...]:
        """The algorithms."""
        return _items(self.algorithms or _PUBLIC_KEYS)

    @property
    def verified_claims(self) -> tuple[str, ...]:
        """The claims of which one has to be true."""
        return _items(self.email_verified_claims)


class IssuerSettings(Trusted):
    """An issuer whose tokens are taken as `Authorization: Bearer`."""

    audience: str = Field(
        min_length=1,
        description="`aud` that tokens have to be for; one of several with commas between",
    )
    jwks_url: str | None = Field(default=None, description="Where its public keys are")
    secret: SecretStr | None = Field(
        default=None, description="Instead of public keys: the secret that it signs with (HS256)"
    )

    @field_validator("jwks_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is not None and not is_url(value):
            raise ValueError("must be the address of its key set, https://...")
        return value

    @field_validator("secret")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < _SECRET_MIN_CHARS:
            raise ValueError(f"needs {_SECRET_MIN_CHARS} random characters or more")
        return value

    @model_validator(mode="after")
    def _has_one_kind_of_key(self) -> "IssuerSettings":
        if (self.jwks_url is None) == (self.secret is None):
            raise ValueError("needs JWKS_URL or SECRET, and not both")
        named = _items(self.algorithms)
        if self.secret is not None and named not in ((), (SYMMETRIC,)):
            raise ValueError("with a SECRET there is HS256 alone")
        if self.jwks_url is not None and SYMMETRIC in named:
            raise ValueError("HS256 needs a SECRET: nothing public can be one")
        return self

    @property
    def audiences(self) -> frozenset[str]:
        """The audiences, one of which a token has to be for."""
        return frozenset(_items(self.audience))

    @property
    @override
    def addresses(self) -> tuple[str, ...]:
        """What is asked over the network."""
        return (self.jwks_url,) if self.jwks_url else ()


class ProviderSettings(Trusted):
    """An OpenID Connect provider that people sign in with; the rest is found by discovery."""

    client_id: str = Field(min_length=1, description="Who this server is there")
    client_secret: SecretStr | None = Field(
        default=None, description="Its secret there; none for a public client"
    )
    label: str = Field(default="", max_length=80, description="What the button says")
    scopes: str = Field(default="openid email profile", description="What is asked for")

    @field_validator("issuer")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if not is_url(value) or "?" in value:
            raise ValueError("must be the issuer's address, https://..., as its discovery has it")
        return value

    @field_validator("algorithms")
    @classmethod
    def _are_public(cls, value: str) -> str:
        if SYMMETRIC in _items(value):
            raise ValueError("HS256 is not taken from providers: use public keys")
        return value

    @field_validator("scopes")
    @classmethod
    def _asks_for_identity(cls, value: str) -> str:
        if "openid" not in value.split():
            raise ValueError("needs openid")
        return value

    @property
    @override
    def addresses(self) -> tuple[str, ...]:
        """What is asked over the network."""
        return (self.issuer,)


def _distinct(issuers: dict[str, IssuerSettings]) -> dict[str, IssuerSettings]:
    names = [each.issuer for each in issuers.values()]
    if len(set(names)) < len(names):
        raise ValueError("two of them have the same ISSUER; AUDIENCE takes several")
    return issuers


Issuers = Annotated[dict[TrustName, IssuerSettings], AfterValidator(_distinct)]
Providers = dict[TrustName, ProviderSettings]
