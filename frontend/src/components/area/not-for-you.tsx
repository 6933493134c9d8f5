import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ShieldX } from "lucide-react";
import { useState } from "react";
import { meOptions } from "@/api/me/get-me";
import { Button } from "@/components/ui/button";
import { Problem } from "@/lib/problem";
import { usePageTitle } from "@/lib/use-page-title";
import { m as core } from "@/messages/core";
import { m } from "./messages";

/** Whether the server says that this account may not. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Problem && error.status === 403 && error.code !== "auth.not_confirmed";

/** A page for other accounts than this one. */
export function NotForYou({ text }: { readonly text: string }) {
  usePageTitle(m.notForYouTitle);
  const client = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const ask = async (): Promise<void> => {
    setIsAsking(true);
    await client.invalidateQueries({ queryKey: meOptions().queryKey });
    setIsAsking(false);
  };
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col items-center gap-3 px-6 py-20 text-center">
      <span aria-hidden className="rounded-2xl bg-accent-soft p-4 text-accent">
        <ShieldX size={28} />
      </span>
      <h1 className="text-2xl font-semibold tracking-tight">{m.notForYouTitle}</h1>
      <p className="text-muted">{text}</p>
      <div className="mt-2 flex flex-wrap items-center justify-center gap-4">
        <Link to="/today" className="text-accent underline">
          {core.goToToday}
        </Link>
        <Button size="small" busy={isAsking} onClick={() => void ask()}>
          {m.askAgain}
        </Button>
      </div>
    </div>
  );
}
