"""What docs/sign-in-elsewhere.md says to set is what the API reads."""

import re
import shlex
from pathlib import Path

import pytest

from api.settings import ApiSettings
from shared.core.settings import read_settings

PAGE = Path(__file__).resolve().parents[3] / "docs/sign-in-elsewhere.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_of_the_page_can_be_set(monkeypatch, block):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@db.example/r")
    monkeypatch.setenv("KAFKA_BROKERS", "one.example:9092")
    monkeypatch.setenv("BETTER_AUTH_SECRET", "k" * 40)
    given = dict(line.split("=", 1) for line in shlex.split(block))
    assert given
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    auth = read_settings(ApiSettings).auth
    (trusted,) = [*auth.issuers.values(), *auth.providers.values()]
    assert trusted.issuer in given.values()


def test_the_page_has_blocks():
    assert len(BLOCKS) >= 5
