import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import {
  type Condition,
  FIELD_NAMES,
  type FieldName,
  fieldOf,
  firstRow,
  type Operator,
  type Row,
  takesValue,
} from "./condition";
import { m } from "./messages";
import { type Choice, Select } from "./select";
import { ValueInput } from "./value-input";

const JOINS: readonly Choice[] = Object.entries(m.joins);
const FIELD_CHOICES: readonly Choice[] = FIELD_NAMES.map((name) => [name, m.fields[name]]);

/** The same condition as the text, row by row. */
export function Builder({
  condition,
  onChange,
}: {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
}) {
  const { join, rows } = condition;
  const setRow = (place: number, row: Row): void =>
    onChange({ join, rows: rows.map((each, index) => (index === place ? row : each)) });
  return (
    <div className="flex flex-col gap-2">
      {rows.length > 1 ? (
        <div className="flex items-center gap-2 text-sm">
          <span className="shrink-0 text-muted">{m.joinLabel}</span>
          <Select
            label={m.joinLabel}
            value={join}
            choices={JOINS}
            className="w-auto"
            onChange={(event) =>
              onChange({ join: event.target.value === "any" ? "any" : "all", rows })
            }
          />
        </div>
      ) : null}
      <ul className="flex flex-col gap-2">
        {rows.map((row, place) => (
          <RowEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; all it has is in `row`
            key={place}
            row={row}
            number={place + 1}
            onChange={(changed) => setRow(place, changed)}
            onRemove={() => onChange({ join, rows: rows.filter((_, index) => index !== place) })}
          />
        ))}
      </ul>
      <Button
        size="small"
        className="self-start"
        onClick={() => onChange({ join, rows: [...rows, firstRow(nextField(rows))] })}
      >
        <Plus aria-hidden size={14} />
        {m.addRow}
      </Button>
    </div>
  );
}

/** What is most often asked for and not asked for yet. */
function nextField(rows: readonly Row[]): FieldName {
  const order: readonly FieldName[] = ["done", "due", "priority", "labels", "project"];
  return order.find((field) => rows.every((row) => row.field !== field)) ?? "text";
}

function RowEditor({
  row,
  number,
  onChange,
  onRemove,
}: {
  readonly row: Row;
  readonly number: number;
  readonly onChange: (row: Row) => void;
  readonly onRemove: () => void;
}) {
  const { kind, operators } = fieldOf(row.field);
  const choices: readonly Choice[] = operators.map((each) => [each, wordOf(each, kind)]);
  return (
    <li aria-label={m.row(number)} className="flex items-start gap-2 rounded-lg bg-hover p-2">
      <div className="grid min-w-0 grow grid-cols-2 gap-2 sm:grid-cols-[1fr_1fr_1.4fr]">
        <Select
          label={m.fieldOf(number)}
          value={row.field}
          choices={FIELD_CHOICES}
          onChange={(event) => onChange(firstRow(event.target.value as FieldName))} // one of FIELD_NAMES
        />
        <Select
          label={m.operatorOf(number)}
          value={row.operator}
          choices={choices}
          onChange={(event) => onChange({ ...row, operator: event.target.value as Operator })} // one of its operators
        />
        {takesValue(row.operator) ? (
          <div className="col-span-2 flex min-w-0 gap-2 sm:col-span-1">
            <ValueInput
              row={row}
              number={number}
              onValue={(value) => onChange({ ...row, value })}
            />
          </div>
        ) : null}
      </div>
      <Button look="quiet" size="icon" aria-label={m.removeRow(number)} onClick={onRemove}>
        <X aria-hidden size={16} />
      </Button>
    </li>
  );
}

function wordOf(operator: Operator, kind: string): string {
  if (kind === "priority" && (operator === "<=" || operator === ">=")) {
    return m.priorityOperators[operator];
  }
  return m.operators[operator];
}
