import { Page } from "@/components/layout/page";
import { m as core } from "@/messages/core";

export function SearchPage() {
  return <Page title={core.search}>{null}</Page>;
}
