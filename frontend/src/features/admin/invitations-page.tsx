import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MailPlus } from "lucide-react";
import { useState } from "react";
import { invitationsOptions, useRevokeInvitation } from "@/api/admin/invitations";
import { useMe } from "@/api/me/get-me";
import type { InvitationMadeOut, InvitationOut } from "@/api/schema.gen";
import { sayActor } from "@/components/area/actors";
import { AreaPage } from "@/components/area/area-page";
import { adminLink } from "@/components/area/links";
import { Pages } from "@/components/area/pages";
import { SecretOnce } from "@/components/secret/secret-once";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/components/ui/deletion-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { cn } from "@/lib/cn";
import { InvitationForm } from "./invitation-form";
import { m } from "./messages";

/** Invitations: made by mail or as a link that is shown once, and revoked. */
export function InvitationsPage() {
  const pages = useInfiniteQuery(invitationsOptions());
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<InvitationMadeOut | null>(null);
  const [doomed, setDoomed] = useState<InvitationOut | null>(null);
  const revoke = useRevokeInvitation();
  return (
    <AreaPage
      title={m.pages.invitations}
      lead={m.invitations.lead}
      actions={
        isMaking ? null : <Button onClick={() => setIsMaking(true)}>{m.invitations.make}</Button>
      }
    >
      {isMaking ? (
        <Section title={m.invitations.make}>
          <InvitationForm
            onMade={(invitation) => {
              setMade(invitation);
              setIsMaking(false);
            }}
            onClose={() => setIsMaking(false)}
          />
        </Section>
      ) : null}
      {made ? <Made invitation={made} onClose={() => setMade(null)} /> : null}
      <Pages
        pages={pages}
        empty={
          <EmptyState
            icon={<MailPlus size={28} />}
            title={m.invitations.emptyTitle}
            text={m.invitations.emptyText}
          />
        }
      >
        {(invitations) => (
          <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface px-4">
            {invitations.map((invitation) => (
              <Invitation
                key={invitation.id}
                invitation={invitation}
                onRevoke={() => setDoomed(invitation)}
              />
            ))}
          </ul>
        )}
      </Pages>
      {doomed ? (
        <DeletionDialog
          title={m.invitations.revokeTitle}
          text={m.invitations.revokeText}
          action={m.invitations.revoke}
          deletion={revoke}
          of={doomed.id}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </AreaPage>
  );
}

function Made({
  invitation,
  onClose,
}: {
  readonly invitation: InvitationMadeOut;
  readonly onClose: () => void;
}) {
  const { url, email } = invitation;
  return (
    <Section
      title={url === null ? m.invitations.mailedTitle : m.invitations.linkTitle}
      text={url === null ? m.invitations.mailedText(email ?? "") : m.invitations.linkText}
    >
      {url === null ? null : <SecretOnce label={m.invitations.link} secret={url} />}
      <Button className="self-start" onClick={onClose}>
        {m.invitations.done}
      </Button>
    </Section>
  );
}

function Invitation({
  invitation,
  onRevoke,
}: {
  readonly invitation: InvitationOut;
  readonly onRevoke: () => void;
}) {
  const me = useMe();
  const say = useSayMoment();
  const who = invitation.email ?? m.invitations.anybody;
  const isWaiting = invitation.state === "waiting";
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 grow basis-60">
        <p className="truncate font-medium">
          <bdi>{who}</bdi>
        </p>
        <p className="text-sm text-muted">
          {[
            invitation.is_mailed ? m.invitations.byMail : m.invitations.byLink,
            m.invitations.by(say(invitation.created_at), sayActor(invitation.invited_by, me.id)),
            isWaiting ? m.invitations.until(say(invitation.expires_at)) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <span
        className={cn(
          "rounded-full px-2 py-0.5 text-sm",
          isWaiting ? "bg-accent-soft" : "border border-line text-muted",
        )}
      >
        {m.invitations.states[invitation.state]}
      </span>
      {invitation.used_by ? (
        <Link
          {...adminLink(`users/${invitation.used_by}`)}
          className="text-accent underline underline-offset-2"
        >
          {m.user.account}
        </Link>
      ) : null}
      {isWaiting ? (
        <Button
          size="small"
          look="quiet"
          className="text-danger"
          aria-label={m.invitations.revokeOf(who)}
          onClick={onRevoke}
        >
          {m.invitations.revoke}
        </Button>
      ) : null}
    </li>
  );
}
