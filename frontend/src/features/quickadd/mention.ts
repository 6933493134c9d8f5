import type { Place } from "./places";

/** What stands before a name: a project or a label. */
export type Sign = "#" | "@";

/** The beginning of a name that is being written: from its sign to the end of its word. */
export interface Mention extends Place {
  readonly sign: Sign;
  /** What is written of the name until the caret, without its sign and quote. */
  readonly typed: string;
}

// As the parser reads marks (docs/plain-words.md): behind a space or a sign that opens.
const BEGUN = /(?:^|[\s([])([#@])(?:"([^"\n]*)|([^\s#@,;!?()[\]{}"“”]*))$/;
const REST = /^[^\s#@,;!?()[\]{}"“”]*/;
const QUOTED_REST = /^[^\s"]*"/;

/** The name that the caret stands in; none if it stands elsewhere. */
export function mentionAt(text: string, caret: number): Mention | null {
  const line = text.slice(text.lastIndexOf("\n", caret - 1) + 1, caret);
  const [, sign, quoted, bare = ""] = BEGUN.exec(line) ?? [];
  if (sign !== "#" && sign !== "@") return null;
  if (sign === "@" && /^\p{N}/u.test(bare)) return null; // a time: @5pm
  const isQuoted = quoted !== undefined;
  const typed = quoted ?? bare;
  const rest = (isQuoted ? QUOTED_REST : REST).exec(text.slice(caret))?.[0].length ?? 0;
  const start = caret - typed.length - (isQuoted ? 2 : 1);
  return { sign, typed, start, end: caret + rest };
}

/** A name behind its sign, in quotes if it needs them; null if no way to write it is read so. */
export function marked(sign: Sign, name: string): string | null {
  if (!/\p{L}/u.test(name) || /["\n]/.test(name)) return null;
  const isBare = /^[\p{L}\p{N}_-]+$/u.test(name) && !(sign === "@" && /^\p{N}/u.test(name));
  return isBare ? sign + name : `${sign}"${name}"`;
}

/** The text with the name in place of what was written of it, and the caret behind that. */
export function withName(
  text: string,
  { sign, start, end }: Mention,
  name: string,
): { readonly text: string; readonly caret: number } {
  const written = text.slice(0, start) + (marked(sign, name) ?? sign + name);
  const after = text.slice(end);
  const isApart = /^[^\S\n]/.test(after);
  return { text: `${written}${isApart ? "" : " "}${after}`, caret: written.length + 1 };
}

/** As many are offered: a word more finds the others. */
export const MOST_NAMES = 6;

/** The names that fit what is written, those that begin so first; each that can be written once. */
export function namesFor({ sign, typed }: Mention, names: readonly string[]): string[] {
  const wanted = folded(typed.trim());
  const ranked = new Map<string, { name: string; rank: number }>();
  for (const name of names) {
    const rank = rankOf(folded(name), wanted);
    const isNew = !ranked.has(name.toLowerCase());
    if (rank < NO_RANK && isNew && marked(sign, name) !== null) {
      ranked.set(name.toLowerCase(), { name, rank });
    }
  }
  return [...ranked.values()]
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_NAMES)
    .map(({ name }) => name);
}

const NO_RANK = 4;

/** The whole name, its start, the start of one of its words, or a part of it. */
function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const at = name.indexOf(wanted);
  if (at < 0) return NO_RANK;
  return name.split(/[\s_-]+/).some((word) => word.startsWith(wanted)) ? 2 : 3;
}

/** Whether that is the name itself, so that there is nothing to complete. */
export const isWhole = ({ typed }: Mention, name: string): boolean =>
  folded(typed) === folded(name);

/** Without accents and capitals. */
const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
