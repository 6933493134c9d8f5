import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Gauge, History, MailPlus, SlidersHorizontal, Users } from "lucide-react";
import { type ComponentType, lazy, Suspense } from "react";
import { effectiveSettingsOptions } from "@/api/admin/settings";
import { useMe } from "@/api/me/get-me";
import { AreaFrame, type AreaPage } from "@/components/area/area-frame";
import { adminLink, opsLink } from "@/components/area/links";
import { m as area } from "@/components/area/messages";
import { isForbidden, NotForYou } from "@/components/area/not-for-you";
import { useLostRole } from "@/components/area/use-lost-role";
import { NotFound } from "@/components/layout/not-found";
import { SkeletonList } from "@/components/ui/skeleton";
import { proofAsked } from "@/lib/confirmed";
import { useStore } from "@/lib/store";
import { m } from "./messages";

const PAGES: readonly AreaPage[] = [
  { link: adminLink("users"), name: m.pages.users, icon: Users },
  { link: adminLink("invitations"), name: m.pages.invitations, icon: MailPlus },
  { link: adminLink("audit"), name: m.pages.audit, icon: History },
  { link: adminLink("settings"), name: m.pages.settings, icon: SlidersHorizontal },
  { link: opsLink(""), name: area.operations, icon: Gauge },
];

const UsersPage = lazy(() => import("./users-page").then((it) => ({ default: it.UsersPage })));
const UserPage = lazy(() => import("./user-page").then((it) => ({ default: it.UserPage })));

/** What each address shows; every page is loaded when it is opened. */
const SHOWN: Readonly<Record<string, ComponentType>> = {
  "": UsersPage,
  users: UsersPage,
  invitations: lazy(() =>
    import("./invitations-page").then((it) => ({ default: it.InvitationsPage })),
  ),
  audit: lazy(() => import("./audit-page").then((it) => ({ default: it.AuditPage }))),
  settings: lazy(() => import("./settings-page").then((it) => ({ default: it.SettingsPage }))),
};

const ConfirmDialog = lazy(() =>
  import("@/components/confirm/confirm-dialog").then((it) => ({ default: it.ConfirmDialog })),
);

/** Everything for those who look after accounts. */
export function AdminArea() {
  const { role } = useMe();
  useLostRole();
  const isAdmin = role === "admin";
  // Asked although few pages show it: it says whether this account is an administrator's still.
  const { error } = useQuery({ ...effectiveSettingsOptions(), enabled: isAdmin, retry: false });
  const isAsked = useStore(proofAsked) !== null;
  if (!isAdmin || isForbidden(error)) return <NotForYou title={area.onlyAdmins} />;
  return (
    <AreaFrame name={area.accounts} pages={PAGES}>
      <Suspense fallback={<SkeletonList />}>
        <ShownPage />
        {isAsked ? <ConfirmDialog /> : null}
      </Suspense>
    </AreaFrame>
  );
}

function ShownPage() {
  const { _splat = "" } = useParams({ strict: false });
  const [page = "", id, ...rest] = _splat.replace(/\/$/, "").split("/");
  if (page === "users" && id && rest.length === 0) return <UserPage key={id} id={id} />;
  const Shown = id === undefined ? SHOWN[page] : undefined;
  return Shown ? <Shown /> : <NotFound />;
}
