"""OpenID Connect providers: found by discovery, asked who somebody is, and not believed blindly.

The authorization code flow with PKCE (S256), nonce, state, and the issuer in the answer (RFC 9207).
The ID token is verified as the tokens of other issuers are, though it came over TLS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import quote_plus, urlencode

from api.issuers import claims as rules
from api.issuers.claims import Expected
from api.issuers.fetching import Fetcher, NotFetched, Refused
from api.issuers.kept import PAUSE_SECONDS, Kept
from api.issuers.key_sets import KeySet
from api.issuers.question import Question
from api.issuers.signatures import opened
from shared.commands.identities import Foreigner
from shared.core.clock import Clock
from shared.core.errors import Unauthenticated, Unavailable
from shared.core.issuers import ProviderSettings, is_loopback_url, is_url
from shared.observability.logging import get_logger

_DISCOVERY: Final = "/.well-known/openid-configuration"

Failure = Literal["code_refused", "not_understood", "not_valid", "mixed_up"]


class AnswerRefused(Exception):
    """What came back from a provider signs nobody in."""

    def __init__(self, failure: Failure, reason: str) -> None:
        super().__init__(reason)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Description:
    """What a provider says of itself (OpenID Connect Discovery §3)."""

    authorization: str
    token: str
    userinfo: str | None
    keys: KeySet
    names_itself: bool
    """Its answers say who they are from (RFC 9207)."""
    by_basic: bool
    """The client's secret is said in a header, not in the form."""


class Provider:
    """One provider, and who we are there."""

    def __init__(
        self, name: str, settings: ProviderSettings, public_url: str, fetcher: Fetcher, clock: Clock
    ) -> None:
        self.name = name
        self.settings = settings
        self.label = settings.label or name
        self.redirect_uri = f"{public_url.rstrip('/')}/api/auth/oidc/{name}/callback"
        self._fetcher = fetcher
        self._clock = clock
        self._keys: dict[str, KeySet] = {}
        self._kept = Kept(f"provider {name}", self._discover, clock)

    async def url_of(self, question: Question) -> str:
        """Where a browser asks the provider who its owner is.

        Raises:
            Unavailable: the provider does not answer.
        """
        described = await self.description()
        parameters = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.settings.scopes,
            "state": question.state,
            "nonce": question.nonce,
            "code_challenge": question.code_challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in described.authorization else "?"
        return f"{described.authorization}{joint}{urlencode(parameters)}"

    async def check_sender(self, issuer: str | None) -> None:
        """The answer is from this provider, as far as it says from whom (RFC 9207 §2.4).

        Raises:
            AnswerRefused: it is from another one.
            Unavailable: the provider does not answer.
        """
        described = await self.description()
        if issuer != self.settings.issuer and (issuer is not None or described.names_itself):
            raise AnswerRefused("mixed_up", "the answer is of another issuer")

    async def who(self, code: str, question: Question) -> Foreigner:
        """Whom the provider means by this code.

        Raises:
            AnswerRefused: the code is not good, or the answer to it.
            Unavailable: the provider does not answer.
        """
        described = await self.description()
        answer = await self._exchange(described, code, question)
        token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str) or not isinstance(access_token, str | None):
            raise AnswerRefused("not_understood", "the answer has no ID token")
        try:
            claims = await self._verified(described, token, access_token, question)
            who = rules.person_of(claims, self.settings)
        except Unauthenticated as error:
            raise AnswerRefused("not_valid", str(error)) from error
        if who.email is None and access_token is not None and described.userinfo is not None:
            more = await self._userinfo(described.userinfo, access_token, who.subject)
            return rules.person_of({**claims, **more}, self.settings)
        return who

    async def _exchange(
        self, described: Description, code: str, question: Question
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": question.code_verifier,
        }
        secret, basic = self.settings.client_secret, None
        if secret is None:
            form["client_id"] = self.settings.client_id
        elif described.by_basic:  # RFC 6749 §2.3.1: encoded as in a form, first
            basic = (quote_plus(self.settings.client_id), quote_plus(secret.get_secret_value()))
        else:
            form |= {
                "client_id": self.settings.client_id,
                "client_secret": secret.get_secret_value(),
            }
        try:
            return await self._fetcher.post(described.token, form, basic)
        except Refused as error:
            if error.status < 500:  # noqa: PLR2004 - of HTTP
                raise AnswerRefused("code_refused", f"the token endpoint {error}") from error
            raise self._away(error) from error
        except NotFetched as error:
            raise self._away(error) from error

    async def _verified(
        self, described: Description, token: str, access_token: str | None, question: Question
    ) -> Mapping[str, Any]:
        envelope = opened(token)
        if envelope.algorithm not in self.settings.allowed:
            raise Unauthenticated("The ID token is signed with an algorithm not taken here.")
        key = await described.keys.key(envelope.kid)
        key.verify(token, envelope)
        client_id = self.settings.client_id
        rules.check(envelope.claims, Expected(self.settings, {client_id}), self._clock.now())
        rules.check_identity_token(
            envelope.claims,
            client_id,
            question.nonce,
            access_token=access_token,
            algorithm=envelope.algorithm,
        )
        return envelope.claims

    async def _userinfo(self, url: str, access_token: str, subject: str) -> Mapping[str, Any]:
        """What the provider says beyond the ID token; nothing, if that cannot be had."""
        try:
            more = await self._fetcher.get(url, bearer=access_token)
        except NotFetched as error:
            get_logger().warning("userinfo_not_fetched", provider=self.name, reason=str(error))
            return {}
        if more.get("sub") != subject:  # OpenID Connect Core §5.3.2
            raise AnswerRefused("not_valid", "userinfo is of somebody else")
        return more

    async def description(self) -> Description:
        """What it says of itself.

        Raises:
            Unavailable: it does not answer, or not with what is needed.
        """
        described = self._kept.answer or await self._kept.newest()
        if described is None:
            raise Unavailable(self.label, int(PAUSE_SECONDS))
        return described

    def _away(self, error: NotFetched) -> Unavailable:
        get_logger().warning("provider_not_answering", provider=self.name, reason=str(error))
        return Unavailable(self.label)

    async def _discover(self) -> Description:
        document = await self._fetcher.get(self.settings.issuer.rstrip("/") + _DISCOVERY)
        if document.get("issuer") != self.settings.issuer:
            raise NotFetched("calls itself by another name than the setting ISSUER")
        methods = document.get("code_challenge_methods_supported")
        if isinstance(methods, list) and "S256" not in methods:
            raise NotFetched("does not know PKCE with S256")
        jwks_url = self._address(document, "jwks_uri")
        keys = self._keys.get(jwks_url)
        if keys is None:
            keys = KeySet(self.name, jwks_url, self._fetcher, self._clock)
            await self._close_keys()
            self._keys = {jwks_url: keys}
        supported = document.get("token_endpoint_auth_methods_supported")
        has_userinfo = document.get("userinfo_endpoint") is not None
        return Description(
            authorization=self._address(document, "authorization_endpoint"),
            token=self._address(document, "token_endpoint"),
            userinfo=self._address(document, "userinfo_endpoint") if has_userinfo else None,
            keys=keys,
            names_itself=document.get("authorization_response_iss_parameter_supported") is True,
            by_basic=not isinstance(supported, list) or "client_secret_basic" in supported,
        )

    def _address(self, document: Mapping[str, Any], name: str) -> str:
        """An address of the provider; without TLS only where its issuer has none."""
        url = document.get(name)
        if not isinstance(url, str) or not is_url(url):
            raise NotFetched(f"says nothing useful as {name}")
        issuer = self.settings.issuer
        if url.startswith("https://") or (
            issuer.startswith("http://") and is_loopback_url(url) == is_loopback_url(issuer)
        ):
            return url
        raise NotFetched(f"has an address without TLS as {name}")

    async def close(self) -> None:
        """Nothing is under way."""
        await self._kept.close()
        await self._close_keys()

    async def _close_keys(self) -> None:
        for keys in self._keys.values():
            await keys.close()
