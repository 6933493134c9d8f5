import { useRouter } from "@tanstack/react-router";
import type { FormEvent } from "react";
import type { FilterOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { m as core } from "@/messages/core";
import { Builder } from "./builder";
import { m } from "./messages";
import { mended } from "./mistake";
import { PreviewList, Warnings } from "./preview";
import { QueryInput } from "./query-input";
import { SortInput } from "./sort-input";
import { useFilterForm } from "./use-filter-form";
import { usePreview } from "./use-preview";

/** A filter: its condition as text and as rows, its order, and what it finds while it is typed. */
export function FilterEditor({
  filter,
  query = "",
}: {
  readonly filter: FilterOut | null;
  readonly query?: string;
}) {
  const form = useFilterForm(filter, query);
  const preview = usePreview(form.text, form.sort);
  const router = useRouter();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    form.save();
  };
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-6">
      <LeaveGuard isDirty={form.isDirty} leaves={leavesEditor} />
      {form.isOutdated && !form.isSaving ? <Outdated onTake={form.takeNew} /> : null}
      <Field
        label={m.name}
        value={form.name}
        maxLength={120}
        autoComplete="off"
        placeholder={m.namePlaceholder}
        error={form.nameError}
        onChange={(event) => form.setName(event.target.value)}
      />
      <div className="flex flex-col gap-3">
        <QueryInput
          value={form.text}
          mistake={preview.mistake ?? form.mistake}
          onChange={form.setText}
          onSave={form.save}
        />
        {form.queryError ? <p className="text-sm text-danger">{form.queryError}</p> : null}
        <Warnings
          warnings={preview.isStale || preview.mistake ? [] : preview.warnings}
          onMend={(warning) => form.setText(mended(form.text, warning))}
        />
        <Help />
      </div>
      {form.text.trim() === "" ? <Examples onChoose={form.setText} /> : null}
      <section aria-labelledby="builder" className="flex flex-col gap-2">
        <h2 id="builder" className="text-sm font-medium">
          {m.builder}
        </h2>
        {form.condition ? (
          <Builder condition={form.condition} onChange={form.setCondition} />
        ) : (
          <p className="text-sm text-muted">{preview.mistake ? m.builderMend : m.builderOff}</p>
        )}
      </section>
      <SortInput value={form.sort} onChange={form.setSort} />
      <PreviewList preview={preview} />
      <ErrorNote error={form.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={() => router.history.back()}>{core.cancel}</Button>
        <Button type="submit" look="primary" busy={form.isSaving}>
          {m.save}
        </Button>
      </div>
    </form>
  );
}

/** The editor and the filter have the same path; a task may be opened beside it. */
function leavesEditor(
  next: { readonly pathname: string; readonly search: unknown },
  current: { readonly pathname: string; readonly search: unknown },
): boolean {
  return next.pathname !== current.pathname || isEditing(current) !== isEditing(next);
}

const isEditing = ({ search }: { readonly search: unknown }): boolean =>
  typeof search === "object" && search !== null && "edit" in search && search.edit === true;

function Outdated({ onTake }: { readonly onTake: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-lg bg-accent-soft p-3.5"
    >
      <p className="min-w-0 grow basis-60">{m.outdated}</p>
      <Button size="small" onClick={onTake}>
        {m.takeNew}
      </Button>
    </div>
  );
}

function Examples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  return (
    <section aria-labelledby="examples">
      <h2 id="examples" className="mb-2 text-sm text-muted">
        {m.examples}
      </h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {m.exampleList.map(([text, title]) => (
          <li key={text}>
            <button
              type="button"
              onClick={() => onChoose(text)}
              className="flex h-full w-full flex-col gap-0.5 rounded-lg border border-line bg-surface px-3 py-2 text-left hover:border-line-strong"
            >
              <span className="text-sm">{title}</span>
              <code className="text-xs text-muted">{text}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Help() {
  return (
    <details className="text-sm">
      <summary className="w-fit text-muted hover:text-text">{m.help}</summary>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 rounded-lg bg-hover px-3.5 py-3">
        {m.helpRows.map(([text, meaning]) => (
          <div key={text} className="contents">
            <dt>
              <code className="text-xs">{text}</code>
            </dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
