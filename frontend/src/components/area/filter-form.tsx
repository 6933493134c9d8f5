import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Texts } from "./links";
import { m } from "./messages";

const LONGEST = 200;

interface Filtered {
  /** A text of the filter. */
  readonly text: (name: string, label: string, more?: More) => ReactNode;
  /** From when on, and until when: wall times of the account. */
  readonly span: ReactNode;
  readonly typed: Texts;
  readonly set: (name: string) => (event: { readonly target: { readonly value: string } }) => void;
}

interface More {
  readonly hint?: string;
  readonly maxLength?: number;
}

/** What is looked for; it goes into the address, so that it can be sent to a colleague. */
export function FilterForm({
  names,
  texts,
  onApply,
  children,
}: {
  /** Of the texts that are the filter's; others in the address are not. */
  readonly names: readonly string[];
  readonly texts: Texts;
  readonly onApply: (texts: Texts) => void;
  readonly children: (filtered: Filtered) => ReactNode;
}) {
  const [typed, setTyped] = useState<Texts>(texts);
  const set: Filtered["set"] = (name) => (event) =>
    setTyped({ ...typed, [name]: event.target.value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onApply(Object.fromEntries(names.map((name) => [name, typed[name]?.trim()])));
  };
  const text: Filtered["text"] = (name, label, more = {}) => (
    <Field
      label={label}
      maxLength={LONGEST}
      autoComplete="off"
      spellCheck={false}
      {...more}
      value={typed[name] ?? ""}
      onChange={set(name)}
    />
  );
  const moment = (name: string, label: string): ReactNode => (
    <Field type="datetime-local" label={label} value={typed[name] ?? ""} onChange={set(name)} />
  );
  const span = (
    <>
      {moment("since", m.since)}
      {moment("until", m.until)}
    </>
  );
  return (
    <form
      onSubmit={submit}
      aria-label={m.filter}
      className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4"
    >
      {children({ text, span, typed, set })}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary">
          {m.apply}
        </Button>
        <Button onClick={() => onApply({})}>{m.clear}</Button>
      </div>
    </form>
  );
}
