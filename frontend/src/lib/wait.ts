import { useEffect, useState } from "react";
import { language } from "./messages";
import { Problem } from "./problem";

const A_MINUTE = 60;

/** A wait in words: “45 seconds”, “4 minutes”. */
export function sayWait(seconds: number): string {
  const isLong = seconds > 1.5 * A_MINUTE;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: isLong ? "minute" : "second",
    unitDisplay: "long",
    maximumFractionDigits: 0,
  }).format(isLong ? Math.ceil(seconds / A_MINUTE) : Math.ceil(seconds));
}

/** Seconds until the server takes the next try; 0 when it does, counted down as they pass. */
export function useWait(error: unknown): number {
  const seconds = error instanceof Problem && error.status === 429 ? (error.retryAfter ?? 0) : 0;
  const [left, setLeft] = useState({ error, seconds });
  if (left.error !== error) setLeft({ error, seconds });
  useEffect(() => {
    if (seconds <= 0) return;
    const until = performance.now() + seconds * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, (until - performance.now()) / 1000);
      setLeft({ error, seconds: rest });
      if (rest === 0) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [error, seconds]);
  return left.error === error ? left.seconds : seconds;
}
