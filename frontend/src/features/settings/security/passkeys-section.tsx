import { useSuspenseQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  passkeysOptions,
  useAddPasskey,
  useDeletePasskey,
  useRenamePasskey,
} from "@/api/passkeys/passkeys";
import type { PasskeyOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/components/ui/deletion-dialog";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Nothing, Section } from "@/components/ui/section";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { hasPasskeys } from "@/lib/webauthn";
import { m as core } from "@/messages/core";
import { m as all } from "../messages";
import { deviceName } from "./devices";
import { m } from "./messages";

/** Passkeys: added, named, deleted. */
export function PasskeysSection() {
  const { data: passkeys } = useSuspenseQuery(passkeysOptions());
  const [open, setOpen] = useState<"new" | string | null>(null);
  const [doomed, setDoomed] = useState<PasskeyOut | null>(null);
  const remove = useDeletePasskey();
  const can = hasPasskeys();
  return (
    <Section
      title={m.passkeys.title}
      text={can ? m.passkeys.text : m.passkeys.notHere}
      actions={
        can && open !== "new" ? (
          <Button onClick={() => setOpen("new")}>{m.passkeys.add}</Button>
        ) : null
      }
    >
      {open === "new" ? <NewPasskey onClose={() => setOpen(null)} /> : null}
      {passkeys.length === 0 ? (
        <Nothing>{m.passkeys.nothing}</Nothing>
      ) : (
        <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
          {passkeys.map((passkey) =>
            open === passkey.id ? (
              <li key={passkey.id} className="py-3">
                <RenamePasskey passkey={passkey} onClose={() => setOpen(null)} />
              </li>
            ) : (
              <Passkey
                key={passkey.id}
                passkey={passkey}
                onRename={() => setOpen(passkey.id)}
                onDelete={() => setDoomed(passkey)}
              />
            ),
          )}
        </ul>
      )}
      {doomed ? (
        <DeletionDialog
          title={m.passkeys.deleteTitle(doomed.name)}
          text={m.passkeys.deleteText}
          action={all.delete}
          deletion={remove}
          of={doomed.id}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </Section>
  );
}

function Passkey({
  passkey,
  onRename,
  onDelete,
}: {
  readonly passkey: PasskeyOut;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}) {
  const say = useSayMoment();
  const used = passkey.used_at ? m.used(say(passkey.used_at)) : m.neverUsed;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <KeyRound aria-hidden size={18} className="text-muted" />
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium">{passkey.name}</p>
        <p className="text-sm text-muted">
          {[m.added(say(passkey.created_at)), used, passkey.is_backed_up ? m.passkeys.synced : ""]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <Button size="small" aria-label={m.passkeys.renameOf(passkey.name)} onClick={onRename}>
        {m.passkeys.rename}
      </Button>
      <Button
        size="small"
        look="quiet"
        className="text-danger"
        aria-label={m.passkeys.deleteOf(passkey.name)}
        onClick={onDelete}
      >
        {all.delete}
      </Button>
    </li>
  );
}

function NewPasskey({ onClose }: { readonly onClose: () => void }) {
  const add = useAddPasskey();
  return (
    <NameForm
      first={deviceName(navigator.userAgent) || m.passkeys.defaultName}
      action={m.passkeys.make}
      busy={add.isPending}
      error={add.error}
      onName={(name) => add.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function RenamePasskey({
  passkey,
  onClose,
}: {
  readonly passkey: PasskeyOut;
  readonly onClose: () => void;
}) {
  const rename = useRenamePasskey();
  return (
    <NameForm
      first={passkey.name}
      action={core.save}
      busy={rename.isPending}
      error={rename.error}
      onName={(name) => rename.mutate({ id: passkey.id, name }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function NameForm({
  first,
  action,
  busy,
  error,
  onName,
  onClose,
}: {
  readonly first: string;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(first);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onName(name.trim());
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-3">
      <Trouble error={error} fields={["/name"]} />
      <Field
        label={m.passkeys.name}
        hint={m.passkeys.nameHint}
        autoFocus
        required
        maxLength={80}
        value={name}
        error={fieldError(error, "/name")}
        onChange={(event) => setName(event.target.value)}
      />
      <FormButtons busy={busy} onClose={onClose}>
        {action}
      </FormButtons>
    </form>
  );
}
