import { lazy } from "react";

/** The code of quick add. */
export const loadQuickAdd = () => import("@/features/quickadd/quick-add-dialog");

/** What the first page does not wait for: dialogs, the panel, and menus, which bring much code. */
export const QuickAddDialog = lazy(() =>
  loadQuickAdd().then((module) => ({ default: module.QuickAddDialog })),
);

export const Palette = lazy(() =>
  import("./palette").then((module) => ({ default: module.Palette })),
);

export const AssistantButton = lazy(() =>
  import("./assistant-button").then((module) => ({ default: module.AssistantButton })),
);

export const HelpDialog = lazy(() =>
  import("@/features/help/help-dialog").then((module) => ({ default: module.HelpDialog })),
);

export const ChatSide = lazy(() =>
  import("@/features/chat/chat-side").then((module) => ({ default: module.ChatSide })),
);

export const OpenTask = lazy(() =>
  import("../-task-panel").then((module) => ({ default: module.OpenTask })),
);

export const AccountMenu = lazy(() =>
  import("@/features/account/account-menu").then((module) => ({ default: module.AccountMenu })),
);

export const Sidebar = lazy(() =>
  import("@/features/places/sidebar/sidebar").then((module) => ({ default: module.Sidebar })),
);

export const PendingAdds = lazy(() =>
  import("@/features/offline/pending-adds").then((module) => ({ default: module.PendingAdds })),
);
