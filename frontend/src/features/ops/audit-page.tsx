import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { downloadAudit, opsAuditOptions } from "@/api/ops/audit";
import { AreaPage } from "@/components/area/area-page";
import { AuditList } from "@/components/area/audit-list";
import { DownloadButton } from "@/components/area/download-button";
import { adminLink, opsLink, useTexts } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { Pages } from "@/components/area/pages";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField } from "@/components/ui/select";
import { m } from "./messages";

/** Beginnings of actions, as the server looks for them. */
const KINDS = ["worker.", "redrive.", "dead_letter.", "user.", "invitation."] as const;

/** Who did what to the system. */
export function AuditPage() {
  const { action } = useTexts();
  const { role } = useMe();
  const navigate = useNavigate();
  const chosen = KINDS.find((each) => each === action);
  const pages = useInfiniteQuery(opsAuditOptions(chosen));
  return (
    <AreaPage
      title={m.pages.audit}
      lead={
        <>
          {m.audit.lead}{" "}
          {role === "admin" ? (
            <Link {...adminLink("audit")} className="text-accent underline underline-offset-2">
              {m.audit.everybodys}
            </Link>
          ) : null}
        </>
      }
      actions={
        <div className="flex w-full flex-wrap items-end gap-3 sm:w-auto">
          <div className="grow sm:w-56">
            <SelectField
              id="ops-audit-kind"
              label={m.audit.about}
              value={chosen ?? ""}
              onChange={(event) => void navigate(opsLink("audit", { action: event.target.value }))}
            >
              <option value="">{area.any}</option>
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {m.audit.kinds[kind]}
                </option>
              ))}
            </SelectField>
          </div>
          <DownloadButton load={() => downloadAudit(chosen)} />
        </div>
      }
    >
      <Pages
        pages={pages}
        empty={
          <EmptyState
            icon={<History size={28} />}
            title={m.audit.emptyTitle}
            text={m.audit.emptyText}
          />
        }
      >
        {(entries) => <AuditList entries={entries} />}
      </Pages>
    </AreaPage>
  );
}
