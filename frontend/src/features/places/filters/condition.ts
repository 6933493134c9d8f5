import { quoted } from "../quoted";

/** What the builder can show of the language of docs/filters.md: rows, joined in one way. */
export interface Condition {
  readonly join: "all" | "any";
  readonly rows: readonly Row[];
}

export interface Row {
  readonly field: FieldName;
  readonly operator: Operator;
  /** As the language writes it, but names and texts without quotes. Empty: not chosen yet. */
  readonly value: string;
}

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "like" | "not like" | "unset" | "set";

type Kind = "flag" | "priority" | "time" | "name" | "text";

interface Field {
  readonly kind: Kind;
  readonly operators: readonly Operator[];
  /** What a new row of it says. */
  readonly first: Pick<Row, "operator" | "value">;
}

const IS: readonly Operator[] = ["=", "!="];
const WHEN: readonly Operator[] = ["=", "<", "<=", ">", ">=", "unset", "set"];
const NAME: readonly Operator[] = ["=", "!=", "unset", "set"];
const TEXT: readonly Operator[] = ["like", "not like"];

export const FIELDS = {
  done: { kind: "flag", operators: ["="], first: { operator: "=", value: "false" } },
  overdue: { kind: "flag", operators: ["="], first: { operator: "=", value: "true" } },
  recurring: { kind: "flag", operators: ["="], first: { operator: "=", value: "true" } },
  priority: {
    kind: "priority",
    operators: [...IS, "<=", ">="],
    first: { operator: "<=", value: "2" },
  },
  due: { kind: "time", operators: WHEN, first: { operator: "<=", value: "today" } },
  start: { kind: "time", operators: WHEN, first: { operator: "<=", value: "today" } },
  created: {
    kind: "time",
    operators: ["=", "<", "<=", ">", ">="],
    first: { operator: ">=", value: "today-7d" },
  },
  completed: { kind: "time", operators: WHEN, first: { operator: ">=", value: "today-7d" } },
  project: { kind: "name", operators: NAME, first: { operator: "=", value: "" } },
  section: { kind: "name", operators: NAME, first: { operator: "=", value: "" } },
  labels: { kind: "name", operators: NAME, first: { operator: "=", value: "" } },
  text: { kind: "text", operators: TEXT, first: { operator: "like", value: "" } },
  title: { kind: "text", operators: TEXT, first: { operator: "like", value: "" } },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof FIELDS;

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[]; // keys of the object just above

export const isField = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

export const fieldOf = (name: FieldName): Field => FIELDS[name];

/** The row as it is when somebody takes this field. */
export const firstRow = (field: FieldName): Row => ({ field, ...FIELDS[field].first });

/** Whether the comparison needs a value. */
export const takesValue = (operator: Operator): boolean =>
  operator !== "unset" && operator !== "set";

/** The condition in the language of filters; rows without a value say nothing yet. */
export function printCondition({ join, rows }: Condition): string {
  return rows
    .filter((row) => !takesValue(row.operator) || row.value.trim() !== "")
    .map(printRow)
    .join(join === "all" ? " && " : " || ");
}

function printRow({ field, operator, value }: Row): string {
  if (operator === "unset") return `${field} = null`;
  if (operator === "set") return `${field} != null`;
  const { kind } = fieldOf(field);
  return `${field} ${operator} ${kind === "name" || kind === "text" ? name(value) : value}`;
}

/** A word that means nothing else stands as it is, everything else in quotes. */
const name = (text: string): string =>
  /^\p{L}[\p{L}\p{N}_-]*$/u.test(text) && !RESERVED.has(text.toLowerCase()) ? text : quoted(text);

const RESERVED = new Set(["null", "and", "or", "not", "in", "like", "true", "false", "none"]);
