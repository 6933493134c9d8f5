import { CircleAlert, CircleCheck, CircleHelp, TriangleAlert } from "lucide-react";
import { g } from "./messages";
import type { Mood } from "./moods";

const MARKS = {
  good: { icon: CircleCheck, look: "text-success" },
  odd: { icon: CircleAlert, look: "text-medium" },
  bad: { icon: TriangleAlert, look: "text-danger" },
  unknown: { icon: CircleHelp, look: "text-muted" },
} as const;

/** A mood by its sign, with its word for those who do not see it. */
export function MoodMark({ mood }: { readonly mood: Mood }) {
  const { icon: Icon, look } = MARKS[mood];
  return (
    <span className={`inline-flex shrink-0 ${look}`}>
      <Icon aria-hidden size={18} />
      <span className="sr-only">{g.moods[mood]}</span>
    </span>
  );
}
