"""Signing in with a provider, from the question to its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from api.issuers.fetching import Fetcher
from api.issuers.providers import AnswerRefused, Provider
from api.issuers.question import Question, SecretCookie, hash_of_secret, is_of, state_of
from api.issuers.tokens import why_no_sign_up
from shared.commands import identities as commands
from shared.commands.identities import Foreigner, NoSignUp, SignInUnderWay
from shared.core.clock import Clock
from shared.core.errors import NotFound
from shared.core.principal import Principal
from shared.core.settings import AuthSettings
from shared.db.session import Database

_DENIALS: Final = frozenset({"access_denied", "login_required", "consent_required"})
_LONGEST_CODE: Final = 4096

Trouble = Literal["other_browser", "denied", "provider_error"]


class NotSignedIn(Exception):
    """The provider's answer was none to a question of this browser, or it was no."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Answered:
    """Who it is, and what for: an account is linked if `principal` is there, else signed in to."""

    who: Foreigner
    next_path: str
    principal: Principal | None


class ForeignSignIn:
    """The providers that the settings name, and the sign-ins under way with them."""

    def __init__(
        self, settings: AuthSettings, public_url: str, fetcher: Fetcher, clock: Clock
    ) -> None:
        self._settings = settings
        self.providers: Mapping[str, Provider] = {
            name: Provider(name, each, public_url, fetcher, clock)
            for name, each in settings.providers.items()
        }
        self.cookie = SecretCookie(public_url)

    def provider(self, name: str) -> Provider:
        """The provider of this name.

        Raises:
            NotFound: there is none.
        """
        found = self.providers.get(name)
        if found is None:
            raise NotFound("provider", name)
        return found

    def why_no_sign_up(self, provider: Provider) -> NoSignUp | None:
        """Why somebody new gets no account by this provider; None if they do."""
        return why_no_sign_up(provider.settings, self._settings)

    async def ask(
        self,
        db: Database,
        provider: Provider,
        secret: str,
        next_path: str,
        principal: Principal | None = None,
    ) -> str:
        """Where the browser of this secret has to go; with `principal`, to link an account.

        Raises:
            LinkingOff: nobody may be linked.
            NotConfirmed: the owner of the account has to show who they are first.
            Unauthenticated: the account is gone.
            Unavailable: PostgreSQL or the provider does not answer.
        """
        if principal is not None:
            commands.check_linking(provider.settings.links)
        await provider.description()
        under_way = SignInUnderWay(provider.name, hash_of_secret(secret), next_path, principal)
        challenge_id = await commands.begin_sign_in(db, under_way)
        return await provider.url_of(Question(challenge_id, secret))

    async def finish(
        self, db: Database, provider: Provider, secret: str | None, said: Mapping[str, str]
    ) -> Answered:
        """Whom the provider has named, in answer to a question of this browser; it is used up.

        Raises:
            NotSignedIn: it was no answer to that, or it was no.
            AnswerRefused: it cannot be believed.
            Unavailable: PostgreSQL or the provider does not answer.
        """
        await provider.check_sender(said.get("iss"))
        challenge_id = state_of(said.get("state", ""))
        if challenge_id is None or secret is None:
            raise NotSignedIn("other_browser")
        under_way = await commands.take_sign_in(db, challenge_id)
        if under_way is None or under_way.provider != provider.name:
            raise NotSignedIn("other_browser")
        if not is_of(secret, under_way.secret_hash):
            raise NotSignedIn("other_browser")
        if "error" in said:
            raise NotSignedIn("denied" if said["error"] in _DENIALS else "provider_error")
        code = said.get("code", "")
        if not 0 < len(code) <= _LONGEST_CODE:
            raise AnswerRefused("not_understood", "the answer has no code")
        who = await provider.who(code, Question(challenge_id, secret))
        return Answered(who, under_way.next_path, under_way.principal)

    async def close(self) -> None:
        """Nothing is under way."""
        for provider in self.providers.values():
            await provider.close()
