import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { linksOptions } from "@/api/ops/overview";

/** Leads to the trace in Zipkin, if there is one; whether it was recorded Zipkin alone knows. */
export function TraceLink({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const { data } = useQuery(linksOptions());
  if (!data?.zipkin) return children;
  return (
    <a
      href={`${data.zipkin}/zipkin/traces/${id}`}
      target="_blank"
      rel="noreferrer"
      className="underline underline-offset-2 hover:text-text"
    >
      {children}
    </a>
  );
}
