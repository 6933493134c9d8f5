/** Keys of the lists of projects; the first one begins the other. */
export const projectKeys = {
  all: ["projects"] as const,
  archived: ["projects", "archived"] as const,
};
