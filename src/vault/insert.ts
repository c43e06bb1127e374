/**
 * What goes to the caret of the page in front: a snippet or a field, after the gesture in our window, the command, or
 * a trigger typed on a site where the user allowed that. The document is the one that the focus is in, by its own
 * port; its browser-set origin decides which values of the vault may go there without asking.
 */
import { marked } from "marked";
import { encodeOrigin } from "../core/audit-log.ts";
import { belongs } from "../core/detect/belongs.ts";
import { Failure, failureCode } from "../core/failure.ts";
import { type Rendered, withValues } from "../core/snippet/render.ts";
import type { Ask } from "../wire/protocol.ts";
import type { Insertion } from "../wire/caret-port.ts";
import type { Foreign, Inserted } from "../wire/snippets.ts";
import { itemEntry, readCritical, readItem } from "./items.ts";
import type { Opened } from "./opened.ts";
import type { CaretDocument, World } from "./ports.ts";
import { snippetText } from "./snippet.ts";
import type { Named } from "./snippet-world.ts";
import { stepUp, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

/** Longer Markdown (UTF-16 units) goes as it was typed: the parser was not made for more. */
const mostMarkdown = 200_000;

/** What the caller knows beyond the row: changes to the text, and whose document it must be. */
export interface InsertMore {
  shape?: (rendered: Rendered) => Pick<Insertion, "text" | "html" | "cursor">;
  /** The origin that the trigger was typed in; another one gets nothing. */
  origin?: string;
}

interface Caret {
  document: CaretDocument;
  /** In a frame whose site is not that of the page. */
  framed: boolean;
}

/** The document with the caret of the user. NO_CARET, SECRET_FIELD, NO_PAGE. */
async function caretIn(world: World, tabId: number): Promise<Caret> {
  const documents = await world.pages.caret(tabId);
  const looks = await Promise.all(
    documents.map(async (document) => {
      const answer = await document.ask({ ask: "caret" }).catch(() => null);
      return answer?.got === "caret" ? { document, ...answer } : null;
    }),
  );
  const held = looks.filter((look) => look?.place === "here" || look?.place === "refused");
  // A frame of another site can not see whether the focus leads to it: then only one may have a caret at all.
  const sure = held.filter((look) => look?.document.frame === 0 || look?.focus === true);
  const outer = looks.some((look) => look?.document.frame !== 0 && look?.focus === null);
  const framed = outer && looks.some((look) => look?.place === "frame");
  const maybe = framed ? held.filter((look) => look?.focus === null) : [];
  const found = sure[0] ?? (maybe.length === 1 ? maybe[0] : undefined);
  if (!found) throw new Failure("NO_CARET");
  if (found.place === "refused") throw new Failure("SECRET_FIELD");
  const top = documents.find(({ frame }) => frame === 0);
  return { document: found.document, framed: found.document.origin !== top?.origin };
}

/** Inserts, or says what is to be asked first; then nothing was changed. */
export async function insertAtCaret(
  vault: Vault,
  ask: Ask<"insert">,
  more: InsertMore = {},
): Promise<Inserted> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const { document: before, framed } = await caretIn(world, ask.tabId);
  const { origin } = before;
  const typed = more.origin !== undefined;
  if (typed && more.origin !== origin) throw new Failure("NO_CARET");
  const sure = ask.sure === origin;
  const foreign = (why: Foreign["why"]): Inserted => ({ problem: null, foreign: { origin, why } });
  const check = ({ entry, field }: Pick<Named, "entry" | "field">) => {
    const secret = field.critical || field.type === "hidden";
    if (!sure && belongs(entry, origin, secret) !== "yes") throw new Failure("OTHER_ORIGIN");
  };
  // Which frame the caret is in one can not see; who types there has chosen it.
  if (framed && !typed && !sure) return foreign("frame");
  let text: Pick<Insertion, "text" | "html" | "cursor">;
  try {
    if (ask.field === null) {
      const { id, answers, clipboard, tabId, password } = ask;
      const made = await snippetText(vault, { id, answers, clipboard, tabId, password }, check);
      if (made.problem !== null) return { problem: made.problem, foreign: null };
      text = (more.shape ?? inBoth)(made.rendered);
    } else {
      const value = await fieldValue(vault, opened, ask, check);
      text = { text: value, html: "", cursor: null };
    }
  } catch (thrown) {
    if (failureCode(thrown) !== "OTHER_ORIGIN") throw thrown;
    return foreign("value");
  }
  // Looked up anew: to render may have asked the page, and it may have gone on meanwhile.
  const { document } = await caretIn(world, ask.tabId);
  if (document.origin !== origin) throw new Failure("PAGE_GONE");
  still();
  const answer = await document.ask({ ask: "insert", ...text, erase: ask.erase });
  if (answer.got !== "inserted" || answer.how === "none") throw new Failure("NO_CARET");
  if (answer.how === "refused") throw new Failure("SECRET_FIELD");
  await noteInserted(world, opened, ask.id, origin);
  return { problem: null, foreign: null };
}

/** The text, and what it is where rich text is taken. The stub chooses, and lets through only what shapes text. */
export function inBoth(rendered: Rendered): Pick<Insertion, "text" | "html" | "cursor"> {
  const { text, cursor } = rendered;
  return { text, cursor, html: htmlOf(rendered) };
}

function htmlOf({ format, rich, mark, values, cursor }: Rendered): string {
  if (format === "html") return rich;
  // Its place in the Markdown is none in what is made of it: there it goes as it was typed.
  if (format !== "markdown" || cursor !== null || rich.length > mostMarkdown) return "";
  const html = marked.parse(rich, { async: false, gfm: true, breaks: true });
  return withValues(html.trim(), { mark, values });
}

async function fieldValue(
  vault: Vault,
  opened: Opened,
  ask: Ask<"insert">,
  check: (named: Pick<Named, "entry" | "field">) => void,
): Promise<string> {
  const { world } = vault;
  const entry = itemEntry(opened, ask.id);
  const item = await readItem(world, opened, ask.id);
  const field = item.fields.find(({ id }) => id === ask.field);
  if (field === undefined) throw new Failure("NOT_FOUND");
  check({ entry, field });
  if (!field.critical) return field.value ?? "";
  return stepUp(vault, opened, ask.password, async (key) => {
    const { values } = await readCritical(world, opened, entry, key);
    return values.find((one) => one.field === field.id)?.value ?? "";
  });
}

/** It is there already: a full disk costs the note of it, not the text. */
async function noteInserted(
  world: World,
  opened: Opened,
  id: string,
  origin: string,
): Promise<void> {
  const { recId } = itemEntry(opened, id);
  const event = { event: "filled", recId, more: encodeOrigin(origin) } as const;
  await applyEdits(world, opened, [{ recId, used: world.clock.now() }], [event]).catch(
    () => undefined,
  );
}
