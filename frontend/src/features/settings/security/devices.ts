/** Browsers and systems in what they call themselves; of several that fit, the first counts. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
  [/^rondel/i, "Rondel"],
  [/^curl\//, "curl"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/\bCr\wS\b/, "ChromeOS"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux/, "Linux"],
];

/** “Firefox, Windows” of what a device calls itself; what nobody knows stays as it is. */
export function deviceName(userAgent: string): string {
  const first = (names: typeof BROWSERS) => names.find(([sign]) => sign.test(userAgent))?.[1];
  const known = [first(BROWSERS), first(SYSTEMS)].filter((each) => each !== undefined);
  return known.length > 0 ? known.join(", ") : userAgent.slice(0, 60);
}
