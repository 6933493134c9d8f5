import { useEffect, useRef } from "react";
import type { HeatmapDayOut, MeOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { type Day, formatDay } from "@/lib/time";
import { m } from "./messages";
import { type Cell, cellsOf, countsByMonth, monthsOf, type Outcome } from "./year";

const SIZE = 10;
const STEP = 12;
const ABOVE = 18;
const WEEKS = 53;

/** Outcomes differ in shape as well as in colour: full, cross, dot, ring. */
const LOOKS: Readonly<Record<Outcome, string>> = {
  done: "fill-success",
  missed: "fill-none stroke-danger",
  skipped: "fill-line-strong",
  moved: "fill-transparent stroke-line-strong",
  open: "fill-transparent stroke-accent",
};

/** A year of a series, a square a day; the same numbers stand in a table below. */
export function Heatmap({
  heatmap,
  today,
  weekStart,
}: {
  readonly heatmap: readonly HeatmapDayOut[];
  readonly today: Day;
  readonly weekStart: MeOut["week_start"];
}) {
  const scroller = useRef<HTMLElement>(null);
  // The days that matter most are the last ones.
  useEffect(() => {
    const { current } = scroller;
    if (current) current.scrollLeft = current.scrollWidth;
  }, []);
  const cells = cellsOf(heatmap, today, weekStart);
  const total = (outcome: Outcome): number =>
    heatmap.filter((each) => each.outcome === outcome).reduce((sum, each) => sum + each.count, 0);
  return (
    <div className="flex flex-col gap-2">
      <section
        ref={scroller}
        aria-label={m.year}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
        tabIndex={0}
        className="-mx-1 overflow-x-auto rounded-lg px-1 py-1"
      >
        <svg
          role="img"
          aria-label={m.yearSaid(total("done"), total("skipped"), total("missed"))}
          width={WEEKS * STEP}
          height={ABOVE + 7 * STEP}
          className="block"
        >
          {monthsOf(cells).map(({ week, day }) => (
            <text key={day} x={week * STEP} y={ABOVE - 7} className="fill-muted text-[0.6875rem]">
              {formatDay(day, { month: "short" })}
            </text>
          ))}
          {cells.map((cell) => (
            <Square key={cell.day} cell={cell} isToday={cell.day === today} />
          ))}
        </svg>
      </section>
      <Legend />
      <Table heatmap={heatmap} />
    </div>
  );
}

function Square({ cell, isToday }: { readonly cell: Cell; readonly isToday: boolean }) {
  const { day, week, row, of } = cell;
  const x = week * STEP;
  const y = ABOVE + row * STEP;
  return (
    <g>
      {of === null ? (
        <rect x={x} y={y} width={SIZE} height={SIZE} rx={2.5} className="fill-line opacity-70" />
      ) : (
        <Mark x={x} y={y} outcome={of.outcome} />
      )}
      {isToday ? (
        <rect
          x={x - 1}
          y={y - 1}
          width={SIZE + 2}
          height={SIZE + 2}
          rx={3.5}
          className="fill-none stroke-text"
        />
      ) : null}
      <title>{titleOf(day, of)}</title>
    </g>
  );
}

function titleOf(day: Day, of: HeatmapDayOut | null): string {
  const said = formatDay(day, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  });
  if (of === null) return said;
  const several = of.count > 1 ? ` (${m.several(of.count)})` : "";
  return `${said}: ${m.outcome[of.outcome]}${several}`;
}

/** The picture of an outcome, ten wide. */
function Mark({
  x,
  y,
  outcome,
}: {
  readonly x: number;
  readonly y: number;
  readonly outcome: Outcome;
}) {
  if (outcome === "skipped") {
    return (
      <>
        <rect x={x} y={y} width={SIZE} height={SIZE} rx={2.5} className="fill-line opacity-70" />
        <circle cx={x + SIZE / 2} cy={y + SIZE / 2} r={2.5} className={LOOKS.skipped} />
      </>
    );
  }
  if (outcome === "missed") {
    const [near, far] = [2, SIZE - 2];
    return (
      <>
        <rect x={x} y={y} width={SIZE} height={SIZE} rx={2.5} className="fill-danger-soft" />
        <path
          d={`M${x + near} ${y + near}L${x + far} ${y + far}M${x + far} ${y + near}L${x + near} ${y + far}`}
          strokeWidth={2}
          strokeLinecap="round"
          className={LOOKS.missed}
        />
      </>
    );
  }
  const isFull = outcome === "done";
  const inset = isFull ? 0 : 1;
  return (
    <rect
      x={x + inset}
      y={y + inset}
      width={SIZE - 2 * inset}
      height={SIZE - 2 * inset}
      rx={2.5}
      strokeWidth={isFull ? 0 : 2}
      className={LOOKS[outcome]}
    />
  );
}

const SHOWN: readonly Outcome[] = ["done", "skipped", "missed", "open"];

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
      {SHOWN.map((outcome) => (
        <li key={outcome} className="flex items-center gap-1.5">
          <svg aria-hidden width={SIZE} height={SIZE}>
            <title>{m.outcome[outcome]}</title>
            <Mark x={0} y={0} outcome={outcome} />
          </svg>
          {m.outcome[outcome]}
        </li>
      ))}
    </ul>
  );
}

function Table({ heatmap }: { readonly heatmap: readonly HeatmapDayOut[] }) {
  const months = countsByMonth(heatmap);
  if (months.length === 0) return null;
  const cell = "py-1 pr-6 text-left font-normal tabular-nums";
  return (
    <details className="text-sm">
      <summary className="-ml-1 w-fit rounded-md px-1 text-muted hover:text-text">
        {m.asTable}
      </summary>
      <table className="mt-2">
        <caption className="sr-only">{m.year}</caption>
        <thead>
          <tr>
            {[m.month, m.outcome.done, m.outcome.skipped, m.outcome.missed].map((name) => (
              <th key={name} scope="col" className={cn(cell, "text-muted")}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, done, skipped, missed }) => (
            <tr key={month} className="border-t border-line">
              <th scope="row" className={cell}>
                {formatDay(`${month}-01`, { month: "long", year: "numeric" })}
              </th>
              <td className={cell}>{done}</td>
              <td className={cell}>{skipped}</td>
              <td className={cell}>{missed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
