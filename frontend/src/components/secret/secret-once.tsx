import { useId } from "react";
import { CopyButton } from "./copy-button";
import { m } from "./messages";

/** A secret that the server shows this once: to be copied now. */
export function SecretOnce({ label, secret }: { readonly label: string; readonly secret: string }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <output
          id={id}
          className="min-w-0 grow basis-56 rounded-lg bg-hover px-3 py-2 font-mono text-sm break-all select-all"
        >
          {secret}
        </output>
        <CopyButton text={secret} />
      </div>
      <p className="text-sm text-muted">{m.shownOnce}</p>
    </div>
  );
}
