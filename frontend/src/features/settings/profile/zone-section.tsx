import { type FormEvent, useState } from "react";
import { useChangeMe } from "@/api/me/change-me";
import { useMe } from "@/api/me/get-me";
import type { PreferencesOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { FormButtons } from "@/components/ui/form-buttons";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { Section } from "@/components/ui/section";
import { SelectField } from "@/components/ui/select";
import { Trouble } from "@/components/ui/trouble";
import { sayInstant } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "../messages";
import { useDraft } from "../parts/use-draft";
import { clockIn, zonesByRegion } from "./zones";

interface Move {
  readonly moved: NonNullable<PreferencesOut["moved"]>;
  readonly from: string;
  readonly to: string;
}

/** The zone that floating times follow; after a change it says what moved, and takes it back. */
export function ZoneSection() {
  const me = useMe();
  const draft = useDraft({ zone: me.zone });
  const change = useChangeMe();
  const [move, setMove] = useState<Move | null>(null);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const changeTo = (zone: string): void => {
    const from = me.zone;
    change.mutate(
      { zone },
      {
        onSuccess: ({ moved }) => {
          draft.reset();
          setMove(moved ? { moved, from, to: zone } : null);
        },
      },
    );
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    changeTo(draft.value.zone);
  };
  return (
    <Section title={m.profile.zoneTitle} text={m.profile.zoneText}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Trouble error={change.error} />
        <ZoneSelect value={draft.value.zone} onChange={(zone) => draft.set({ zone })} />
        {here !== draft.value.zone ? (
          <Button
            look="quiet"
            size="small"
            className="-ml-2.5 self-start text-accent"
            onClick={() => draft.set({ zone: here })}
          >
            {m.profile.zoneHere(here)}
          </Button>
        ) : null}
        {draft.isDirty ? (
          <div className="flex flex-col gap-3 rounded-lg bg-hover px-3.5 py-3">
            <p>{m.profile.zoneWarning(me.zone, draft.value.zone)}</p>
            <FormButtons busy={change.isPending} onClose={draft.reset}>
              {m.profile.zoneSave}
            </FormButtons>
          </div>
        ) : null}
      </form>
      <div role="status" className="empty:-mt-4">
        {move && move.to === me.zone ? (
          <Moved move={move} busy={change.isPending} onUndo={() => changeTo(move.from)} />
        ) : null}
      </div>
      <LeaveGuard isDirty={draft.isDirty && !change.isPending} />
    </Section>
  );
}

function ZoneSelect({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}) {
  const now = useNow();
  return (
    <SelectField
      id="zone"
      label={m.profile.zone}
      hint={m.profile.zoneNow(clockIn(value, now))}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {zonesByRegion(value).map(([region, zones]) => (
        <optgroup key={region} label={region}>
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll("_", " ")}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}

function Moved({
  move: { moved, from, to },
  busy,
  onUndo,
}: {
  readonly move: Move;
  readonly busy: boolean;
  readonly onUndo: () => void;
}) {
  const { time_format, week_start } = useMe();
  const say = (instant: string | null): string =>
    instant === null ? "–" : sayInstant(instant, { zone: to, time_format, week_start });
  return (
    <div className="flex animate-fade flex-col gap-2 rounded-lg bg-accent-soft px-3.5 py-3">
      <p className="font-medium">{m.profile.moved(moved.tasks_moved, moved.reminders_moved)}</p>
      {moved.fixed_tasks > 0 ? <p>{m.profile.fixed(moved.fixed_tasks)}</p> : null}
      {moved.examples.length > 0 ? (
        <ul className="flex flex-col gap-1 text-sm">
          {moved.examples.map((each) => (
            <li key={each.task_id}>
              <bdi className="font-medium">{each.title}</bdi>
              {": "}
              {m.profile.movedExample(say(each.before), say(each.after))}
            </li>
          ))}
        </ul>
      ) : null}
      <Button size="small" className="self-start" busy={busy} onClick={onUndo}>
        {m.profile.zoneBack(from)}
      </Button>
    </div>
  );
}
