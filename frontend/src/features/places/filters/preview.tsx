import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck, TriangleAlert } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import type { FieldProblem, TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { cn } from "@/lib/cn";
import { sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";
import type { Preview } from "./use-preview";

/** The first tasks that fit, and how many there are. */
export function PreviewList({ preview }: { readonly preview: Preview }) {
  if (preview.isEmpty) return null;
  if (preview.error) return <ErrorNote error={preview.error} onRetry={preview.retry} />;
  return (
    <section aria-label={m.preview} className="rounded-xl border border-line bg-surface px-4 py-3">
      <h2 className="flex items-baseline gap-2 font-semibold">
        {m.preview}
        <span role="status" className="text-sm font-normal text-muted">
          {saidOf(preview)}
        </span>
      </h2>
      {preview.mistake ? null : <Tasks preview={preview} />}
    </section>
  );
}

function saidOf({ mistake, isStale, total }: Preview): string {
  if (mistake) return m.previewError;
  if (isStale) return m.previewWaiting;
  return total === 0 ? m.previewNone : m.previewCount(total);
}

function Tasks({ preview }: { readonly preview: Preview }) {
  const { tasks, total, isStale } = preview;
  const rest = total - tasks.length;
  if (tasks.length === 0) return null;
  return (
    <>
      <ul className={cn("mt-1 transition", isStale && "opacity-50")}>
        {tasks.map((task) => (
          <Row key={task.id} task={task} />
        ))}
      </ul>
      {rest > 0 ? <p className="pt-1.5 text-sm text-muted">{m.previewMore(rest)}</p> : null}
    </>
  );
}

function Row({ task }: { readonly task: TaskOut }) {
  const me = useMe();
  const now = useNow();
  const { data: projects } = useQuery(projectsOptions());
  const project = projects?.find((each) => each.id === task.project_id)?.name;
  const Icon = task.completed ? CircleCheck : Circle;
  return (
    <li className="flex items-baseline gap-2.5 border-b border-line py-1.5 last:border-0">
      <Icon aria-hidden size={14} className="shrink-0 translate-y-0.5 text-line-strong" />
      <bdi className="min-w-0 grow truncate">{task.title}</bdi>
      <span className="max-w-[45%] shrink-0 truncate text-sm text-muted">
        {[task.due ? sayDue(task.due, now, me) : null, project].filter(Boolean).join(" · ")}
      </span>
    </li>
  );
}

/** What is no mistake and may be one all the same: labels that are not there. */
export function Warnings({
  warnings,
  onMend,
}: {
  readonly warnings: readonly FieldProblem[];
  readonly onMend: (warning: FieldProblem) => void;
}) {
  if (warnings.length === 0) return null;
  return (
    <section aria-label={m.warnings} className="flex gap-3 rounded-lg bg-accent-soft px-3.5 py-3">
      <TriangleAlert aria-hidden size={18} className="mt-0.5 shrink-0 text-accent" />
      <div>
        <ul className="flex flex-col gap-1.5">
          {warnings.map((warning) => (
            <li key={`${warning.column} ${warning.message}`}>
              {warning.message}
              {warning.suggestion ? (
                <Button size="small" className="ml-2" onClick={() => onMend(warning)}>
                  {m.replaceWith(warning.suggestion)}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        <p className="mt-0.5 text-sm text-muted">{m.warningText}</p>
      </div>
    </section>
  );
}
