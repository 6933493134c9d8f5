import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, AtSign, Bell, CalendarDays, Flag, Hash, Repeat, X } from "lucide-react";
import type { ReactNode } from "react";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import { previewOptions } from "@/api/recurrence/preview-recurrence";
import type { HighlightOut, ParsedDue, PreviewIn } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/use-now";
import type { Chip, Toggle } from "./meaning";
import { m } from "./messages";
import { COLORS } from "./mirror";
import type { Place } from "./places";
import { sayDifference, sayParsedDue, sayReminder } from "./words";

export interface ChipDeeds {
  /** Places are those of the text as it is now, so that they can be taken back. */
  readonly isSettled: boolean;
  /** Chips of places are text again; others are left out of what is added. */
  readonly onTakeBack: (chip: Chip) => void;
  readonly onChoose: (place: Place, nth: number) => void;
}

/** What was understood, part by part, each with a way back. */
export function Chips({ chips, ...deeds }: { readonly chips: readonly Chip[] } & ChipDeeds) {
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <li key={keyOf(chip)} className="max-w-full">
          <ChipView chip={chip} {...deeds} />
        </li>
      ))}
    </ul>
  );
}

const keyOf = (chip: Chip): string =>
  `${chip.kind} ${chip.kind === "label" ? chip.name : (chip.places[0]?.start ?? "")}`;

function ChipView({ chip, isSettled, onTakeBack, onChoose }: { readonly chip: Chip } & ChipDeeds) {
  const { text, icon, color } = useLooks(chip);
  const isSaid = chip.places.length > 0;
  return (
    <span
      className={cn(
        "inline-flex max-w-full flex-wrap items-stretch overflow-hidden rounded-lg text-sm",
        color,
        chip.origin === "default" && "bg-transparent ring-1 ring-line ring-inset",
      )}
    >
      <span className="flex min-w-0 items-center gap-1.5 py-1 ps-2 pe-1.5">
        {icon}
        <bdi className="break-words">{text}</bdi>
      </span>
      {chip.toggles.map((toggle) => (
        <Other
          key={toggle.place.start}
          chip={chip}
          toggle={toggle}
          isSettled={isSettled}
          onChoose={onChoose}
        />
      ))}
      {chip.origin === "derived" ? null : (
        <button
          type="button"
          aria-label={isSaid ? m.takeBack(text) : m.leaveOut(text)}
          disabled={isSaid && !isSettled}
          onClick={() => onTakeBack(chip)}
          className="ms-auto flex w-7 items-center justify-center text-muted hover:bg-text/8 hover:text-text pointer-coarse:w-11"
        >
          <X aria-hidden size={14} />
        </button>
      )}
    </span>
  );
}

/** The next of the other things that it may mean; pressed again it is as it was. */
function Other({
  chip,
  toggle,
  isSettled,
  onChoose,
}: {
  readonly chip: Chip;
  readonly toggle: Toggle;
} & Omit<ChipDeeds, "onTakeBack">) {
  const { text } = useLooks(chip);
  const other = useOther(chip, toggle);
  return (
    <button
      type="button"
      aria-label={m.instead(text, other)}
      disabled={!isSettled}
      onMouseDown={(event) => event.preventDefault()} // Enter still adds what is in the box
      onClick={() => onChoose(toggle.place, toggle.next)}
      className="inline-flex min-w-0 items-center gap-1 border-s border-text/10 px-2 py-1 text-muted hover:bg-text/8 hover:text-text pointer-coarse:min-h-11"
    >
      <ArrowLeftRight aria-hidden size={12} className="shrink-0" />
      <span className="break-words text-start">{other}</span>
    </button>
  );
}

function useOther(chip: Chip, { option, due, recurrence, kind }: Toggle): string {
  const me = useMe();
  const now = useNow();
  const rule = kind === "repeat" && option === null ? recurrence?.rrule : undefined;
  const anchor = recurrence?.anchor ?? "schedule";
  const { data: preview } = useQuery({
    ...previewOptions(rule && due ? ruleOf({ rrule: rule, anchor, due }) : {}),
    enabled: rule !== undefined,
  });
  if (kind === "project") return option?.project ? m.makeProject(option.project) : m.noProject;
  if (kind === "repeat") return option?.words.replace(/\.$/, "") ?? capital(preview?.text ?? "…");
  return due && chip.kind === "due" ? sayDifference(chip.due, due, now, me) : "";
}

interface Looks {
  readonly text: string;
  readonly icon: ReactNode;
  readonly color: string;
}

const ICONS = {
  due: CalendarDays,
  repeat: Repeat,
  reminder: Bell,
  project: Hash,
  label: AtSign,
  priority: Flag,
} as const;

function useLooks(chip: Chip): Looks {
  const text = useText(chip);
  const Icon = ICONS[chip.kind];
  const name: HighlightOut["name"] = chip.kind;
  const ink = chip.kind === "priority" ? INKS[chip.priority] : "text-muted";
  return {
    text,
    icon: <Icon aria-hidden size={14} className={cn("shrink-0", ink)} />,
    color: COLORS[name],
  };
}

const INKS = { high: "text-high", medium: "text-medium", low: "text-low", none: "" } as const;

function useText(chip: Chip): string {
  const me = useMe();
  const now = useNow();
  const { data: projects } = useQuery({ ...projectsOptions(), enabled: chip.kind === "project" });
  const preview = useQuery({
    ...previewOptions(chip.kind === "repeat" ? ruleOf(chip) : {}),
    enabled: chip.kind === "repeat",
  });
  switch (chip.kind) {
    case "due":
      return sayParsedDue(chip.due, now, me);
    case "repeat":
      return capital(preview.data?.text ?? "…");
    case "reminder":
      return chip.reminders.map((each) => sayReminder(each, me)).join(", ");
    case "project":
      return projects?.find((each) => each.id === chip.id)?.name ?? chip.name;
    case "label":
      return chip.name;
    case "priority":
      return m.priority[chip.priority];
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Rule {
  readonly rrule: string;
  readonly anchor: "schedule" | "completion";
  readonly due: ParsedDue;
}

/** The question what a repetition means: with its next three dates. */
export function ruleOf({ rrule, anchor, due }: Rule): PreviewIn {
  return {
    rrule,
    anchor,
    n: 3,
    dtstart: due.datetime_local ?? due.date ?? null,
    zone: due.zone ?? null,
  };
}
