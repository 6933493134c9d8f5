import { type FormEvent, useId, useState } from "react";
import { useRedriveEdited } from "@/api/ops/orders";
import type { LetterDetailOut, RedriveOneIn, RedriveOut } from "@/api/schema.gen";
import { ReasonField } from "@/components/area/reason-field";
import { Checkbox } from "@/components/ui/checkbox";
import { INPUT } from "@/components/ui/field";
import { DialogButtons } from "@/components/ui/form-buttons";
import { cn } from "@/lib/cn";
import { Problem } from "@/lib/problem";
import { prettyJson, readJsonObject, type Typed } from "./json-object";
import { m } from "./messages";
import { OrderDialog } from "./order-dialog";
import { Refusal } from "./refusal";

/** Another value is sent in the place of the one that died; its headers stay. */
export function EditDialog({
  letter,
  onClose,
}: {
  readonly letter: LetterDetailOut;
  readonly onClose: () => void;
}) {
  return (
    <OrderDialog title={m.edit.title} text={m.edit.text} className="sm:max-w-2xl" onClose={onClose}>
      {(onOrdered) => <EditForm letter={letter} onOrdered={onOrdered} onClose={onClose} />}
    </OrderDialog>
  );
}

function EditForm({
  letter,
  onOrdered,
  onClose,
}: {
  readonly letter: LetterDetailOut;
  readonly onOrdered: (redrive: RedriveOut) => void;
  readonly onClose: () => void;
}) {
  const first = letter.value?.encoding === "utf-8" ? prettyJson(letter.value.data) : "{}";
  const [text, setText] = useState(first);
  const [reason, setReason] = useState("");
  const [forced, setForced] = useState(false);
  const redrive = useRedriveEdited(letter.id);
  const read = readJsonObject(text);
  const misfit = redrive.error instanceof Problem && redrive.error.code === MISFIT;
  const canForce = misfit || forced || letter.not_redrivable_because === "redriven_too_often";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!("value" in read)) return;
    redrive.mutate(
      { value: read.value as RedriveOneIn["value"] & object, reason: reason.trim(), forced },
      { onSuccess: (answer) => answer.redrive && onOrdered(answer.redrive) },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {misfit ? null : <Refusal error={redrive.error} />}
      <ValueField
        text={text}
        onText={(next) => {
          setText(next);
          redrive.reset(); // what was wrong was said of another text
        }}
        wrongs={wrongsOf(read, misfit ? redrive.error : null)}
      />
      <ReasonField value={reason} onChange={setReason} error={redrive.error} />
      {canForce ? (
        <Checkbox
          label={m.edit.forced}
          hint={m.edit.forcedHint}
          checked={forced}
          onChange={setForced}
        />
      ) : null}
      <DialogButtons
        busy={redrive.isPending}
        disabled={!("value" in read) || reason.trim() === ""}
        onClose={onClose}
      >
        {m.edit.send}
      </DialogButtons>
    </form>
  );
}

const MISFIT = "dead_letter.value_invalid";

/** What is wrong with the value: what this page sees at once, and what the server says of it. */
function wrongsOf(read: Typed, error: unknown): readonly string[] {
  if ("wrong" in read) {
    return read.wrong === "syntax" ? [m.edit.syntax(read.line, read.said)] : [m.edit[read.wrong]];
  }
  if (!(error instanceof Problem)) return [];
  return error.errors.map((each) => `${each.pointer}: ${each.message}`);
}

function ValueField({
  text,
  onText,
  wrongs,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly wrongs: readonly string[];
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {m.edit.value}
      </label>
      <textarea
        id={id}
        rows={12}
        spellCheck={false}
        dir="ltr"
        aria-invalid={wrongs.length > 0 || undefined}
        aria-describedby={`${id}-told`}
        value={text}
        onChange={(event) => onText(event.target.value)}
        className={cn(INPUT, "font-mono text-sm")}
      />
      <ul id={`${id}-told`} aria-live="polite" className="text-sm text-danger">
        {wrongs.map((wrong) => (
          <li key={wrong}>{wrong}</li>
        ))}
      </ul>
    </div>
  );
}
