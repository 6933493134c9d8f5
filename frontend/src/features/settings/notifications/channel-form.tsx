import { type FormEvent, useState } from "react";
import { useChangeChannel, useCreateChannel } from "@/api/channels/channels";
import type { ChannelOut, NewChannelOut } from "@/api/schema.gen";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { PasswordField } from "@/components/ui/password-field";
import { SelectField } from "@/components/ui/select";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { m as core } from "@/messages/core";
import { type ChannelField, isSecret, KIND_NAMES, KINDS, type Kind } from "./channel-kinds";
import { m } from "./messages";

type Values = Readonly<Partial<Record<ChannelField | "name", string>>>;

/** A new channel, of whichever kind. */
export function NewChannelForm({
  onMade,
  onClose,
}: {
  readonly onMade: (made: NewChannelOut) => void;
  readonly onClose: () => void;
}) {
  const [kind, setKind] = useState<Kind>("ntfy");
  const [values, setValues] = useState<Values>({});
  const create = useCreateChannel();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const said = filled(values, KINDS[kind].fields);
    create.mutate({ kind, name: values.name?.trim() ?? "", ...said }, { onSuccess: onMade });
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4">
      <SelectField
        id="channel-kind"
        label={m.channels.kind}
        hint={m.kinds[kind].hint}
        value={kind}
        onChange={(event) => {
          setKind(event.target.value as Kind);
          create.reset();
        }}
      >
        {KIND_NAMES.map((each) => (
          <option key={each} value={each}>
            {m.kinds[each].name}
          </option>
        ))}
      </SelectField>
      <Fields kind={kind} values={values} error={create.error} onChange={setValues} isNew />
      <FormButtons busy={create.isPending} onClose={onClose}>
        {m.channels.addIt}
      </FormButtons>
      <LeaveGuard isDirty={!create.isSuccess && Object.values(values).some(Boolean)} />
    </form>
  );
}

/** Another name, or other settings; secrets that are left empty stay what they are. */
export function ChangeChannelForm({
  channel,
  onClose,
}: {
  readonly channel: ChannelOut;
  readonly onClose: () => void;
}) {
  const [values, setValues] = useState<Values>({ name: channel.name });
  const change = useChangeChannel();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const said = filled(values, KINDS[channel.kind].fields);
    change.mutate(
      { channel, fields: { name: values.name?.trim() ?? channel.name, ...said } },
      { onSuccess: onClose },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4">
      <Fields
        kind={channel.kind}
        values={values}
        error={change.error}
        onChange={setValues}
        isNew={false}
      />
      <FormButtons busy={change.isPending} onClose={onClose}>
        {core.save}
      </FormButtons>
    </form>
  );
}

function filled(values: Values, fields: readonly ChannelField[]): Values {
  const said = fields.map((field) => [field, values[field]?.trim() ?? ""] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== ""));
}

function Fields({
  kind,
  values,
  error,
  onChange,
  isNew,
}: {
  readonly kind: Kind;
  readonly values: Values;
  readonly error: unknown;
  readonly onChange: (values: Values) => void;
  readonly isNew: boolean;
}) {
  const { fields, optional } = KINDS[kind];
  const texts: Readonly<Record<string, { label: string; hint: string } | undefined>> =
    m.kinds[kind].fields;
  return (
    <>
      <Trouble error={error} fields={["/name", ...fields.map((field) => `/${field}`)]} />
      <Field
        label={m.channels.name}
        hint={m.channels.nameHint}
        required
        maxLength={80}
        value={values.name ?? ""}
        error={fieldError(error, "/name")}
        onChange={(event) => onChange({ ...values, name: event.target.value })}
      />
      {fields.map((field) => {
        const Input = isSecret(field) ? PasswordField : Field;
        return (
          <Input
            key={`${kind} ${field}`}
            label={texts[field]?.label ?? field}
            hint={isNew ? texts[field]?.hint : m.channels.emptyStays}
            name={`channel-${field}`}
            autoComplete="off"
            required={isNew && !optional.includes(field)}
            maxLength={2000}
            value={values[field] ?? ""}
            error={fieldError(error, `/${field}`)}
            onChange={(event) => onChange({ ...values, [field]: event.target.value })}
          />
        );
      })}
    </>
  );
}
