import { useQueryClient, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { History, Undo2 } from "lucide-react";
import { changesOptions } from "@/api/changes/list-changes";
import { useMe } from "@/api/me/get-me";
import type { UndoOut } from "@/api/schema.gen";
import { useUndoChange } from "@/api/tasks/undo-change";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { sayFailed } from "@/components/ui/say-failed";
import { language } from "@/lib/messages";
import { formatTime, wallTime } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { byDay } from "./by-day";
import { DaySection } from "./day-section";
import { m } from "./messages";

/** What was changed in the last 30 days, and how to take it back, or why that is not possible. */
export function ChangesLog() {
  const pages = useSuspenseInfiniteQuery(changesOptions());
  const me = useMe();
  const wallOf = (change: UndoOut): string => wallTime(Date.parse(change.at), me.zone);
  if (pages.data.length === 0) {
    return (
      <EmptyState
        icon={<History size={28} />}
        title={m.emptyChangesTitle}
        text={m.emptyChangesText}
      />
    );
  }
  return (
    <>
      {[...byDay(pages.data, (change) => wallOf(change).slice(0, 10))].map(([day, changes]) => (
        <DaySection key={day} day={day}>
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} time={formatTime(wallOf(change), me)} />
          ))}
        </DaySection>
      ))}
      <LoadMore pages={pages} title={m.loadMore} />
    </>
  );
}

function ChangeRow({ change, time }: { readonly change: UndoOut; readonly time: string }) {
  const client = useQueryClient();
  const { mutate: undo, isPending } = useUndoChange();
  const takeBack = (): void =>
    undo(change.id, {
      onError: sayFailed,
      onSuccess: () => toast({ text: m.undone }),
      onSettled: () => client.invalidateQueries({ queryKey: changesOptions().queryKey }),
    });
  // What the server says in English is what it was; others read at least the kind of it.
  const kind = language === "en" ? null : m.kinds[change.kind];
  const about = [kind, change.reason && m.reasons[change.reason]].filter(Boolean).join(" · ");
  return (
    <li className="flex items-center gap-3 border-b border-line py-2">
      <time className="w-16 shrink-0 text-sm text-muted tabular-nums">{time}</time>
      <div className="min-w-0 grow">
        <p className="break-words">{change.text}</p>
        {about ? <p className="text-sm text-muted">{about}</p> : null}
      </div>
      {change.possible ? (
        <Button
          look="quiet"
          size="small"
          busy={isPending}
          aria-label={m.undoChange(change.text)}
          onClick={takeBack}
        >
          <Undo2 aria-hidden size={14} />
          {m.undo}
        </Button>
      ) : null}
    </li>
  );
}
