import { createFileRoute } from "@tanstack/react-router";
import { identitiesOptions } from "@/api/identities/identities";
import { passkeysOptions } from "@/api/passkeys/passkeys";
import { devicesOptions } from "@/api/sessions/devices";
import { SecurityPage } from "@/features/settings/security/security-page";

export const Route = createFileRoute("/_app/settings/security")({
  loader: ({ context: { queryClient } }) =>
    Promise.all([
      queryClient.ensureQueryData(passkeysOptions()),
      queryClient.ensureQueryData(identitiesOptions()),
      queryClient.ensureQueryData(devicesOptions()),
    ]),
  component: SecurityPage,
});
