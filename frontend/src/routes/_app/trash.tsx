import { createFileRoute } from "@tanstack/react-router";
import { trashOptions } from "@/api/trash/list-trash";
import { TrashPage } from "@/features/places/trash/trash-page";

export const Route = createFileRoute("/_app/trash")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(trashOptions()),
  component: TrashPage,
});
