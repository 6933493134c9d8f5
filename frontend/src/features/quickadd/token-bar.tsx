import { useQuery } from "@tanstack/react-query";
import { AtSign, Bell, CalendarDays, Flag, Hash, type LucideIcon, Repeat } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { labelsOptions } from "@/api/labels/list-labels";
import { projectsOptions } from "@/api/projects/list-projects";
import { marked, type Sign } from "./mention";
import { m } from "./messages";

interface Token {
  readonly name: string;
  /** What is written: the language of the parser, whatever that of the page. */
  readonly words: string;
}

interface TokenBarProps {
  readonly onInsert: (words: string) => void;
  /** The focus goes back to the text. */
  readonly onDone: () => void;
}

const DATES: readonly Token[] = [
  { name: m.dates.today, words: "today" },
  { name: m.dates.tomorrow, words: "tomorrow" },
  { name: m.dates.weekend, words: "this weekend" },
  { name: m.dates.week, words: "next week" },
];
const REPEATS: readonly Token[] = [
  { name: m.repeats.day, words: "every day" },
  { name: m.repeats.weekday, words: "every weekday" },
  { name: m.repeats.week, words: "every week" },
  { name: m.repeats.month, words: "every month" },
  { name: m.repeats.year, words: "every year" },
];
const REMINDERS: readonly Token[] = [
  { name: m.reminders.due, words: "remind me when due" },
  { name: m.reminders.minutes, words: "!10m" },
  { name: m.reminders.hour, words: "!1h" },
  { name: m.reminders.day, words: "!1d" },
];
const PRIORITIES: readonly Token[] = [
  { name: m.priority.high, words: "p1" },
  { name: m.priority.medium, words: "p2" },
  { name: m.priority.low, words: "p3" },
];

/** Buttons that write what others type: days, repetitions, projects. */
export function TokenBar(props: TokenBarProps) {
  const { data: projects = [] } = useQuery(projectsOptions());
  const { data: labels = [] } = useQuery(labelsOptions());
  return (
    <div role="toolbar" aria-label={m.insert} className="flex min-w-0 flex-wrap gap-0.5">
      <TokenMenu {...props} name={m.insertDate} icon={CalendarDays} tokens={DATES} />
      <TokenMenu {...props} name={m.insertRepeat} icon={Repeat} tokens={REPEATS} />
      <TokenMenu {...props} name={m.insertReminder} icon={Bell} tokens={REMINDERS} />
      <TokenMenu {...props} name={m.insertPriority} icon={Flag} tokens={PRIORITIES} />
      <TokenMenu
        {...props}
        name={m.insertProject}
        icon={Hash}
        tokens={tokensOf("#", projects)}
        empty={m.noProjects}
      />
      <TokenMenu
        {...props}
        name={m.insertLabel}
        icon={AtSign}
        tokens={tokensOf("@", labels)}
        empty={m.noLabels}
      />
    </div>
  );
}

/** Names that can be written, with how they are. */
const tokensOf = (sign: Sign, named: readonly { readonly name: string }[]): Token[] =>
  named.flatMap(({ name }) => {
    const words = marked(sign, name);
    return words === null ? [] : [{ name, words }];
  });

function TokenMenu({
  name,
  icon: Icon,
  tokens,
  empty,
  onInsert,
  onDone,
}: TokenBarProps & {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly tokens: readonly Token[];
  readonly empty?: string;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger
        aria-label={name}
        title={name}
        className="inline-flex size-8 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-text data-[state=open]:bg-hover pointer-coarse:size-11"
      >
        <Icon aria-hidden size={17} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onDone();
          }}
          className="z-50 max-h-64 min-w-44 max-w-72 animate-rise overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float"
        >
          {tokens.map((token) => (
            <Radix.Item
              key={token.words}
              onSelect={() => onInsert(token.words)}
              className="cursor-default select-none truncate rounded-md px-2.5 py-1.5 text-[0.9375rem] outline-none data-highlighted:bg-hover pointer-coarse:py-3"
            >
              {token.name}
            </Radix.Item>
          ))}
          {tokens.length === 0 && empty ? (
            <Radix.Label className="px-2.5 py-1.5 text-sm text-muted">{empty}</Radix.Label>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
