import { createFileRoute, redirect } from "@tanstack/react-router";

const HAS_ROOM = "(min-width: 48rem)";

/** On phones the list of the pages, which the layout shows; beside a page there is room for it. */
export const Route = createFileRoute("/_app/settings/")({
  beforeLoad: () => {
    if (matchMedia(HAS_ROOM).matches) throw redirect({ to: "/settings/profile", replace: true });
  },
  component: () => null,
});
