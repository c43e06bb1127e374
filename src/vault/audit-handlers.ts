/** The rows of the audit log. */
import type { AuditEntry } from "../core/audit.ts";
import { eventOf, originIn } from "../core/audit-log.ts";
import { equalBytes, toHex } from "../core/bytes.ts";
import { zeroId } from "../core/record.ts";
import { sharingIn } from "../core/share/audit.ts";
import type { Log, LogLine } from "../wire/history.ts";
import type { Ask, Handlers } from "../wire/protocol.ts";
import { type ReadLog, readLog } from "./log.ts";
import { entryOf, isListed, type Opened } from "./opened.ts";
import { stepUp, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

type Filter = Omit<Ask<"audit.export">, "password">;

/** The log as it was read last, so that the next page of it costs no second reading. */
interface Held {
  opened: Opened;
  counter: number;
  read: ReadLog;
}

/** Reading the log, and the whole of it for a file. */
export function auditHandlers(vault: Vault): Pick<Handlers, "audit.list" | "audit.export"> {
  const { world } = vault;
  let held: Held | null = null;
  vault.afterLock.push(async () => void (held = null));

  const read = (opened: Opened): Promise<ReadLog> =>
    world.locks.hold("vault", async () => {
      const { counter } = opened.manifest;
      if (held?.opened !== opened || held.counter !== counter) {
        held = { opened, counter, read: await readLog(world, opened) };
      }
      const { read: now } = held;
      // Locked while it was read: nothing of it stays.
      if (vault.opened !== opened) held = null;
      return now;
    });

  return {
    "audit.list": async ({ offset, limit, ...filter }) => {
      const opened = await use(vault);
      return logOf(opened, await read(opened), filter, offset, limit);
    },
    "audit.export": async ({ password, ...filter }) => {
      const opened = await use(vault);
      return stepUp(vault, opened, password, async () => {
        const log = logOf(opened, await read(opened), filter, 0, Infinity);
        await applyEdits(world, opened, [], [{ event: "logExported" }]);
        return log;
      });
    },
  };
}

function logOf(
  opened: Opened,
  { state, log }: ReadLog,
  filter: Filter,
  offset: number,
  limit: number,
): Log {
  const entries = log.map(({ entry }) => entry);
  const found = entries
    .filter((entry) => fits(entry, filter))
    .toSorted((a, b) => b.at - a.at || b.seq - a.seq);
  const cut = entries.some(({ code }) => eventOf(code) === "checkpoint");
  return {
    lines: found.slice(offset, offset + limit).map((entry) => lineOf(opened, entry)),
    total: found.length,
    state,
    since: cut ? entries.reduce((first, { at }) => Math.min(first, at), Infinity) : null,
  };
}

function fits({ at, code, recId }: AuditEntry, { events, item, from, to }: Filter): boolean {
  const event = eventOf(code);
  return (
    (events === null || (event !== null && events.includes(event))) &&
    (item === null || toHex(recId) === item) &&
    (from === null || at >= from) &&
    (to === null || at <= to)
  );
}

function lineOf(opened: Opened, entry: AuditEntry): LogLine {
  const id = toHex(entry.recId);
  const now = entryOf(opened, id);
  const there = now !== undefined && isListed(now);
  // A contact has a name and is no item that could be opened.
  const gone = { id, title: now?.kind === "contact" ? now.title : null, kind: null };
  const about = there ? { id, title: now.title, kind: now.kind } : gone;
  return {
    at: entry.at,
    event: eventOf(entry.code),
    item: equalBytes(entry.recId, zeroId) ? null : about,
    origin: originIn(entry),
    sharing: sharingIn(entry),
    elsewhere: !equalBytes(entry.deviceId, opened.deviceId),
  };
}
