import { Failure } from "../../src/core/failure.ts";

/** Puts a text on the clipboard; the old way where the browser has or grants no other. CLIPBOARD where neither works. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    return;
  } catch {
    // Not a secure context, or not granted.
  }
  const before = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "sr";
  box.readOnly = true;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.value = "";
  box.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!done) throw new Failure("CLIPBOARD");
}
