import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { OverviewOut } from "@/api/schema.gen";
import { opsLink } from "@/components/area/links";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { language } from "@/lib/messages";
import { sayLength, sayMilliseconds } from "./amounts";
import { g } from "./messages";
import { MoodMark } from "./mood-mark";
import { type Mood, moodsOf } from "./moods";

interface Tile {
  readonly name: keyof typeof g.tiles;
  readonly value: string;
  readonly about: readonly string[];
  readonly to?: string;
}

const number = (value: number): string => value.toLocaleString(language);
const DASH = "–";

/** The state of the installation in numbers, each with whether it is in order. */
export function GlanceTiles({ overview }: { readonly overview: OverviewOut }) {
  const say = useSayMoment();
  const moods = moodsOf(overview);
  return (
    <ul className="grid grid-cols-2 gap-2 sm:gap-3 lg:grid-cols-3">
      {tilesOf(overview, say).map((tile) => (
        <Shown key={tile.name} tile={tile} mood={moods[tile.name] ?? "unknown"} />
      ))}
    </ul>
  );
}

function Shown({ tile, mood }: { readonly tile: Tile; readonly mood: Mood }) {
  const title: ReactNode = tile.to ? (
    <Link {...opsLink(tile.to)} className="underline underline-offset-2">
      {g.tiles[tile.name]}
    </Link>
  ) : (
    g.tiles[tile.name]
  );
  return (
    <li className="flex min-w-0 flex-col gap-0.5 rounded-lg border border-line px-3 py-2.5">
      <span className="flex items-center justify-between gap-2 text-sm text-muted">
        {title}
        <MoodMark mood={mood} />
      </span>
      <span className="text-lg font-semibold tabular-nums [overflow-wrap:anywhere] sm:text-xl">
        {tile.value}
      </span>
      {tile.about.map((line) => (
        <span key={line} className="text-sm text-muted [overflow-wrap:anywhere]">
          {line}
        </span>
      ))}
    </li>
  );
}

function tilesOf(overview: OverviewOut, say: (instant: string) => string): readonly Tile[] {
  const { kafka, database, live } = overview;
  return [
    punctualityTile(database, overview.counted_at, say),
    overdueTile(database, say),
    comingTile(database),
    outboxTile(database),
    shareTile("lanes", database.leases?.lanes),
    shareTile("schedulers", database.leases?.schedulers),
    lagTile(kafka),
    lettersTile(database),
    {
      name: "live",
      value: number(live.clients),
      about: [live.connected ? g.ofThisProcess : g.notConnected],
    },
  ];
}

type Rows = OverviewOut["database"];

function punctualityTile(
  { punctuality }: Rows,
  countedAt: string,
  say: (instant: string) => string,
): Tile {
  const name = "punctuality";
  if (!punctuality) return { name, value: DASH, about: [] };
  const { lateness_ms: lateness, sent, late, failed, missed, since } = punctuality.last_hour;
  const waiting = punctuality.waiting_since;
  const about = [
    g.since(say(since)),
    ...(waiting
      ? [g.oldestWaits(sayLength((Date.parse(countedAt) - Date.parse(waiting)) / 1000))]
      : []),
    ...(failed + missed > 0 ? [g.notSent(failed, missed)] : []),
  ];
  if (!lateness) return { name, value: g.noneSent, about };
  const [p50, p95, p99] = [lateness.p50, lateness.p95, lateness.p99].map(sayMilliseconds);
  return {
    name,
    value: g.sentOf(sent, late),
    about: [...about, g.percentiles(p50 ?? "", p95 ?? "", p99 ?? "")],
  };
}

function overdueTile({ coming }: Rows, say: (instant: string) => string): Tile {
  if (!coming) return { name: "overdue", value: DASH, about: [] };
  const about = coming.overdue_since ? g.overdueSince(say(coming.overdue_since)) : g.noneOverdue;
  return { name: "overdue", value: number(coming.overdue), about: [about] };
}

function comingTile({ coming }: Rows): Tile {
  if (!coming) return { name: "coming", value: DASH, about: [] };
  const total = coming.minutes.reduce((sum, { reminders }) => sum + reminders, 0);
  return { name: "coming", value: number(total), about: [g.comingText] };
}

function outboxTile({ outbox }: Rows): Tile {
  if (!outbox) return { name: "outbox", value: DASH, about: [] };
  const age = outbox.oldest_age_seconds;
  return {
    name: "outbox",
    value: outbox.waiting === 0 ? g.nothingWaits : g.waiting(outbox.waiting),
    about: age === null ? [] : [g.oldest(sayLength(age))],
  };
}

type Share = NonNullable<Rows["leases"]>["lanes"];

function shareTile(name: "lanes" | "schedulers", share: Share | undefined): Tile {
  if (!share) return { name, value: DASH, about: [] };
  const unowned = share.unowned.length > 0 ? [g.unowned(share.unowned.join(", "))] : [];
  return {
    name,
    value: g.owned(share.total - share.unowned.length, share.total),
    about: [g.byProcesses(share.owners), ...unowned],
  };
}

function lagTile(kafka: OverviewOut["kafka"]): Tile {
  const [most] = [...kafka.groups].sort((one, other) => other.lag - one.lag);
  if (!most) return { name: "lag", value: DASH, about: [] };
  const sum = kafka.groups.reduce((total, { lag }) => total + lag, 0);
  if (sum === 0) return { name: "lag", value: g.nothingWaits, about: [] };
  return { name: "lag", value: g.records(sum), about: [g.behind(most.name)] };
}

function lettersTile({ dead_letters: letters }: Rows): Tile {
  const to = "dead-letters";
  if (!letters) return { name: "letters", value: DASH, about: [], to };
  const types = letters.by_event_type.length;
  const about = types > 0 ? [g.types(types)] : [];
  return { name: "letters", value: number(letters.open), about, to };
}
