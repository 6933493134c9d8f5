import type { DateOrder } from "@/api/imports/imports";
import { Select, SelectField } from "@/components/ui/select";
import { FIELDS, type FieldName } from "./guess-format";
import { m } from "./messages";

const ORDERS: readonly DateOrder[] = ["dmy", "mdy", "ymd"];

/** Which column of a table becomes what, and how its dates are written. */
export function ColumnMapping({
  columns,
  mapping,
  order,
  onMapping,
  onOrder,
}: {
  readonly columns: readonly string[];
  readonly mapping: Readonly<Record<string, FieldName>>;
  readonly order: DateOrder;
  readonly onMapping: (mapping: Readonly<Record<string, FieldName>>) => void;
  readonly onOrder: (order: DateOrder) => void;
}) {
  const hasTitle = Object.values(mapping).includes("title");
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg bg-hover px-4 py-3">
      <legend className="sr-only">{m.mapping.title}</legend>
      <p className="font-medium">{m.mapping.title}</p>
      <ul className="flex flex-col gap-2">
        {columns.map((column, index) => (
          <li key={column} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <label htmlFor={`column-${index}`} className="min-w-0 grow basis-40 truncate">
              {column}
            </label>
            <Select
              id={`column-${index}`}
              value={mapping[column] ?? "ignore"}
              onChange={(event) =>
                onMapping({ ...mapping, [column]: event.target.value as FieldName })
              }
            >
              {FIELDS.map((field) => (
                <option key={field} value={field}>
                  {m.mapping.fields[field]}
                </option>
              ))}
            </Select>
          </li>
        ))}
      </ul>
      {hasTitle ? null : <p className="text-sm text-danger">{m.mapping.noTitle}</p>}
      <SelectField
        id="date-order"
        label={m.mapping.order}
        value={order}
        onChange={(event) => onOrder(event.target.value as DateOrder)}
      >
        {ORDERS.map((each) => (
          <option key={each} value={each}>
            {m.mapping.orders[each]}
          </option>
        ))}
      </SelectField>
    </fieldset>
  );
}
