import { Fragment } from "react";

/** Words and phrases that a search looks for, in small letters; not those that it shuts out. */
export function soughtWords(q: string): string[] {
  const parts = q.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g);
  return [...parts]
    .filter(([, minus, , word]) => minus === "" && word?.toLowerCase() !== "or" && word !== "-")
    .map(([, , phrase, word]) => (phrase ?? word ?? "").trim().toLowerCase())
    .filter((part) => part !== "");
}

export interface Piece {
  readonly text: string;
  readonly isSought: boolean;
}

/** A text in pieces: what was looked for, where a word begins with it, and what is between. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  if (words.length === 0) return [{ text, isSought: false }];
  const longest = [...words].sort((one, other) => other.length - one.length);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${longest.map(escaped).join("|")})`, "giu");
  return text
    .split(pattern) // every other piece is what the pattern found
    .map((piece, index) => ({ text: piece, isSought: index % 2 === 1 }))
    .filter((piece) => piece.text !== "");
}

const escaped = (word: string): string =>
  word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "\\s+");

const AROUND = 60;

/** The stretch of a long text around the first thing that was looked for; null if it has none. */
export function stretchOf(text: string, words: readonly string[]): string | null {
  const pieces = piecesOf(text, words);
  const place = pieces.findIndex((piece) => piece.isSought);
  const found = pieces[place];
  if (found === undefined) return null;
  const before = pieces
    .slice(0, place)
    .map((piece) => piece.text)
    .join("");
  const after = pieces
    .slice(place + 1)
    .map((piece) => piece.text)
    .join("");
  const head = before.length > AROUND ? `…${before.slice(-AROUND)}` : before;
  const tail = after.length > AROUND * 2 ? `${after.slice(0, AROUND * 2)}…` : after;
  return (head + found.text + tail).replace(/\s+/g, " ");
}

/** A text with what was looked for marked. */
export function Highlight({
  text,
  words,
}: {
  readonly text: string;
  readonly words: readonly string[];
}) {
  return piecesOf(text, words).map(({ text: piece, isSought }, index) =>
    isSought ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no other name
      <mark key={index} className="rounded-sm bg-token-reminder text-inherit">
        {piece}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text have no other name
      <Fragment key={index}>{piece}</Fragment>
    ),
  );
}
