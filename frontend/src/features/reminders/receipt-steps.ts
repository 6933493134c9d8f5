import type { ReceiptOut } from "@/api/schema.gen";
import { lengthOf, sayExact } from "@/lib/instants";
import { type Clockwork, sayInstant } from "@/lib/time";
import { m } from "./messages";
import { sayLength, sayReason, sayShort } from "./words";

/** What happened to a message, one thing after the other. Pure. */
export interface Step {
  readonly text: string;
  /** A line below it: how late, what the channel answered. */
  readonly notes: readonly string[];
  readonly tone: "plain" | "good" | "bad" | "quiet";
}

const isMail = ({ channel }: ReceiptOut): boolean => channel === null || channel.kind === "email";

export const channelName = ({ channel }: ReceiptOut): string =>
  channel === null || channel.kind === "email"
    ? m.email
    : (channel.name ?? channel.kind ?? m.otherChannel);

/** From when it was planned for to what it came to. */
export function stepsOf(receipt: ReceiptOut, clockwork: Clockwork): Step[] {
  const { planned_at: planned } = receipt;
  const first: Step[] =
    planned === null
      ? []
      : [{ text: m.steps.planned(sayExact(planned, clockwork)), notes: [], tone: "plain" }];
  return [...first, ...outcome(receipt, clockwork)];
}

function outcome(receipt: ReceiptOut, clockwork: Clockwork): Step[] {
  const { state, reason } = receipt;
  const why = sayReason(reason);
  switch (state) {
    case "planned":
      return [];
    case "idle":
      return [{ text: m.steps.idle(why), notes: [], tone: "quiet" }];
    case "cancelled":
      return [{ text: m.steps.cancelled(why), notes: [], tone: "quiet" }];
    case "skipped":
      return [{ text: m.steps.skipped(why), notes: [], tone: "quiet" }];
    case "deferred":
      return [{ text: m.steps.deferred(why), notes: carried(receipt, clockwork), tone: "plain" }];
    case "sending":
      return [
        {
          text: reason === null ? m.steps.sending : sayTriedAgain(reason),
          notes: tries(receipt),
          tone: "plain",
        },
      ];
    case "failed":
      return [
        {
          text: sayFailed(receipt),
          notes: tries(receipt),
          tone: "bad",
        },
      ];
    case "sent":
      return [sent(receipt, clockwork)];
  }
}

const isOurs = (reason: string | null): boolean => reason !== null && reason in m.reasons;

const sayTriedAgain = (reason: string): string =>
  isOurs(reason) ? m.steps.sendingOurs(sayReason(reason)) : m.steps.sendingWhy(reason);

/** An error of the server, no try left, or refused by the channel. */
function sayFailed({ reason, given_up: isGivenUp }: ReceiptOut): string {
  if (reason === null) return m.steps.failed;
  if (isOurs(reason)) return m.steps.skipped(sayReason(reason));
  return isGivenUp ? m.steps.givenUp(reason) : m.steps.failedWhy(reason);
}

function sent(receipt: ReceiptOut, clockwork: Clockwork): Step {
  const { sent_at: at, lateness_ms: late, provider_answer: answer } = receipt;
  const when = at === null ? "" : sayExact(at, clockwork);
  const notes = [
    late === null ? "" : sayLateness(late),
    answer ? m.steps.answer(answer) : "",
    ...tries(receipt),
    receipt.resends > 0 ? m.steps.resends(receipt.resends) : "",
  ].filter((note) => note !== "");
  const text = isMail(receipt)
    ? m.steps.acceptedMail(when)
    : m.steps.accepted(channelName(receipt), when);
  return { text, notes, tone: "good" };
}

const tries = ({ attempts }: ReceiptOut): string[] =>
  attempts > 1 ? [m.steps.tries(attempts)] : [];

const carried = ({ carried_at: at }: ReceiptOut, clockwork: Clockwork): string[] =>
  at === null ? [] : [m.steps.carried(sayExact(at, clockwork))];

/** How long after its time it left: “412 ms after its time”. */
export function sayLateness(milliseconds: number): string {
  if (milliseconds === 0) return m.steps.onTime;
  const length = sayShort(milliseconds);
  return milliseconds > 0 ? m.steps.late(length) : m.steps.early(length);
}

/** Why nothing arrived, and whether the settings of notifications can help. */
export interface Answer {
  readonly text: string;
  readonly inSettings: boolean;
}

const GRACE_MS = 60_000;
const OF_SETTINGS = new Set(["quiet_hours", "vacation", "channel_disabled", "channel_unavailable"]);

/** The answer from what became of the last message of a reminder. */
export function whyNothing(
  receipts: readonly ReceiptOut[],
  now: number,
  clockwork: Clockwork,
): Answer {
  const last = [...receipts].sort((one, other) =>
    (one.planned_at ?? "") < (other.planned_at ?? "") ? 1 : -1,
  )[0];
  return last === undefined
    ? { text: m.answers.nothing, inSettings: false }
    : answerOf(last, now, clockwork);
}

function answerOf(receipt: ReceiptOut, now: number, clockwork: Clockwork): Answer {
  const { state, reason, planned_at: planned, sent_at: at, carried_at: together } = receipt;
  const say = (instant: string | null): string =>
    instant === null ? "" : sayInstant(instant, clockwork);
  switch (state) {
    case "planned": {
      const late = planned === null ? 0 : now - Date.parse(planned);
      const text =
        late > GRACE_MS
          ? m.answers.late(sayLength(lengthOf(late)))
          : m.answers.notYet(say(planned));
      return { text, inSettings: false };
    }
    case "sending":
      return {
        text: reason ? sayTriedAgain(reason) : m.answers.sending,
        inSettings: false,
      };
    case "sent":
      return isMail(receipt)
        ? { text: m.answers.sentMail(say(at)), inSettings: true }
        : { text: m.answers.sent(channelName(receipt), say(at)), inSettings: true };
    case "failed":
      if (isOurs(reason)) return reasonAnswer(receipt, "");
      return {
        text: receipt.given_up
          ? m.answers.givenUp(sayReason(reason))
          : m.answers.failed(sayReason(reason)),
        inSettings: true,
      };
    default:
      return reasonAnswer(receipt, together === null ? "" : m.answers.carried(say(together)));
  }
}

function reasonAnswer({ state, reason }: ReceiptOut, carriedWords: string): Answer {
  const code = reason ?? "";
  const parts = [sayReason(reason), m.advice[code] ?? "", state === "deferred" ? carriedWords : ""];
  return {
    text: parts.filter((part) => part !== "").join(" "),
    inSettings: OF_SETTINGS.has(code),
  };
}
