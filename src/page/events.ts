/** Events as the browser itself would send them; those of a page can not be told from ours but by `isTrusted`. */

/** Events of the families that the browser itself would use; false where the page prevented the last one. */
export function fire(element: Element, data: string, ...names: string[]): boolean {
  let free = true;
  for (const name of names) {
    // One letter or a named key has a key of its own; a whole value has none.
    const key = /^.$|^[A-Z]\w+$/u.test(data) && name.startsWith("key") ? data : "";
    const code = key.length === 1 ? key.charCodeAt(0) : (codes[key] ?? 0);
    const init = {
      data,
      inputType: data ? "insertText" : "deleteContentBackward",
      key,
      keyCode: code,
      charCode: name === "keypress" ? code : 0,
      bubbles: !/^(focus|blur)$/.test(name),
      composed: true,
      cancelable: true,
    };
    const type = name.startsWith("key")
      ? KeyboardEvent
      : /^(pointer|mouse)/.test(name)
        ? name.startsWith("p")
          ? PointerEvent
          : MouseEvent
        : name.endsWith("input")
          ? InputEvent
          : name === "change"
            ? Event
            : FocusEvent;
    free = element.dispatchEvent(new type(name, init));
  }
  return free;
}
const codes: Record<string, number> = { ArrowDown: 40, Enter: 13, Escape: 27 };

/** A click with what comes before it. */
export function press(element: HTMLElement): void {
  fire(element, "", "pointerdown", "mousedown", "pointerup", "mouseup");
  element.click();
}
