import { Upload } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { type DateOrder, type ImportFormat, useUpload } from "@/api/imports/imports";
import type { ImportOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { SelectField } from "@/components/ui/select";
import { Trouble } from "@/components/ui/trouble";
import { m as core } from "@/messages/core";
import { ColumnMapping } from "./column-mapping";
import { columnsOf, type FieldName, firstMapping, guessFormat, headOf } from "./guess-format";
import { m } from "./messages";

const FORMATS = Object.keys(m.formats) as ImportFormat[]; // the texts have one for each
const MOST_MAPPING = 4000;

interface Chosen {
  readonly file: File;
  readonly format: ImportFormat | "";
  readonly columns: readonly string[];
  readonly mapping: Readonly<Record<string, FieldName>>;
  readonly order: DateOrder;
}

/** A file, what it is, and for tables what their columns mean. */
export function ImportForm({ onUploaded }: { readonly onUploaded: (made: ImportOut) => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isUnreadable, setIsUnreadable] = useState(false);
  const upload = useUpload();
  const hintId = useId();
  const choose = async (file: File): Promise<void> => {
    upload.reset();
    const head = await headOf(file).catch(() => null);
    setIsUnreadable(head === null);
    if (head === null) return setChosen(null);
    const columns = columnsOf(head);
    const format = guessFormat(head, file.name) ?? "";
    setChosen({ file, format, columns, mapping: firstMapping(columns), order: "dmy" });
  };
  const send = (dry_run: boolean): void => {
    if (chosen === null || chosen.format === "") return;
    const { file, format, mapping, order } = chosen;
    const table = format === "csv" ? { date_order: order, mapping: JSON.stringify(mapping) } : {};
    upload.mutate(
      { file, query: { format, dry_run, ...table } },
      {
        onSuccess: (made) => {
          setChosen(null);
          onUploaded(made);
        },
      },
    );
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send(true);
  };
  const canSend = chosen !== null && chosen.format !== "";
  const isTooMuch =
    chosen?.format === "csv" && JSON.stringify(chosen.mapping).length > MOST_MAPPING;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <FilePicker
        name={chosen?.file.name ?? null}
        disabled={upload.isPending}
        onFile={(file) => void choose(file)}
      />
      <Trouble error={upload.error} />
      {isUnreadable ? (
        <p role="alert" className="text-sm text-danger">
          {m.import.unreadable}
        </p>
      ) : null}
      {chosen ? (
        <>
          <Meaning chosen={chosen} onChange={setChosen} />
          {isTooMuch ? <p className="text-sm text-danger">{m.import.tooManyColumns}</p> : null}
          <p id={hintId} className="text-sm text-muted">
            {m.import.tryHint}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              type="submit"
              look="primary"
              aria-describedby={hintId}
              busy={upload.isPending}
              disabled={!canSend || isTooMuch}
            >
              {upload.isPending ? m.import.uploading : m.import.try}
            </Button>
            <Button
              disabled={!canSend || isTooMuch || upload.isPending}
              onClick={() => send(false)}
            >
              {m.import.atOnce}
            </Button>
            <Button look="quiet" disabled={upload.isPending} onClick={() => setChosen(null)}>
              {core.cancel}
            </Button>
          </div>
        </>
      ) : null}
      <LeaveGuard isDirty={upload.isPending} />
    </form>
  );
}

function FilePicker({
  name,
  disabled,
  onFile,
}: {
  /** Of the file that was chosen. */
  readonly name: string | null;
  readonly disabled: boolean;
  readonly onFile: (file: File) => void;
}) {
  const id = useId();
  return (
    <div className="relative">
      <input
        id={id}
        type="file"
        className="peer absolute inset-0 cursor-pointer opacity-0"
        disabled={disabled}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          event.target.value = ""; // the same file can be chosen again
        }}
      />
      <label
        htmlFor={id}
        className="flex flex-col items-center gap-1 rounded-xl border border-dashed border-line-strong px-4 py-6 text-center peer-hover:bg-hover peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent"
      >
        <Upload aria-hidden size={22} className="text-accent" />
        <span className="max-w-full truncate font-medium">{name ?? m.import.choose}</span>
        <span className="text-sm text-muted">
          {name === null ? m.import.chooseHint : m.import.chooseOther}
        </span>
      </label>
    </div>
  );
}

/** What the file is, and for tables what is in which column. */
function Meaning({
  chosen,
  onChange,
}: {
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}) {
  return (
    <>
      <SelectField
        id="import-format"
        label={m.import.format}
        hint={chosen.format === "" ? m.import.formatUnknown : undefined}
        required
        value={chosen.format}
        onChange={(event) => onChange({ ...chosen, format: event.target.value as ImportFormat })}
      >
        {chosen.format === "" ? <option value="">{m.import.formatChoose}</option> : null}
        {FORMATS.map((format) => (
          <option key={format} value={format}>
            {m.formats[format as keyof typeof m.formats]}
          </option>
        ))}
      </SelectField>
      {chosen.format === "csv" ? (
        <ColumnMapping
          columns={chosen.columns}
          mapping={chosen.mapping}
          order={chosen.order}
          onMapping={(mapping) => onChange({ ...chosen, mapping })}
          onOrder={(order) => onChange({ ...chosen, order })}
        />
      ) : null}
    </>
  );
}
