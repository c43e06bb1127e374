/** Snippets: what a template asks for, and what it becomes with answers, page, clipboard and values of the vault. */
import { toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { Field, ItemIndex, ItemSecret } from "../core/item.ts";
import { randomBytes } from "../core/random.ts";
import { counterName, countersKey, writeCounters } from "../core/snippet/counters.ts";
import { evaluate } from "../core/snippet/evaluate.ts";
import type { Nested, Surroundings } from "../core/snippet/shape.ts";
import { problemOf, TemplateError } from "../core/snippet/failure.ts";
import { parseTemplate } from "../core/snippet/parse.ts";
import { fieldKey } from "../core/snippet/references.ts";
import { render, type Rendered } from "../core/snippet/render.ts";
import type { Ask } from "../wire/protocol.ts";
import type { SnippetLook, SnippetText } from "../wire/snippets.ts";
import { secretRecord } from "./files.ts";
import { inTurn, itemEntry, readCritical, readSecret } from "./items.ts";
import { type Entry, entryOf, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { type Gathered, gather, given, type Named, snippetOf } from "./snippet-world.ts";
import { stepUp, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits, type Edit } from "./write.ts";

const dots = "••••••";
const nothing: Surroundings["page"] = () => "";

function localeNow(): string {
  return new Intl.DateTimeFormat().resolvedOptions().locale;
}

/** A whole number from 0 to `below` - 1, each as likely; `below` is 1 to 2^16. */
function chance(below: number): number {
  const limit = 2 ** 32 - (2 ** 32 % below);
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
    const drawn = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
    if (drawn < limit) return drawn % below;
  }
}

type Answers = Ask<"snippet.text">["answers"];

/** What every evaluation has in common; counters count in a copy. */
function surroundings(world: World, gathered: Gathered, answers: Answers): Surroundings {
  const counts = gathered.counters;
  return {
    now: world.clock.now(),
    locale: localeNow(),
    random: chance,
    answers: Object.fromEntries(answers.map(({ key, value }) => [key, value])),
    clipboard: () => "",
    page: nothing,
    field: (item, field) => valueOf(namedField(gathered, item, field)) ?? dots,
    snippet: (name) => given(gathered.snippets, name, name),
    counter: (owner, name) => {
      const own = counts.get(owner) ?? new Map<string, number>();
      const plain = counterName(name);
      const next = (own.get(plain) ?? 0) + 1;
      counts.set(owner, own.set(plain, next));
      return next;
    },
  };
}

function namedField(gathered: Gathered, item: string, field: string): Named {
  return given(gathered.fields, fieldKey(item, field), `${item}.${field}`);
}

function valueOf({ field }: Named): string | null {
  return field.critical ? null : (field.value ?? "");
}

/** The template as it stands in the editor, or as it is stored. */
async function rootOf(world: World, opened: Opened, ask: Ask<"snippet.look">) {
  const entry = ask.id === null ? undefined : itemEntry(opened, ask.id);
  if (ask.body === null) {
    if (entry === undefined) throw new Failure("INVALID");
    return snippetOf(world, opened, entry);
  }
  const nested: Nested = {
    title: entry?.title ?? "",
    owner: entry?.id ?? "new",
    format: ask.body.format,
    template: parseTemplate(ask.body.text),
  };
  return { nested, counters: new Map<string, number>() };
}

/** The text a problem is told of: that of the editor, or the stored one. */
async function sourceOf(world: World, opened: Opened, id: string | null, body: string | null) {
  if (body !== null || id === null) return body ?? "";
  const { fields } = await readSecret(world, opened, itemEntry(opened, id));
  return fields.find(({ key }) => key === "body")?.value ?? "";
}

/** What a template asks for, and how it looks with dots for what is hidden. Nothing is counted or stored. */
export async function lookAtSnippet(
  world: World,
  opened: Opened,
  ask: Ask<"snippet.look">,
): Promise<SnippetLook> {
  try {
    const gathered = await inTurn(world, async () => {
      const { nested, counters } = await rootOf(world, opened, ask);
      return gather(world, opened, nested, counters);
    });
    const nested = gathered.root;
    const { clipboard, page } = gathered.uses;
    const shown = surroundings(world, gathered, ask.answers);
    const evaluated = evaluate(nested, {
      ...shown,
      clipboard: () => "⟨…⟩",
      page: () => "⟨…⟩",
      field: (item, field) => {
        const named = namedField(gathered, item, field);
        return named.field.type === "hidden" ? dots : (valueOf(named) ?? dots);
      },
    });
    const preview = render(evaluated, nested.format);
    const { prompts } = evaluated;
    return { problem: null, preview, prompts, clipboard, page, format: nested.format };
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown;
    const problem = problemOf(
      thrown,
      await sourceOf(world, opened, ask.id, ask.body?.text ?? null),
    );
    const none = { preview: null, prompts: [], clipboard: false, page: false };
    return { ...none, problem, format: ask.body?.format ?? "plain" };
  }
}

/**
 * The snippet with everything in it; counters are stored first, so that no number comes twice. `see` gets each value
 * of the vault that it will hold before that, and may throw.
 */
export async function snippetText(
  vault: Vault,
  ask: Ask<"snippet.text">,
  see: (named: Named) => void = () => undefined,
): Promise<SnippetText> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  try {
    // In turn with the writes: what is read is what the index says.
    const all = async () => {
      const { nested, counters } = await snippetOf(world, opened, itemEntry(opened, ask.id));
      return gather(world, opened, nested, counters);
    };
    const first = await inTurn(world, all);
    const page = first.uses.page && ask.tabId !== null ? await pageOf(world, ask.tabId) : nothing;
    const run = (gathered: Gathered, field: Surroundings["field"]): Rendered => {
      const around = surroundings(world, gathered, ask.answers);
      const clipboard = () => ask.clipboard ?? "";
      const { root } = gathered;
      return render(evaluate(root, { ...around, page, clipboard, field }), root.format);
    };
    const critical = criticalIn(first, see, (field) => run(first, field));
    const real = (key: CryptoKey | null): Promise<Rendered> =>
      inTurn(world, async () => {
        const now = await all();
        const before = new Map([...now.counters].map(([id, own]) => [id, writeCounters(own)]));
        const values = await fieldsOf(world, opened, now, key);
        const rendered = run(now, (item, field) => {
          // What is drawn by chance may be another value than in the run before.
          see(namedField(now, item, field));
          return values(item, field);
        });
        await storeCounters(world, opened, now, before);
        return rendered;
      });
    const rendered = critical ? await stepUp(vault, opened, ask.password, real) : await real(null);
    still();
    return { problem: null, rendered };
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown;
    return {
      problem: problemOf(thrown, await sourceOf(world, opened, ask.id, null)),
      rendered: null,
    };
  }
}

/** Whether a run meets a critical field; each field that it meets is seen. */
function criticalIn(
  gathered: Gathered,
  see: (named: Named) => void,
  run: (field: Surroundings["field"]) => unknown,
): boolean {
  let met = false;
  run((item, field) => {
    const named = namedField(gathered, item, field);
    see(named);
    const value = valueOf(named);
    met ||= value === null;
    return value ?? dots;
  });
  return met;
}

/** Values by name; with the critical key those of critical fields too. Without it they throw STEP_UP. */
async function fieldsOf(
  world: World,
  opened: Opened,
  gathered: Gathered,
  key: CryptoKey | null,
): Promise<Surroundings["field"]> {
  const values = new Map<string, string>();
  if (key !== null) {
    for (const [name, named] of gathered.fields) {
      if (named instanceof TemplateError || !named.field.critical) continue;
      const critical = await readCritical(world, opened, named.entry, key);
      values.set(name, critical.values.find(({ field }) => field === named.field.id)?.value ?? "");
    }
  }
  return (item, field) => {
    const value = valueOf(namedField(gathered, item, field)) ?? values.get(fieldKey(item, field));
    if (value === undefined) throw new Failure("STEP_UP");
    return value;
  };
}

/** Title, address and selection of the page in front; a page that does not answer has none. */
async function pageOf(world: World, tabId: number): Promise<Surroundings["page"]> {
  const url = (await world.pages.tab(tabId))?.url ?? "";
  const documents = await world.pages.visit(tabId).catch(() => []);
  const answers = await Promise.all(
    documents.map((one) => one.ask({ ask: "selection" }).catch(() => null)),
  );
  const said = answers.filter((answer) => answer?.got === "selection");
  const top = documents.findIndex(({ frame }) => frame === 0);
  const first = answers[top];
  const title = first?.got === "selection" ? first.title : "";
  const selection = said.find(({ text }) => text.trim() !== "")?.text ?? "";
  return (what) => ({ title, url, selection })[what];
}

/** Writes the counters that moved, each into its snippet, as one action. */
async function storeCounters(
  world: World,
  opened: Opened,
  gathered: Gathered,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const edits: Edit[] = [];
  for (const [id, own] of gathered.counters) {
    const text = writeCounters(own);
    const entry = entryOf(opened, id);
    if (entry === undefined || text === before.get(id)) continue;
    edits.push(await counted(world, opened, entry, text));
  }
  if (edits.length === 0) return;
  await applyEdits(world, opened, edits, []);
  world.tell("items");
}

async function counted(world: World, opened: Opened, entry: Entry, text: string): Promise<Edit> {
  const secret = await readSecret(world, opened, entry);
  const known = secret.fields.some(({ key }) => key === countersKey);
  const fields = known
    ? secret.fields.map((field) => (field.key === countersKey ? { ...field, value: text } : field))
    : [...secret.fields, freshField(secret.fields, text)];
  const next: ItemSecret = { ...secret, fields };
  const { kind, title, hint, tags, favourite, origins, created, trashed } = entry;
  // The index is written with it: a draft begun before it then meets CONFLICT and can not set a counter back.
  const index: ItemIndex = {
    kind,
    title,
    hint,
    tags,
    favourite,
    origins,
    created,
    modified: world.clock.now(),
    trashed,
  };
  return { recId: entry.recId, index, records: [secretRecord(opened, next)] };
}

function freshField(fields: readonly Field[], value: string): Field {
  const taken = fields.some(({ id }) => id === countersKey);
  const id = taken ? `c${toHex(randomBytes(8))}` : countersKey;
  return { id, key: countersKey, label: "", type: "multiline", critical: false, value };
}

/** Notes a use of the snippet and that it was copied. */
export async function noteCopied(world: World, opened: Opened, id: string): Promise<void> {
  const { recId } = itemEntry(opened, id);
  const used = [{ recId, used: world.clock.now() }];
  await applyEdits(world, opened, used, [{ event: "copied", recId }]).catch(() => undefined);
}
