import { CircleAlert, Minus, Plus } from "lucide-react";
import type { WarningOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { wordsOf } from "@/components/ui/error-note";
import { cn } from "@/lib/cn";
import { language } from "@/lib/messages";
import { wordsOfRule } from "@/lib/rule-words";
import { type Clockwork, formatDay, formatTime, longDay } from "@/lib/time";
import { m as rules } from "@/messages/rules";
import { type Draft, withDate } from "./draft";
import { m } from "./messages";
import type { usePreview } from "./use-preview";

interface PreviewProps {
  readonly preview: ReturnType<typeof usePreview>;
  readonly draft: Draft;
  readonly start: string;
  readonly clockwork: Clockwork;
  readonly onChange: (draft: Draft) => void;
}

/** What the rule means: in words, its next dates, and what is worth knowing about it. */
export function PreviewPane({ preview, draft, start, clockwork, onChange }: PreviewProps) {
  const { data, error, isFetching } = preview;
  const said = sayDraft(draft, start, clockwork, data?.text);
  return (
    <section
      aria-label={m.preview}
      className="flex min-w-0 flex-col gap-3 self-start rounded-xl bg-canvas p-4 md:sticky md:top-0"
    >
      <p aria-live="polite" className="font-medium text-balance first-letter:uppercase">
        {error ? null : said}
      </p>
      {error ? <p className="text-danger">{wordsOf(error)}</p> : null}
      {data && !error ? (
        <>
          <ol className={cn("flex flex-col transition", isFetching && "opacity-60")}>
            {data.dates.map(({ slot, note }) => (
              <li key={slot} className="group flex min-h-7 items-center gap-2">
                <span className="grow text-sm tabular-nums">
                  <span className="flex justify-between gap-2">
                    <When slot={slot} clockwork={clockwork} />
                  </span>
                  {note ? <span className="block text-xs text-muted">{note.text}</span> : null}
                </span>
                {draft.anchor === "schedule" ? (
                  <LeaveOut slot={slot} draft={draft} clockwork={clockwork} onChange={onChange} />
                ) : null}
              </li>
            ))}
          </ol>
          {data.dates.length === 0 ? <p className="text-sm text-muted">{m.previewNone}</p> : null}
          <LeftOut draft={draft} clockwork={clockwork} onChange={onChange} />
          {data.warnings.map((warning) => (
            <Warning key={warning.code} warning={warning} draft={draft} onChange={onChange} />
          ))}
        </>
      ) : null}
    </section>
  );
}

/** The rule in the language of the page where it has words for it, else as the server says it. */
export function sayDraft(
  draft: Draft,
  start: string,
  clockwork: Clockwork,
  said: string | undefined,
): string {
  if (language === "en" && said) return said;
  if (draft.isTyped) return said ?? "";
  return wordsOfRule(draft.rule, { start, anchor: draft.anchor, clockwork }, rules);
}

function When({ slot, clockwork }: { readonly slot: string; readonly clockwork: Clockwork }) {
  return (
    <>
      <span>
        {formatDay(slot, { weekday: "short", day: "numeric", month: "short", year: "numeric" })}
      </span>
      {slot.length > 10 ? (
        <span className="ml-2 text-muted">{formatTime(slot, clockwork)}</span>
      ) : null}
    </>
  );
}

interface SlotProps extends Pick<PreviewProps, "draft" | "clockwork" | "onChange"> {
  readonly slot: string;
}

function LeaveOut({ slot, draft, clockwork, onChange }: SlotProps) {
  const time = slot.length > 10 ? ` ${formatTime(slot, clockwork)}` : "";
  const isAdded = draft.rdates.includes(slot);
  return (
    <button
      type="button"
      aria-label={m.leaveOutThis(`${longDay(slot)}${time}`)}
      title={m.leaveOutButton}
      onClick={() =>
        onChange(
          isAdded
            ? { ...draft, rdates: draft.rdates.filter((each) => each !== slot) }
            : { ...draft, exdates: withDate(draft.exdates, slot) },
        )
      }
      className="flex size-6 shrink-0 items-center justify-center rounded-full text-muted opacity-0 transition group-hover:opacity-100 hover:bg-hover hover:text-text focus-visible:opacity-100 pointer-coarse:size-8 pointer-coarse:opacity-100"
    >
      <Minus aria-hidden size={14} />
    </button>
  );
}

function LeftOut({ draft, clockwork, onChange }: Omit<SlotProps, "slot">) {
  if (draft.exdates.length === 0) return null;
  return (
    <ul aria-label={m.exdates} className="flex flex-col border-t border-line pt-2">
      {draft.exdates.map((slot) => (
        <li key={slot} className="flex min-h-7 items-center gap-2 text-sm text-muted">
          <span className="grow line-through">
            <When slot={slot} clockwork={clockwork} />
          </span>
          <button
            type="button"
            aria-label={m.bringBack(longDay(slot))}
            onClick={() =>
              onChange({ ...draft, exdates: draft.exdates.filter((each) => each !== slot) })
            }
            className="flex size-6 items-center justify-center rounded-full hover:bg-hover hover:text-text pointer-coarse:size-8"
          >
            <Plus aria-hidden size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Warning({
  warning,
  draft,
  onChange,
}: Pick<PreviewProps, "draft" | "onChange"> & { readonly warning: WarningOut }) {
  const { rrule, text } = warning;
  const { monthDay: on } = draft.rule;
  const instead = (): void => {
    if (!draft.isTyped && on.kind === "day") {
      onChange({
        ...draft,
        text: null,
        rule: { ...draft.rule, monthDay: { ...on, short: "last" } },
      });
    } else onChange({ ...draft, text: rrule });
  };
  return (
    <div className="flex gap-2 rounded-lg bg-accent-soft px-3 py-2 text-sm">
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-accent" />
      <div>
        <p className="first-letter:uppercase">{text}</p>
        {rrule ? (
          <Button look="quiet" size="small" className="-ml-2.5 text-accent" onClick={instead}>
            {m.useInstead}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
