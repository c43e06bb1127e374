/** What every store must do for a mirror: begin behind a purge, take commits of its primary, fill in what came later, obey. */
import { expect, test } from "vitest";
import { checkStore } from "../../server/check.ts";
import { decodeUpload } from "../../server/commit.ts";
import type { Store } from "../../server/store/store.ts";
import { fromHex, toHex } from "../../src/core/bytes.ts";
import { anObject, makeCommit, makeOrder } from "./account.ts";
import { push } from "./contract.ts";
import { clientOf, sqliteHere } from "./world.ts";

/** Over the store of a mirror; its primary is on SQLite. */
export function mirrorContract(storeOf: () => Store): void {
  test("a mirror begins behind a purge, fills it, goes on, and obeys", async () => {
    const store = storeOf();
    const from = await sqliteHere();
    const client = await clientOf(from.store);
    const { account } = client;
    const locator = fromHex(account.locator);
    const first = makeCommit(account, [anObject(), anObject()], { header: anObject() });
    await push(client, first);
    await push(client, makeCommit(account, [anObject()], { drops: first.names.slice(0, 1) }));
    const order = makeOrder(account, { kind: "purge", upTo: 2 });
    const next = makeCommit(account, [anObject()], { drops: first.names.slice(1) });
    await push(client, next);
    const now = Date.now();
    expect(await from.store.run("obeyAsMirror", locator, order, now)).toBe("done");
    const state = await from.store.run("stateAt", locator, 2);
    if (state === null || "from" in state) throw new Error("no state");
    const rows = (await from.store.run("reduced", locator, 0)) ?? [];

    const { read, write, admin } = account;
    const keys = { keyEpoch: 1, readPk: read.pk, writePk: write.pk, adminPk: admin.pk };
    const made = { locator, nonce: new Uint8Array(16), ...keys, now, invite: "" };
    expect(await store.run("create", { ...made, registration: "mirror" })).toBe("created");
    const beginning = {
      locator,
      rows: rows.map((row) => ({
        commitId: row.commit_id,
        keyEpoch: row.key_epoch,
        bodyHash: row.body_hash,
        sig: row.sig,
        manifests: row.manifests ?? new Uint8Array(0),
      })),
      transitions: [],
      header: state.header,
      objects: state.objects,
      now,
    };
    const short = {
      ...beginning,
      rows: beginning.rows.toReversed().slice(0, 1),
      transitions: [locator],
    };
    expect(await store.run("begun", short)).toBe("not signed");
    expect((await store.run("vault", locator))?.rev).toBe(0);
    expect(await store.run("begun", beginning)).toBe("begun");
    expect(await store.run("begun", beginning)).toBe("not empty");
    const holes = await store.run("holes", locator);
    expect(holes).toHaveLength(2);
    for (const name of holes) {
      const object = await from.store.run("object", locator, name);
      await store.run("fillHole", locator, name, object ?? new Uint8Array(0));
    }
    expect(await store.run("holes", locator)).toEqual([]);
    const upload = decodeUpload(next.upload);
    const answer = await store.run("mirrored", { locator, upload, absent: new Set(), now });
    expect(answer).toMatchObject({ is: "committed", rev: 3 });
    expect((await checkStore(store)).faults).toEqual([]);
    const there = await from.store.run("vault", locator);
    const here = await store.run("vault", locator);
    expect(toHex(here?.chain ?? locator)).toBe(toHex(there?.chain ?? order));
    expect([here?.bytes, here?.log_from, here?.history_from]).toEqual([
      there?.bytes,
      there?.log_from,
      there?.history_from,
    ]);
    expect(await store.run("obeyAsMirror", locator, order, now)).toBe("nothing");
    const erase = makeOrder(account, { kind: "erase", upTo: 0 });
    expect(await store.run("obeyAsMirror", locator, erase, now)).toBe("done");
    expect(await store.run("vault", locator)).toBe(null);
    await from.end();
  });
}
