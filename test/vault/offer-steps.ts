/** A watched site as the vault meets it: documents that open a port, say what was sent, and go away. */
import type { PageField } from "../../src/core/form/field.ts";
import { meet } from "../../src/vault/offers.ts";
import type { Said } from "../../src/wire/watch-port.ts";
import { form } from "../core/form/fields.ts";
import type { Coffer } from "./steps.ts";

export interface Document {
  /** What the background has told it; empty where it was sent away. */
  features: unknown[];
  sentAway: boolean;
  say(said: unknown): void;
  /** The user goes to another page. */
  leave(): void;
}

export const shop = "https://shop.example";

/** A document of a site opens its port. */
export async function visit(
  { vault }: Coffer,
  origin = shop,
  more: { tabId?: number; isPrivate?: boolean } = {},
): Promise<Document> {
  const hearing: ((said: unknown) => void)[] = [];
  const leaving: (() => void)[] = [];
  const document: Document = {
    features: [],
    sentAway: false,
    say: (said) => hearing.forEach((hear) => hear(said)),
    leave: () => leaving.forEach((go) => go()),
  };
  await meet(vault, {
    tabId: more.tabId ?? 7,
    isPrivate: more.isPrivate ?? false,
    origin,
    port: {
      postMessage: (features) => void document.features.push(features),
      disconnect: () => (document.sentAway = true),
      onMessage: { addListener: (hear) => void hearing.push(hear) },
      onDisconnect: { addListener: (gone) => void leaving.push(gone) },
    },
  });
  return document;
}

/** A sent form, of these fields and values. */
export function sent(
  context: string,
  ...fields: (Partial<PageField> & { value: string })[]
): Extract<Said, { say: "sent" }> {
  return {
    say: "sent",
    title: "Shop",
    fields: form(context, ...fields).map((one, n) => {
      // The schema is closed: no value among the facts of a field.
      const { value, ...field } = one as typeof one & { value: string };
      return { field, value: fields[n]?.value ?? value };
    }),
  };
}

export const signIn = (user: string, password: string) =>
  sent(
    "Sign in",
    { label: "User name", name: "user", value: user },
    { label: "Password", type: "password", name: "pass", value: password },
  );

export const changed = (old: string, fresh: string, again = fresh) =>
  sent(
    "Change password",
    { label: "Current password", type: "password", value: old },
    { label: "New password", type: "password", value: fresh },
    { label: "Repeat new password", type: "password", value: again },
  );

/** Waits until the background has done what it was told: its answers are not sent to the page. */
export async function until<T>(ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> {
  // A bound for what never comes, not a measure.
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`Waited in vain; the last answer: ${JSON.stringify(answer)}`);
    await new Promise((go) => setImmediate(go));
  }
}
