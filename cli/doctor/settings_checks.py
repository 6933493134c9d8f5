"""The settings of all processes, as the environment has them."""

from collections import defaultdict
from collections.abc import Mapping

from api.settings import ApiSettings
from cli.doctor.finding import Finding, ok, problem, warning
from cli.doctor.installation import Installation
from cli.worker import WorkerName, spec_of
from shared.core.settings import Settings, WrongSettings, exposed_secret_files, read_settings

_SETTINGS_PAGE = "docs/self-hosting/settings.md"
_LOCAL = ("http://localhost", "http://127.0.0.1", "http://[::1]")


def settings_classes() -> Mapping[str, type[Settings]]:
    """What each process reads."""
    workers = {str(name): spec_of(name).settings_class for name in WorkerName}
    return {"api": ApiSettings, **workers}


async def check_settings(_: Installation) -> list[Finding]:
    """Every process could start with what the environment says."""
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    classes = settings_classes()
    for process, kind in classes.items():
        try:
            read_settings(kind)
        except WrongSettings as error:
            for line in str(error).splitlines():
                wrong[line].append(process)
    if not wrong:
        return [ok("settings", f"The settings of all {len(classes)} kinds of processes are good.")]
    return [
        problem(
            "settings",
            f"{line} ({_who(processes, len(classes))})",
            f"Correct the variable ({_SETTINGS_PAGE}) and start these processes again.",
        )
        for line, processes in wrong.items()
    ]


def _who(processes: list[str], most: int) -> str:
    return "every process" if len(processes) == most else ", ".join(processes)


async def check_secret_files(_: Installation) -> list[Finding]:
    """No other account of this machine may read a secret."""
    found = sorted({name for each in settings_classes().values() for name in _exposed(each)})
    if not found:
        return [ok("secret files", "No file with a secret may be read by every account here.")]
    return [
        warning(
            "secret files",
            f"The file that {name} names may be read by every account of this machine.",
            "chmod 600 it, and let the account that Rondel runs as own it.",
        )
        for name in found
    ]


def _exposed(kind: type[Settings]) -> list[str]:
    return exposed_secret_files(kind)


async def check_public_url(installation: Installation) -> list[Finding]:
    """Links in mails lead to where people are, over https."""
    base = installation.base
    if base is None:
        return []
    found = []
    if base.environment == "production" and base.public_url.startswith(_LOCAL):
        found.append(
            warning(
                "public address",
                f"Links in mails lead to {base.public_url}, which is every reader's own machine.",
                "Set RONDEL_PUBLIC_URL to the https address that people open.",
            )
        )
    if not installation.has_secrets_key:
        found.append(
            warning(
                "channels",
                "There is no RONDEL_SECRETS_KEY, so people can be reached by mail alone.",
                "Give API, notifications and webhooks one: openssl rand -base64 48",
            )
        )
    return found or [ok("public address", f"Links lead to {base.public_url}.")]
