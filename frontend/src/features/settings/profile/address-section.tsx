import { type FormEvent, useState } from "react";
import { useChangeEmail } from "@/api/me/change-email";
import { useMe } from "@/api/me/get-me";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Row, Section } from "@/components/ui/section";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { m } from "../messages";

/** The address that somebody signs in with and gets mails at; another one is confirmed by mail. */
export function AddressSection() {
  const { email } = useMe();
  const [isChanging, setIsChanging] = useState(false);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  return (
    <Section title={m.profile.emailTitle} text={m.profile.emailText}>
      {isChanging ? (
        <AddressForm
          onClose={() => setIsChanging(false)}
          onMail={(address) => {
            setMailedTo(address);
            setIsChanging(false);
          }}
        />
      ) : (
        <Row label={email}>
          <Button onClick={() => setIsChanging(true)}>{m.profile.changeEmail}</Button>
        </Row>
      )}
      <p role="status" className={mailedTo ? "rounded-lg bg-accent-soft px-3.5 py-3" : "sr-only"}>
        {mailedTo ? m.profile.emailMailed(mailedTo, email) : ""}
      </p>
    </Section>
  );
}

function AddressForm({
  onClose,
  onMail,
}: {
  readonly onClose: () => void;
  readonly onMail: (address: string) => void;
}) {
  const [email, setEmail] = useState("");
  const change = useChangeEmail();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(email.trim(), { onSuccess: () => onMail(email.trim()) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Trouble error={change.error} fields={["/email"]} />
      <Field
        label={m.profile.newEmail}
        hint={m.profile.newEmailHint}
        type="email"
        name="email"
        autoComplete="email"
        autoFocus
        required
        maxLength={254}
        value={email}
        error={fieldError(change.error, "/email")}
        onChange={(event) => setEmail(event.target.value)}
      />
      <FormButtons busy={change.isPending} onClose={onClose}>
        {m.profile.sendLink}
      </FormButtons>
    </form>
  );
}
