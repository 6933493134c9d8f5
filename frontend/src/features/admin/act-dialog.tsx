import { type FormEvent, useState } from "react";
import type { Act } from "@/api/admin/accounts";
import type { GovernedAccountOut } from "@/api/schema.gen";
import { ReasonField } from "@/components/area/reason-field";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { DialogButtons } from "@/components/ui/form-buttons";
import { ActRefusal } from "./act-refusal";
import { m } from "./messages";

type Deed = Exclude<Act["do"], "role">;

const WITHOUT_REASON: readonly Deed[] = ["sign-out", "reset-password"];

/** Says what an act comes to; asks why, and before the end of an account for its address. */
export function ActDialog({
  deed,
  account,
  busy,
  error,
  onAct,
  onClose,
}: {
  readonly deed: Deed;
  readonly account: GovernedAccountOut;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onAct: (act: Act) => void;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const needsReason = !WITHOUT_REASON.includes(deed);
  const isReady =
    (!needsReason || reason.trim() !== "") &&
    (deed !== "erase" || typed.trim().toLowerCase() === account.email.toLowerCase());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onAct(
      deed === "sign-out" || deed === "reset-password"
        ? { do: deed }
        : { do: deed, reason: reason.trim() },
    );
  };
  const words = m.acts[deed];
  return (
    <Dialog onClose={onClose} title={words.title(account.email)} description={words.text}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ActRefusal error={error} />
        {needsReason ? (
          <ReasonField value={reason} onChange={setReason} error={error} hint={m.user.reasonHint} />
        ) : null}
        {deed === "erase" ? (
          <Field
            label={m.user.typeAddress(account.email)}
            required
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        ) : null}
        <DialogButtons
          look={deed === "erase" || deed === "disable" ? "danger" : "primary"}
          busy={busy}
          disabled={!isReady}
          onClose={onClose}
        >
          {words.yes}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
