import type { BytesOut, LetterDetailOut } from "@/api/schema.gen";
import { Section } from "@/components/ui/section";
import { prettyJson } from "./json-object";
import { m } from "./messages";

/** What is in a letter: its value, its key and its headers. */
export function Payload({ letter }: { readonly letter: LetterDetailOut }) {
  return (
    <Section title={m.letter.payload} text={m.letter.onRecord}>
      <Bytes title={m.letter.value} bytes={letter.value} isJson />
      {letter.edited_value ? (
        <Bytes title={m.letter.editedValue} bytes={letter.edited_value} isJson />
      ) : null}
      <Bytes title={m.letter.key} bytes={letter.key} />
      <div>
        <h3 className="mb-1 text-sm text-muted">{m.letter.headers}</h3>
        <dl className="grid gap-x-4 gap-y-1 rounded-lg bg-hover p-3 font-mono text-xs sm:grid-cols-[14rem_minmax(0,1fr)]">
          {letter.headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat, and never change
            <div key={index} className="contents">
              <dt className="text-muted [overflow-wrap:anywhere]">{header.name.data}</dt>
              <dd className="mb-1 [overflow-wrap:anywhere] sm:mb-0">
                {header.value?.data ?? m.letter.nothing}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </Section>
  );
}

function Bytes({
  title,
  bytes,
  isJson = false,
}: {
  readonly title: string;
  readonly bytes: BytesOut | null;
  readonly isJson?: boolean;
}) {
  return (
    <div>
      <h3 className="mb-1 text-sm text-muted">
        {title}
        {bytes ? ` · ${m.letter.bytes(bytes.bytes)}` : null}
        {bytes?.encoding === "base64" ? ` · ${m.letter.base64}` : null}
      </h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keys
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-lg bg-hover p-3 text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {bytes === null ? m.letter.nothing : isJson ? prettyJson(bytes.data) : bytes.data}
      </pre>
    </div>
  );
}
