"""Files that are no backup, or are packed in ways that cannot be read: told, whatever they are."""

import hashlib
import json
import zipfile

import pytest

from cli.backup.archive import NotWhole, read_manifest

DUMP = bytes(range(256)) * 400
MANIFEST = {
    "rondel": "0.1.0",
    "revision": "0001",
    "made_at": "2026-11-27T00:00:00Z",
    "postgresql": 18,
    "rows": {"tasks": 1},
    "bytes": len(DUMP),
    "sha256": hashlib.sha256(DUMP).hexdigest(),
}
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
FLAGS, METHOD = 6, 8  # in the head of an entry; two bytes later in the list of a zip


def archive(path, method=zipfile.ZIP_STORED, **changes):
    with zipfile.ZipFile(path, "w", method) as made:
        made.writestr("database.dump", DUMP)
        made.writestr("manifest.json", json.dumps({**MANIFEST, **changes}))
    return path


def patched(path, offset, value):
    """The first entry says something else of itself, in both places."""
    content = bytearray(path.read_bytes())
    content[content.find(LOCAL) + offset] = value
    content[content.find(CENTRAL) + offset + 2] = value
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_backup_that_was_packed_again_is_one_still(tmp_path, method):
    assert read_manifest(archive(tmp_path / "a", method)).rows == {"tasks": 1}


@pytest.mark.parametrize(
    ("offset", "value"), [(METHOD, 97), (FLAGS, 1)], ids=["packed-strangely", "with-a-password"]
)
def test_what_cannot_be_unpacked_is_told(tmp_path, offset, value):
    path = patched(archive(tmp_path / "a"), offset, value)
    with pytest.raises(NotWhole, match="was damaged, or is no backup"):
        read_manifest(path)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_a_flipped_bit_in_any_packing_is_told(tmp_path, method):
    path = archive(tmp_path / "a", method)
    content = path.read_bytes()
    for place in range(60, content.find(LOCAL, 1), 25):
        flipped = bytearray(content)
        flipped[place] ^= 0xFF
        path.write_bytes(flipped)
        with pytest.raises(NotWhole):
            read_manifest(path)


@pytest.mark.parametrize("rows", [{'x"; DROP TABLE users; --': 1}, {"tasks": -1}, {"": 0}])
def test_names_that_would_be_sql_are_refused(tmp_path, rows):
    with pytest.raises(NotWhole, match="its manifest cannot be read"):
        read_manifest(archive(tmp_path / "a", rows=rows))
