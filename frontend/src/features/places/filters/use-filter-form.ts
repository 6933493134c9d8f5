import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChangeFilter } from "@/api/filters/change-filter";
import { useCreateFilter } from "@/api/filters/create-filter";
import type { FieldProblem, FilterOut } from "@/api/schema.gen";
import { toast } from "@/lib/toasts";
import { type Condition, printCondition } from "./condition";
import { m } from "./messages";
import { mistakeOf } from "./mistake";
import { readCondition } from "./read-condition";

/** One condition, as text and, where rows can show it, as rows. */
interface Said {
  readonly text: string;
  readonly condition: Condition | null;
}

const saidBy = (text: string): Said => ({ text, condition: readCondition(text) });

/** A filter that is being edited, and what the server said of it when it was to be kept. */
export function useFilterForm(filter: FilterOut | null, query: string) {
  // What the fields began with: the filter itself may become another one elsewhere meanwhile.
  const [base, setBase] = useState(filter);
  const [said, setSaid] = useState(() => saidBy(filter?.query ?? query));
  const [name, setName] = useState(filter?.name ?? "");
  const [sort, setSort] = useState(filter?.sort ?? "");
  const [isAsked, setIsAsked] = useState(false);
  const [refused, setRefused] = useState<{ readonly text: string; readonly error: unknown }>();
  const saving = useSaving(filter);

  const isNamed = name.trim() !== "";
  const isSaid = said.text.trim() !== "";
  const save = (): void => {
    setIsAsked(true);
    if (!isNamed || !isSaid) return;
    const fields = { name: name.trim(), query: said.text.trim(), sort: sort || null };
    setRefused(undefined);
    saving.save(fields, (error) => setRefused({ text: said.text, error }));
  };
  /** The fields say what the filter is by now. */
  const takeNew = (): void => {
    if (filter === null) return;
    setBase(filter);
    setSaid(saidBy(filter.query));
    setName(filter.name);
    setSort(filter.sort ?? "");
    setRefused(undefined);
  };
  const isDirty =
    name !== (base?.name ?? "") ||
    said.text !== (base?.query ?? query) ||
    sort !== (base?.sort ?? "");
  const isStill = refused?.text === said.text;
  const mistake = isStill ? mistakeOf(refused.error) : undefined;
  return {
    ...said,
    name,
    sort,
    setName,
    setSort,
    setText: (text: string) => setSaid(saidBy(text)),
    setCondition: (condition: Condition) => setSaid({ text: printCondition(condition), condition }),
    save,
    takeNew,
    isDirty,
    /** Somebody changed the filter since the fields were filled. */
    isOutdated: filter !== null && filter.version !== base?.version,
    isSaving: saving.isSaving,
    nameError: isAsked && !isNamed ? m.nameMissing : undefined,
    queryError: isAsked && !isSaid ? m.queryMissing : undefined,
    mistake: mistake satisfies FieldProblem | undefined,
    error: isStill && mistake === undefined ? refused.error : null,
  };
}

type Fields = { readonly name: string; readonly query: string; readonly sort: string | null };

function useSaving(filter: FilterOut | null) {
  const create = useCreateFilter();
  const change = useChangeFilter();
  const navigate = useNavigate();
  const show = ({ id, name }: FilterOut): void => {
    toast({ text: m.saved(name) });
    void navigate({ to: "/filters/$filterId", params: { filterId: id }, ignoreBlocker: true });
  };
  const save = (fields: Fields, onError: (error: unknown) => void): void => {
    if (filter === null) create.mutate(fields, { onError, onSuccess: show });
    else change.mutate({ filter, fields }, { onError, onSuccess: show });
  };
  return { save, isSaving: create.isPending || change.isPending };
}
