/** The cache of the index (FORMAT.md 6): a hint for a quick start, and never the reason why something is not shown. */
import { expect, test } from "vitest";
import {
  apply,
  cofferIn,
  cofferWithVault,
  draftOf,
  exportFile,
  password,
  save,
  titles,
  upload,
} from "./steps.ts";
import { testWorld } from "./world.ts";

test("where it could not be written, the next start makes it anew and shows everything", async () => {
  const from = await cofferWithVault();
  await save(from, draftOf("note", "here"));
  const file = await exportFile(from);
  const fresh = cofferIn(testWorld());
  await upload(fresh, file);
  // The backup is adopted, then the disk is full for the cache, and has room again for the entry of the log.
  fresh.world.faults = { at: fresh.world.commits.count + 2, code: "DISK_FULL" };
  await fresh.ask["restore.apply"]({ ...apply, how: "adopt" });
  expect(await titles(fresh)).toEqual(["here"]);
  const later = cofferIn(testWorld(structuredClone(fresh.world.stored)));
  await later.ask.unlock({ by: "password", secret: password });
  expect(await titles(later)).toEqual(["here"]);
});
