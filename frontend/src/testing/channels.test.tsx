import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RemindersSection } from "@/features/reminders/reminders-section";
import { ChannelsSection } from "@/features/settings/notifications/channels-section";
import { aTask, listening, renderPart, signedIn } from "./series";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

test("a task and the settings know the same channels", async () => {
  const task = aTask();
  server.use(
    ...signedIn,
    listening("get", "/api/tasks/task", () => ({ ...task })).handler,
    listening("get", "/api/tasks/task/schedule", () => ({
      text: "",
      sentences: [],
      next: [],
      reminders: [],
    })).handler,
    listening("get", "/api/channels", () => ({
      items: [{ id: "phone", kind: "ntfy", name: "My phone", enabled: true, config: {} }],
    })).handler,
  );
  renderPart(
    <>
      <ChannelsSection />
      <RemindersSection task={task} />
    </>,
  );
  expect(await screen.findByText("My phone")).toBeVisible();
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Remind me …" }));
  await user.click(await screen.findByRole("menuitem", { name: "At a date and time …" }));
  expect(await screen.findByLabelText("My phone")).not.toBeChecked();
});
