export const filterKeys = { all: ["filters"] as const };
