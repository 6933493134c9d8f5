import { expect, test } from "vitest";
import { prettyJson, readJsonObject } from "./json-object";

test("an object is read, and its lines are written as people read them", () => {
  expect(readJsonObject('{"a": [1, null]}')).toEqual({ value: { a: [1, null] } });
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
});

test("what is no JSON says in which line, where the browser says where", () => {
  expect(readJsonObject('{\n  "a": 1,\n  b\n}')).toMatchObject({ wrong: "syntax", line: 3 });
  expect(readJsonObject("")).toMatchObject({ wrong: "syntax" });
  expect(prettyJson("not json")).toBe("not json");
});

test("the value of an event is an object", () => {
  for (const text of ["1", "null", "[]", '"{}"']) {
    expect(readJsonObject(text)).toEqual({ wrong: "no_object" });
  }
});

test("a number that the browser has rounded is not sent as another one", () => {
  const exact = '{"a":[{"b":9007199254740991}]}';
  const rounded = '{"a":[{"b":9007199254740993}]}';
  expect(readJsonObject(exact)).toHaveProperty("value");
  expect(readJsonObject(rounded)).toEqual({ wrong: "inexact" });
  expect(prettyJson(rounded)).toBe(rounded);
});

test("nothing else is sent than what was typed", () => {
  for (const kept of ['{"a":-0.25,"b":1.50e3,"c":"1e400: 5"}', '{"a":{"b":0},"b":100}']) {
    expect(readJsonObject(kept)).toHaveProperty("value");
  }
  const others = ['{"a":1e400}', '{"a":0.12345678901234567890}', '{"a":1,"a":2}', '{"a":1e-400}'];
  for (const other of others) expect(readJsonObject(other)).toEqual({ wrong: "inexact" });
});
