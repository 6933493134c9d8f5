import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Act, useAct } from "@/api/admin/accounts";
import { useMe } from "@/api/me/get-me";
import type { GovernedAccountOut } from "@/api/schema.gen";
import { adminLink } from "@/components/area/links";
import { Button } from "@/components/ui/button";
import { Row, Section } from "@/components/ui/section";
import { toast } from "@/lib/toasts";
import { ActDialog } from "./act-dialog";
import { m } from "./messages";

type Deed = Exclude<Act["do"], "role">;

/** What is offered for an account as it is. */
export function deedsOf(account: GovernedAccountOut, isOwn: boolean): readonly Deed[] {
  return [
    ...(account.devices > 0 ? (["sign-out"] as const) : []),
    ...(account.disabled_at === null ? (["reset-password"] as const) : []),
    ...(account.second_factor ? (["reset-second-factor"] as const) : []),
    ...(account.disabled_at !== null ? (["enable"] as const) : []),
    ...(account.disabled_at === null && !isOwn ? (["disable"] as const) : []),
    ...(isOwn ? [] : (["erase"] as const)),
  ];
}

/** What can be done to an account, with what it comes to. */
export function Acts({ account }: { readonly account: GovernedAccountOut }) {
  const me = useMe();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<Deed | null>(null);
  const act = useAct(account.id);
  const isOwn = account.id === me.id;
  const close = (): void => {
    setDoing(null);
    act.reset();
  };
  const perform = (done: Act): void =>
    act.mutate(done, {
      onSuccess: () => {
        toast({ text: m.acts[done.do as Deed].done });
        close();
        if (done.do === "erase") void navigate(adminLink("users"));
      },
    });
  return (
    <Section title={m.user.acts} text={isOwn ? m.user.ownAccount : null}>
      {deedsOf(account, isOwn).map((deed) => (
        <Row key={deed} label={m.acts[deed].name} hint={m.acts[deed].hint}>
          <Button
            look={deed === "erase" ? "quiet" : "plain"}
            className={deed === "erase" ? "text-danger" : ""}
            onClick={() => setDoing(deed)}
          >
            {m.acts[deed].button}
          </Button>
        </Row>
      ))}
      {doing ? (
        <ActDialog
          deed={doing}
          account={account}
          busy={act.isPending}
          error={act.error}
          onAct={perform}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}
