/**
 * Places in a text. The server counts Unicode code points, browsers count UTF-16 units: “🥖” is one
 * of the first and two of the others.
 */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Places of code points as places of UTF-16 units. `toUnits("🥖 b", [{ start: 2, end: 3 }])` is 3–4. */
export function toUnits<P extends Place>(text: string, places: readonly P[]): P[] {
  const units = [0];
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length);
  const unitOf = (point: number): number => units[point] ?? text.length;
  return places.map((place) => ({
    ...place,
    start: unitOf(place.start),
    end: unitOf(place.end),
  }));
}

/** Places of UTF-16 units as places of code points; half of a pair counts as the whole of it. */
export function toPoints(text: string, places: readonly Place[]): Place[] {
  const pointOf = (unit: number): number => {
    let point = 0;
    let at = 0;
    for (const character of text) {
      if (at >= unit) return point;
      at += character.length;
      point += 1;
    }
    return point;
  };
  return places.map(({ start, end }) => ({ start: pointOf(start), end: pointOf(end) }));
}

/** Places so many units further on. */
export const shifted = <P extends Place>(places: readonly P[], by: number): P[] =>
  places.map((place) => ({ ...place, start: place.start + by, end: place.end + by }));

export const overlap = (one: Place, other: Place): boolean =>
  one.start < other.end && other.start < one.end;
