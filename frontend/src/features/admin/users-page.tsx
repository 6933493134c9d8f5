import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ACCOUNT_STATES, type AccountFilter, accountsOptions, ROLES } from "@/api/admin/accounts";
import type { GovernedAccountOut } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { adminLink, type Texts, useTexts } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { Pages } from "@/components/area/pages";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m } from "./messages";

/** The filter that an address says. */
function filterOf(texts: Texts): AccountFilter {
  const role = ROLES.find((each) => each === texts.role);
  const state = ACCOUNT_STATES.find((each) => each === texts.state);
  return {
    ...(texts.q ? { query: texts.q.slice(0, 100) } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
  };
}

/** Accounts: found by address, name, role and state; never what is in them. */
export function UsersPage() {
  const texts = useTexts();
  const navigate = useNavigate();
  const filter = filterOf(texts);
  const pages = useInfiniteQuery(accountsOptions(filter));
  const go = (next: Texts): void => void navigate(adminLink("users", next));
  return (
    <AreaPage title={m.pages.users} lead={m.users.lead}>
      <Filter key={JSON.stringify(filter)} texts={texts} onApply={go} />
      <Pages
        pages={pages}
        empty={
          <EmptyState
            icon={<SearchX size={28} />}
            title={m.users.emptyTitle}
            text={m.users.emptyText}
            action={<Button onClick={() => go({})}>{area.clearFilter}</Button>}
          />
        }
      >
        {(accounts) => (
          <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
            {accounts.map((account) => (
              <AccountRow key={account.id} account={account} />
            ))}
          </ul>
        )}
      </Pages>
    </AreaPage>
  );
}

function Filter({
  texts,
  onApply,
}: {
  readonly texts: Texts;
  readonly onApply: (texts: Texts) => void;
}) {
  const [query, setQuery] = useState(texts.q ?? "");
  const said = { q: query.trim(), role: texts.role, state: texts.state };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onApply(said);
  };
  return (
    <form
      onSubmit={submit}
      aria-label={area.filter}
      className="grid items-end gap-3 rounded-xl border border-line bg-surface p-4 sm:grid-cols-[minmax(0,1fr)_10rem_10rem_auto]"
    >
      <Field
        type="search"
        label={m.users.search}
        maxLength={100}
        autoComplete="off"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <SelectField
        id="account-role"
        label={m.role}
        value={texts.role ?? ""}
        onChange={(event) => onApply({ ...said, role: event.target.value })}
      >
        <option value="">{area.any}</option>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {m.roles[role]}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="account-state"
        label={m.state}
        value={texts.state ?? ""}
        onChange={(event) => onApply({ ...said, state: event.target.value })}
      >
        <option value="">{area.any}</option>
        {ACCOUNT_STATES.map((state) => (
          <option key={state} value={state}>
            {m.states[state]}
          </option>
        ))}
      </SelectField>
      <Button type="submit" look="primary" className="h-10 self-end">
        {m.users.find}
      </Button>
    </form>
  );
}

function AccountRow({ account }: { readonly account: GovernedAccountOut }) {
  const say = useSayMoment();
  return (
    <li>
      <Link
        {...adminLink(`users/${account.id}`)}
        className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-hover"
      >
        <span className="min-w-0 grow basis-60">
          <bdi className="block truncate font-medium">{account.email}</bdi>
          <bdi className="block truncate text-sm text-muted">{account.name}</bdi>
        </span>
        <Marks account={account} />
        <span className="text-sm text-muted tabular-nums sm:w-44 sm:text-right">
          {account.last_seen_at ? m.seen(say(account.last_seen_at)) : m.neverSeen}
        </span>
      </Link>
    </li>
  );
}

/** What is not as with most accounts, in a word each. */
export function Marks({ account }: { readonly account: GovernedAccountOut }) {
  return (
    <span className="flex flex-wrap gap-1.5 empty:hidden">
      {account.role === "user" ? null : (
        <span className="rounded-full bg-accent-soft px-2 py-0.5 text-sm">
          {m.roles[account.role]}
        </span>
      )}
      {account.disabled_at ? (
        <span className="rounded-full bg-danger-soft px-2 py-0.5 text-sm">{m.states.disabled}</span>
      ) : null}
      {account.email_verified_at ? null : (
        <span className="rounded-full border border-line px-2 py-0.5 text-sm text-muted">
          {m.states.unverified}
        </span>
      )}
    </span>
  );
}
