import { useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useMe } from "@/api/me/get-me";
import { useAddVacation, useDeleteVacation, vacationsOptions } from "@/api/vacations/vacations";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Nothing, Section } from "@/components/ui/section";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { dayIn, formatDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as all } from "../messages";
import { m } from "./messages";

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;

/** Days on which nothing reminds. */
export function VacationsSection() {
  const { data: vacations } = useSuspenseQuery(vacationsOptions());
  const [isAdding, setIsAdding] = useState(false);
  const remove = useDeleteVacation();
  return (
    <Section
      title={m.vacations.title}
      text={m.vacations.text}
      actions={
        isAdding ? null : <Button onClick={() => setIsAdding(true)}>{m.vacations.add}</Button>
      }
    >
      {isAdding ? <VacationForm onClose={() => setIsAdding(false)} /> : null}
      <Trouble error={remove.error} />
      {vacations.length === 0 && !isAdding ? <Nothing>{m.vacations.nothing}</Nothing> : null}
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {vacations.map((vacation) => {
          const days = `${formatDay(vacation.starts_on, DAY)} – ${formatDay(vacation.ends_on, DAY)}`;
          return (
            <li key={vacation.id} className="flex flex-wrap items-center gap-3 py-2.5">
              <span className="grow">
                {days}
                {vacation.skips_occurrences ? (
                  <span className="block text-sm text-muted">{m.vacations.skips}</span>
                ) : null}
              </span>
              <Button
                size="small"
                look="quiet"
                className="text-danger"
                aria-label={m.vacations.deleteOf(days)}
                busy={remove.isPending && remove.variables === vacation.id}
                onClick={() => remove.mutate(vacation.id)}
              >
                {all.delete}
              </Button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function VacationForm({ onClose }: { readonly onClose: () => void }) {
  const { zone } = useMe();
  const today = dayIn(useNow(), zone);
  const [starts_on, setStart] = useState(today);
  const [ends_on, setEnd] = useState(today);
  const [skips_occurrences, setSkips] = useState(false);
  const add = useAddVacation();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate({ starts_on, ends_on, skips_occurrences }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Trouble error={add.error} fields={["/starts_on", "/ends_on"]} />
      <div className="flex flex-wrap gap-3">
        <Field
          label={m.vacations.from}
          type="date"
          required
          value={starts_on}
          error={fieldError(add.error, "/starts_on")}
          onChange={(event) => {
            setStart(event.target.value);
            if (event.target.value > ends_on) setEnd(event.target.value);
          }}
        />
        <Field
          label={m.vacations.to}
          type="date"
          required
          min={starts_on}
          value={ends_on}
          error={fieldError(add.error, "/ends_on")}
          onChange={(event) => setEnd(event.target.value)}
        />
      </div>
      <Checkbox
        label={m.vacations.skip}
        hint={m.vacations.skipHint}
        checked={skips_occurrences}
        onChange={setSkips}
      />
      <FormButtons busy={add.isPending} onClose={onClose}>
        {m.vacations.addIt}
      </FormButtons>
    </form>
  );
}
