"""What lies outside: the mail server, the address that people open, the model, the disk."""

import shutil
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from uuid import UUID

import httpx

from cli.doctor.finding import Finding, ok, problem, skipped, warning
from cli.doctor.installation import Installation
from shared.core.clock import SystemClock
from shared.core.settings import SmtpSettings
from workers.notifications.channels.channel import DeliveryError, OutgoingMessage
from workers.notifications.channels.email import EmailChannel
from workers.notifications.notice import Notice
from workers.notifications.wording import Wording

_SECONDS = 6.0
_SKEW_SECONDS = 5.0
_LEAST_BYTES = 1 << 30
_LITTLE_BYTES = 5 << 30
_MB = 1 << 20


def _patient(settings: SmtpSettings) -> SmtpSettings:
    return settings.model_copy(update={"timeout_seconds": min(settings.timeout_seconds, _SECONDS)})


async def check_smtp(installation: Installation) -> list[Finding]:
    """The mail server lets us in and would take a mail of our sender; none is sent."""
    settings = installation.smtp
    if installation.is_smtp_wrong:
        return [skipped("mail", "The settings cannot be used; see there.")]
    if settings is None:
        return [
            problem(
                "mail",
                "No mail server is named, so nobody is reminded by mail.",
                "Set SMTP_HOST, and SMTP_USERNAME and SMTP_PASSWORD if it asks for them.",
            )
        ]
    channel = EmailChannel(_patient(settings), SystemClock())
    try:
        await channel.open()
        trouble = channel.health().details["trouble"]
    finally:
        await channel.close()
    place = f"{settings.host}:{settings.port}"
    if trouble is None:
        return [ok("mail", f"{place} lets us in and takes mails from {settings.sender}.")]
    if channel.is_silent:
        return [_silent(place, settings)]
    return [
        problem(
            "mail",
            f"{place} takes no mail of ours: {trouble}.",
            "Correct SMTP_HOST, SMTP_PORT, SMTP_USERNAME, SMTP_PASSWORD, RONDEL_SMTP__SECURITY or "
            "RONDEL_SMTP__SENDER.",
        )
    ]


def _silent(place: str, settings: SmtpSettings) -> Finding:
    waited = _patient(settings).timeout_seconds
    return problem(
        "mail",
        f"{place} gave no answer within {waited:g} s; a worker waits {settings.timeout_seconds:g} "
        "s. No setting was refused.",
        "See that the mail server runs, is not overloaded, and that no firewall is in between; "
        "then run this again. A port that begins with TLS is silent without "
        "RONDEL_SMTP__SECURITY=tls.",
    )


async def send_trial(installation: Installation, address: str) -> list[Finding]:
    """A mail has left for this address."""
    settings = installation.smtp
    if settings is None:
        return [skipped("mail to you", "There is no mail server to send it with.")]
    channel = EmailChannel(_patient(settings), SystemClock())
    try:
        accepted = await channel.deliver(_trial(installation, address))
    except DeliveryError as error:
        return [
            problem(
                "mail to you",
                f"The mail to {address} was not taken: {error.reason}.",
                "Correct what the answer names; the address may be the reason, too.",
            )
        ]
    finally:
        await channel.close()
    return [ok("mail to you", f"{settings.host} has taken it ({accepted.answer}); look for it.")]


def _trial(installation: Installation, address: str) -> OutgoingMessage:
    now = SystemClock().now()
    url = installation.base.public_url if installation.base else ""
    subject = "Mail from Rondel arrives"
    lines = ("This mail was sent by `rondel doctor --send-to`, to see that mail arrives.",)
    return OutgoingMessage(
        key=f"doctor-{now.timestamp():.0f}",
        address=address,
        name="",
        words=Wording(subject, subject, "", "", "", "", ""),
        notes="",
        priority=4,
        task_url=url,
        settings_url=url,
        user_id=UUID(int=0),
        task_id=None,
        reminder_id=UUID(int=0),
        fire_at=now,
        sent_at=now,
        notice=Notice(lines, f"Somebody at the command line of the server named {address}."),
    )


async def check_web(installation: Installation) -> list[Finding]:
    """The address of links is answered by this Rondel, by a clock that agrees with ours."""
    base = installation.base
    if base is None:
        return []
    url = f"{base.public_url.rstrip('/')}/api/status"
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            answer = await client.get(url)
    except httpx.HTTPError as error:
        return [
            warning(
                "web address",
                f"{base.public_url} does not answer from here: {_said(error)}.",
                "Start the API and see the reverse proxy; a network that cannot reach its own "
                "public address is no fault.",
            )
        ]
    return [_of_answer(base.public_url, answer), *_skew(answer)]


def _of_answer(url: str, answer: httpx.Response) -> Finding:
    try:
        status = answer.json()["status"]
    except (ValueError, KeyError, TypeError):
        return problem(
            "web address",
            f"At {url} something else than Rondel answers ({answer.status_code}).",
            "Let the reverse proxy pass requests to the API, or correct RONDEL_PUBLIC_URL.",
        )
    if status == "ok":
        return ok("web address", f"{url} answers, and says that all is well.")
    return warning(
        "web address",
        f"{url} answers and says: {status}.",
        "Its components: curl -s " + f"{url.rstrip('/')}/health",
    )


def _skew(answer: httpx.Response) -> list[Finding]:
    said = answer.headers.get("date")
    if not said:
        return []
    try:
        seconds = (parsedate_to_datetime(said) - SystemClock().now()).total_seconds()
    except ValueError:
        return []
    if abs(seconds) <= _SKEW_SECONDS:
        return []
    return [
        warning(
            "clock",
            f"The server of the web address is {abs(seconds):.0f} s "
            f"{'ahead' if seconds > 0 else 'behind'}.",
            "Set both machines by NTP.",
        )
    ]


async def check_model(installation: Installation) -> list[Finding]:
    """The model of the assistant is there and knows our key."""
    settings = installation.assistant
    if settings is None or not settings.enabled or not settings.has_model:
        return []
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            answer = await client.get(f"{settings.base_url}/models", headers=headers)
    except httpx.HTTPError as error:
        return [
            warning(
                "assistant",
                f"{settings.base_url} does not answer: {_said(error)}; the built-in one does.",
                "Start it, or correct OPENAI_BASE_URL.",
            )
        ]
    if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return [
            problem(
                "assistant",
                f"{settings.base_url} does not take our key ({answer.status_code}).",
                "Correct OPENAI_API_KEY.",
            )
        ]
    return [ok("assistant", f"{settings.base_url} answers ({answer.status_code}).")]


async def check_disk(installation: Installation) -> list[Finding]:
    """There is room where the state is."""
    folder = installation.state_folder
    if not folder.is_dir():
        return [skipped("disk", f"There is no state folder {folder} here.")]
    free = shutil.disk_usage(folder).free
    what = f"{free // _MB} MB are free on the disk of {folder}."
    mend = "Free some space, or set RONDEL_STATE_DIR to a folder on another disk."
    if free < _LEAST_BYTES:
        return [problem("disk", what, mend)]
    return [warning("disk", what, mend) if free < _LITTLE_BYTES else ok("disk", what)]


def _said(error: httpx.HTTPError) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
