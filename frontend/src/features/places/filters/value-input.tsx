import { useQuery } from "@tanstack/react-query";
import { labelsOptions } from "@/api/labels/list-labels";
import { projectsOptions } from "@/api/projects/list-projects";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { fieldOf, type Row } from "./condition";
import { m } from "./messages";
import { type Choice, Select } from "./select";

interface ValueProps {
  readonly row: Row;
  readonly number: number;
  readonly onValue: (value: string) => void;
}

/** The value of a row, chosen or typed as its field needs it. */
export function ValueInput(props: ValueProps) {
  const { kind } = fieldOf(props.row.field);
  if (kind === "flag") return <Chosen {...props} choices={FLAGS} />;
  if (kind === "priority") return <Chosen {...props} choices={PRIORITIES} />;
  if (kind === "time") return <Time {...props} />;
  if (props.row.field === "project") return <Project {...props} />;
  if (props.row.field === "labels") return <Label {...props} />;
  return <Typed {...props} />;
}

const FLAGS: readonly Choice[] = [
  ["true", m.yes],
  ["false", m.no],
];
const PRIORITIES: readonly Choice[] = Object.entries(m.priorities);
const DAYS: readonly Choice[] = Object.entries(m.days);

function Chosen({ row, number, onValue, choices }: ValueProps & { choices: readonly Choice[] }) {
  return (
    <Select
      label={m.valueOf(number)}
      value={row.value}
      choices={choices}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

function Typed({ row, number, onValue }: ValueProps) {
  return (
    <input
      aria-label={m.valueOf(number)}
      value={row.value}
      maxLength={200}
      onChange={(event) => onValue(event.target.value)}
      className={cn(INPUT, "py-1.5")}
    />
  );
}

const A_DAY = "day";

function Time({ row, number, onValue }: ValueProps) {
  const isDay = row.value === "" || /^\d{4}-\d\d-\d\d$/.test(row.value);
  const isKnown = isDay || DAYS.some(([value]) => value === row.value);
  const choices: readonly Choice[] = [
    ...DAYS,
    ...(isKnown ? [] : [[row.value, row.value] as const]),
    [A_DAY, m.aDay],
  ];
  return (
    <>
      <Select
        label={m.valueOf(number)}
        value={isDay ? A_DAY : row.value}
        choices={choices}
        onChange={(event) => onValue(event.target.value === A_DAY ? "" : event.target.value)}
      />
      {isDay ? (
        <input
          type="date"
          aria-label={m.dayOf(number)}
          value={row.value}
          onChange={(event) => onValue(event.target.value)}
          className={cn(INPUT, "py-1.5")}
        />
      ) : null}
    </>
  );
}

function Project(props: ValueProps) {
  const { data: projects = [] } = useQuery(projectsOptions());
  return <Named {...props} names={projects.map((each) => each.name)} ids={projects} />;
}

function Label(props: ValueProps) {
  const { data: labels = [] } = useQuery(labelsOptions());
  return <Named {...props} names={labels.map((each) => each.name)} />;
}

/** A name among those that there are; one that is not there (any more) stays and says so. */
function Named({
  row,
  number,
  onValue,
  names,
  ids = [],
}: ValueProps & {
  readonly names: readonly string[];
  readonly ids?: readonly { readonly id: string; readonly name: string }[];
}) {
  const known =
    names.find((each) => each.toLowerCase() === row.value.toLowerCase()) ??
    ids.find((each) => each.id === row.value)?.name;
  const choices: readonly Choice[] = [
    ...(row.value === "" ? [["", m.choose] as const] : []),
    ...(row.value !== "" && known === undefined
      ? [[row.value, m.notThere(row.value)] as const]
      : []),
    ...[...new Set(names)].map((each) => [each, each] as const),
  ];
  return (
    <Select
      label={m.valueOf(number)}
      value={known ?? row.value}
      choices={choices}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}
