/** Keys of all that is known of the assistant and what was said to it. */
export const chatKeys = {
  assistant: ["assistant"] as const,
  conversations: ["conversations"] as const,
  proposals: ["proposals"] as const,
  proposal: (id: string) => ["proposals", id] as const,
};
