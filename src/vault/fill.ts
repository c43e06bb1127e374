/**
 * Filling the page in front, on a gesture in our own window, by a command or by the menu (FORMAT.md 10):
 * each document of the page says through its own port what fields it has, its browser-set origin is checked,
 * and only the values for matched fields go back.
 */
import { encodeOrigin } from "../core/audit-log.ts";
import { Failure } from "../core/failure.ts";
import type { PageField } from "../core/form/field.ts";
import type { Draft } from "../core/item.ts";
import { hostOf } from "../core/origin.ts";
import { adopted, checkSite } from "../core/site.ts";
import { siteOf } from "../core/sites.ts";
import type { FillReport } from "../wire/protocol.ts";
import { itemEntry, readCritical, readItem } from "./items.ts";
import type { Opened } from "./opened.ts";
import type { PageDocument, World } from "./ports.ts";
import { applyEdits } from "./write.ts";
import { changeIndex } from "./trash.ts";
import { framesAllowed, refusal } from "./frames.ts";
import { readSites } from "./site-memory.ts";
import type { Chosen } from "./told.ts";
import { fillDocument } from "./fill-document.ts";
import { keepReport, lastReport } from "./fill-report.ts";
import { admitTo } from "./sites.ts";

export interface FillAsk {
  id: string;
  tabId: number;
  /** The origin that the user saw; null for our own practice page. */
  origin: string | null;
  /** Throws once the vault was locked meanwhile: then no value leaves it any more. */
  still: () => void;
  /** Key of the critical class, where the user gave the password for this fill. */
  critical: CryptoKey | null;
  /** This site belongs to the item from now on. */
  adopt: boolean;
  keepTyped: boolean;
  /** Exact origins count as their whole domain. */
  siteWide: boolean;
  /** Takes the last fill of each document back first: the next match replaces it. */
  undoFirst: boolean;
  /** These fields and no other, as the user saw them in the preview; null: what the plan says. */
  only: readonly Chosen[] | null;
}

/** The document in front; its origin decides for the whole page. */
function topOf(documents: readonly PageDocument[]): PageDocument {
  const top = documents.find((document) => document.frame === 0);
  if (top === undefined) throw new Failure("PAGE_GONE");
  return top;
}

/**
 * Fills one item and tells what became of each field. OTHER_ORIGIN, INSECURE or OPAQUE_ORIGIN before a
 * value leaves the vault; NO_FIELDS where the page has none; NO_PAGE, PAGE_GONE.
 */
export async function fillPage(world: World, opened: Opened, ask: FillAsk): Promise<FillReport> {
  const entry = itemEntry(opened, ask.id);
  const [forms, documents] = await Promise.all([world.forms(), world.pages.visit(ask.tabId)]);
  const top = topOf(documents);
  // The tab may show another page by now than the one the user saw (FORMAT.md 10).
  if (ask.origin !== (top.ours ? null : top.origin)) throw new Failure("PAGE_GONE");
  const sites = await readSites(world, opened);
  if (siteOf(sites, top.origin)?.off === true) throw new Failure("SITE_OFF");
  await admit(world, opened, ask, top);
  const item = await readItem(world, opened, ask.id);
  const critical =
    ask.critical === null ? [] : (await readCritical(world, opened, entry, ask.critical)).values;
  const values = new Map(critical.map(({ field, value }) => [field, value]));

  const allowed = await framesAllowed(world, sites, ask.tabId, top.origin);
  const asked = {
    critical: values,
    still: ask.still,
    undoFirst: ask.undoFirst,
    keepTyped: ask.keepTyped && !ask.undoFirst,
    saying: { sites, item: item.id, chosen: ask.only ?? [], only: ask.only !== null },
  };
  const fields: FillReport["fields"] = [];
  let looked = 0;
  for (const document of documents) {
    const why = refusal(document.origin, top.origin, item.origins, allowed, sites);
    if (why !== null) {
      // It gets nothing, not even a look at what the item is.
      fields.push({ label: hostOf(document.origin), outcome: why });
      continue;
    }
    const found = await fillDocument(forms, document, { ...asked, item });
    looked += found.length;
    fields.push(...found);
  }
  if (looked === 0) throw new Failure("NO_FIELDS");

  ask.still();
  const filled = fields.filter(({ outcome }) => outcome === "filled").length;
  const report: FillReport = {
    tabId: ask.tabId,
    origin: ask.origin,
    itemId: item.id,
    title: item.title,
    kind: item.kind,
    filled,
    total: fields.length,
    fields,
    at: world.clock.now(),
    undone: false,
  };
  await keepReport(world, report);
  world.pages.badge(ask.tabId, `${filled}/${fields.length}`);
  const used = world.clock.now();
  // The page is filled already: a full disk costs the note of it, not the fill.
  await applyEdits(
    world,
    opened,
    [{ recId: entry.recId, used }],
    [{ event: "filled", recId: entry.recId, more: encodeOrigin(top.ours ? "" : top.origin) }],
  ).catch(() => undefined);
  world.tell("report");
  return report;
}

/** Checks the origin of the page against the item's sites; adopts it where the user said so. */
async function admit(
  world: World,
  opened: Opened,
  ask: FillAsk,
  { origin, url, ours }: PageDocument,
): Promise<void> {
  const { origins } = itemEntry(opened, ask.id);
  if (ours && origins.length === 0) return;
  try {
    await admitTo(world, origins, { origin, url }, ask.siteWide);
  } catch (thrown) {
    const foreign = thrown instanceof Failure && thrown.code === "OTHER_ORIGIN";
    if (!foreign || !ask.adopt) throw thrown;
    await changeIndex(world, opened, [ask.id], (entry) => ({
      origins: adopted(entry.origins, origin),
    }));
  }
}

/** Takes the last fill of the page back; answers how many fields. */
export async function undoFill(world: World, tabId: number): Promise<number> {
  let count = 0;
  for (const document of await world.pages.visit(tabId)) {
    const undone = await document.ask({ ask: "undo" });
    if (undone.got === "undone") count += undone.count;
  }
  const report = await lastReport(world, tabId);
  if (report !== null) await keepReport(world, { ...report, undone: true });
  world.pages.badge(tabId, "");
  world.tell("report");
  return count;
}

/** The values of the page's form as a draft for review. NO_FIELDS where it has none. */
export async function captureForm(world: World, tabId: number): Promise<Draft> {
  const documents = await world.pages.visit(tabId);
  const top = topOf(documents);
  if (!top.ours) checkSite([], { origin: top.origin, url: "" });
  const captured: { field: PageField; value: string }[] = [];
  let title = "";
  for (const document of documents) {
    if (document.origin !== top.origin) continue;
    const answer = await document.ask({ ask: "capture" });
    if (answer.got !== "captured") continue;
    if (document === top) title = answer.title;
    // Numbers of fields and forms are unique within a document only.
    const forms = captured.length;
    for (const { field, value } of answer.fields) {
      const form = field.form < 0 ? -1 : field.form + forms;
      captured.push({ value, field: { ...field, n: captured.length, form } });
    }
  }
  const { draftFromCapture } = await world.forms();
  const draft = draftFromCapture(captured, { origin: top.origin, title });
  if (draft.fields.length === 0) throw new Failure("NO_FIELDS");
  return draft;
}

/** The selected text of the page and its title, "" where nothing is selected. */
export async function selectionOf(
  world: World,
  tabId: number,
): Promise<{ text: string; title: string; origin: string }> {
  const documents = await world.pages.visit(tabId);
  const top = topOf(documents);
  for (const document of documents) {
    if (document.origin !== top.origin) continue;
    const answer = await document.ask({ ask: "selection" });
    if (answer.got === "selection" && answer.text.trim() !== "") {
      return { text: answer.text, title: answer.title, origin: top.origin };
    }
  }
  return { text: "", title: "", origin: top.origin };
}
