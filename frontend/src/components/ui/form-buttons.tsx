import { m } from "@/messages/core";
import { Button, type ButtonProps } from "./button";

interface FormButtonsProps extends Pick<ButtonProps, "look" | "busy" | "disabled" | "children"> {
  readonly onClose: () => void;
}

/** The end of a form that stands in a page: what it does, and the way out of it. */
export function FormButtons({ onClose, ...submit }: FormButtonsProps) {
  return (
    <div className="flex gap-2">
      <Button type="submit" look="primary" {...submit} />
      <Button onClick={onClose}>{m.cancel}</Button>
    </div>
  );
}

/** The end of a form in a dialog: the way out of it, and at the right what it does. */
export function DialogButtons({ onClose, ...submit }: FormButtonsProps) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button onClick={onClose}>{m.cancel}</Button>
      <Button type="submit" look="primary" {...submit} />
    </div>
  );
}
