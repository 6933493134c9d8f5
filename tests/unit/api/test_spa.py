"""A build is read once and whole, or refused by name before anything is served."""

import gzip

import pytest
from pydantic import ValidationError

from api import spa
from api.settings import WebSettings
from api.spa import NotBuilt, open_web_app, read_web_app
from tests.factories.web import FILES, SCRIPT, make_build


def test_every_file_but_the_page_and_hidden_ones_is_there(tmp_path):
    app = read_web_app(make_build(tmp_path))
    hidden = {"index.html", ".vite/manifest.json"}
    assert set(app.files) == {f"/{name}" for name in FILES if name not in hidden}


def test_what_changes_on_the_disk_later_changes_no_answer(tmp_path):
    app = read_web_app(make_build(tmp_path))
    for path in (tmp_path / "index.html", tmp_path / "theme.js"):
        path.unlink()
    assert b"csp-nonce" in app.page().body
    assert app.files["/theme.js"].answer(None, None).body == FILES["theme.js"]


def test_a_form_is_packed_only_where_that_is_shorter(tmp_path):
    files = read_web_app(make_build(tmp_path)).files
    packed = files["/assets/main-B1x2.js"].packed
    assert packed is not None
    assert gzip.decompress(packed.content).decode() == SCRIPT
    for name in ("/icons/icon-192.png", "/assets/inter-E5f6.woff2", "/theme.js"):
        assert files[name].packed is None, name


def test_the_same_build_has_the_same_tags_and_another_has_others(tmp_path):
    first = read_web_app(make_build(tmp_path / "a")).files["/theme.js"]
    again = read_web_app(make_build(tmp_path / "b")).files["/theme.js"]
    other = read_web_app(make_build(tmp_path / "c", **{"theme.js": b"1"})).files["/theme.js"]
    assert first == again
    assert first.plain.etag != other.plain.etag


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (None, "no index.html"),
        (b"<!doctype html>", "has no __CSP_NONCE__"),
        (b"\xff\xfe", "no index.html that can be read"),
    ],
)
def test_a_folder_without_an_app_is_refused_by_name_and_with_the_way_out(tmp_path, page, why):
    make_build(tmp_path, **{"index.html": page})
    with pytest.raises(NotBuilt, match=why) as raised:
        read_web_app(tmp_path)
    assert str(tmp_path) in str(raised.value)
    assert "make web" in str(raised.value)
    with pytest.raises(ValidationError, match=why):
        WebSettings(folder=tmp_path)


def test_a_folder_of_other_things_is_not_read_into_memory(tmp_path, monkeypatch):
    make_build(tmp_path)
    monkeypatch.setattr(spa, "LARGEST_BYTES", 1000)
    with pytest.raises(NotBuilt, match="it is no web app"):
        read_web_app(tmp_path)


def test_a_folder_that_is_named_comes_before_those_that_are_known(tmp_path, monkeypatch):
    packaged, built = tmp_path / "api" / "web", tmp_path / "frontend" / "dist"
    named = make_build(tmp_path / "named")
    monkeypatch.setattr(spa, "_PLACES", (packaged, built))
    assert open_web_app(None) is None
    for place in (built, packaged):  # the packaged one wins
        make_build(place)
        found = open_web_app(None)
        assert found is not None
        assert found.folder == place
    assert open_web_app(named).folder == named
