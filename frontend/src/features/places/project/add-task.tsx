import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import type { TaskCreate } from "@/api/schema.gen";
import { useCreateTask } from "@/api/tasks/create-task";
import { parseOptions } from "@/api/words/parse-words";
import { Button } from "@/components/ui/button";
import { wordsOf } from "@/components/ui/error-note";
import { cn } from "@/lib/cn";
import { m } from "../messages";

interface AddTaskProps {
  readonly place: Pick<TaskCreate, "project_id" | "section_id">;
  /** Name of the place, for those who do not see where the button stands. */
  readonly name: string;
  readonly className?: string;
}

/** At the foot of a list: a task is typed where it will stand. Its words say when, as anywhere. */
export function AddTask(props: AddTaskProps) {
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (isOpen) {
    return (
      <AddTaskForm
        {...props}
        onClose={() => {
          setIsOpen(false);
          requestAnimationFrame(() => button.current?.focus());
        }}
      />
    );
  }
  return (
    <button
      ref={button}
      type="button"
      aria-label={m.addTaskTo(props.name)}
      onClick={() => setIsOpen(true)}
      className={cn(
        "flex w-full items-center gap-3 rounded-lg py-2 text-muted hover:text-accent pointer-coarse:py-3",
        props.className,
      )}
    >
      <Plus aria-hidden size={18} className="mx-px shrink-0 text-accent" />
      {m.addTask}
    </button>
  );
}

function AddTaskForm({
  place,
  name,
  className,
  onClose,
}: AddTaskProps & { readonly onClose: () => void }) {
  const client = useQueryClient();
  const { mutateAsync: create } = useCreateTask();
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setIsBusy] = useState(false);

  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const typed = text.trim();
    if (typed === "" || isBusy) return;
    setIsBusy(true);
    setError(null);
    try {
      const { task } = await client.fetchQuery(parseOptions(typed, []));
      await create({ ...task, ...place });
      setText("");
    } catch (problem) {
      setError(problem);
    } finally {
      setIsBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onClose();
  };
  return (
    <form onSubmit={(event) => void add(event)} className={cn("py-1.5", className)}>
      <div className="flex items-center gap-2">
        <input
          // biome-ignore lint/a11y/noAutofocus: it was just asked for, in this place
          autoFocus
          aria-label={m.addTaskTo(name)}
          aria-invalid={error ? true : undefined}
          placeholder={m.newTask}
          value={text}
          maxLength={500}
          autoComplete="off"
          readOnly={isBusy}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            if (text.trim() === "") onClose();
          }}
          className="min-w-0 grow rounded-lg border border-line-strong bg-surface px-3 py-1.5 placeholder:text-muted aria-invalid:border-danger"
        />
        <Button type="submit" look="primary" size="icon" busy={isBusy} aria-label={m.addTask}>
          <Plus aria-hidden size={18} />
        </Button>
      </div>
      <p role="status" className={cn("mt-1 text-sm", error ? "text-danger" : "text-muted")}>
        {error ? wordsOf(error) : m.newTaskHint}
      </p>
    </form>
  );
}
