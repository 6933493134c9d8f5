import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useStore } from "@/lib/store";
import { toasts } from "@/lib/toasts";

const ToastViewer = lazy(() =>
  import("@/components/ui/toast-viewer").then((module) => ({ default: module.ToastViewer })),
);

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: () => (
    <>
      <Outlet />
      <Toasts />
    </>
  ),
});

/** Nothing, until there is something to say. */
function Toasts() {
  const isNeeded = useStore(toasts).length > 0;
  const [isThere, setIsThere] = useState(false);
  if (isNeeded && !isThere) setIsThere(true);
  return isThere ? (
    <Suspense>
      <ToastViewer />
    </Suspense>
  ) : null;
}
