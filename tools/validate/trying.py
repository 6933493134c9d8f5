"""Whether each process would start with the settings that a render gives it: it is tried.

`python -m tools.validate.trying` reads trials from its standard input and reads the settings of
each in an environment of its own, with files made up where variables name some, as the process does
when it starts.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.core.clock import SystemClock
from shared.core.settings import WrongSettings, read_settings
from tools.validate.findings import CannotValidate, Finding
from tools.validate.places import run
from tools.validate.policies import facts
from tools.validate.policies.environment import SAID_BY_OVERLAYS, environment_of
from tools.validate.policies.model import Workload, finding
from tools.validate.policies.ports import processes
from tools.validate.renders import Render

_FILE = "_FILE"
_SECRET = "made-up-for-the-trial-of-these-settings-0123456789"  # noqa: S105 - it opens nothing
_DATABASE = "postgresql://rondel:made-up@postgres.example.com:5432/rondel?sslmode=require"


def check_settings(renders: Iterable[Render]) -> tuple[int, list[Finding]]:
    """How many processes were tried, and which would not start."""
    asked = [
        (render, each, {"process": each.component, "environment": _told(render, each)})
        for render in renders
        for each in processes(render)
    ]
    trials = {json.dumps(trial, sort_keys=True) for _, _, trial in asked}
    done = run(sys.executable, "-m", "tools.validate.trying", answer="\n".join(sorted(trials)))
    if done.returncode != 0:
        raise CannotValidate(f"settings could not be tried: {done.stderr.strip()}")
    said = dict(zip(sorted(trials), map(json.loads, done.stdout.splitlines()), strict=True))
    return len(trials), [
        finding(render, each, "settings", line)
        for render, each, trial in asked
        for line in said[json.dumps(trial, sort_keys=True)]
    ]


def _told(render: Render, workload: Workload) -> dict[str, str]:
    said_by_overlays = SAID_BY_OVERLAYS if render.is_combination else {}
    return {**said_by_overlays, **environment_of(render, workload)}


def _tried(trial: Any, room: Path) -> list[str]:
    os.environ.clear()  # noqa: TID251 - this process is for nothing else
    for name, value in trial["environment"].items():
        os.environ[name] = _made_up(name, room) if name.endswith(_FILE) and value else value  # noqa: TID251 - as above
    try:
        read_settings(facts.settings_class(trial["process"]))  # type: ignore[type-var]  # all are
    except WrongSettings as error:
        return str(error).splitlines()
    return []


def _made_up(name: str, room: Path) -> str:
    """A file such as this variable names."""
    if "SSL_KEY_FILE" in name:
        return str(room / "key.pem")
    if "_SSL_" in name:
        return str(room / "certificate.pem")
    path = room / name
    path.write_text(_DATABASE if "DATABASE" in name else _SECRET)
    path.chmod(0o600)
    return str(path)


def _make_certificate(room: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "trial")])
    now = SystemClock().now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (room / "certificate.pem").write_bytes(made.public_bytes(encoding))
    form, nothing = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (room / "key.pem").write_bytes(key.private_bytes(encoding, form, nothing))


def main() -> int:
    """A line of JSON for each trial: what was wrong with it."""
    with tempfile.TemporaryDirectory() as room:
        _make_certificate(Path(room))
        for line in sys.stdin:
            print(json.dumps(_tried(json.loads(line), Path(room))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
