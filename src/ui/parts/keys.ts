import { useEffect, useRef } from "preact/hooks";

/** Hears keys wherever the focus is, unless something in front has dealt with them. */
export function useKeys(hear: (event: KeyboardEvent) => void): void {
  const now = useRef(hear);
  now.current = hear;
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented) now.current(event);
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
