/** Whether Cmd is what Ctrl is elsewhere. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const MAC: Readonly<Record<string, string>> = {
  mod: "⌘",
  alt: "⌥",
  shift: "⇧",
  ctrl: "⌃",
  Enter: "↩",
  Escape: "esc",
  Backspace: "⌫",
};
const OTHERS: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  Enter: "Enter",
  Escape: "Esc",
  Backspace: "⌫",
};
const EVERYWHERE: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  " ": "Space",
};

/**
 * Keys of a command as this machine's keyboard names them: presses one after the other, of keys
 * that are held together. `keyNames("mod+k")` is `[["Ctrl", "K"]]`, on Macs `[["⌘", "K"]]`.
 */
export function keyNames(keys: string, mac = isMac): string[][] {
  return keys.split(" ").map((press) => press.split(/(?<=[^+])\+/).map((key) => keyName(key, mac)));
}

function keyName(key: string, mac: boolean): string {
  const named = (mac ? MAC : OTHERS)[key] ?? EVERYWHERE[key];
  return named ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** Whether a modifier makes keys safe beside typing and for people who speak their input. */
export const isChord = (keys: string): boolean => /(mod|alt)\+/.test(keys);
