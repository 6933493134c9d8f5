import { render } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { choose } from "@/lib/choices";
import { type Command, useCommands } from "@/lib/commands";
import { chordOf, commandReader, listenToKeys } from "./keyboard";

const ran = vi.fn<(id: string) => void>();

const command = (keys: string, group: Command["group"] = "app"): Command => ({
  id: keys,
  title: keys,
  group,
  keys,
  run: () => ran(keys),
});

const COMMANDS = [
  command("q"),
  command("t", "task"),
  command("g t", "go"),
  command("?"),
  command("shift+x", "task"),
  command("mod+k"),
  command("mod+z", "task"),
  command("alt+ArrowUp", "task"),
];

function Page() {
  useCommands(COMMANDS);
  useEffect(listenToKeys, []);
  return (
    <>
      <input aria-label="words" />
      <div role="dialog">
        <button type="button">inside</button>
        <textarea />
      </div>
      <input type="checkbox" />
    </>
  );
}

interface Press extends KeyboardEventInit {
  readonly altGraph?: boolean;
}

function press(key: string, init: Press = {}, target: Element = document.body): KeyboardEvent {
  const { altGraph, ...rest } = init;
  const event = new KeyboardEvent("keydown", {
    key,
    bubbles: true,
    cancelable: true,
    modifierAltGraph: altGraph ?? false,
    ...rest,
  });
  target.dispatchEvent(event);
  return event;
}

const one = (selector: string): Element => {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`There is no ${selector}`);
  return found;
};

const done = (): string[] => ran.mock.calls.map(([id]) => id);

beforeEach(() => {
  ran.mockClear();
  choose({ singleKeys: true });
  render(<Page />);
});

describe("which command a key runs", () => {
  test("letters, signs, chords; and the browser does nothing of its own then", () => {
    expect(press("q").defaultPrevented).toBe(true);
    press("?", { shiftKey: true });
    press("X", { shiftKey: true });
    press("k", { ctrlKey: true });
    expect(press("y").defaultPrevented).toBe(false);
    expect(done()).toEqual(["q", "?", "shift+x", "mod+k"]);
  });

  test("with Caps Lock letters are the same", () => {
    press("Q");
    expect(done()).toEqual(["q"]);
  });

  test("a key that is held, an input method, and a dead key run nothing", () => {
    press("q", { repeat: true });
    press("q", { isComposing: true });
    press("Process");
    press("Dead");
    expect(done()).toEqual([]);
  });

  test("other modifiers make another key of it", () => {
    press("q", { metaKey: true });
    press("q", { altKey: true });
    press("q", { ctrlKey: true });
    expect(done()).toEqual([]);
  });
});

describe("one letter after the other", () => {
  test("is a command of its own, also if Shift goes down in between", () => {
    press("g");
    press("Shift", { shiftKey: true });
    press("t");
    expect(done()).toEqual(["g t"]);
    press("t");
    expect(done()).toEqual(["g t", "t"]);
  });

  test("a wrong second one ends it and does nothing", () => {
    press("g");
    press("q");
    expect(done()).toEqual([]);
    press("q");
    expect(done()).toEqual(["q"]);
  });

  test("the second one after a while is alone", () => {
    const read = commandReader(false);
    const at = (key: string, timeStamp: number) =>
      read(Object.defineProperty(press(key), "timeStamp", { value: timeStamp }));
    document.body.focus();
    expect(at("g", 0)).toBeUndefined();
    ran.mockClear();
    const late = new KeyboardEvent("keydown", { key: "t" });
    Object.defineProperty(late, "timeStamp", { value: 2000 });
    expect(read(late)?.id).toBe("t");
  });

  test("what was typed into a field is no first letter", () => {
    press("g", {}, one("input"));
    press("t");
    expect(done()).toEqual(["t"]);
  });
});

describe("where letters are letters", () => {
  test("in fields, dialogs, and when they are switched off; chords count all the same", () => {
    press("q", {}, one("input"));
    press("q", {}, one("button"));
    choose({ singleKeys: false });
    press("q");
    press("?");
    expect(done()).toEqual([]);
    press("k", { ctrlKey: true }, one("textarea"));
    expect(done()).toEqual(["mod+k"]);
  });

  test("undo and moves of the caret are the field's", () => {
    press("z", { ctrlKey: true }, one("input"));
    press("ArrowUp", { altKey: true }, one("input"));
    expect(done()).toEqual([]);
    press("z", { ctrlKey: true });
    press("ArrowUp", { altKey: true });
    expect(done()).toEqual(["mod+z", "alt+ArrowUp"]);
  });

  test("in a dialog no key reaches the list behind it", () => {
    press("ArrowUp", { altKey: true }, one("button"));
    expect(done()).toEqual([]);
  });

  test("a box to tick is no field", () => {
    press("q", {}, one("[type=checkbox]"));
    expect(done()).toEqual(["q"]);
  });
});

describe("keyboards of the world", () => {
  const chord = (key: string, init: Press = {}, mac = false): string | null => {
    const { altGraph, ...rest } = init;
    const given = { key, modifierAltGraph: altGraph ?? false, ...rest };
    return chordOf(new KeyboardEvent("keydown", given), mac);
  };

  test("Cyrillic, Greek, Arabic, Hebrew: the place of the key counts", () => {
    expect(chord("й", { code: "KeyQ" })).toBe("q");
    expect(chord("Ч", { code: "KeyX", shiftKey: true })).toBe("shift+x");
    expect(chord("λ", { code: "KeyL", ctrlKey: true })).toBe("mod+l");
    expect(chord("ض", { code: "KeyQ" })).toBe("q");
    expect(chord("ק", { code: "KeyE" })).toBe("e");
    expect(chord("١", { code: "Digit1" })).toBe("1");
  });

  test("Latin ones count by what is printed: AZERTY, Dvorak, accents", () => {
    expect(chord("q", { code: "KeyA" })).toBe("q");
    expect(chord("k", { code: "KeyV", ctrlKey: true })).toBe("mod+k");
    expect(chord("ö", { code: "Semicolon" })).toBe("ö");
  });

  test("AltGr writes, it commands nothing", () => {
    expect(chord("@", { code: "KeyQ", ctrlKey: true, altKey: true, altGraph: true })).toBe("@");
    expect(chord("€", { code: "KeyE", ctrlKey: true, altKey: true, altGraph: true })).toBe("€");
    expect(chord("AltGraph", { altGraph: true })).toBeNull();
  });

  test("on Macs Cmd is the modifier, Ctrl another, and Option keeps the letter", () => {
    expect(chord("k", { metaKey: true }, true)).toBe("mod+k");
    expect(chord("k", { ctrlKey: true }, true)).toBe("ctrl+k");
    expect(chord("˚", { altKey: true, code: "KeyK" }, true)).toBe("alt+k");
    expect(chord("k", { metaKey: true })).toBe("meta+k");
  });
});
