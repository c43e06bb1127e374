/**
 * Opening what is on the disk with the keys of a session: from the index cache where it fits the manifest,
 * else rebuilt from the records (rebuild.ts, FORMAT.md 6).
 */
import { auditHead } from "../core/audit.ts";
import { equalBytes } from "../core/bytes.ts";
import { openHead, openPage, pageTerm } from "../core/cache.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { addTerm, emptySum, openManifest, setKey } from "../core/manifest.ts";
import { type Opened, toEntry } from "./opened.ts";
import type { Opening, World } from "./ports.ts";
import type { Session } from "./session.ts";

/** The opened vault. NO_VAULT, or TAMPERED where header and manifest are not those of these keys. */
export function load(world: World, session: Session): Promise<Opened> {
  // In turn with the writes: what is loaded is what stays on the disk until the next write of ours.
  return world.locks.hold("vault", () => loadNow(world, session));
}

async function loadNow(world: World, session: Session): Promise<Opened> {
  const opening = await world.disk.open();
  if (opening === null) throw new Failure("NO_VAULT");
  const { keys, vault } = session;
  const manifest = await openManifest(keys.manifest, vault, opening.manifest);
  if (!equalBytes(manifest.headerHash, await sha256(opening.header))) throw new Failure("TAMPERED");
  const kSet = await setKey(keys.manifest);
  const base: Opened = {
    ...session,
    header: opening.header,
    manifest,
    sealed: opening.manifest,
    kSet,
    audit: [],
    entries: [],
    byId: new Map(),
    pageTerms: [],
    pageSum: emptySum,
    problem: null,
  };
  const cached = await fromCache(base, opening).catch(() => null);
  Object.assign(base, cached);
  if (cached === null) await (await world.later()).rebuild(world, base);
  for (const [place, entry] of base.entries.entries()) base.byId.set(entry.id, place);
  return base;
}

export type Found = Pick<Opened, "entries" | "audit" | "pageTerms" | "pageSum" | "problem">;

/** The cache, or null where head, pages or audit head do not fit the manifest. */
async function fromCache(base: Opened, opening: Opening): Promise<Found | null> {
  const { keys, vault, kSet, manifest } = base;
  if (opening.head === null) return null;
  const head = await openHead(keys.cache, vault, manifest.counter, opening.head);
  if (!equalBytes(head.manifestHash, await sha256(opening.manifest))) return null;
  if (!equalBytes(await auditHead(head.audit), manifest.auditHead)) return null;
  const pages = opening.pages.toSorted((a, b) => a.page - b.page);
  if (pages.length !== head.pages || pages.some(({ page }, i) => page !== i)) return null;
  const pageTerms = await Promise.all(pages.map(({ page, bytes }) => pageTerm(kSet, page, bytes)));
  const pageSum = pageTerms.reduce(addTerm, emptySum);
  if (!equalBytes(pageSum, head.pageSum)) return null;
  const opened = await Promise.all(
    pages.map(({ page, bytes }) => openPage(keys.cache, vault, page, bytes)),
  );
  const entries = opened.flat().map(toEntry);
  return { entries, audit: head.audit, pageTerms, pageSum, problem: null };
}
