import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { effectiveSettingsOptions } from "@/api/admin/settings";
import type { SettingOut } from "@/api/schema.gen";
import { AreaPage } from "@/components/area/area-page";
import { m as area } from "@/components/area/messages";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { SkeletonList } from "@/components/ui/skeleton";
import { m } from "./messages";

/** The settings of the API process as they are in effect. */
export function SettingsPage() {
  const { data, error, refetch } = useQuery(effectiveSettingsOptions());
  const [query, setQuery] = useState("");
  const [onlyChanged, setOnlyChanged] = useState(false);
  const shown = data?.filter(
    (setting) => fits(setting, query) && !(onlyChanged && setting.is_default),
  );
  return (
    <AreaPage title={m.settings.title} lead={m.settings.lead}>
      <div className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <div className="grow basis-64">
          <Field
            type="search"
            label={m.settings.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <div className="pb-2">
          <Checkbox
            label={m.settings.onlyChanged}
            checked={onlyChanged}
            onChange={setOnlyChanged}
          />
        </div>
      </div>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <SkeletonList /> : null}
      {shown?.length === 0 ? <p className="text-muted">{area.nothingFits}</p> : null}
      <dl className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface px-4 empty:hidden">
        {shown?.map((setting) => (
          <Setting key={setting.name} setting={setting} />
        ))}
      </dl>
    </AreaPage>
  );
}

const fits = ({ name, description }: SettingOut, query: string): boolean =>
  `${name} ${description}`.toLowerCase().includes(query.trim().toLowerCase());

function Setting({ setting }: { readonly setting: SettingOut }) {
  const { name, value, is_secret, is_set, is_default, description } = setting;
  const said = is_secret
    ? is_set
      ? m.settings.secretSet
      : m.settings.notSet
    : is_set
      ? String(value)
      : m.settings.notSet;
  const isWords = is_secret || !is_set;
  return (
    <div className="grid gap-x-6 gap-y-0.5 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <dt className="min-w-0">
        <code className="text-sm [overflow-wrap:anywhere]">{name}</code>
        {description ? <span className="block text-sm text-muted">{description}</span> : null}
      </dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">
        {isWords ? (
          <span className="text-muted">{said}</span>
        ) : (
          <code className="text-sm">{said}</code>
        )}
        {is_default ? null : (
          <span className="ml-2 rounded-full bg-accent-soft px-2 py-0.5 text-sm">
            {m.settings.changed}
          </span>
        )}
      </dd>
    </div>
  );
}
