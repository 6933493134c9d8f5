import { createFileRoute } from "@tanstack/react-router";
import { AccountPage } from "@/features/settings/account/account-page";

export const Route = createFileRoute("/_app/settings/account")({ component: AccountPage });
