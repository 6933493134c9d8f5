import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { channelsOptions } from "@/api/channels/channels";
import { useMe } from "@/api/me/get-me";
import type { MeOut, ReminderOut, TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Choice, Choices, INLINE } from "@/components/ui/choice";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { NumberInput } from "@/components/ui/number-input";
import { useAsking } from "@/components/ui/use-asking";
import { LAST_MINUTE, soon } from "@/lib/instants";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { type Form, formOf, inputOfForm, LEAD_UNITS } from "./form";
import { m } from "./messages";
import { useReminders } from "./use-reminders";

/** Makes a reminder with all that it can have, or changes one. */
export function ReminderDialog({
  task,
  reminder,
  kind,
  onClose,
}: {
  readonly task: TaskOut;
  /** The one that is changed; null makes a new one. */
  readonly reminder: ReminderOut | null;
  /** What a new one begins as. */
  readonly kind: Form["kind"];
  readonly onClose: () => void;
}) {
  const me = useMe();
  const now = useNow();
  const [form, setForm] = useState(() => formOf(reminder, kind, soon(now, me.zone), me));
  const { ask, error, forget } = useAsking(onClose);
  const { add, change, isBusy } = useReminders(task);
  const set = (part: Partial<Form>): void => {
    forget();
    setForm({ ...form, ...part });
  };
  return (
    <Dialog onClose={onClose} title={reminder === null ? m.newTitle : m.editTitle}>
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          const input = inputOfForm(form, me.zone);
          ask(reminder === null ? add(input) : change(reminder, input));
        }}
      >
        <When form={form} hasStart={task.start !== null} zone={me.zone} onChange={set} />
        <Channels form={form} me={me} onChange={set} />
        <Manner form={form} onChange={set} />
        <ErrorNote error={error} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {core.cancel}
          </Button>
          <Button
            look="primary"
            type="submit"
            busy={isBusy}
            disabled={form.channels.length === 0 || (form.kind === "absolute" && !form.wall)}
          >
            {core.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly form: Form;
  readonly onChange: (part: Partial<Form>) => void;
}

function When({
  form,
  hasStart,
  zone,
  onChange,
}: PartProps & { readonly hasStart: boolean; readonly zone: string }) {
  const isRelative = form.kind === "relative";
  return (
    <Choices legend={m.when}>
      <Choice
        name="kind"
        label={m.relative}
        checked={isRelative}
        onChoose={() => onChange({ kind: "relative" })}
      />
      {isRelative ? <Lead form={form} hasStart={hasStart} onChange={onChange} /> : null}
      <Choice
        name="kind"
        label={m.fixed}
        checked={!isRelative}
        onChoose={() => onChange({ kind: "absolute" })}
      />
      {isRelative ? null : (
        <div className="ml-6.5 flex flex-col gap-1">
          <input
            type="datetime-local"
            aria-label={m.moment}
            required
            max={LAST_MINUTE}
            value={form.wall}
            onChange={({ currentTarget: { value } }) => onChange({ wall: value })}
            className={`${INLINE} w-fit`}
          />
          <p className="text-sm text-muted">{m.inZone(zone)}</p>
        </div>
      )}
    </Choices>
  );
}

function Lead({ form, hasStart, onChange }: PartProps & { readonly hasStart: boolean }) {
  return (
    <div className="ml-6.5 flex flex-wrap items-center gap-2">
      <NumberInput
        label={m.amount}
        autoFocus
        least={0}
        value={form.amount}
        onChange={(amount) => onChange({ amount })}
      />
      <select
        aria-label={m.unit}
        value={form.unit}
        onChange={({ currentTarget: { value } }) =>
          onChange({ unit: LEAD_UNITS.find((unit) => unit === value) ?? form.unit })
        }
        className={INLINE}
      >
        {LEAD_UNITS.map((unit) => (
          <option key={unit} value={unit}>
            {m.units[unit]}
          </option>
        ))}
      </select>
      <select
        aria-label={m.side}
        value={form.isBefore ? "before" : "after"}
        onChange={({ currentTarget: { value } }) => onChange({ isBefore: value === "before" })}
        className={INLINE}
      >
        <option value="before">{m.sideBefore}</option>
        <option value="after">{m.sideAfter}</option>
      </select>
      {hasStart || form.of === "start" ? (
        <select
          aria-label={m.of}
          value={form.of}
          onChange={({ currentTarget: { value } }) =>
            onChange({ of: value === "start" ? "start" : "due" })
          }
          className={INLINE}
        >
          <option value="due">{m.ofDue}</option>
          <option value="start">{m.ofStart}</option>
        </select>
      ) : (
        <span>{m.ofDue}</span>
      )}
    </div>
  );
}

function Channels({ form, me, onChange }: PartProps & { readonly me: MeOut }) {
  const { data } = useQuery(channelsOptions());
  const others = data ?? [];
  const known = new Set(["email", ...others.map(({ id }) => id)]);
  // One that was deleted stays until it is unticked: nobody sees it go.
  const lost = form.channels.filter((id) => data !== undefined && !known.has(id));
  const all = [
    { id: "email", name: `${m.email} (${me.email})` },
    ...others.map(({ id, name, enabled }) => ({
      id,
      name: enabled ? name : `${name} (${m.channelOff})`,
    })),
    ...lost.map((id) => ({ id, name: m.otherChannel })),
  ];
  return (
    <Choices legend={m.channels}>
      {all.map(({ id, name }) => (
        <label key={id} className="flex min-h-9 min-w-0 cursor-pointer items-center gap-2.5">
          <input
            type="checkbox"
            checked={form.channels.includes(id)}
            onChange={({ currentTarget: { checked } }) =>
              onChange({
                channels: checked
                  ? [...form.channels, id]
                  : form.channels.filter((each) => each !== id),
              })
            }
            className="size-4 shrink-0 accent-accent"
          />
          <span className="truncate">{name}</span>
        </label>
      ))}
      {form.channels.length === 0 ? (
        <p role="alert" className="text-sm text-danger">
          {m.channelsNone}
        </p>
      ) : null}
    </Choices>
  );
}

const LEAST_PAUSE = 5;
const LONGEST_PAUSE = 1440;

function Manner({ form, onChange }: PartProps) {
  return (
    <div className="flex flex-col gap-1">
      <label className="flex min-h-9 cursor-pointer items-center gap-2.5">
        <input
          type="checkbox"
          checked={form.nags}
          onChange={({ currentTarget: { checked } }) => onChange({ nags: checked })}
          className="size-4 shrink-0 accent-accent"
        />
        {m.nagLabel}
      </label>
      {form.nags ? (
        <p className="ml-6.5 flex flex-wrap items-center gap-2">
          <span>{m.nagEvery}</span>
          <NumberInput
            label={m.nagEveryLabel}
            least={LEAST_PAUSE}
            most={LONGEST_PAUSE}
            value={form.nagMinutes}
            onChange={(nagMinutes) => onChange({ nagMinutes })}
          />
          <span>{m.nagMinutes}</span>
          <NumberInput
            label={m.nagMostLabel}
            most={100}
            value={form.nagMost}
            onChange={(nagMost) => onChange({ nagMost })}
          />
          <span>{m.nagMost}</span>
        </p>
      ) : null}
      <label className="flex cursor-pointer items-start gap-2.5 py-1">
        <input
          type="checkbox"
          checked={form.urgent}
          onChange={({ currentTarget: { checked } }) => onChange({ urgent: checked })}
          className="mt-[3px] size-4 shrink-0 accent-accent"
        />
        <span>
          {m.urgentLabel}
          <span className="block text-sm text-muted">{m.urgentHint}</span>
        </span>
      </label>
    </div>
  );
}
