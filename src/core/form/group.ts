/** The words of a field and of its form, as `says` wants them. */
import type { Kinded, PageField } from "./field.ts";
import { says } from "./signals/index.ts";
import { plainWords } from "./text.ts";

/** The words of the form: its name, headings, buttons, and the title of the page. */
export function contextOf(group: readonly Kinded[]): string {
  return plainWords(group.map(({ field }) => field.context ?? "").join(" "));
}

/** Those without the title of the page. */
export function formWords(group: readonly Kinded[]): string {
  return group.map(({ field }) => (field.context ?? "").replace(/\|[^|]*$/, "")).join(" ");
}

/** All words of a field. */
export function wordsOf({ label, near, placeholder, name, id, title }: PageField): string {
  return plainWords([label, near, placeholder, name, id, title].join(" ; "));
}

/** What a person types there goes by what stands beside the field, not by how a program calls it. */
export function shown({ label, near, placeholder, title }: PageField): string {
  return plainWords([label, near, placeholder, title].join(" ; ").slice(0, 300));
}

/** "Phone/E-mail", "E-Mail oder Kundennummer": an address is one of the names that are taken there. */
export function eitherMail(text: string): boolean {
  const start = text.slice(0, 120);
  if (/\p{L} ?\/ ?e-?mail|e-?mail( address)? ?\/ ?\p{L}/iu.test(start)) return true;
  if (text.length > 60) return false;
  const words = plainWords(start);
  if (!says("email", words)) return false;
  return (
    says("or", words) || (/[/／]/.test(start) && (says("tel", words) || says("username", words)))
  );
}
