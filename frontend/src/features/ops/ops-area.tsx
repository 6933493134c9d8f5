import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import {
  CalendarClock,
  Gauge,
  History,
  MailX,
  Repeat,
  Route as RouteIcon,
  Users,
} from "lucide-react";
import { type ComponentType, lazy, Suspense } from "react";
import { useMe } from "@/api/me/get-me";
import { workersOptions } from "@/api/ops/workers";
import { AreaFrame, type AreaPage } from "@/components/area/area-frame";
import { adminLink, opsLink } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { isForbidden, NotForYou } from "@/components/area/not-for-you";
import { useLostRole } from "@/components/area/use-lost-role";
import { NotFound } from "@/components/layout/not-found";
import { SkeletonList } from "@/components/ui/skeleton";
import { g, m } from "./messages";
import { PausedBanner } from "./paused-banner";

const PAGES: readonly AreaPage[] = [
  { link: opsLink(""), name: m.pages.overview, icon: Gauge, exact: true },
  { link: opsLink("dead-letters"), name: m.pages.letters, icon: MailX },
  { link: opsLink("redrives"), name: m.pages.redrives, icon: Repeat },
  { link: opsLink("schedules"), name: g.schedules.name, icon: CalendarClock },
  { link: opsLink("timeline"), name: m.pages.timeline, icon: RouteIcon },
  { link: opsLink("audit"), name: m.pages.audit, icon: History },
];
const ACCOUNTS: AreaPage = { link: adminLink("users"), name: area.accounts, icon: Users };

/** What each address shows; every page is loaded when it is opened. */
const SHOWN: Readonly<Record<string, ComponentType>> = {
  "": lazy(() => import("./overview-page").then((it) => ({ default: it.OverviewPage }))),
  "dead-letters": lazy(() => import("./letters-page").then((it) => ({ default: it.LettersPage }))),
  redrives: lazy(() => import("./redrives-page").then((it) => ({ default: it.RedrivesPage }))),
  schedules: lazy(() => import("./schedules-page").then((it) => ({ default: it.SchedulesPage }))),
  timeline: lazy(() => import("./timeline-page").then((it) => ({ default: it.TimelinePage }))),
  audit: lazy(() => import("./audit-page").then((it) => ({ default: it.AuditPage }))),
};
const LetterPage = lazy(() => import("./letter-page").then((it) => ({ default: it.LetterPage })));

/** Everything for those who look after the system. */
export function OpsArea() {
  const { role } = useMe();
  useLostRole();
  const workers = useQuery({ ...workersOptions(), enabled: role !== "user" });
  if (role === "user" || isForbidden(workers.error)) {
    return <NotForYou title={area.onlyOperators} />;
  }
  return (
    <AreaFrame name={area.operations} pages={role === "admin" ? [...PAGES, ACCOUNTS] : PAGES}>
      <PausedBanner workers={workers.data ?? []} />
      <Suspense fallback={<SkeletonList />}>
        <ShownPage />
      </Suspense>
    </AreaFrame>
  );
}

function ShownPage() {
  const { _splat = "" } = useParams({ strict: false });
  const [page = "", id, ...rest] = _splat.replace(/\/$/, "").split("/");
  if (page === "dead-letters" && id && rest.length === 0) return <LetterPage key={id} id={id} />;
  const Shown = id === undefined ? SHOWN[page] : undefined;
  return Shown ? <Shown /> : <NotFound />;
}
