import { Download } from "lucide-react";
import { CopyButton } from "@/components/secret/copy-button";
import { Button } from "@/components/ui/button";
import { saveFile } from "@/lib/save-file";
import { m } from "./messages";

/** Ten codes that are shown this once, to be kept somewhere safe. */
export function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}) {
  const text = codes.join("\n");
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-accent-soft px-4 py-4" role="status">
      <p className="font-medium">{m.factor.codesTitle}</p>
      <p className="max-w-prose text-sm">{m.factor.codesText}</p>
      <ol className="grid gap-x-8 gap-y-1 rounded-lg bg-surface px-4 py-3 font-mono text-sm select-all sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code} className="break-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} />
        <Button
          size="small"
          onClick={() =>
            saveFile(new Blob([`${text}\n`], { type: "text/plain" }), "rondel-recovery-codes.txt")
          }
        >
          <Download aria-hidden size={15} />
          {m.factor.download}
        </Button>
        <Button size="small" look="primary" className="ml-auto" onClick={onDone}>
          {m.factor.kept}
        </Button>
      </div>
    </div>
  );
}
