import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqlite } from "../../server/store/sqlite.ts";

const turn = () => new Promise<void>((done) => setImmediate(done));

test("behind more than fit one transaction nothing that is asked is left without an answer", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-threads-"));
  const store = await openSqlite(join(folder, "a.sqlite"), { copies: null });
  try {
    await store.run("setMeta", "role", "primary");
    expect(await store.run("meta", "role")).toBe("primary");
    // It is at work, so that a crowd and what comes after it wait as two messages.
    const copies = Array.from({ length: 20 }, (_, i) => store.copyTo(join(folder, `${i}.sqlite`)));
    await turn();
    const crowd = Array.from({ length: 2500 }, () => store.run("meta", "role"));
    await turn();
    const last = store.run("meta", "role");
    await Promise.all(copies);
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(["primary"]));
    expect(await last).toBe("primary");
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
