import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiTokenOut, NewApiTokenOut } from "@/api/schema.gen";
import { tokensOptions, useRevokeToken } from "@/api/tokens/tokens";
import { SecretOnce } from "@/components/secret/secret-once";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/components/ui/deletion-dialog";
import { Nothing, Section } from "@/components/ui/section";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m as all } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { m } from "./messages";
import { SCOPES, type Scope, TokenForm } from "./token-form";

/** Tokens for programs: made, shown once, taken back. */
export function TokensPage() {
  const { data: tokens } = useSuspenseQuery(tokensOptions());
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<NewApiTokenOut | null>(null);
  const [doomed, setDoomed] = useState<ApiTokenOut | null>(null);
  const revoke = useRevokeToken();
  return (
    <SettingsPage title={all.pages.tokens} lead={m.lead}>
      {made ? (
        <Section title={m.madeTitle(made.name)}>
          <SecretOnce label={m.token} secret={made.token} />
          <p className="text-sm text-muted">{m.howTo}</p>
          <Button className="self-start" onClick={() => setMade(null)}>
            {all.done}
          </Button>
        </Section>
      ) : null}
      <Section
        title={m.listTitle}
        actions={isMaking ? null : <Button onClick={() => setIsMaking(true)}>{m.make}</Button>}
      >
        {isMaking ? (
          <TokenForm
            onMade={(token) => {
              setMade(token);
              setIsMaking(false);
            }}
            onClose={() => setIsMaking(false)}
          />
        ) : null}
        {tokens.length === 0 && !isMaking ? <Nothing>{m.nothing}</Nothing> : null}
        <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
          {tokens.map((token) => (
            <Token key={token.id} token={token} onRevoke={() => setDoomed(token)} />
          ))}
        </ul>
      </Section>
      {doomed ? (
        <DeletionDialog
          title={m.revokeTitle(doomed.name)}
          text={m.revokeText}
          action={m.revoke}
          deletion={revoke}
          of={doomed.id}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </SettingsPage>
  );
}

function Token({
  token,
  onRevoke,
}: {
  readonly token: ApiTokenOut;
  readonly onRevoke: () => void;
}) {
  const say = useSayMoment();
  const facts = [
    token.used_at ? m.used(say(token.used_at)) : m.neverUsed,
    token.expires_at ? m.until(say(token.expires_at)) : m.noEnd,
  ];
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 grow basis-52">
        <p className="truncate font-medium">
          {token.name} <code className="text-sm text-muted">{`…${token.hint}`}</code>
        </p>
        <p className="text-sm text-muted">{facts.join(" · ")}</p>
        <p className="mt-1 flex flex-wrap gap-1.5">
          {token.scopes.map((scope) => (
            <span key={scope} className="rounded bg-hover px-1.5 py-0.5 text-xs">
              {wordsOf(scope)}
            </span>
          ))}
        </p>
      </div>
      <Button
        size="small"
        look="quiet"
        className="text-danger"
        aria-label={m.revokeOf(token.name)}
        onClick={onRevoke}
      >
        {m.revoke}
      </Button>
    </li>
  );
}

/** What the form calls it; one that it does not know, as the server does. */
const wordsOf = (scope: string): string =>
  SCOPES.find((each) => each === scope) ? m.scope[scope as Scope].name : scope;
