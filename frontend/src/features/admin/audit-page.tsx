import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { type ActFilter, everybodysAuditOptions } from "@/api/admin/audit";
import { useMe } from "@/api/me/get-me";
import { AreaPage } from "@/components/area/area-page";
import { AuditList } from "@/components/area/audit-list";
import { FilterForm } from "@/components/area/filter-form";
import { adminLink, type Texts, useTexts } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { Pages } from "@/components/area/pages";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { instantOf } from "@/lib/instants";
import { m } from "./messages";

const NAMES = ["user", "actor", "action", "since", "until"] as const;

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
      <FilterForm key={JSON.stringify(texts)} names={NAMES} texts={texts} onApply={go}>
        {({ text, span }) => (
          <div className="grid items-end gap-3 sm:grid-cols-3">
            {text("user", m.audit.user)}
            {text("actor", m.audit.actor)}
            {text("action", m.audit.action)}
            {span}
          </div>
        )}
      </FilterForm>
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
