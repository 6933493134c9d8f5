import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type ActFilter, everybodysAuditOptions } from "@/api/admin/audit";
import { useMe } from "@/api/me/get-me";
import { AreaPage } from "@/components/area/area-page";
import { AuditList } from "@/components/area/audit-list";
import { adminLink, type Texts, useTexts } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { Pages } from "@/components/area/pages";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { instantOf } from "@/lib/instants";
import { m } from "./messages";

/** Who did what, people to their own accounts too. */
export function AuditPage() {
  const texts = useTexts();
  const { zone } = useMe();
  const navigate = useNavigate();
  const pages = useInfiniteQuery({
    ...everybodysAuditOptions(filterOf(texts, zone)),
    retry: false,
  });
  const go = (next: Texts): void => void navigate(adminLink("audit", next));
  return (
    <AreaPage title={m.pages.audit} lead={m.audit.lead}>
      <Filter key={JSON.stringify(texts)} texts={texts} onApply={go} />
      <Pages
        pages={pages}
        empty={
          <EmptyState
            icon={<SearchX size={28} />}
            title={area.nothingFits}
            text={m.audit.emptyText}
            action={<Button onClick={() => go({})}>{area.clearFilter}</Button>}
          />
        }
      >
        {(entries) => <AuditList entries={entries} />}
      </Pages>
    </AreaPage>
  );
}

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** The filter that an address says; a time that is none is not asked for. */
function filterOf(texts: Texts, zone: string): ActFilter {
  const instant = (wall: string | undefined): string | undefined =>
    wall && WALL.test(wall) ? instantOf(wall, zone) : undefined;
  const said = {
    user: texts.user,
    actor: texts.actor,
    action: texts.action,
    since: instant(texts.since),
    until: instant(texts.until),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}

function Filter({
  texts,
  onApply,
}: {
  readonly texts: Texts;
  readonly onApply: (texts: Texts) => void;
}) {
  const [typed, setTyped] = useState<Texts>(texts);
  const field = (name: string, label: string, type = "text") => (
    <Field
      type={type}
      label={label}
      maxLength={100}
      autoComplete="off"
      spellCheck={false}
      value={typed[name] ?? ""}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { user, actor, action, since, until } = typed;
    onApply({ user: user?.trim(), actor: actor?.trim(), action: action?.trim(), since, until });
  };
  return (
    <form
      onSubmit={submit}
      aria-label={area.filter}
      className="flex flex-col gap-3 rounded-xl border border-line bg-surface p-4"
    >
      <div className="grid items-end gap-3 sm:grid-cols-3">
        {field("user", m.audit.user)}
        {field("actor", m.audit.actor)}
        {field("action", m.audit.action)}
        {field("since", area.since, "datetime-local")}
        {field("until", area.until, "datetime-local")}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary">
          {area.apply}
        </Button>
        <Button onClick={() => onApply({})}>{area.clear}</Button>
      </div>
    </form>
  );
}
