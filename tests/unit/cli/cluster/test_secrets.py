"""Secrets are made once, kept, and the cluster's own count."""

import stat

from cli.cluster import secrets


def test_known_secrets_stay_and_missing_ones_are_made():
    made = secrets.complete({"auth-secret": "kept"})
    assert made["auth-secret"] == "kept"
    assert len(made["postgres-password"]) >= 32
    assert secrets.complete(made) == made


def test_no_two_secrets_are_the_same():
    made = secrets.complete({})
    assert len(set(made.values())) == len(made)


def test_kept_secrets_are_read_again_by_nobody_else(tmp_path):
    made = secrets.complete({})
    secrets.keep(tmp_path / "cluster", made)
    assert secrets.read(tmp_path / "cluster") == made
    (file,) = (tmp_path / "cluster").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_kept_is_nothing_read(tmp_path):
    assert secrets.read(tmp_path) == {}
