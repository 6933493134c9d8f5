import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { weekOf } from "@/components/ui/month-grid";
import { cn } from "@/lib/cn";
import { type Day, longDay } from "@/lib/time";
import { DayList } from "./day-list";
import { m } from "./messages";
import type { GridProps } from "./month-grid";

/** A week on a phone: its days one below the other. */
export function WeekAgenda({ day, clockwork, ...props }: GridProps) {
  return (
    <div className="flex flex-col gap-4">
      {weekOf(day, clockwork.week_start).map((each) => (
        <AgendaDay key={each} cell={each} {...props} />
      ))}
    </div>
  );
}

type AgendaProps = Pick<GridProps, "today" | "days" | "onAdd" | "move">;

/** One day with its heading, its entries, and a way to add to it. */
export function AgendaDay({
  cell,
  today,
  days,
  onAdd,
  move,
}: AgendaProps & { readonly cell: Day }) {
  const entries = days.get(cell) ?? [];
  const words = longDay(cell);
  return (
    <section aria-label={words}>
      <header className="flex items-center justify-between gap-2">
        <h2 className={cn("font-semibold", cell === today && "text-accent")}>
          {cell === today ? m.isToday(words) : words}
        </h2>
        <Button
          look="quiet"
          size="icon"
          aria-label={m.addOn(words)}
          onClick={() => onAdd(`${cell} `)}
        >
          <Plus aria-hidden size={18} />
        </Button>
      </header>
      {entries.length === 0 ? (
        <p className="text-sm text-muted">{m.emptyDay}</p>
      ) : (
        <DayList entries={entries} today={today} label={words} move={move} />
      )}
    </section>
  );
}
