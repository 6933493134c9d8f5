import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import {
  downloadExport,
  exportsOptions,
  useDeleteExport,
  useOrderExport,
} from "@/api/exports/exports";
import { isUnderWay } from "@/api/imports/imports";
import type { ApiSchemasTransfersExportOut, ExportCreate } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { saveFile } from "@/lib/save-file";
import { m as core } from "@/messages/core";
import { m as all } from "../messages";
import { m } from "./messages";

type Format = ExportCreate["format"];
const FORMATS: readonly Format[] = ["native", "csv", "ics"];

/** Everything goes out, as a file: ordered, made by a worker, downloaded. */
export function ExportSection() {
  const { data: exports } = useSuspenseQuery(exportsOptions());
  const [format, setFormat] = useState<Format>("native");
  const order = useOrderExport();
  return (
    <Section title={m.export.title} text={m.export.text}>
      <Trouble error={order.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={m.export.format}
          className="sm:w-96"
          value={format}
          onChange={(event) => setFormat(event.target.value as Format)}
        >
          {FORMATS.map((each) => (
            <option key={each} value={each}>
              {m.export.formats[each]}
            </option>
          ))}
        </Select>
        <Button look="primary" busy={order.isPending} onClick={() => order.mutate(format)}>
          {m.export.order}
        </Button>
      </div>
      {exports.length > 0 ? (
        <ul className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
          {exports.map((each) => (
            <Export key={each.id} transfer={each} />
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Export({ transfer }: { readonly transfer: ApiSchemasTransfersExportOut }) {
  const say = useSayMoment();
  const remove = useDeleteExport();
  const download = useMutation({
    mutationFn: () => downloadExport(transfer.id),
    onSuccess: ({ file, name }) => saveFile(file, name),
  });
  const isActive = isUnderWay(transfer);
  const names: Readonly<Record<string, string>> = m.export.short;
  const size = transfer.file_bytes === null ? "" : m.export.size(transfer.file_bytes);
  const facts = [say(transfer.created_at), m.states[transfer.state], size];
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 grow basis-48">
        <p className="font-medium">{names[transfer.format] ?? transfer.format}</p>
        <p role="status" className="text-sm text-muted">
          {facts.filter(Boolean).join(" · ")}
        </p>
        {transfer.error ? <p className="text-sm text-danger">{transfer.error}</p> : null}
        <Trouble error={download.error ?? remove.error} />
      </div>
      {transfer.state === "done" ? (
        <Button size="small" busy={download.isPending} onClick={() => download.mutate()}>
          <Download aria-hidden size={15} />
          {m.export.download}
        </Button>
      ) : null}
      <Button
        size="small"
        look="quiet"
        className={isActive ? "" : "text-danger"}
        busy={remove.isPending}
        onClick={() => remove.mutate(transfer.id)}
      >
        {isActive ? core.cancel : all.delete}
      </Button>
    </li>
  );
}
