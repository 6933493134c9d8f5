import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft, UserX } from "lucide-react";
import { useState } from "react";
import { accountOptions, ROLES, useAct } from "@/api/admin/accounts";
import { useMe } from "@/api/me/get-me";
import type { GovernedAccountOut } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { Facts } from "@/components/area/facts";
import { adminLink, opsLink } from "@/components/area/links";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNote } from "@/components/ui/error-note";
import { Row, Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { SkeletonList } from "@/components/ui/skeleton";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { ActRefusal } from "./act-refusal";
import { Acts } from "./acts";
import { m } from "./messages";
import { Marks } from "./users-page";

const LINK = "text-accent underline underline-offset-2";

/** One account: what it is, and what can be done to it; never what is in it. */
export function UserPage({ id }: { readonly id: string }) {
  const { data: account, error, refetch } = useQuery(accountOptions(id));
  const isGone = error instanceof Problem && (error.status === 404 || error.status === 422);
  return (
    <AreaPage
      title={account?.email ?? m.user.title}
      lead={
        <Link
          {...adminLink("users")}
          className="-ml-1 inline-flex min-h-6 items-center gap-1 text-muted hover:text-text"
        >
          <ChevronLeft aria-hidden size={16} />
          {m.pages.users}
        </Link>
      }
    >
      {isGone ? (
        <EmptyState icon={<UserX size={28} />} title={m.user.goneTitle} text={m.user.goneText} />
      ) : null}
      {error && !isGone ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {account === undefined && !error ? <SkeletonList /> : null}
      {account && !isGone ? (
        <>
          <AccountFacts account={account} />
          <RoleSection account={account} />
          <Acts account={account} />
        </>
      ) : null}
    </AreaPage>
  );
}

function AccountFacts({ account }: { readonly account: GovernedAccountOut }) {
  const say = useSayMoment();
  const names = m.user.facts;
  const ways = [
    account.has_password ? m.user.password : null,
    account.second_factor ? m.user.secondFactor : null,
    account.passkeys > 0 ? m.user.passkeys(account.passkeys) : null,
  ];
  return (
    <Section title={m.user.account} actions={<Marks account={account} />}>
      <Facts
        facts={[
          [names.name, <bdi key="name">{account.name}</bdi>],
          [names.id, <code key="id">{account.id}</code>],
          [names.created, say(account.created_at)],
          [
            names.verified,
            account.email_verified_at ? say(account.email_verified_at) : m.user.notYet,
          ],
          [names.disabled, account.disabled_at ? say(account.disabled_at) : null],
          [names.seen, account.last_seen_at ? say(account.last_seen_at) : m.neverSeen],
          [names.ways, ways.filter(Boolean).join(", ") || m.user.noWay],
          [names.devices, account.devices],
          [names.tokens, account.tokens],
        ]}
      />
      <p className="flex flex-wrap gap-x-5 gap-y-1">
        <Link {...opsLink("timeline", { of: "user", id: account.id })} className={LINK}>
          {m.user.timeline}
        </Link>
        <Link {...adminLink("audit", { user: account.id })} className={LINK}>
          {m.user.audit}
        </Link>
      </p>
    </Section>
  );
}

function RoleSection({ account }: { readonly account: GovernedAccountOut }) {
  const me = useMe();
  const act = useAct(account.id);
  const [saved, setSaved] = useState(account.role);
  const isOwn = account.id === me.id;
  const change = (text: string): void => {
    const role = ROLES.find((each) => each === text);
    if (role === undefined) return;
    setSaved(role);
    act.mutate(
      { do: "role", role },
      {
        onSuccess: () => toast({ text: m.user.roleChanged(m.roles[role]) }),
        onError: () => setSaved(account.role),
      },
    );
  };
  return (
    <Section title={m.role} text={isOwn ? m.user.ownRole : m.user.roleText}>
      <ActRefusal error={act.error} />
      <Row label={m.user.may} hint={m.mays[saved]} htmlFor="account-role">
        <Select
          id="account-role"
          aria-describedby="account-role-hint"
          disabled={isOwn || act.isPending}
          value={saved}
          onChange={(event) => change(event.target.value)}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {m.roles[role]}
            </option>
          ))}
        </Select>
      </Row>
    </Section>
  );
}
