import { Link } from "@tanstack/react-router";
import { Circle, CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { opsLink } from "@/components/area/links";
import { cn } from "@/lib/cn";
import { sayExact } from "@/lib/instants";
import { m } from "./messages";
import type { Step, Story } from "./story";
import { TraceLink } from "./trace-link";

const SIGNS = {
  plain: { icon: Circle, look: "text-line-strong", name: "" },
  good: { icon: CircleCheck, look: "text-success", name: "" },
  waits: { icon: CircleDashed, look: "text-medium", name: m.story.isWaiting },
  bad: { icon: CircleAlert, look: "text-danger", name: m.story.isBad },
} as const;

/** How far in each step stands; beyond that they all stand the same. */
const INDENTS = ["", "ml-0", "ml-3 sm:ml-5", "ml-6 sm:ml-10", "ml-9 sm:ml-16"];
const DEEPEST = "ml-12 sm:ml-22";

/** What happened, and step by step what came of it. */
export function StoryItem({ story }: { readonly story: Story }) {
  const me = useMe();
  return (
    <li className="rounded-xl border border-line bg-surface px-4 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium [overflow-wrap:anywhere]">{story.title}</span>
        <time dateTime={story.at} className="text-sm text-muted tabular-nums">
          {sayExact(story.at, me)}
        </time>
      </p>
      <ol className="mt-1.5 flex flex-col gap-1">
        {story.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have their place and no name
          <StepLine key={index} step={step} />
        ))}
      </ol>
    </li>
  );
}

function StepLine({ step }: { readonly step: Step }) {
  const { icon: Icon, look, name } = SIGNS[step.tone];
  return (
    <li className={cn("flex items-baseline gap-2 text-sm", INDENTS[step.level] ?? DEEPEST)}>
      <Icon
        size={13}
        className={cn("shrink-0 translate-y-0.5", look)}
        {...(name ? { role: "img", "aria-label": name } : { "aria-hidden": true })}
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {step.letterId ? (
          <Link
            {...opsLink(`dead-letters/${step.letterId}`)}
            className="text-accent underline underline-offset-2"
          >
            {step.text}
          </Link>
        ) : (
          step.text
        )}
        {step.trace ? (
          <span className="ml-2 font-mono text-xs text-muted">
            <TraceLink id={step.trace}>{m.story.trace(step.trace)}</TraceLink>
          </span>
        ) : null}
      </span>
    </li>
  );
}
