/** A part of a text: words, or a link. */
export interface Part {
  readonly text: string;
  readonly href?: string;
}

// Bidirectional marks end an address: they could show another one than is opened.
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const LONGEST = 2000;
const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/**
 * Finds the web addresses of a text; all parts together are the text, character by character.
 *
 * Addresses are those that say `http://`, `https://` or `www.`; no other scheme becomes a link, and
 * none that hides its host behind a name (`https://bank.example@evil.example`).
 */
export function linkParts(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = withoutPunctuation(match[0]);
    const href = isAlone(text, match.index) ? hrefOf(found) : null;
    if (href === null) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: found, href });
    at = match.index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** Whether no word runs into it: `javascript:https://…` is none. */
const isAlone = (text: string, at: number): boolean =>
  at === 0 || !/[\p{L}\p{N}_:/@]/u.test(text.charAt(at - 1));

/** Without the stops of a sentence, and brackets that were opened before it. */
function withoutPunctuation(found: string): string {
  let end = found.length;
  const open = new Map(Object.values(CLOSERS).map((each) => [each, count(found, each)]));
  const closed = new Map(Object.keys(CLOSERS).map((each) => [each, count(found, each)]));
  while (end > 0) {
    const last = found.charAt(end - 1);
    const opener = CLOSERS[last];
    if (opener !== undefined) {
      const left = closed.get(last) ?? 0;
      if (left <= (open.get(opener) ?? 0)) break;
      closed.set(last, left - 1);
    } else if (!".,;:!?…*_~".includes(last)) {
      break;
    }
    end -= 1;
  }
  return found.slice(0, end);
}

const count = (text: string, character: string): number => text.split(character).length - 1;

function hrefOf(found: string): string | null {
  if (found.length > LONGEST) return null;
  const address = /^www\./i.test(found) ? `https://${found}` : found;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  const hasUser = url.username !== "" || url.password !== "";
  return isWeb && !hasUser && url.hostname !== "" ? url.href : null;
}
