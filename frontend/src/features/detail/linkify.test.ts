import { describe, expect, test } from "vitest";
import { linkParts } from "./linkify";

const links = (text: string): (string | undefined)[] =>
  linkParts(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

describe("what becomes a link", () => {
  test("web addresses, without the stops of their sentence", () => {
    expect(links("See https://example.org/a?b=1#c.")).toEqual(["https://example.org/a?b=1#c"]);
    expect(links("(http://example.org/x), www.example.org!")).toEqual([
      "http://example.org/x",
      "https://www.example.org/",
    ]);
  });

  test("brackets that belong to an address stay with it", () => {
    expect(links("(https://example.org/Tea_(drink))")).toEqual(["https://example.org/Tea_(drink)"]);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt://example.org/%0aalert(1)",
    "javascript:https://example.org/",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "https://",
    "http://[::bad",
    "https://bank.example@evil.example/",
    "https://user:secret@evil.example/",
  ])("never %s", (text) => {
    expect(links(text)).toEqual([]);
  });

  test("marks of direction end an address, which could look like another one", () => {
    expect(links("https://example.org/\u202egro.live//:sptth")).toEqual(["https://example.org/"]);
  });

  test("markup is text", () => {
    const text = '<img src=x onerror="alert(1)"> <a href="https://example.org/">x</a>';
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
    expect(links(text)).toEqual(["https://example.org/"]);
  });

  test("the parts are the text, character by character", () => {
    for (const text of [
      "",
      "مرحبا https://example.org/خبز 🥖 www.x.org…",
      "a\n\nhttps://b.org)\n",
    ]) {
      expect(
        linkParts(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });
});

test("the longest notes, made to be slow, are read in no time", () => {
  const texts = [
    `https://${"a".repeat(49_990)}`,
    `https://a.b/${")".repeat(49_980)}`,
    "https://a.b ".repeat(4_000),
    "h".repeat(50_000),
    "http://(".repeat(6_000),
  ];
  const before = performance.now();
  for (const text of texts) {
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  }
  expect(performance.now() - before).toBeLessThan(5_000);
  expect(links(texts[0] ?? "")).toEqual([]);
});
