import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Place } from "@/lib/live";
import { filterKeys } from "../filters/keys";
import { labelKeys } from "../labels/keys";
import { projectKeys } from "../projects/keys";
import { sectionKeys } from "../sections/keys";
import { refreshLists } from "../tasks/cache";

/** What has to be read again when something of its kind changed; a feed goes with what it shows. */
const KEYS: Readonly<Record<Place, readonly QueryKey[]>> = {
  project: [projectKeys.all, sectionKeys.all, ["feeds"]],
  section: [sectionKeys.all],
  label: [labelKeys.all],
  filter: [filterKeys.all, ["feeds"]],
};

/**
 * Projects, sections, labels and filters of these kinds are asked for anew, with the lists and
 * numbers that follow from them.
 *
 * Not while something is being changed here: what the server says before it knows of that would
 * take back what is shown already.
 */
export async function refreshPlaces(client: QueryClient, kinds: ReadonlySet<Place>): Promise<void> {
  await untilStill(client);
  const keys = [...kinds].flatMap((kind) => KEYS[kind]);
  await Promise.all([
    ...keys.map((queryKey) => client.invalidateQueries({ queryKey })),
    refreshLists(client),
  ]);
}

/** No change of this page waits for its answer. */
function untilStill(client: QueryClient): Promise<void> {
  if (client.isMutating() === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = client.getMutationCache().subscribe(() => {
      if (client.isMutating() > 0) return;
      stop();
      resolve();
    });
  });
}
