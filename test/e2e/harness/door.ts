/** Asks the background as a page of ours does, with the types of the protocol. */
import type { Page } from "puppeteer";
import { emptyFields } from "../../../src/core/kinds/kind.ts";
import { kinds } from "../../../src/core/kinds/index.ts";
import type { Draft, KindName, Row } from "../../../src/core/item.ts";
import type { Ask, Message, Outgoing, Reply } from "../../../src/wire/protocol.ts";

/** The raw answer, refusals included, from whatever page or frame is given. */
export function askRaw(
  page: Pick<Page, "evaluate">,
  message: string,
  content: unknown,
): Promise<Outgoing> {
  return page.evaluate(
    (coffer, asked) => {
      const world = globalThis as unknown as {
        browser?: { runtime: { sendMessage(message: unknown): Promise<Outgoing> } };
        chrome: { runtime: { sendMessage(message: unknown): Promise<Outgoing> } };
      };
      return (world.browser ?? world.chrome).runtime.sendMessage({ coffer, ask: asked });
    },
    message,
    content as never,
  );
}

/** What the row answers; throws an Error with the failure's name. */
export async function ask<M extends Message>(
  page: Page,
  message: M,
  content: Ask<M>,
): Promise<Reply<M>> {
  const answer = await askRaw(page, message, content);
  if (answer.ok) return answer.reply as Reply<M>;
  throw new Error(`${message}: ${answer.code}`);
}

/** A new item of a kind, its values given by field key. */
export function draftOf(
  kind: KindName,
  title: string,
  values: Record<string, string> = {},
  more: Partial<Draft> = {},
): Draft {
  const fields = emptyFields(kinds[kind]).map((field) => ({
    ...field,
    value: values[field.key] ?? "",
  }));
  const empty = { id: null, rev: 0, tags: [], favourite: false, origins: [] };
  return { ...empty, kind, title, fields, ...more };
}

/** Rows found by a text, those of the site in front first. */
export async function find(page: Page, text = "", limit = 200, offset = 0): Promise<Row[]> {
  const { site, rows } = await ask(page, "find", {
    text,
    tabId: null,
    where: "items",
    kind: null,
    tag: null,
    favourite: false,
    offset,
    limit,
  });
  return [...site, ...rows];
}
