import type { LatenessOut } from "@/api/schema.gen";
import { onScale, sayLength, scaleEnd, scaleLines } from "./figures";
import { m } from "./messages";

const ROWS = ["p50", "p95", "p99", "max"] as const;
const ROW_PX = 22;
const WIDTH = 1000;

/** Percentiles as bars over a scale that grows tenfold, and the same in a table. */
export function LatenessChart({
  lateness,
  lateAfter,
}: {
  readonly lateness: LatenessOut;
  readonly lateAfter: number;
}) {
  const end = scaleEnd([...ROWS.map((row) => lateness[row]), lateAfter]);
  const height = ROWS.length * ROW_PX;
  return (
    <div className="flex items-stretch gap-3">
      <table className="shrink-0 text-sm">
        <caption className="sr-only">{m.chart}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{m.measure}</th>
            <th scope="col">{m.chart}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row} style={{ height: ROW_PX }}>
              <th scope="row" className="pr-3 text-left font-normal text-muted leading-none">
                {m.percentile[row]}
              </th>
              <td className="text-right font-medium tabular-nums leading-none">
                {sayLength(lateness[row])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${WIDTH} ${height}`}
        preserveAspectRatio="none"
        className="min-w-0 grow"
        style={{ height }}
      >
        {scaleLines(end).map((line) => (
          <line
            key={line}
            x1={onScale(line, end) * WIDTH}
            x2={onScale(line, end) * WIDTH}
            y1={0}
            y2={height}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {ROWS.map((row, index) => (
          <rect
            key={row}
            x={0}
            y={index * ROW_PX + 5}
            width={Math.max(4, onScale(lateness[row], end) * WIDTH)}
            height={ROW_PX - 10}
            className={lateness[row] > lateAfter ? "fill-medium" : "fill-success"}
          />
        ))}
        <line
          x1={onScale(lateAfter, end) * WIDTH}
          x2={onScale(lateAfter, end) * WIDTH}
          y1={0}
          y2={height}
          className="stroke-danger"
          strokeDasharray="4 3"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}
