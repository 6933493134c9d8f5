import { plural } from "@/lib/messages";

export default {
  waiting: (count: number) =>
    plural(count, { one: "1 task waits to be sent", other: `${count} tasks wait to be sent` }),
  refused: (why: string) => `Not added: ${why}`,
  discard: (text: string) => `Discard “${text}”`,
  retry: (text: string) => `Try “${text}” again`,
  unsentLost: (count: number) =>
    count === 1
      ? "A task that you added offline is not sent yet. Signing out deletes it."
      : `${count} tasks that you added offline are not sent yet. Signing out deletes them.`,
};
