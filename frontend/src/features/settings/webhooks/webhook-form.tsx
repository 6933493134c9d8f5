import { type FormEvent, useState } from "react";
import type { WebhookMadeOut, WebhookOut } from "@/api/schema.gen";
import { useChangeWebhook, useCreateWebhook } from "@/api/webhooks/webhooks";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { m as core } from "@/messages/core";
import { EVENT_GROUPS } from "./event-types";
import { m } from "./messages";

interface Values {
  readonly name: string;
  readonly url: string;
  readonly types: readonly string[];
}

/** A new webhook. */
export function NewWebhookForm({
  onMade,
  onClose,
}: {
  readonly onMade: (made: WebhookMadeOut) => void;
  readonly onClose: () => void;
}) {
  const create = useCreateWebhook();
  return (
    <WebhookForm
      first={{ name: "", url: "", types: ["task.completed"] }}
      urlHint={m.urlHint}
      needsUrl
      action={m.makeIt}
      busy={create.isPending}
      isDone={create.isSuccess}
      error={create.error}
      onSave={({ name, url, types }) =>
        create.mutate({ name, url, event_types: [...types] }, { onSuccess: onMade })
      }
      onClose={onClose}
    />
  );
}

/** Another name, address or choice of events. */
export function ChangeWebhookForm({
  webhook,
  onClose,
}: {
  readonly webhook: WebhookOut;
  readonly onClose: () => void;
}) {
  const change = useChangeWebhook();
  return (
    <WebhookForm
      first={{ name: webhook.name, url: "", types: webhook.event_types }}
      urlHint={m.urlStays(webhook.target)}
      needsUrl={false}
      action={core.save}
      busy={change.isPending}
      isDone={change.isSuccess}
      error={change.error}
      onSave={({ name, url, types }) =>
        change.mutate(
          { webhook, fields: { name, event_types: [...types], ...(url ? { url } : {}) } },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    />
  );
}

function WebhookForm({
  first,
  urlHint,
  needsUrl,
  action,
  busy,
  isDone,
  error,
  onSave,
  onClose,
}: {
  readonly first: Values;
  readonly urlHint: string;
  readonly needsUrl: boolean;
  readonly action: string;
  readonly busy: boolean;
  readonly isDone: boolean;
  readonly error: unknown;
  readonly onSave: (values: Values) => void;
  readonly onClose: () => void;
}) {
  const [values, setValues] = useState(first);
  const isDirty = JSON.stringify(values) !== JSON.stringify(first);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave({ ...values, name: values.name.trim(), url: values.url.trim() });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Trouble error={error} fields={["/name", "/url", "/event_types"]} />
      <Field
        label={m.name}
        autoFocus
        required
        maxLength={80}
        value={values.name}
        error={fieldError(error, "/name")}
        onChange={(event) => setValues({ ...values, name: event.target.value })}
      />
      <Field
        label={m.url}
        hint={urlHint}
        type="url"
        inputMode="url"
        autoComplete="off"
        required={needsUrl}
        maxLength={2000}
        value={values.url}
        error={fieldError(error, "/url")}
        onChange={(event) => setValues({ ...values, url: event.target.value })}
      />
      <EventChoice
        types={values.types}
        error={fieldError(error, "/event_types")}
        onChange={(types) => setValues({ ...values, types })}
      />
      <FormButtons busy={busy} onClose={onClose}>
        {action}
      </FormButtons>
      <LeaveGuard isDirty={isDirty && !isDone} />
    </form>
  );
}

function EventChoice({
  types,
  error,
  onChange,
}: {
  readonly types: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (types: readonly string[]) => void;
}) {
  return (
    <div className="flex flex-col gap-3">
      {EVENT_GROUPS.map(({ about, types: known }) => (
        <fieldset key={about}>
          <legend className="mb-1.5 text-sm font-medium">{m.groups[about]}</legend>
          <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
            {known.map((type) => (
              <Checkbox
                key={type}
                label={m.events[type]}
                checked={types.includes(type)}
                onChange={(isOn) =>
                  onChange(isOn ? [...types, type] : types.filter((each) => each !== type))
                }
              />
            ))}
          </div>
        </fieldset>
      ))}
      {error ? (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}
