import { type FormEvent, useId, useState } from "react";
import { LETTER_STATES } from "@/api/ops/letters";
import type { Texts } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { m } from "./messages";

/** Less used than the others: they are folded away until one of them is said. */
const RARE = ["user", "group", "error", "since", "until"] as const;

/** What is looked for; it goes into the address, so that it can be sent to a colleague. */
export function LetterFilterForm({
  texts,
  onApply,
}: {
  readonly texts: Texts;
  readonly onApply: (texts: Texts) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState<Texts>(texts);
  const set = (name: string) => (event: { readonly target: { readonly value: string } }) =>
    setTyped({ ...typed, [name]: event.target.value });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { type, fingerprint, state, user, group, error, since, until } = typed;
    const trimmed = { type, fingerprint, user, group, error };
    onApply({
      ...Object.fromEntries(Object.entries(trimmed).map(([name, text]) => [name, text?.trim()])),
      state: state === "open" ? undefined : state,
      since,
      until,
    });
  };
  const text = (name: string, label: string, hint?: string) => (
    <Field
      label={label}
      {...(hint ? { hint } : {})}
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
      value={typed[name] ?? ""}
      onChange={set(name)}
    />
  );
  return (
    <form
      onSubmit={submit}
      aria-label={area.filter}
      className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4"
    >
      <div className="grid items-end gap-3 sm:grid-cols-3">
        <SelectField
          id={`${id}-state`}
          label={m.letters.state}
          value={typed.state ?? "open"}
          onChange={set("state")}
        >
          {LETTER_STATES.map((state) => (
            <option key={state} value={state}>
              {m.letters.stateChoice[state]}
            </option>
          ))}
        </SelectField>
        {text("type", m.letters.type)}
        {text("fingerprint", m.letters.fingerprint)}
      </div>
      <details open={RARE.some((name) => texts[name])}>
        <summary className="w-fit py-1 text-sm text-muted">{m.letters.moreFilters}</summary>
        <div className="mt-2 grid gap-3 sm:grid-cols-3">
          {text("user", m.letters.user)}
          {text("group", m.letters.group)}
          {text("error", m.letters.error)}
          <Field
            type="datetime-local"
            label={area.since}
            value={typed.since ?? ""}
            onChange={set("since")}
          />
          <Field
            type="datetime-local"
            label={area.until}
            value={typed.until ?? ""}
            onChange={set("until")}
          />
        </div>
      </details>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary">
          {area.apply}
        </Button>
        <Button onClick={() => onApply({})}>{area.clear}</Button>
      </div>
    </form>
  );
}
