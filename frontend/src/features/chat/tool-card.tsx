import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, CircleAlert, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useApplyProposal, useDismissProposal } from "@/api/chat/decide-proposal";
import { proposalOptions } from "@/api/chat/get-proposal";
import { useUndoChange } from "@/api/tasks/undo-change";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { cn } from "@/lib/cn";
import { Problem } from "@/lib/problem";
import { m } from "./messages";
import { type Change, changeOf, type Outcome, type Part, type ToldTask } from "./thread";

type ToolPart = Extract<Part, { type: "tool" }>;

/** A tool that is used, and what became of it: what to review, what was changed, what was found. */
export function ToolCard({ part, isRunning }: { part: ToolPart; isRunning: boolean }) {
  const { outcome } = part;
  if (outcome === null) {
    return isRunning ? (
      <p className="animate-pulse text-sm text-muted">{m.doing(toolName(part))}</p>
    ) : null;
  }
  if (outcome.proposalId) return <Proposal id={outcome.proposalId} outcome={outcome} />;
  if (!outcome.ok) return <Refused words={outcome.words} />;
  if (outcome.changes.length > 0) return <Changed outcome={outcome} />;
  return <Found outcome={outcome} />;
}

function toolName(part: ToolPart): string {
  return Object.entries(m.tools).find(([name]) => name === part.name)?.[1] ?? m.tools.other;
}

function Card({ children, tone }: { children: ReactNode; tone: "ask" | "done" }) {
  return (
    <div
      className={cn(
        "flex flex-col gap-2.5 rounded-xl border bg-surface p-3.5",
        tone === "ask" ? "border-accent/60" : "border-line",
      )}
    >
      {children}
    </div>
  );
}

function Refused({ words }: { words: string }) {
  return (
    <p className="flex gap-2 text-sm text-danger">
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <bdi className="whitespace-pre-wrap break-words">{words}</bdi>
    </p>
  );
}

function Changed({ outcome }: { outcome: Outcome }) {
  const ids = new Map(outcome.tasks.map((task) => [task.title, task.id]));
  return (
    <Card tone="done">
      <p className="flex gap-2">
        <Check aria-hidden size={17} className="mt-0.5 shrink-0 text-success" />
        <bdi className="min-w-0 whitespace-pre-wrap break-words">{outcome.words}</bdi>
      </p>
      <Changes
        label={m.changed}
        changes={outcome.changes.map((change) => ({
          ...change,
          task_id: change.task_id ?? ids.get(change.title) ?? null,
        }))}
      />
      <UndoButtons ids={outcome.undoIds} />
    </Card>
  );
}

function Proposal({ id, outcome }: { id: string; outcome: Outcome }) {
  const { data, error } = useQuery(proposalOptions(id));
  const apply = useApplyProposal(id);
  const dismiss = useDismissProposal(id);
  const state = data?.state ?? (isGone(error) ? "gone" : "pending");
  const changes =
    outcome.changes.length > 0 ? outcome.changes : (data?.changes ?? []).map(changeOf);
  const isBusy = apply.isPending || dismiss.isPending;
  return (
    <Card tone={state === "pending" ? "ask" : "done"}>
      <p className="whitespace-pre-wrap break-words font-medium">
        <bdi>{outcome.words}</bdi>
      </p>
      <Changes label={m.would} changes={changes} />
      <ErrorNote error={apply.error ?? dismiss.error} />
      {apply.data ? <p className="whitespace-pre-wrap text-sm">{apply.data.words}</p> : null}
      {state === "pending" ? (
        <div className="flex gap-2">
          <Button look="primary" size="small" busy={isBusy} onClick={() => apply.mutate()}>
            {m.apply}
          </Button>
          <Button size="small" busy={isBusy} onClick={() => dismiss.mutate()}>
            {m.dismiss}
          </Button>
        </div>
      ) : (
        <p role="status" className="text-sm text-muted">
          {m[state]}
        </p>
      )}
      <UndoButtons ids={data?.undo_ids ?? apply.data?.undo_ids ?? []} />
    </Card>
  );
}

const isGone = (error: unknown): boolean => error instanceof Problem && error.status === 404;

const MOST_CHANGES = 12;

/** Before and after, in words. */
function Changes({ changes, label }: { changes: readonly Change[]; label: string }) {
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? changes : changes.slice(0, MOST_CHANGES);
  if (changes.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-col gap-1.5 text-sm">
      {shown.map((change) => (
        <li
          key={`${change.task_id} ${change.title} ${change.field} ${change.after}`}
          className="min-w-0 break-words"
        >
          <TaskLink id={change.task_id} title={change.title} />
          <span className="text-muted">
            {change.field === "task" ? " · " : ` · ${change.field}: `}
          </span>
          {change.before ? (
            <>
              <del className="text-muted">{change.before}</del>
              <span aria-hidden className="text-muted">
                {" → "}
              </span>
              <span className="sr-only">{` ${m.to} `}</span>
            </>
          ) : null}
          <ins className="font-medium no-underline">{change.after || m.nothing}</ins>
        </li>
      ))}
      {shown.length < changes.length ? (
        <li>
          <Button look="quiet" size="small" onClick={() => setIsAll(true)}>
            {m.moreChanges(changes.length - shown.length)}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

/** The only links here: to the person's own tasks, by ids that the server gave. */
function TaskLink({ id, title }: { id: string | null; title: string }) {
  const text = <bdi className="break-words">{title}</bdi>;
  if (id === null) return text;
  return (
    <Link
      to="."
      search={(before) => ({ ...before, task: id })}
      className="underline decoration-line-strong underline-offset-2 hover:decoration-accent"
    >
      {text}
    </Link>
  );
}

function Found({ outcome }: { outcome: Outcome }) {
  if (outcome.tasks.length === 0) return null;
  return (
    <details className="text-sm text-muted">
      <summary className="w-fit rounded-md px-1 hover:text-text">
        {m.found(outcome.tasks.length)}
      </summary>
      <ul className="mt-1.5 ml-1.5 flex flex-col gap-1 border-l border-line pl-3">
        {outcome.tasks.map((task) => (
          <li key={task.id}>
            <TaskLink id={task.id} title={task.title} /> <Due task={task} />
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Due({ task }: { task: ToldTask }) {
  return task.due ? <span className="text-muted">{task.due}</span> : null;
}

/** Takes changes back, each by its own id. */
function UndoButtons({ ids }: { ids: readonly string[] }) {
  const undo = useUndoChange();
  const [isUndone, setIsUndone] = useState(false);
  if (ids.length === 0) return null;
  const takeBack = async (): Promise<void> => {
    for (const id of [...ids].reverse()) await undo.mutateAsync(id);
    setIsUndone(true);
  };
  return (
    <>
      <ErrorNote error={undo.error} />
      {isUndone ? (
        <p role="status" className="text-sm text-muted">
          {m.undone}
        </p>
      ) : (
        <Button
          look="quiet"
          size="small"
          className="self-start text-accent"
          busy={undo.isPending}
          onClick={() => void takeBack().catch(() => undefined)} // it is told above
        >
          <Undo2 aria-hidden size={15} />
          {m.undo}
        </Button>
      )}
    </>
  );
}
