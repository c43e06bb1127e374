/** What a first sync of 10,000 items takes, there and back, and how soon a change is on the other device. Printed, not judged. */
import { expect, test } from "vitest";
import { randomBytes } from "../../src/core/random.ts";
import { encodeJson } from "../../src/core/json.ts";
import { itemSecretSchema } from "../../src/core/item.ts";
import { recordClass } from "../../src/core/record.ts";
import { use } from "../../src/vault/vault.ts";
import { applyEdits, type Edit } from "../../src/vault/write.ts";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import { type Client, connected, newVault, paired, running, syncNow, until } from "./client.ts";

cheapDerivation();

const many = 10_000;

async function filled(name: string): Promise<Client> {
  const device = await newVault(name);
  const opened = await use(device.vault);
  const at = device.world.time.now;
  const edits: Edit[] = Array.from({ length: many }, (_, i) => {
    const index = {
      kind: "login" as const,
      title: `Login ${i}`,
      hint: `user${i}`,
      tags: [],
      favourite: false,
      origins: [`https://site${i}.example`],
      created: at,
      modified: at,
      trashed: null,
    };
    const plaintext = encodeJson(itemSecretSchema, { fields: [], past: [], files: [] });
    const records = [{ cls: recordClass.secret, key: opened.keys.secret, plaintext }];
    return { recId: randomBytes(16), index, records };
  });
  await applyEdits(device.world, opened, edits, []);
  return device;
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1);

test("a first sync of 10,000 items goes there and comes back", async () => {
  const at = await running();
  const a = await filled("a");
  const begun = performance.now();
  await a.ask["server.connect"]({ url: at.origin, invite: null, proof: password });
  await syncNow(a);
  const sent = seconds(begun);
  const joined = performance.now();
  const b = await paired(a, "b");
  const came = seconds(joined);
  expect((await b.ask.status({})) as unknown).toMatchObject({ items: many });
  const one = performance.now();
  await save(a, draftOf("note", "one more"));
  await syncNow(a);
  process.stdout.write(
    `first sync of ${many} items: sent in ${sent} s, joined in ${came} s; one more item in ${seconds(one)} s\n`,
  );
  for (const device of [a, b]) await device.ask.lock({});
  await at.end();
});

test("a change on one device is on the other", async () => {
  const at = await running();
  const a = await connected(at, "a");
  const b = await paired(a, "b");
  await until(() => a.wire.sockets.size === 1 && b.wire.sockets.size === 1);
  /** What the clock of a browser does. */
  const beat = setInterval(() => {
    for (const { world, ring } of [a, b]) {
      if ((world.alarms.get("sync") ?? Infinity) > world.time.now) continue;
      world.alarms.delete("sync");
      void ring();
    }
  }, 5);
  const took: number[] = [];
  for (let i = 0; i < 20; i++) {
    const begun = performance.now();
    await save(a, draftOf("note", `note ${i}`));
    // The time that the client waits for more of the same is of the world's clock: it passes here.
    const due = (a.world.alarms.get("sync") ?? a.world.time.now) - a.world.time.now;
    await new Promise((done) => setTimeout(done, due));
    a.world.alarms.set("sync", a.world.time.now);
    await until(async () => (await titles(b)).length === i + 1);
    took.push(performance.now() - begun);
  }
  clearInterval(beat);
  took.sort((x, y) => x - y);
  process.stdout.write(
    `a change is on the other device after ${Math.round(took[10] ?? 0)} ms (median of 20, the longest ${Math.round(took[19] ?? 0)} ms)\n`,
  );
  expect(await titles(b)).toHaveLength(20);
  for (const device of [a, b]) await device.ask.lock({});
  await at.end();
});
