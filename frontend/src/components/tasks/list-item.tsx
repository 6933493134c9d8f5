import {
  type ComponentType,
  createContext,
  type HTMLAttributes,
  type Ref,
  useContext,
} from "react";

export interface ListItemProps extends HTMLAttributes<HTMLLIElement> {
  readonly id: string;
  readonly liRef?: Ref<HTMLLIElement>;
}

/** The element of a row: one that can be dragged, where the code for that is loaded. */
export const ItemContext = createContext<ComponentType<ListItemProps>>(function PlainItem({
  id,
  liRef,
  ...rest
}) {
  return <li ref={liRef} data-row={id} {...rest} />;
});

export function ListItem(props: ListItemProps) {
  const Item = useContext(ItemContext);
  return <Item {...props} />;
}
