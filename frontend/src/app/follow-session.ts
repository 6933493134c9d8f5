import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";
import { shownAsOf } from "@/lib/connection";
import { session } from "@/lib/session";
import { browserStorage, DEVICE, tabStorage } from "@/lib/storage";

/** The parts of the router that are needed: tests bring their own. */
export type Places = Pick<AnyRouter, "navigate"> & {
  readonly state: {
    readonly location: { readonly href: string };
    readonly matches: readonly { readonly routeId: string }[];
  };
};

/**
 * The pages follow who is signed in, whichever tab changed it; answers how to stop.
 *
 * Nobody any more: the sign-in page, which knows the place to go on at. Somebody else: the app
 * begins anew, so that nothing of the one before is left in it.
 */
export function followSession(
  client: QueryClient,
  router: Places,
  restart = () => location.replace("/today"),
): () => void {
  // Who closed their tab without signing out left their traces all the same.
  let last = session.current?.userId ?? browserStorage.get(DEVICE.known);
  return session.subscribe((access) => {
    if (access === null) {
      shownAsOf.set(null);
      browserStorage.forgetPersons();
      // Whom the server signs out in the middle of a word finds it again, in this tab.
      tabStorage.forgetPersons(session.endedBy === "user" ? null : last);
      void forgetData();
      void leave(client, router);
      return;
    }
    tabStorage.forgetPersons(access.userId);
    const isOther = last !== null && last !== access.userId;
    last = access.userId;
    if (!isOther) return;
    browserStorage.forgetPersons();
    void forgetData();
    restart();
  });
}

async function forgetData(): Promise<void> {
  await (await import("./offline-data")).forgetData();
}

async function leave(client: QueryClient, router: Places): Promise<void> {
  const { href } = router.state.location;
  if (router.state.matches.some((match) => match.routeId === "/_app")) {
    await router.navigate({
      to: "/sign-in",
      // Who signs out wants to be gone; who was signed out elsewhere wants to go on here.
      search: session.endedHere || href === "/today" ? {} : { next: href },
      replace: true,
      ignoreBlocker: true,
    });
  }
  client.clear(); // after the pages that show it are gone, or they would ask for it again
}
