import { RotateCcw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { m } from "./messages";
import { hasChanged, type Message, type Part, textBeside } from "./thread";
import { Due, ToolCard } from "./tool-card";

interface MessageProps {
  readonly message: Message;
  /** Only of the last answer: questions are open, and it can be tried again. */
  readonly isLast: boolean;
  readonly isBusy: boolean;
  readonly onAnswer: (text: string) => void;
  readonly onAgain: () => void;
}

/** What one side said: words as they are, never markup. */
export function ChatMessage({ message, ...rest }: MessageProps) {
  if (message.role === "user") {
    return (
      <li className="flex animate-fade justify-end">
        <div className="max-w-[85%] rounded-2xl rounded-br-md bg-accent-soft px-3.5 py-2">
          <span className="sr-only">{`${m.you}: `}</span>
          <Words
            text={message.parts.map((part) => (part.type === "text" ? part.text : "")).join("")}
          />
        </div>
      </li>
    );
  }
  return (
    <li className="flex animate-fade flex-col gap-2.5">
      <span className="sr-only">{`${m.assistant}: `}</span>
      {message.parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are only ever added at the end
        <PartOf key={index} part={part} message={message} {...rest} />
      ))}
      <Ending message={message} {...rest} />
    </li>
  );
}

function Words({ text }: { readonly text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap break-words">
      {text}
    </p>
  );
}

function PartOf({
  part,
  message,
  isLast,
  isBusy,
  onAnswer,
}: MessageProps & { readonly part: Part }) {
  switch (part.type) {
    case "text": {
      const text = textBeside(part.text, message);
      return text ? <Words text={text} /> : null;
    }
    case "notice":
      return <p className="rounded-lg bg-hover px-3 py-2 text-sm text-muted">{part.text}</p>;
    case "tool":
      return <ToolCard part={part} isRunning={message.state === "streaming"} />;
    case "question":
      return (
        <div className="flex flex-col gap-2">
          <Words text={part.text} />
          <ul aria-label={m.question} className="flex flex-col gap-1.5">
            {part.options.map((option, index) => (
              <li key={option.id}>
                <Button
                  className="h-auto w-full justify-start py-2 text-left"
                  disabled={!isLast || isBusy}
                  onClick={() => onAnswer(String(index + 1))}
                >
                  <span className="text-muted tabular-nums">{index + 1}</span>
                  <bdi className="min-w-0 grow break-words">{option.title}</bdi>
                  <Due task={option} />
                </Button>
              </li>
            ))}
          </ul>
        </div>
      );
  }
}

/** That more is to come, or why nothing more will. */
function Ending({ message, isLast, isBusy, onAgain }: Omit<MessageProps, "onAnswer">) {
  if (message.state === "complete") return null;
  if (message.state === "streaming") {
    return message.parts.length > 0 ? null : (
      <p className="flex h-6 items-center gap-1 text-muted">
        <span className="sr-only">{m.thinking}</span>
        {[0, 1, 2].map((dot) => (
          <span
            key={dot}
            aria-hidden
            className="size-1.5 animate-pulse rounded-full bg-line-strong"
          />
        ))}
      </p>
    );
  }
  const told = hasChanged(message) ? m.brokenAfterChange : m.broken;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      <p>
        {message.state === "stopped" ? m.stopped : told}
        {message.problem ? ` ${message.problem}` : ""}
      </p>
      {isLast && !isBusy ? (
        <Button size="small" onClick={onAgain}>
          <RotateCcw aria-hidden size={14} />
          {m.again}
        </Button>
      ) : null}
    </div>
  );
}
