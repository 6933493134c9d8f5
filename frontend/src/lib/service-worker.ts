import { newVersion } from "./connection";

const SCRIPT = "/sw.js";
/** Name of the error that a part of the app could not be loaded. */
export const PART_MISSING = "PartMissing";
const LOOK_EVERY_MS = 3_600_000;

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string };
}

/** The worker that keeps the app for the time without a network is there, where browsers have one. */
export async function keepApp(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (workers === undefined || !import.meta.env.PROD) return;
  let isAsked = false;
  workers.addEventListener("controllerchange", () => {
    if (isAsked) location.reload();
  });
  const registration = await workers.register(trusted(SCRIPT), { updateViaCache: "none" });
  const offer = (): void => {
    const { waiting } = registration;
    if (waiting === null || workers.controller === null) return;
    newVersion.set({
      take: () => {
        isAsked = true;
        waiting.postMessage("take-over");
      },
    });
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  const look = (): void => void registration.update().catch(() => undefined); // offline: later
  setInterval(look, LOOK_EVERY_MS);
}

/** The page's policy lets addresses of scripts through that a policy of this name made. */
function trusted(url: string): string {
  const { trustedTypes } = window as { trustedTypes?: Policies };
  const policy = trustedTypes?.createPolicy("rondel-sw", {
    createScriptURL: (asked) => {
      if (asked !== SCRIPT) throw new TypeError(`${asked} is no script of this app`);
      return asked;
    },
  });
  return policy?.createScriptURL(url) ?? url;
}

/**
 * A part of the app that cannot be loaded is an error of that name, and no reason to load the page
 * anew by itself, as the router would (it looks at the browser's words for it).
 */
export function noticeNewVersions(): void {
  window.addEventListener("vite:preloadError", ({ payload }) => {
    payload.name = PART_MISSING;
    payload.message = `A part of the app is not there: ${payload.message}`;
    if (navigator.onLine) newVersion.set({ take: () => location.reload() });
  });
}
