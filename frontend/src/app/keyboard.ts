import { useEffect } from "react";
import { choices } from "@/lib/choices";
import { allCommands, type Command } from "@/lib/commands";

const SEQUENCE_MS = 1200;
const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Keys run commands, wherever the focus is; letters do not while somebody types. */
export function useKeyboard(): void {
  useEffect(() => {
    const read = commandReader();
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = read(event);
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Finds the command of each key, and of two letters one soon after the other. */
function commandReader(): (event: KeyboardEvent) => Command | undefined {
  let first = "";
  let pressedAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return undefined;
    const chord = chordOf(event);
    const isSequence = first !== "" && event.timeStamp - pressedAt < SEQUENCE_MS;
    const sequenced = isSequence ? find(`${first} ${chord}`, event) : undefined;
    const command = sequenced ?? find(chord, event);
    pressedAt = event.timeStamp;
    first = command === undefined && chord.length === 1 ? chord : "";
    return command;
  };
}

function find(keys: string, event: KeyboardEvent): Command | undefined {
  if (!isChord(keys) && !lettersCount(event)) return undefined;
  return allCommands().findLast((command) => command.keys === keys);
}

/** Whether a modifier makes it safe beside typing and for people who speak their input. */
const isChord = (keys: string): boolean => /(mod|alt)\+/.test(keys);

function lettersCount(event: KeyboardEvent): boolean {
  return choices.get().singleKeys && !isTyping(event.target) && !isInMenu(event.target);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type)
  );
}

function isInMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"],[role="dialog"]') !== null;
}

/** `mod+k`, `shift+x`, `?`, `ArrowDown`: letters in small, as their command names them. */
function chordOf(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isLetter = key.length > 1 || key.toUpperCase() !== key;
  return [
    mod ? "mod+" : "",
    event.altKey ? "alt+" : "",
    event.shiftKey && isLetter ? "shift+" : "", // “?” is what it is with shift on some keyboards
    key,
  ].join("");
}
