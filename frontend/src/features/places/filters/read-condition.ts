import {
  type Condition,
  type FieldName,
  fieldOf,
  isField,
  type Operator,
  type Row,
} from "./condition";
import { type Token, tokensOf } from "./tokens";

/** The condition of a text, as far as rows can show it; null if the text says more. */
export function readCondition(text: string): Condition | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  if (tokens.length === 0) return { join: "all", rows: [] };
  const parts = split(tokens);
  if (parts === null) return null;
  const rows = parts.terms.map(readTerm);
  return rows.every((row) => row !== null) ? { join: parts.join, rows } : null;
}

/** The terms between the joints, which must all be the same; no parentheses. */
function split(tokens: readonly Token[]): { join: Condition["join"]; terms: Token[][] } | null {
  const terms: Token[][] = [[]];
  const joints = new Set<string>();
  for (const token of tokens) {
    if (isOperator(token, "(") || isOperator(token, ")")) return null;
    if (isOperator(token, "&") || isOperator(token, "|") || isOperator(token, ",")) {
      joints.add(token.text === "&" ? "all" : "any");
      terms.push([]);
    } else {
      terms.at(-1)?.push(token);
    }
  }
  if (joints.size > 1) return null;
  return { join: joints.has("any") ? "any" : "all", terms };
}

const isOperator = (token: Token | undefined, text: string): boolean =>
  token?.kind === "operator" && token.text === text;

function readTerm(tokens: readonly Token[]): Row | null {
  const [first, ...rest] = tokens;
  if (first === undefined) return null;
  if (isOperator(first, "!") || isOperator(first, "not")) return turned(readTerm(rest));
  return readComparison(tokens) ?? readWords(tokens);
}

const OPPOSITE: Partial<Record<Operator, Operator>> = {
  "=": "!=",
  "!=": "=",
  like: "not like",
  "not like": "like",
  unset: "set",
  set: "unset",
};

/** The row that finds what this one does not; null if no row does. */
function turned(row: Row | null): Row | null {
  if (row === null) return null;
  const { kind, operators } = fieldOf(row.field);
  if (kind === "flag") return { ...row, value: row.value === "true" ? "false" : "true" };
  const operator = OPPOSITE[row.operator];
  return operator !== undefined && operators.includes(operator) ? { ...row, operator } : null;
}

const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="] as const;

/** `due <= today`, `title not like "milk"`, `project = null`. */
function readComparison(tokens: readonly Token[]): Row | null {
  const [first, ...rest] = tokens;
  const field = first?.kind === "word" ? first.text.toLowerCase() : "";
  if (!isField(field)) return null;
  const read = readOperator(rest);
  if (read === null) return null;
  return rowOf(field, read.operator, read.values);
}

function readOperator(
  tokens: readonly Token[],
): { operator: Operator; values: readonly Token[] } | null {
  const [first, second, ...rest] = tokens;
  if (first?.kind === "word" && first.text.toLowerCase() === "like") {
    return { operator: "like", values: tokens.slice(1) };
  }
  if (isOperator(first, "not") && second?.text.toLowerCase() === "like") {
    return { operator: "not like", values: rest };
  }
  const comparison = COMPARISONS.find((each) => isOperator(first, each));
  return comparison === undefined ? null : { operator: comparison, values: tokens.slice(1) };
}

function rowOf(field: FieldName, operator: Operator, values: readonly Token[]): Row | null {
  const { kind, operators } = fieldOf(field);
  if (values.length === 0 || values.some((value) => value.kind === "operator")) return null;
  const isWord = values.every((value) => value.kind === "word");
  const value = values.map((each) => each.text).join(" ");
  if (isWord && value.toLowerCase() === "null") return unsetRow(field, operator);
  if (!operators.includes(operator)) return null;
  if (values.length > 1 && kind !== "time") return null;
  const said = VALUES[kind](value, isWord);
  return said === null ? null : { field, operator, value: said };
}

function unsetRow(field: FieldName, operator: Operator): Row | null {
  const asked = { "=": "unset", "!=": "set" }[operator as string] as Operator | undefined; // one of its own
  if (asked === undefined || !fieldOf(field).operators.includes(asked)) return null;
  return { field, operator: asked, value: "" };
}

const PRIORITIES: Readonly<Record<string, string>> = {
  high: "1",
  medium: "2",
  low: "3",
  none: "4",
};

/** How a value of each kind stands in a row; null if it is none, or more than a row can show. */
const VALUES: Record<
  ReturnType<typeof fieldOf>["kind"],
  (value: string, isWord: boolean) => string | null
> = {
  flag: (value) => ["true", "false"].find((each) => each === value.toLowerCase()) ?? null,
  priority: (value) => PRIORITIES[value.toLowerCase()] ?? (/^[1-4]$/.test(value) ? value : null),
  time: (value, isWord) => (isWord ? value : null),
  name: (value) => value,
  text: (value) => (value.includes("*") ? null : value),
};

const PHRASES: Readonly<Record<string, Row>> = {
  overdue: { field: "overdue", operator: "=", value: "true" },
  recurring: { field: "recurring", operator: "=", value: "true" },
  done: { field: "done", operator: "=", value: "true" },
  open: { field: "done", operator: "=", value: "false" },
  completed: { field: "done", operator: "=", value: "true" },
  "no priority": { field: "priority", operator: "=", value: "4" },
  "no date": { field: "due", operator: "unset", value: "" },
  "no start": { field: "start", operator: "unset", value: "" },
  "no labels": { field: "labels", operator: "unset", value: "" },
  "no project": { field: "project", operator: "unset", value: "" },
  inbox: { field: "project", operator: "unset", value: "" },
  "no section": { field: "section", operator: "unset", value: "" },
  today: { field: "due", operator: "=", value: "today" },
  tomorrow: { field: "due", operator: "=", value: "tomorrow" },
  yesterday: { field: "due", operator: "=", value: "yesterday" },
};

const MARKS = { "##": "project", "#": "project", "@": "labels", "/": "section" } as const;

/** `today`, `p1`, `@home`, `search: milk`: words that stand for a comparison. */
function readWords(tokens: readonly Token[]): Row | null {
  if (tokens.some((token) => token.kind === "operator")) return null;
  const said = tokens.map((token) => token.text).join(" ");
  const phrase = said.toLowerCase();
  const priority = /^p([1-4])$/.exec(phrase)?.[1];
  if (priority !== undefined) return { field: "priority", operator: "=", value: priority };
  if (/^\d{4}-\d\d-\d\d$/.test(phrase)) return { field: "due", operator: "=", value: phrase };
  const search = /^search:\s*(.+)$/isu.exec(said)?.[1];
  if (search !== undefined) return rowOf("text", "like", [{ kind: "string", text: search }]);
  return readMark(said) ?? (Object.hasOwn(PHRASES, phrase) ? (PHRASES[phrase] ?? null) : null);
}

function readMark(said: string): Row | null {
  for (const [mark, field] of Object.entries(MARKS)) {
    const named = said.slice(mark.length).trim();
    if (said.startsWith(mark) && named !== "" && !/[*]/.test(named)) {
      return { field, operator: "=", value: named };
    }
  }
  return null;
}
