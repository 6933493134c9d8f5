export const sectionKeys = {
  all: ["sections"] as const,
  of: (projectId: string) => ["sections", projectId] as const,
};
