import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { CodeName } from "./code-name";

test("a name breaks after points and underscores, and reads as it is written", () => {
  const { container } = render(<CodeName name="webhooks.prune_webhook_deliveries" />);
  expect(container.innerHTML).toBe("webhooks.<wbr>prune_<wbr>webhook_<wbr>deliveries");
  expect(container.textContent).toBe("webhooks.prune_webhook_deliveries");
});

test("a name without either stays whole", () => {
  const { container } = render(<CodeName name="relay" />);
  expect(container.innerHTML).toBe("relay");
});
