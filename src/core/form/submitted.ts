/**
 * What of a form that the user has just sent is worth offering to keep: a login (sign-in, registration, changed
 * password), a card, an address, or a form with several values. Never one-time codes and security codes, never a
 * search or a lone address.
 */
import * as v from "valibot";
import { caps, type Draft, draftSchema } from "../item.ts";
import { kinds } from "../kinds/index.ts";
import { emptyFields } from "../kinds/kind.ts";
import { type CapturePage, draftFromCapture, ownKinds } from "./capture.ts";
import type { Kinded, PageField } from "./field.ts";
import { contextOf } from "./group.ts";
import { says } from "./signals/index.ts";

/** `draft` is a new item's; of a login without a password (the first of two steps) it holds the user name alone. */
export const submittedSchema = v.strictObject({
  draft: draftSchema,
  /** The password that was replaced; "" where none was given. */
  old: v.pipe(v.string(), v.maxLength(caps.value)),
  /** The first of two steps: nothing to offer yet. */
  step: v.boolean(),
});
export type Submitted = v.InferOutput<typeof submittedSchema>;

/** Fewer values than this are no form worth keeping. */
const fewest = 3;
/** Longer ones are no password and no name, but a text that somebody wrote. */
const longest = 10_000;

type Captured = { field: PageField; value: string };

/** What the fields of one sent form hold; null where there is nothing to offer. */
export function submittedForm(captured: readonly Captured[], page: CapturePage): Submitted | null {
  const kept = captured.map((one) =>
    one.value.length > longest || one.field.obstacle === "hidden" ? { ...one, value: "" } : one,
  );
  const values = new Map(kept.map(({ field, value }) => [field.n, value]));
  const kinded = ownKinds(kept.map(({ field }) => field));
  const typed = kinded.filter(({ field }) => (values.get(field.n) ?? "").trim() !== "");
  const value = (one: Kinded | undefined) =>
    one === undefined ? "" : (values.get(one.field.n) ?? "");
  const passwords = typed.filter(
    ({ field, token }) => field.type === "password" && token.endsWith("-password"),
  );
  const user = userOf(typed, passwords[0]);
  if (passwords.length > 0) {
    const fresh = passwords.filter(({ token }) => token === "new-password");
    const present = passwords.filter(({ token }) => token !== "new-password");
    // Two new ones that differ are a mistype: the site will refuse them.
    if (new Set(fresh.map(value)).size > 1) return null;
    const [old, password] = fresh.length > 0 ? [present[0], fresh[0]] : [undefined, present.at(-1)];
    const draft = loginDraft(page, value(user).trim(), value(password));
    return value(old) === value(password) && old !== undefined
      ? null
      : { draft, old: value(old), step: false };
  }
  if (user !== undefined && typed.length <= 2 && mayBeStep(kinded, user))
    return { draft: loginDraft(page, value(user).trim(), ""), old: "", step: true };
  const draft = withoutCodes(draftFromCapture(kept, page));
  const filled = draft.fields.filter(
    ({ value: text, type }) => text !== "" && type !== "boolean",
  ).length;
  return draft.kind === "login" || filled < fewest ? null : { draft, old: "", step: false };
}

/** The user name of a login: by its kind, the nearest before the password. */
function userOf(typed: readonly Kinded[], password: Kinded | undefined): Kinded | undefined {
  const before = typed.filter(({ field }) => password === undefined || field.n < password.field.n);
  const of = (kind: string) =>
    before.findLast(({ token }) => token === kind) ?? typed.find(({ token }) => token === kind);
  return of("username") ?? of("email") ?? of("tel");
}

/** A user name asked for alone, as sites do that ask for the password next; not an address for a newsletter. */
function mayBeStep(all: readonly Kinded[], user: Kinded): boolean {
  if (user.token === "username") return true;
  return all.some(({ field }) => field.type === "password") || says("sign-in", contextOf(all));
}

function loginDraft(page: CapturePage, username: string, password: string): Draft {
  const own: Record<string, string> = { username, password };
  return {
    id: null,
    rev: 0,
    kind: "login",
    title: page.origin.replace(/^https?:\/\/(www\.)?/, "").slice(0, caps.title),
    tags: [],
    favourite: false,
    origins: [page.origin.slice(0, caps.origin)],
    fields: emptyFields(kinds.login).map((field) => ({ ...field, value: own[field.key] ?? "" })),
  };
}

/** Security codes are never kept by themselves. */
function withoutCodes(draft: Draft): Draft {
  const isCode = (field: Draft["fields"][number]) =>
    field.critical || field.key === "cc-csc" || /cc-csc|one-time/.test(field.match?.token ?? "");
  return {
    ...draft,
    fields: draft.fields.flatMap((field) =>
      !isCode(field) ? [field] : field.key === "" ? [] : [{ ...field, value: "" }],
    ),
  };
}

/** A later step of the same sign-in, with the user name of the step before where it has none of its own. */
export function joinSteps(steps: readonly Submitted[]): Submitted | null {
  const last = steps.at(-1);
  if (last === undefined || last.step) return null;
  const user = (one: Submitted) =>
    one.draft.fields.find(({ key }) => key === "username")?.value ?? "";
  const before = steps.findLast((one) => one.step);
  if (last.draft.kind !== "login" || before === undefined || user(last) !== "") return last;
  const fields = last.draft.fields.map((field) =>
    field.key === "username" ? { ...field, value: user(before) } : field,
  );
  return { ...last, draft: { ...last.draft, fields } };
}
