import { SkeletonList } from "@/components/ui/skeleton";

/** A page whose data is on its way. */
export function PagePending() {
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-10">
      <SkeletonList />
    </div>
  );
}
