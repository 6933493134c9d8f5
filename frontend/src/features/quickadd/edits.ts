import type { Place } from "./places";

/** What was typed: from `start` to `end` of the text before stand `length` other units now. */
export interface Edit extends Place {
  readonly length: number;
}

/** What was changed between two texts; `caret` is where it stands in the one after. */
export function editBetween(before: string, after: string, caret: number): Edit {
  const shorter = Math.min(before.length, after.length);
  const mostBehind = Math.min(shorter, after.length - caret);
  let behind = 0;
  while (behind < mostBehind && before.at(-1 - behind) === after.at(-1 - behind)) behind += 1;
  let ahead = 0;
  while (ahead < shorter - behind && before[ahead] === after[ahead]) ahead += 1;
  return { start: ahead, end: before.length - behind, length: after.length - behind - ahead };
}

/** Where places are after an edit: they grow and shrink with it, and what is empty then is gone. */
export function follow<P extends Place>(places: readonly P[], edit: Edit): P[] {
  const by = edit.length - (edit.end - edit.start);
  return places.flatMap((place) => {
    if (place.end <= edit.start) return [place];
    if (place.start >= edit.end) {
      return [{ ...place, start: place.start + by, end: place.end + by }];
    }
    const start = Math.min(place.start, edit.start);
    const end = place.end >= edit.end ? place.end + by : edit.start;
    return end > start ? [{ ...place, start, end }] : [];
  });
}

const isGap = (character: string | undefined): boolean =>
  character === undefined || /\s/.test(character);

/** Marks that an edit did not touch, where they are in the text after it. */
export function untouched<P extends Place>(marks: readonly P[], edit: Edit, after: string): P[] {
  const by = edit.length - (edit.end - edit.start);
  return marks.flatMap((mark) => {
    if (mark.end < edit.start || (mark.end === edit.start && isGap(after[mark.end]))) {
      return [mark];
    }
    const start = mark.start + by;
    const isBehind = mark.start > edit.end || (mark.start === edit.end && isGap(after[start - 1]));
    return isBehind ? [{ ...mark, start, end: mark.end + by }] : [];
  });
}
