"""Links into accounts that a command prints to be handed over."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import Field

from cli.embedded.state import running_stack
from cli.failing import refuse, telling_errors
from shared.core.account_links import AccountLinks
from shared.core.settings import AuthSettings, Settings, read_settings


class _LinkSettings(Settings):
    auth: AuthSettings | None = Field(default=None, description="Signs the links")


@dataclass(frozen=True, slots=True)
class PublicLinks:
    """Writes them as the server reads them."""

    public_url: str
    signer: AccountLinks

    def account(self, good_for: UUID) -> str:
        """The page at which its reader does what this mail or invitation allows."""
        return f"{self.public_url.rstrip('/')}/a/{self.signer.write(good_for)}"


def public_links() -> PublicLinks:
    """Links of the server that the environment describes, else of the running `rondel dev`.

    A command that has no secret to sign with ends here, before it has changed anything.
    """
    with telling_errors():
        settings = read_settings(_LinkSettings)
    secrets = settings.auth.secrets if settings.auth else _local_secrets()
    if not secrets:
        refuse(
            "A link is signed with the server's secret: set RONDEL_AUTH__SECRET (and "
            "RONDEL_PUBLIC_URL) as the server has them."
        )
    return PublicLinks(settings.public_url, AccountLinks(secrets))


def _local_secrets() -> list[str]:
    state = running_stack()
    if state is None:
        return []
    names = ("RONDEL_AUTH__SECRET", "BETTER_AUTH_SECRET")
    return [state.environment[name] for name in names if name in state.environment][:1]
