import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { providersOptions } from "@/api/auth/providers";
import { useMe } from "@/api/me/get-me";
import { confirmByPasskey, confirmByPassword } from "@/api/security/confirm";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import { proofAsked } from "@/lib/confirmed";
import { Problem } from "@/lib/problem";
import { useStore } from "@/lib/store";
import { sayWait, useWait } from "@/lib/wait";
import { hasPasskeys, PasskeyCancelled } from "@/lib/webauthn";
import { m } from "./messages";

/** Asks who is there whenever something waits for it; closing it calls that off. */
export function ConfirmDialog() {
  const question = useStore(proofAsked);
  if (question === null) return null;
  return (
    <Dialog onClose={question.refuse} title={m.title} description={m.text} className="sm:max-w-md">
      <Ways onDone={question.give} />
    </Dialog>
  );
}

function Ways({ onDone }: { readonly onDone: () => void }) {
  const { has_password, passkeys, second_factor } = useMe().sign_in_methods;
  const canUsePasskey = passkeys > 0 && hasPasskeys();
  return (
    <div className="flex flex-col gap-4">
      {has_password ? <ByPassword withCode={second_factor} onDone={onDone} /> : null}
      {canUsePasskey ? <ByPasskey onDone={onDone} /> : null}
      {has_password || canUsePasskey ? null : <ByProvider />}
    </div>
  );
}

function ByPassword({
  withCode,
  onDone,
}: {
  readonly withCode: boolean;
  readonly onDone: () => void;
}) {
  const { email } = useMe();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const confirm = useMutation({ mutationFn: confirmByPassword, onSuccess: onDone });
  const wait = useWait(confirm.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation(); // it may stand in the form that waits for it
    confirm.mutate({ password, ...(withCode ? { code: code.trim() } : {}) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Refusal error={confirm.error} wait={wait} words={m.wrong} />
      {/* Password managers want to know whose password it is. */}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={m.password}
        name="password"
        autoComplete="current-password"
        autoFocus
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {withCode ? (
        <Field
          label={m.code}
          name="code"
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      ) : null}
      <Button type="submit" look="primary" busy={confirm.isPending} disabled={wait > 0}>
        {m.confirm}
      </Button>
    </form>
  );
}

function ByPasskey({ onDone }: { readonly onDone: () => void }) {
  const confirm = useMutation({ mutationFn: () => confirmByPasskey(), onSuccess: onDone });
  return (
    <>
      <Refusal error={confirm.error} wait={0} words={m.wrongPasskey} />
      <Button busy={confirm.isPending} onClick={() => confirm.mutate()}>
        <KeyRound aria-hidden size={17} />
        {m.passkey}
      </Button>
    </>
  );
}

function ByProvider() {
  const { data: providers = [] } = useQuery(providersOptions());
  return (
    <>
      <p>{m.noWay}</p>
      {providers.map((provider) => (
        <a
          key={provider.name}
          href={`${provider.start}?next=${encodeURIComponent(location.pathname)}`}
          className="text-accent underline"
        >
          {m.signInWith(provider.label)}
        </a>
      ))}
    </>
  );
}

function Refusal({
  error,
  wait,
  words,
}: {
  readonly error: unknown;
  readonly wait: number;
  readonly words: string;
}) {
  if (error instanceof PasskeyCancelled) return null;
  const said =
    error instanceof Problem && error.code === "auth.bad_credentials"
      ? words
      : wait > 0
        ? m.throttled(sayWait(wait))
        : null;
  return said === null ? (
    <ErrorNote error={error} />
  ) : (
    <p role="alert" className="rounded-lg bg-danger-soft px-3.5 py-3">
      {said}
    </p>
  );
}
