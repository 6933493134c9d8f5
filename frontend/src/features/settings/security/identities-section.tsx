import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { providersOptions } from "@/api/auth/providers";
import { identitiesOptions, useLinkIdentity, useUnlinkIdentity } from "@/api/identities/identities";
import type { IdentityOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { DeletionDialog } from "@/components/ui/deletion-dialog";
import { Section } from "@/components/ui/section";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m } from "./messages";

/** Sign-ins elsewhere that open this account; not shown where there are none and can be none. */
export function IdentitiesSection() {
  const { data: identities } = useSuspenseQuery(identitiesOptions());
  const { data: providers = [] } = useQuery(providersOptions());
  const [doomed, setDoomed] = useState<IdentityOut | null>(null);
  const say = useSayMoment();
  const link = useLinkIdentity();
  const unlink = useUnlinkIdentity();
  if (identities.length === 0 && providers.length === 0) return null;
  const nameOf = (identity: IdentityOut): string => identity.label ?? identity.issuer;
  return (
    <Section title={m.identities.title} text={m.identities.text}>
      <Trouble error={link.error} />
      {identities.length > 0 ? (
        <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
          {identities.map((identity) => (
            <li key={identity.id} className="flex flex-wrap items-center gap-3 py-3">
              <div className="min-w-0 grow basis-48">
                <p className="truncate font-medium">{nameOf(identity)}</p>
                <p className="truncate text-sm text-muted">
                  {`${identity.email ?? identity.subject} · ${m.used(say(identity.used_at))}`}
                </p>
              </div>
              <Button
                size="small"
                aria-label={m.identities.unlinkOf(nameOf(identity))}
                onClick={() => setDoomed(identity)}
              >
                {m.identities.unlink}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {providers.map((provider) => (
          <Button
            key={provider.name}
            busy={link.isPending}
            onClick={() =>
              link.mutate(provider.name, { onSuccess: ({ url }) => location.assign(url) })
            }
          >
            {m.identities.link(provider.label)}
          </Button>
        ))}
      </div>
      {doomed ? (
        <DeletionDialog
          title={m.identities.unlinkTitle(nameOf(doomed))}
          text={m.identities.unlinkText}
          action={m.identities.unlink}
          deletion={unlink}
          of={doomed.id}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </Section>
  );
}
