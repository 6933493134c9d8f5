import { choices } from "@/lib/choices";
import { allCommands, type Command } from "@/lib/commands";
import { isChord, isMac } from "@/lib/keys";

const SEQUENCE_MS = 1200;

/** Keys run commands, wherever the focus is, until it is told to stop; letters do not while somebody types. */
export function listenToKeys(): () => void {
  const read = commandReader();
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = read(event);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

/** Finds the command of each key, and of two letters one soon after the other. */
export function commandReader(mac = isMac): (event: KeyboardEvent) => Command | undefined {
  let first = "";
  let pressedAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return undefined;
    const chord = chordOf(event, mac);
    if (chord === null) return undefined;
    const isSequence = first !== "" && event.timeStamp - pressedAt < SEQUENCE_MS;
    const keys = isSequence ? `${first} ${chord}` : chord;
    const command = find(keys, event);
    // The first letter of a sequence waits for the next one; a wrong one ends it and does nothing.
    first = command === undefined && !isSequence && begins(chord, event) ? chord : "";
    pressedAt = event.timeStamp;
    return command;
  };
}

function find(keys: string, event: KeyboardEvent): Command | undefined {
  const counts = isChord(keys) ? !isFor(event.target, keys) : lettersCount(event);
  if (!counts) return undefined;
  const command = allCommands().findLast((each) => each.keys === keys);
  // What is behind a window stays as it is: Alt+↑ there moves no task of the list below.
  return isInWindow(event.target) && command?.group !== "app" ? undefined : command;
}

/** Whether there are commands that this is the first letter of. */
function begins(chord: string, event: KeyboardEvent): boolean {
  const isFirst = (command: Command): boolean => command.keys?.startsWith(`${chord} `) ?? false;
  return lettersCount(event) && allCommands().some(isFirst);
}

function lettersCount(event: KeyboardEvent): boolean {
  return choices.get().singleKeys && !isTyping(event.target) && !isInWindow(event.target);
}

/** In a field these edit its text: undo, copy, and on Macs the caret goes by words with Alt. */
const EDITING =
  /^mod\+(shift\+)?[acvxyz]$|^(mod\+|alt\+)+(shift\+)?(Arrow|Backspace|Delete|Home|End)/;

const isFor = (target: EventTarget | null, keys: string): boolean =>
  isTyping(target) && EDITING.test(keys);

const NOT_TYPED = ["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"];

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !NOT_TYPED.includes(target.type);
}

/** Dialogs have keys of their own, and in menus and lists letters look for what begins so. */
function isInWindow(target: EventTarget | null): boolean {
  const windows = '[role="menu"],[role="dialog"],[role="alertdialog"],[role="listbox"]';
  return target instanceof Element && target.closest(windows) !== null;
}

const MODIFIERS = new Set(
  "Shift Control Alt Meta AltGraph CapsLock Fn FnLock NumLock ScrollLock Hyper Super".split(" "),
);
/** A dead key, what an input method takes, what the browser cannot name. */
const UNFINISHED = new Set(["Dead", "Process", "Unidentified", "Compose"]);

/**
 * `mod+k`, `shift+x`, `?`, `ArrowDown`: letters in small, as their command names them; null while a
 * modifier alone is down or the key says nothing yet.
 */
export function chordOf(event: KeyboardEvent, mac: boolean): string | null {
  if (MODIFIERS.has(event.key) || UNFINISHED.has(event.key)) return null;
  const key = keyOf(event, mac);
  // AltGr is Ctrl and Alt on Windows: it makes “@” and “€”, and is no modifier of commands.
  const isAltGr = event.getModifierState("AltGraph") && event.key.length === 1;
  const { ctrlKey, metaKey, altKey } = isAltGr ? NONE : event;
  const isLetter = key.length > 1 || key.toUpperCase() !== key;
  return [
    (mac ? metaKey : ctrlKey) ? "mod+" : "",
    mac && ctrlKey ? "ctrl+" : "",
    !mac && metaKey ? "meta+" : "",
    altKey ? "alt+" : "",
    event.shiftKey && isLetter ? "shift+" : "", // “?” is what it is with shift on some keyboards
    key,
  ].join("");
}

const NONE = { ctrlKey: false, metaKey: false, altKey: false } as const;

/**
 * The key as it is printed: letters and digits of other alphabets are those of the same place on a
 * Latin keyboard, and so are the signs that Option makes of letters on Macs.
 */
function keyOf(event: KeyboardEvent, mac: boolean): string {
  if (event.key.length > 1) return event.key;
  const isForeign = /[\p{L}\p{Nd}]/u.test(event.key) && !/[\p{Script=Latin}\d]/u.test(event.key);
  const place = isForeign || (mac && event.altKey) ? /^(?:Key|Digit)(\w)$/.exec(event.code) : null;
  return (place?.[1] ?? event.key).toLowerCase();
}
