import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { previewOptions } from "@/api/recurrence/preview-recurrence";
import { RINGS } from "@/components/tasks/rings";
import { cn } from "@/lib/cn";
import { sayWall } from "@/lib/time";
import { type ChipDeeds, Chips, ruleOf } from "./chips";
import type { Chip, Meaning } from "./meaning";
import { m } from "./messages";
import type { Wrong } from "./problems";

const NO_PROJECT = "project_unknown";

/** The task that a line will be: its title, what was understood, what was not. */
export function LinePreview({
  meaning,
  wrong,
  depth,
  isSettled,
  ...deeds
}: {
  readonly meaning: Meaning;
  readonly wrong: readonly Wrong[];
  /** How many tasks it is a part of. */
  readonly depth: number;
} & ChipDeeds) {
  const { body, chips } = meaning;
  /** A project that is made along with the task is not missed. */
  const isOpen = ({ code }: Wrong): boolean => code !== NO_PROJECT || meaning.newProject === null;
  const priority = typeof body.priority === "string" ? body.priority : "none";
  return (
    <li
      aria-busy={!isSettled || undefined}
      className={cn("flex gap-3", DEPTHS[Math.min(depth, DEPTHS.length - 1)])}
    >
      <span
        aria-hidden
        className={cn("mt-0.5 size-[1.125rem] shrink-0 rounded-full border-2", RINGS[priority])}
      />
      <div className="flex min-w-0 grow flex-col gap-1.5">
        <p className="min-h-5 break-words leading-snug">
          <bdi data-testid="title">{body.title}</bdi>
        </p>
        <Chips chips={chips} isSettled={isSettled} {...deeds} />
        {chips.map((chip) =>
          chip.kind === "repeat" ? <NextDates key={chip.rrule} chip={chip} /> : null,
        )}
        {wrong.filter(isOpen).map((each) => (
          <p
            key={`${each.code} ${each.start}`}
            className="flex items-start gap-1.5 text-sm text-medium"
          >
            <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0" />
            <span>{each.code === NO_PROJECT && !body.project_id ? m.toInbox : each.message}</span>
          </p>
        ))}
      </div>
    </li>
  );
}

const DEPTHS = ["", "ms-7", "ms-14"] as const;

function NextDates({ chip }: { readonly chip: Chip & { readonly kind: "repeat" } }) {
  const me = useMe();
  const { data: preview } = useQuery(previewOptions(ruleOf(chip)));
  return (
    <p className="min-h-5 text-sm text-muted tabular-nums">
      {preview
        ? `${m.onDates} ${preview.dates.map((date) => sayWall(date.slot, me)).join(" · ")}`
        : ""}
    </p>
  );
}
