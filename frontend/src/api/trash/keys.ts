/** A deleted task is in no list: the trash has a key of its own, under what all tasks have. */
export const trashKeys = { all: ["trash"] as const };
