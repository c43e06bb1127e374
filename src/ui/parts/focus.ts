const focused = new WeakSet<HTMLElement>();

/** A ref that focuses the element once, when it comes in. */
export function focusOnce(box: HTMLElement | null): void {
  if (box === null || focused.has(box)) return;
  focused.add(box);
  box.focus();
}
