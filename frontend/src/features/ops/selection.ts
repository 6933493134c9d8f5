import { LETTER_STATES, type LetterFilter, type LetterState } from "@/api/ops/letters";
import type { SelectionIn } from "@/api/schema.gen";
import { shortIds } from "@/components/area/actors";
import type { Texts } from "@/components/area/links";
import { instantOf } from "@/lib/instants";
import { m } from "./messages";

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** The filter that an address says; a time that is none is not asked for. */
export function filterOf(texts: Texts, zone: string): LetterFilter {
  const instant = (wall: string | undefined): string | undefined =>
    wall && WALL.test(wall) ? instantOf(wall, zone) : undefined;
  const said = {
    id: idsOf(texts.id),
    event_type: texts.type,
    error_class: texts.error,
    fingerprint: texts.fingerprint,
    user: texts.user,
    group: texts.group,
    since: instant(texts.since),
    until: instant(texts.until),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}

/** Ids as people write several of them; what is none the server refuses. */
const idsOf = (text: string | undefined): string[] | undefined => {
  const ids = text?.split(/[\s,]+/).filter(Boolean);
  return ids?.length ? ids : undefined;
};

/** The state that an address says; the open ones are what there is to do. */
export const stateOf = (texts: Texts): LetterState =>
  LETTER_STATES.find((state) => state === texts.state) ?? "open";

/** What an order is about: some letters, or all that fit, which without a filter has to be said. */
export function selectionOf(
  filter: LetterFilter,
  chosen: ReadonlySet<string> | "matching",
): SelectionIn {
  if (chosen !== "matching") return { ids: [...chosen], all: false };
  const { id, ...shared } = filter;
  return { ...shared, ...(id ? { ids: id } : {}), all: Object.keys(filter).length === 0 };
}

/** Ids that an order takes at once. */
export const MOST_IDS = 200;

/** What an order was about, in words. */
export function selectionWords(selection: Readonly<Record<string, unknown>>): string {
  const ids = selection.ids;
  if (Array.isArray(ids)) return m.someLetters(ids.length);
  const said = Object.entries(selection).filter(
    ([name, value]) => name !== "all" && value !== null && value !== undefined,
  );
  if (said.length === 0) return m.allLetters;
  return said.map(([name, value]) => `${name} ${shortIds(String(value))}`).join(", ");
}
