import { useSuspenseQuery } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import type { DeviceOut } from "@/api/schema.gen";
import { devicesOptions, useSignOutDevice, useSignOutOthers } from "@/api/sessions/devices";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { SureDialog } from "@/components/ui/sure-dialog";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { toast } from "@/lib/toasts";
import { m as core } from "@/messages/core";
import { deviceName } from "./devices";
import { m } from "./messages";

/** Where somebody is signed in, and out of it. */
export function DevicesSection() {
  const { data } = useSuspenseQuery(devicesOptions());
  const devices = [...data].sort((a, b) => Number(b.is_current) - Number(a.is_current));
  const others = useSignOutOthers();
  const [isSure, setIsSure] = useState(false);
  return (
    <Section
      title={m.devices.title}
      text={m.devices.text}
      actions={
        devices.length > 1 ? (
          <Button onClick={() => setIsSure(true)}>{m.devices.signOutOthers}</Button>
        ) : null
      }
    >
      <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {devices.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
      {isSure ? (
        <SureDialog
          title={m.devices.othersTitle}
          text={m.devices.othersText}
          action={core.signOut}
          busy={others.isPending}
          error={others.error}
          onYes={() =>
            others.mutate(undefined, {
              onSuccess: () => {
                setIsSure(false);
                toast({ text: m.devices.othersDone });
              },
            })
          }
          onClose={() => setIsSure(false)}
        />
      ) : null}
    </Section>
  );
}

function Device({ device }: { readonly device: DeviceOut }) {
  const say = useSayMoment();
  const signOut = useSignOutDevice();
  const name = deviceName(device.user_agent) || m.devices.unknown;
  const Icon = /iPhone|iPad|Android/.test(name) ? Smartphone : Monitor;
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <Icon aria-hidden size={18} className="text-muted" />
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium" title={device.user_agent}>
          {name}
        </p>
        <p className="text-sm text-muted">
          {m.devices.facts(m.devices.methods[device.method], device.address, say(device.used_at))}
        </p>
      </div>
      {device.is_current ? (
        <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-sm">{m.devices.here}</span>
      ) : (
        <Button
          size="small"
          busy={signOut.isPending}
          aria-label={m.devices.signOutOf(name)}
          onClick={() => signOut.mutate(device.id)}
        >
          {core.signOut}
        </Button>
      )}
      <Trouble error={signOut.error} />
    </li>
  );
}
