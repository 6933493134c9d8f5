import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { Downloaded } from "@/api/downloads";
import { Button } from "@/components/ui/button";
import { Trouble } from "@/components/ui/trouble";
import { saveFile } from "@/lib/save-file";
import { m } from "./messages";

/** Saves what the page shows, all of it, as a table for spreadsheets. */
export function DownloadButton({ load }: { readonly load: () => Promise<Downloaded> }) {
  const download = useMutation({
    mutationFn: load,
    onSuccess: ({ file, name }) => saveFile(file, name),
  });
  return (
    <div className="flex flex-col items-end gap-2">
      <Button busy={download.isPending} onClick={() => download.mutate()}>
        <Download aria-hidden size={16} />
        {m.table}
      </Button>
      <Trouble error={download.error} />
    </div>
  );
}
