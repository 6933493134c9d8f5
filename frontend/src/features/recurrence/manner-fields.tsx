import { Choice, Choices } from "@/components/ui/choice";
import { NumberInput } from "@/components/ui/number-input";
import { type Draft, withAnchor } from "./draft";
import { m } from "./messages";

interface MannerProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** What the next one counts from, and what happens to those that nobody does. */
export function MannerFields({ draft, onChange }: MannerProps) {
  return (
    <>
      <Choices legend={m.anchor}>
        <Choice
          name="anchor"
          label={m.anchorSchedule}
          hint={m.anchorScheduleHint}
          checked={draft.anchor === "schedule"}
          onChoose={() => onChange(withAnchor(draft, "schedule"))}
        />
        <Choice
          name="anchor"
          label={m.anchorCompletion}
          hint={m.anchorCompletionHint}
          checked={draft.anchor === "completion"}
          onChoose={() => onChange(withAnchor(draft, "completion"))}
        />
      </Choices>
      <Choices legend={m.missed}>
        <Choice
          name="missed"
          label={m.collapse}
          hint={m.collapseHint}
          checked={draft.missedPolicy === "collapse"}
          onChoose={() => onChange({ ...draft, missedPolicy: "collapse" })}
        />
        <Choice
          name="missed"
          label={m.keepEach}
          hint={m.keepEachHint}
          checked={draft.missedPolicy === "keep_each"}
          onChoose={() => onChange({ ...draft, missedPolicy: "keep_each" })}
        />
        <Choice
          name="missed"
          label={m.autoSkip}
          hint={m.autoSkipHint}
          checked={draft.missedPolicy === "auto_skip"}
          onChoose={() => onChange({ ...draft, missedPolicy: "auto_skip" })}
        />
        {draft.missedPolicy === "auto_skip" ? <Grace draft={draft} onChange={onChange} /> : null}
      </Choices>
    </>
  );
}

const MINUTES = 60;
const MOST_HOURS = 999;

function Grace({ draft, onChange }: MannerProps) {
  return (
    <p className="ml-6.5 flex items-center gap-2">
      <NumberInput
        label={m.autoSkipAfter}
        value={Math.round(draft.autoSkipMinutes / MINUTES)}
        least={0}
        most={MOST_HOURS}
        onChange={(hours) => onChange({ ...draft, autoSkipMinutes: hours * MINUTES })}
      />
      <span>{m.hours}</span>
    </p>
  );
}
