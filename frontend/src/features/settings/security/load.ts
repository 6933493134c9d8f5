import type { QueryClient } from "@tanstack/react-query";
import { identitiesOptions } from "@/api/identities/identities";
import { passkeysOptions } from "@/api/passkeys/passkeys";
import { devicesOptions } from "@/api/sessions/devices";

/** What the page shows at once. */
export const load = (client: QueryClient): Promise<unknown> =>
  Promise.all([
    client.ensureQueryData(identitiesOptions()),
    client.ensureQueryData(passkeysOptions()),
    client.ensureQueryData(devicesOptions()),
  ]);
