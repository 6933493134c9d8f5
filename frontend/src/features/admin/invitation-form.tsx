import { type FormEvent, useState } from "react";
import { useInvite } from "@/api/admin/invitations";
import type { InvitationMadeOut } from "@/api/schema.gen";
import { Choice, Choices } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { fieldError } from "@/components/ui/trouble";
import { ActRefusal } from "./act-refusal";
import { m } from "./messages";

/** Who is invited, how, and for how long. */
export function InvitationForm({
  onMade,
  onClose,
}: {
  readonly onMade: (invitation: InvitationMadeOut) => void;
  readonly onClose: () => void;
}) {
  const [way, setWay] = useState<"mail" | "link">("mail");
  const [email, setEmail] = useState("");
  const [days, setDays] = useState("7");
  const invite = useInvite();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const address = email.trim();
    invite.mutate(
      { email: address === "" ? null : address, send_mail: way === "mail", days: Number(days) },
      { onSuccess: onMade },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-lg flex-col gap-4">
      <ActRefusal error={invite.error} />
      <Choices legend={m.invitations.how}>
        <Choice
          name="invitation-way"
          label={m.invitations.mailWay}
          hint={m.invitations.mailWayHint}
          checked={way === "mail"}
          onChoose={() => setWay("mail")}
        />
        <Choice
          name="invitation-way"
          label={m.invitations.linkWay}
          hint={m.invitations.linkWayHint}
          checked={way === "link"}
          onChoose={() => setWay("link")}
        />
      </Choices>
      <Field
        type="email"
        label={way === "mail" ? m.invitations.email : m.invitations.emailOrNone}
        hint={way === "link" ? m.invitations.emailHint : undefined}
        required={way === "mail"}
        maxLength={254}
        autoComplete="off"
        value={email}
        error={fieldError(invite.error, "/email")}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        type="number"
        label={m.invitations.days}
        required
        min={1}
        max={90}
        value={days}
        error={fieldError(invite.error, "/days")}
        onChange={(event) => setDays(event.target.value)}
      />
      <FormButtons busy={invite.isPending} onClose={onClose}>
        {way === "mail" ? m.invitations.send : m.invitations.makeLink}
      </FormButtons>
    </form>
  );
}
