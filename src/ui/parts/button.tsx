import type { ComponentChildren, Ref } from "preact";
import { Icon, type IconName } from "./icon.tsx";

interface IconButtonProps {
  icon: IconName;
  /** What it does: its name for everybody, shown as a tooltip. */
  words: string;
  onClick: (event: MouseEvent) => void;
  filled?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
  tabIndex?: number;
  class?: string;
}

/** A button that shows a picture only. */
export function IconButton({ icon, words, pressed, expanded, filled, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button ${rest.class ?? ""}`}
      title={words}
      aria-label={words}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      {...(expanded === undefined ? {} : { "aria-expanded": expanded })}
    >
      <Icon name={icon} filled={filled ?? false} />
    </button>
  );
}

interface ButtonProps {
  children: ComponentChildren;
  icon?: IconName;
  look?: "plain" | "primary" | "danger" | "link";
  type?: "button" | "submit";
  onClick?: (event: MouseEvent) => void;
  disabled?: boolean;
  /** Works on it: keeps its size and its focus, and does nothing meanwhile. */
  busy?: boolean;
  inner?: Ref<HTMLButtonElement>;
}

function still(event: MouseEvent): void {
  event.preventDefault();
}

/** A button with words; while busy it can be reached but does nothing. */
export function Button({ children, icon, look = "plain", busy, inner, ...rest }: ButtonProps) {
  const extra = busy ? ({ "aria-disabled": true, onClick: still } as const) : {};
  return (
    <button
      type="button"
      {...rest}
      {...extra}
      {...(inner ? { ref: inner } : {})}
      class={`button ${look}${busy ? " busy" : ""}`}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
