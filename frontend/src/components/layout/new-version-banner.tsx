import { Button } from "@/components/ui/button";
import { useNewVersion } from "@/lib/connection";
import { m } from "@/messages/core";

/** Offers the newer app; it never comes by itself, which would take what is being typed. */
export function NewVersionBanner() {
  const newer = useNewVersion();
  return (
    <div role="status">
      {newer === null ? null : (
        <p className="flex flex-wrap items-center justify-center gap-3 bg-accent-soft px-4 py-1 text-sm">
          {m.newVersion}
          <Button look="quiet" size="small" className="text-accent" onClick={newer.take}>
            {m.reload}
          </Button>
        </p>
      )}
    </div>
  );
}
