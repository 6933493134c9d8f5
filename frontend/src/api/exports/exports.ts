import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { type Downloaded, download } from "../downloads";
import { isUnderWay } from "../imports/imports";
import { rereading } from "../rereading";
import type { ExportCreate } from "../schema.gen";

const AGAIN_MS = 1000;

/** Exports of the account, the newest first; asked again while one of them is under way. */
export function exportsOptions() {
  return queryOptions({
    queryKey: ["exports"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/exports", { signal })).then((answer) => answer.items),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? AGAIN_MS : false),
  });
}

/** Orders an export of the whole account. */
export function useOrderExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (format: ExportCreate["format"]) =>
      body(api.POST("/api/exports", { params: { header: changing() }, body: { format } })),
    onSuccess: () => client.invalidateQueries({ queryKey: exportsOptions().queryKey }),
  });
}

/** An export is gone, or stopped. */
export function useDeleteExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (export_id: string) =>
      body(api.DELETE("/api/exports/{export_id}", { params: { path: { export_id } } })),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: exportsOptions().queryKey })),
  });
}

/** The file of an export, and how the server calls it. */
export const downloadExport = (export_id: string): Promise<Downloaded> =>
  download(`/api/exports/${export_id}/download`);
