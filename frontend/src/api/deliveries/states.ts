/** States of messages; reminders that nothing was made of yet are not in the list of all. */
export const MESSAGE_STATES = ["sent", "sending", "deferred", "skipped", "failed"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
