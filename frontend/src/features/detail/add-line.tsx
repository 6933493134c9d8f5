import { Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { wordsOf } from "@/components/ui/error-note";
import { draftOf, setDraft, useDraft } from "./drafts";
import { leaveField } from "./panel-frame";

/** A line that adds something with Enter; what is typed stays until it is stored. */
export function AddLine({
  draftName,
  label,
  onAdd,
}: {
  readonly draftName: string;
  readonly label: string;
  readonly onAdd: (text: string) => Promise<unknown>;
}) {
  const draft = useDraft<string>(draftName);
  const [error, setError] = useState<unknown>(null);
  const text = draft?.draft ?? "";
  const type = (value: string): void =>
    setDraft(
      draftName,
      value === "" ? undefined : { draft: value, base: "", phase: "typed" as const },
    );
  const add = async (): Promise<void> => {
    const words = text.trim();
    if (words === "") return;
    type("");
    try {
      await onAdd(words);
      setError(null);
    } catch (failure) {
      const meanwhile = draftOf<string>(draftName)?.draft.trim() ?? "";
      type(`${words} ${meanwhile}`.trim());
      setError(failure);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      void add();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leaveField(event.currentTarget);
    }
  };
  return (
    <>
      <label className="flex min-h-9 items-center gap-2.5 text-muted pointer-coarse:min-h-11">
        <Plus aria-hidden size={18} />
        <input
          aria-label={label}
          placeholder={label}
          dir="auto"
          enterKeyHint="done"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-w-0 grow rounded-md bg-transparent py-1 text-text placeholder:text-muted"
        />
      </label>
      {error === null ? null : (
        <p role="alert" className="text-sm text-danger">
          {wordsOf(error)}
        </p>
      )}
    </>
  );
}
