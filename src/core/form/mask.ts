/** Placeholders that show how digits are to be written: "(___) ___-____", "0000 0000 0000 0000", "99-999". */

/** A shown form. `slots` is the number of digits wanted, `text` the form with "\0" for each. */
export interface Mask {
  text: string;
  slots: number;
  /** As the page shows it, without words. */
  shown: string;
}

/** Null for a placeholder that shows no form of digits. A country code after "+" is no slot. */
export function maskOf(placeholder: string): Mask | null {
  const shown = placeholder
    .replace(/^\s*(?:\p{L}[\p{L}. ]*[.:,]|(?![xX]+\b)\p{L}{2,})\s*/u, "")
    .replace(/[.…]{2,}\s*$|…\s*$/u, "")
    .trim();
  if (!/^[\d_#xX•*●+()\-–./\s\u00a0]+$/.test(shown)) return null;
  // "+49…" names a country and no form.
  if (/^\+\d{1,3}$/.test(shown)) return null;
  const code = /^\+\d{1,3}(?=\D)/.exec(shown)?.[0] ?? "";
  const rest = shown.slice(code.length);
  const signs = /[_#xX•*●]/.test(rest);
  const text = code + rest.replace(signs ? /[_#xX•*●]/g : /\d/g, "\0");
  const slots = text.split("\0").length - 1;
  return slots < 2 ? null : { text, slots, shown };
}

/** The digits in the form's places; null where there are more or fewer. */
export function throughMask(mask: Mask, digits: string): string | null {
  if (digits.length !== mask.slots) return null;
  let at = 0;
  return mask.text.replaceAll("\0", () => digits.charAt(at++));
}
