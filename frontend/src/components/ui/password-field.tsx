import { Eye, EyeOff } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";
import { m } from "@/messages/core";
import { Button } from "./button";
import { INPUT } from "./field";

interface PasswordFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}

/** A password, which can be looked at while it is typed. */
export function PasswordField({ label, hint, error, id, ...rest }: PasswordFieldProps) {
  const own = useId();
  const inputId = id ?? own;
  const told = error ?? hint;
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={inputId} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={inputId}
          type={isShown ? "text" : "password"}
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={told ? `${inputId}-told` : undefined}
          className={cn(INPUT, "pr-11")}
          {...rest}
        />
        <Button
          look="quiet"
          size="icon"
          aria-label={isShown ? m.hidePassword : m.showPassword}
          aria-pressed={isShown}
          className="absolute inset-y-0 right-1 my-auto pointer-coarse:size-9"
          onClick={() => setIsShown(!isShown)}
        >
          <Icon aria-hidden size={17} />
        </Button>
      </div>
      {told ? (
        <p id={`${inputId}-told`} className={cn("text-sm", error ? "text-danger" : "text-muted")}>
          {told}
        </p>
      ) : null}
    </div>
  );
}
