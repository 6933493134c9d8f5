export const sectionKeys = {
  of: (projectId: string) => ["sections", projectId] as const,
};
