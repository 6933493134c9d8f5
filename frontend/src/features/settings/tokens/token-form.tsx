import { type FormEvent, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { ApiTokenIn, NewApiTokenOut } from "@/api/schema.gen";
import { useCreateToken } from "@/api/tokens/tokens";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { SelectField } from "@/components/ui/select";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { daysAfter } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";

export type Scope = ApiTokenIn["scopes"][number];

export const SCOPES: readonly Scope[] = ["read", "tasks:write", "feeds", "mcp", "ops"];
const DAYS = [30, 90, 365] as const;

/** What a token is called, what it may do, and until when. */
export function TokenForm({
  onMade,
  onClose,
}: {
  readonly onMade: (token: NewApiTokenOut) => void;
  readonly onClose: () => void;
}) {
  const now = useNow();
  const { role } = useMe();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [days, setDays] = useState<string>("90");
  const create = useCreateToken();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate(
      {
        name: name.trim(),
        scopes: SCOPES.filter((each) => scopes.includes(each)),
        expires_at: days === "" ? null : daysAfter(now, Number(days)),
      },
      { onSuccess: onMade },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4">
      <Trouble error={create.error} fields={["/name", "/scopes", "/expires_at"]} />
      <Field
        label={m.name}
        hint={m.nameHint}
        autoFocus
        required
        maxLength={80}
        value={name}
        error={fieldError(create.error, "/name")}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2 text-sm font-medium">{m.scopes}</legend>
        {SCOPES.filter((scope) => scope !== "ops" || role !== "user").map((scope) => (
          <Checkbox
            key={scope}
            label={m.scope[scope].name}
            hint={m.scope[scope].hint}
            checked={scopes.includes(scope)}
            onChange={(isOn) =>
              setScopes(isOn ? [...scopes, scope] : scopes.filter((each) => each !== scope))
            }
          />
        ))}
        {fieldError(create.error, "/scopes") ? (
          <p className="text-sm text-danger">{fieldError(create.error, "/scopes")}</p>
        ) : null}
      </fieldset>
      <SelectField
        id="token-days"
        label={m.ends}
        hint={fieldError(create.error, "/expires_at")}
        value={days}
        onChange={(event) => setDays(event.target.value)}
      >
        {DAYS.map((each) => (
          <option key={each} value={each}>
            {m.days(each)}
          </option>
        ))}
        <option value="">{m.noEnd}</option>
      </SelectField>
      <FormButtons busy={create.isPending} disabled={scopes.length === 0} onClose={onClose}>
        {m.makeIt}
      </FormButtons>
    </form>
  );
}
