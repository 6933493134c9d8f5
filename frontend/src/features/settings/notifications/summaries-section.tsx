import { useChangeMe } from "@/api/me/change-me";
import { useMe } from "@/api/me/get-me";
import { Row, Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Trouble } from "@/components/ui/trouble";
import { Switch } from "../parts/switch";
import { TimeInput } from "../parts/time-input";
import { WEEKDAYS, type Weekday, weekdayName } from "../parts/weekdays";
import { m } from "./messages";

const MORNING = "08:00";
const SUNDAY_EVENING = { weekday: "SU", at: "18:00" } as const;

/** Mails that say what the day brings, and how the week was. */
export function SummariesSection() {
  const { digest_at: digest, review } = useMe();
  const change = useChangeMe();
  return (
    <Section title={m.summaries.title}>
      <Trouble error={change.error} />
      <Row label={m.summaries.digest} hint={m.summaries.digestHint} htmlFor="digest">
        <Switch
          id="digest"
          checked={digest !== null}
          onChange={(isOn) => change.mutate({ digest_at: isOn ? MORNING : null })}
        />
      </Row>
      {digest !== null ? (
        <Row label={m.summaries.digestAt} htmlFor="digest-at">
          <TimeInput
            id="digest-at"
            value={digest}
            onSave={(digest_at) => change.mutate({ digest_at })}
          />
        </Row>
      ) : null}
      <Row label={m.summaries.review} hint={m.summaries.reviewHint} htmlFor="review">
        <Switch
          id="review"
          checked={review !== null}
          onChange={(isOn) => change.mutate({ review: isOn ? SUNDAY_EVENING : null })}
        />
      </Row>
      {review ? (
        <>
          <Row label={m.summaries.reviewDay} htmlFor="review-day">
            <Select
              id="review-day"
              value={review.weekday}
              onChange={(event) =>
                change.mutate({ review: { ...review, weekday: event.target.value as Weekday } })
              }
            >
              {WEEKDAYS.map((day) => (
                <option key={day} value={day}>
                  {weekdayName(day)}
                </option>
              ))}
            </Select>
          </Row>
          <Row label={m.summaries.reviewAt} htmlFor="review-at">
            <TimeInput
              id="review-at"
              value={review.at}
              onSave={(at) => change.mutate({ review: { ...review, at } })}
            />
          </Row>
        </>
      ) : null}
    </Section>
  );
}
