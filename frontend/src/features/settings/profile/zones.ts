import { formatTime, sayWall, wallTime } from "@/lib/time";

/** All zones that the browser knows, by their region; `own` is among them in any case. */
export function zonesByRegion(own: string): [string, string[]][] {
  const known = Intl.supportedValuesOf("timeZone");
  const all = [...new Set([...known, "UTC", own])].sort();
  const regions = new Map<string, string[]>();
  for (const zone of all) {
    const region = zone.includes("/") ? (zone.split("/")[0] ?? zone) : "UTC";
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  return [...regions];
}

/** What the clocks of a zone show now. */
export const clockIn = (zone: string, now: number): string =>
  sayWall(wallTime(now, zone), { zone, week_start: "MO", time_format: "24h" });

/** How a way to write times looks. */
export const timeExample = (time_format: "12h" | "24h"): string =>
  formatTime("2026-01-01T17:30:00", { zone: "UTC", week_start: "MO", time_format });
