import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

/** One line of a menu. */
export interface MenuEntry {
  icon: IconName;
  words: string;
  about?: string;
  run: () => void;
}

interface MenuProps {
  words: string;
  icon: IconName;
  entries: readonly MenuEntry[];
  /** Where the list opens. */
  opens: "up" | "down";
  look?: "plain" | "primary";
}

/** A button with a menu: arrows move, Enter chooses, Escape closes the menu only. */
export function Menu({ words, icon, entries, opens, look = "plain" }: MenuProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const items = (): HTMLElement[] => [
    ...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []),
  ];
  useEffect(() => {
    if (!open) return undefined;
    items()[0]?.focus();
    // What scrolls around it may end within the list.
    items()[0]?.parentElement?.scrollIntoView({ block: "nearest" });
    const away = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false)
        setOpen(false);
    };
    document.addEventListener("mousedown", away);
    document.addEventListener("focusin", away);
    return () => {
      document.removeEventListener("mousedown", away);
      document.removeEventListener("focusin", away);
    };
  }, [open]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        setOpen(true);
      }
      return;
    }
    const all = items();
    const now = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    else if (event.key === "Escape") {
      setOpen(false);
      opener.current?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu" role="presentation" ref={box} onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        class={`button ${look}`}
        aria-haspopup="menu"
        aria-expanded={open}
        {...(open ? { "aria-controls": id } : {})}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        <span>{words}</span>
      </button>
      {open && (
        <div id={id} class={`menu-list ${opens}`} role="menu" aria-label={words}>
          {entries.map((entry) => (
            <button
              key={entry.words}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class="menu-item"
              onClick={() => {
                setOpen(false);
                opener.current?.focus();
                entry.run();
              }}
            >
              <Icon name={entry.icon} />
              <span>
                {entry.words}
                {entry.about && <small>{entry.about}</small>}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
