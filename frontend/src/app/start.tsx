import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@/api/query-client";
import { language } from "@/lib/messages";
import { keepApp, noticeNewVersions } from "@/lib/service-worker";
import { followSession } from "./follow-session";
import { createAppRouter } from "./router";

/** What is for later does not slow the first page. */
const AFTER_MS = 2500;

/** The app runs in the page. */
export function start(): void {
  const root = document.getElementById("root");
  if (root === null) throw new Error("The page has no place for the app");
  document.documentElement.lang = language;
  const client = createQueryClient();
  const router = createAppRouter(client);
  followSession(client, router);
  noticeNewVersions();
  setTimeout(() => {
    void keepApp().catch(() => undefined); // the app works without it
    void import("./offline-data").then((offline) => offline.keepData(client));
  }, AFTER_MS);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
