import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useCreateTask } from "@/api/tasks/create-task";
import { parseOptions } from "@/api/words/parse-words";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { INPUT } from "@/components/ui/field";
import { toast } from "@/lib/toasts";
import { m } from "./messages";

/** One line that says what and when, read by the server as it is typed. */
export function QuickAddDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState("");
  const { data: draft } = useQuery({
    ...parseOptions(text, []),
    enabled: text.trim() !== "",
    placeholderData: keepPreviousData,
  });
  const create = useCreateTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft === undefined) return;
    create.mutate(draft.task, {
      onSuccess: (task) => {
        toast({ text: m.added(task.title) });
        setText("");
      },
    });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={m.title} bare>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <ErrorNote error={create.error} />
        <input
          aria-label={m.what}
          placeholder={m.placeholder}
          className={INPUT}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" look="primary" className="self-end" busy={create.isPending}>
          {m.add}
        </Button>
      </form>
    </Dialog>
  );
}
