import type { ImportFormat } from "@/api/imports/imports";

const HEAD_BYTES = 64 * 1024;

/** The beginning of a file as text; enough to tell what it is. */
export async function headOf(file: File): Promise<string> {
  return await file.slice(0, HEAD_BYTES).text();
}

const JSON_SIGNS: readonly (readonly [RegExp, ImportFormat])[] = [
  [/"format"\s*:\s*"rondel\./, "rondel"],
  [/"(wellknownListName|importance)"\s*:/, "microsoft"],
  [/"(added_at|child_order|section_id|sync_token)"\s*:/, "todoist_json"],
  [/"(hex_color|repeat_after)"\s*:/, "vikunja"],
];

/** Which format a file most likely is of; null if that cannot be told. */
export function guessFormat(head: string, fileName: string): ImportFormat | null {
  const start = head.replace(/^\uFEFF/, "").trimStart();
  if (head.startsWith("PK\u0003\u0004")) return "vikunja";
  if (start.startsWith("{") || start.startsWith("[")) {
    return JSON_SIGNS.find(([sign]) => sign.test(start))?.[1] ?? null;
  }
  if (/^BEGIN:VCALENDAR/i.test(start)) return "ics";
  const first = start.split("\n", 1)[0] ?? "";
  if (/^"?TYPE"?,"?CONTENT"?/.test(first)) return "todoist_csv";
  if (/Version:\s*\d|"Folder Name"/.test(start.slice(0, 2000))) return "ticktick";
  return /\.(csv|tsv)$/i.test(fileName) ? "csv" : null;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The columns of a table, by its first line. */
export function columnsOf(head: string): string[] {
  const line = head.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  const counted = DELIMITERS.map((each) => [each, cells(line, each).length] as const);
  const [delimiter] = counted.reduce((best, each) => (each[1] > best[1] ? each : best));
  return cells(line, delimiter)
    .map((cell) => cell.trim())
    .filter(Boolean);
}

/** The cells of a line; quotes keep delimiters, and two of them are one. */
function cells(line: string, delimiter: string): string[] {
  const found = [""];
  let isQuoted = false;
  const signs = [...line];
  for (const [index, sign] of signs.entries()) {
    if (sign === '"') {
      if (isQuoted && signs[index + 1] === '"') found.push(`${found.pop()}"`);
      isQuoted = !isQuoted;
    } else if (sign === delimiter && !isQuoted) found.push("");
    else found.push(`${found.pop()}${sign}`);
  }
  return found;
}

/** What a column may become. */
export const FIELDS = [
  "title",
  "notes",
  "due",
  "start",
  "zone",
  "priority",
  "labels",
  "project",
  "section",
  "parent",
  "id",
  "done",
  "rrule",
  "anchor",
  "reminder",
  "created",
  "completed",
  "ignore",
] as const;
export type FieldName = (typeof FIELDS)[number];

const isField = (name: string): name is FieldName => (FIELDS as readonly string[]).includes(name);

/** Columns that have the name of a field become it; of the others nobody knows yet. */
export function firstMapping(columns: readonly string[]): Record<string, FieldName> {
  return Object.fromEntries(
    columns.map((column): [string, FieldName] => {
      const name = column.toLowerCase();
      return [column, isField(name) ? name : "ignore"];
    }),
  );
}
