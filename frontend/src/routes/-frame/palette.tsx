import { PaletteDialog } from "@/features/palette/palette-dialog";
import { useGoals } from "./use-goals";

/** The palette, which can go to all pages. */
export function Palette(props: {
  readonly onClose: () => void;
  readonly onAdd: (words?: string) => void;
}) {
  return <PaletteDialog {...props} goals={useGoals()} />;
}
