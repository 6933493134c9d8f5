import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, SearchX } from "lucide-react";
import { useMemo } from "react";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import type { TaskOut } from "@/api/schema.gen";
import { countedTasksOptions } from "@/api/tasks/list-counted-tasks";
import { RINGS } from "@/components/tasks/rings";
import { useDone } from "@/components/tasks/use-done";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonList } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as tasks } from "@/messages/tasks";
import { quoted } from "../quoted";
import { Highlight, soughtWords, stretchOf } from "./highlight";
import { m } from "./messages";
import { Tips } from "./tips";

const PAGE = 50;

interface ResultsProps {
  readonly q: string;
  readonly withDone: boolean;
  /** Something else is being typed. */
  readonly isStale: boolean;
  readonly onDone: () => void;
  readonly onOpen: () => void;
}

/** The tasks that have the words, what fits best first. */
export function Results({ q, withDone, isStale, onDone, onOpen }: ResultsProps) {
  const pages = useInfiniteQuery({
    ...countedTasksOptions({ q, ...(withDone ? {} : { completed: false }) }, PAGE),
    placeholderData: keepPreviousData,
  });
  const words = useMemo(() => soughtWords(q), [q]);
  if (pages.data === undefined) {
    return pages.error ? (
      <ErrorNote error={pages.error} onRetry={() => void pages.refetch()} />
    ) : (
      <SkeletonList />
    );
  }
  const { tasks: found, total } = pages.data;
  const isWaiting = isStale || pages.isPlaceholderData;
  return (
    <>
      <div className="mt-3 flex items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {isWaiting ? m.searching : m.count(total)}
        </p>
        {found.length > 0 ? (
          <Link
            to="/filters/new"
            search={{ query: `${withDone ? "" : "open & "}search: ${quoted(words.join(" "))}` }}
            className="text-sm text-muted hover:text-accent"
          >
            {m.asFilter}
          </Link>
        ) : null}
      </div>
      <ul aria-label={m.results} className={cn("transition", isWaiting && "opacity-50")}>
        {found.map((task) => (
          <Result key={task.id} task={task} words={words} onOpen={onOpen} />
        ))}
      </ul>
      {found.length === 0 && !isWaiting ? <None q={q} withDone={withDone} onDone={onDone} /> : null}
      <LoadMore pages={pages} title={m.loadMore} />
    </>
  );
}

function Result({
  task,
  words,
  onOpen,
}: {
  readonly task: TaskOut;
  readonly words: readonly string[];
  readonly onOpen: () => void;
}) {
  const me = useMe();
  const now = useNow();
  const done = useDone();
  const { data: projects } = useQuery(projectsOptions());
  const project = projects?.find((each) => each.id === task.project_id)?.name;
  const notes = stretchOf(task.notes, words);
  const about = [
    task.completed ? m.doneNote : null,
    task.due ? sayDue(task.due, now, me) : null,
    project,
  ].filter((each) => each !== null && each !== undefined);
  return (
    <li className="group flex items-start gap-3 border-b border-line py-2.5">
      <button
        type="button"
        role="checkbox"
        aria-checked={task.completed}
        aria-label={tasks.complete(task.title)}
        disabled={task.completed}
        onClick={() => done(task)}
        className={cn(
          "relative mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border-2 after:absolute after:-inset-2.5",
          task.completed ? "border-success bg-success text-canvas" : RINGS[task.priority],
        )}
      >
        <Check
          aria-hidden
          size={13}
          strokeWidth={3.5}
          className={task.completed ? "" : "opacity-0 group-hover:opacity-40"}
        />
      </button>
      <Link
        to="."
        search={(before) => ({ ...before, task: task.id })}
        onClick={onOpen}
        className="min-w-0 grow break-words"
      >
        <bdi className={cn("block", task.completed && "text-muted")}>
          <Highlight text={task.title} words={words} />
        </bdi>
        {notes ? (
          <span className="mt-0.5 block text-sm text-muted">
            <Highlight text={notes} words={words} />
          </span>
        ) : null}
        {about.length > 0 ? (
          <span className="mt-0.5 block text-sm text-muted">{about.join(" · ")}</span>
        ) : null}
      </Link>
    </li>
  );
}

function None({ q, withDone, onDone }: Pick<ResultsProps, "q" | "withDone" | "onDone">) {
  return (
    <EmptyState
      icon={<SearchX size={28} />}
      title={m.noneTitle(q)}
      text={withDone ? m.noneText : `${m.noneOpen} ${m.noneText}`}
      action={
        <div className="flex flex-col items-center gap-5">
          <Tips />
          {withDone ? null : <Button onClick={onDone}>{m.alsoDone}</Button>}
        </div>
      }
    />
  );
}
