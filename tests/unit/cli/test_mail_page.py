"""The HTML of a mail is shown as its sender laid it out."""

import pytest

from cli.embedded.smtp_sink.web import _opening_tabs

BASE = '<base target="_blank">'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!doctype html>\n<html lang='en'>\n<head>", "<title>A</title></head>"),
        ("<!DOCTYPE html><html>", "<body>"),
        ("<head>", "<meta charset='utf-8'>"),
        ("", "<p>Hello</p>"),
        ("", ""),
    ],
)
def test_links_open_in_a_new_tab_and_the_doctype_stays_first(before, after):
    assert _opening_tabs(before + after) == before + BASE + after
