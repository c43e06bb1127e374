/**
 * A new device from a server (FORMAT.md 8): address and backup key, or the pairing text of another device, and the
 * password. What is served is verified and judged as in every pull, before anything of it is written.
 */
import { accountOf, readBackupKey } from "../core/backup-key.ts";
import type { Bytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeHeader } from "../core/header.ts";
import { makeBundle } from "../core/keys.ts";
import { openHeader, openObject } from "../core/object.ts";
import { type Anchor, readPairing } from "../core/pairing.ts";
import { serverOrigin } from "../core/server-address.ts";
import type { KeyAsk } from "../wire/answers.ts";
import type { Ask, Typed } from "../wire/protocol.ts";
import type { Progress } from "../wire/servers.ts";
import { connect } from "./connect.ts";
import { forgetFetched } from "./fetched.ts";
import { isItem } from "./opened.ts";
import { secondAsks } from "./opener.ts";
import type { ServerAccount, Servers } from "./ports.ts";
import { adoptBackup } from "./restore.ts";
import { headOf } from "./server-log.ts";
import { judgeServed } from "./served.ts";
import type { Lines } from "./server-lines.ts";
import type { Live } from "./server-live.ts";
import { noAnchor, unseen } from "./sync-state.ts";
import { beginTidying } from "./tidy.ts";
import { withRootKey } from "./unlock.ts";
import { enter, freshDevice, noteFailure, use, type Vault } from "./vault.ts";
import { fetchWhole, wholeAt } from "./whole.ts";

type Way = Ask<"server.join">["way"];

export interface Found {
  origin: string;
  backupKey: Bytes;
  anchor: Anchor;
  account: Awaited<ReturnType<typeof accountOf>>;
  line: ServerAccount;
}

/** The account that is meant. SERVER_ADDRESS, BAD_BACKUP_KEY, BAD_PAIRING; what `probe` says. */
export async function findAccount(
  { servers, lines }: { servers: Servers; lines: Lines },
  way: Way,
): Promise<Found> {
  const read = async () => {
    if (way.by === "pairing") return readPairing(way.text);
    const origin = serverOrigin(way.url);
    if (origin === null) throw new Failure("SERVER_ADDRESS");
    return { origin, backupKey: await readBackupKey(way.key), anchor: noAnchor };
  };
  const { origin, backupKey, anchor } = await read();
  await servers.probe(origin);
  const account = await accountOf(backupKey);
  return { origin, backupKey, anchor, account, line: lines.at(account, origin) };
}

/** The header that the account has now, not yet proved. NO_ACCOUNT; null where nothing was ever sent there. */
export async function headerOf({ account, line }: Found): Promise<Bytes | null> {
  const head = await line.head();
  if (head === null) throw new Failure("NO_ACCOUNT");
  if (head.rev === 0) return null;
  const state = await line.state(head.rev);
  if (state === null) throw new Failure("MISSING");
  return openHeader(account.headerKey, state.header);
}

/** Is the account there, and which passkeys does its vault ask for beside the password? */
export async function lookAt(found: Found): Promise<{ origin: string; keys: KeyAsk[] }> {
  const header = await headerOf(found);
  if (header === null) throw new Failure("NO_ACCOUNT");
  return { origin: found.origin, keys: await secondAsks(decodeHeader(header)) };
}

/** Fetches the vault of the account into this empty profile, opens it, connects it. Answers how many items it has. */
export async function join(
  vault: Vault,
  live: Live,
  found: Found,
  typed: Typed,
  name: string,
): Promise<{ items: number }> {
  const { world } = vault;
  if ((await world.disk.open()) !== null) throw new Failure("VAULT_EXISTS");
  const { bundle, backup, seen } = await live.working(
    (step) =>
      world.locks.hold("sync", () =>
        noteFailure(world, () => fetchedOrForgotten(vault, found, typed, step)),
      ),
    true,
  );
  await beginTidying(world);
  await adoptBackup(world, backup, null);
  for (const fact of ["quick", "renew", "costs"]) await world.disk.setFact(fact, null);
  await freshDevice(world);
  await enter(vault, bundle, "restored");
  const { origin, anchor, backupKey } = found;
  await connect(vault, typed, backupKey, { origin, anchor, name, seen });
  await forgetFetched(world);
  await live.run({ prove: async () => typed });
  const { entries } = await use(vault);
  return { items: entries.filter((entry) => isItem(entry) && entry.trashed === null).length };
}

/** What a server sent that proved to be wrong does not stay on the disk; what a broken line left does. */
async function fetchedOrForgotten(...asked: Parameters<typeof fetchVault>) {
  try {
    return await fetchVault(...asked);
  } catch (thrown) {
    const wrong =
      thrown instanceof Failure && /^(TAMPERED|MISSING|FORK|ROLLBACK)$/.test(thrown.code);
    if (wrong) await forgetFetched(asked[0].world).catch(() => undefined);
    throw thrown;
  }
}

async function fetchVault(
  vault: Vault,
  { account, line, anchor }: Found,
  typed: Typed,
  step: (progress: Progress) => void,
) {
  const { world } = vault;
  step({ phase: "checking", done: 0, total: 0 });
  if ((await line.head()) === null) throw new Failure("NO_ACCOUNT");
  const head = await headOf(line, unseen);
  if (head.rev === 0) throw new Failure("NO_ACCOUNT");
  if (head.rev < anchor.rev) throw new Failure("ROLLBACK");
  const whole = await wholeAt(line, head, account.headerKey);
  // The password first: nobody waits for a long fetch to be told that it was mistyped.
  return withRootKey(world, whole.header, typed, async (rootKey, header) => {
    const proved = { rootKey, header };
    const nothing = { account, seen: unseen, anchor };
    const fetched = await fetchWhole(world, line, whole, proved, nothing, null, (done, total) =>
      step({ phase: "fetching", done, total }),
    );
    step({ phase: "merging", done: 0, total: 0 });
    const { walked, records, to: keys, past, oldest } = fetched;
    const { header: sealed } = whole;
    const judging = { world, walked, records, header: sealed, keys, past, oldest, whole: true };
    const served = await judgeServed(judging, unseen, new Map());
    const last = walked.manifests.at(-1);
    if (last === undefined) throw new Failure("MISSING");
    const manifest = await openObject(keys.objects, last.object);
    return {
      bundle: await makeBundle(rootKey, header),
      backup: { header: whole.header, manifest, records },
      seen: { pin: served.seen, logId: head.logId, set: served.set },
    };
  });
}
