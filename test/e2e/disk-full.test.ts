/** A disk that runs full: a clear answer, nothing lost, and the vault goes on once there is room. */
import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, askRaw, draftOf, find } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";

/** A small file system of our own, where this system lets us make one. */
function mountSmall(): string | null {
  const folder = freshFolder("small-disk");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=60m", "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    removeFolder(folder);
    return null;
  }
}

const disk = process.platform === "linux" ? mountSmall() : null;

describe.skipIf(disk === null)("on a disk of 60 MB (needs the right to mount one)", () => {
  let coffer: Chromium;
  let page: Page;
  const profile = join(disk ?? "", "profile");
  const ballast = join(disk ?? "", "ballast");

  beforeAll(async () => {
    coffer = await startChromium({ profile });
    page = await coffer.open("manager.html");
    await ask(page, "create", { password });
  });
  afterAll(async () => {
    await coffer.close();
    execFileSync("umount", ["-l", disk as string]);
    removeFolder(disk as string);
  });

  /** Leaves no more than a few KB free. The browser writes beside us, so it is filled until nothing fits. */
  function fillDisk(): void {
    const file = openSync(ballast, "w");
    const chunk = Buffer.alloc(64 * 1024);
    let bytes = 0;
    try {
      for (;;) bytes += writeSync(file, chunk);
    } catch (thrown) {
      expect((thrown as NodeJS.ErrnoException).code).toBe("ENOSPC");
    }
    ftruncateSync(file, Math.max(0, bytes - 8192));
    closeSync(file);
  }

  test("a save is refused by name, everything before it is there, and later it works", async () => {
    const acknowledged: string[] = [];
    let refused: string | null = null;
    fillDisk();
    for (let i = 0; i < 400 && refused === null; i++) {
      const draft = draftOf("note", `note ${i}`, { body: "x".repeat(100_000) });
      const answer = await askRaw(page, "item.save", { draft, password: null });
      if (answer.ok) acknowledged.push(draft.title);
      else refused = answer.code;
    }
    expect(refused).toBe("DISK_FULL");
    // Copying and reading go on: a full disk keeps nobody from what is there.
    expect((await find(page)).map(({ title }) => title).toSorted()).toEqual(
      acknowledged.toSorted(),
    );
    expect(await ask(page, "status", {})).toMatchObject({ state: "open", problem: null });
    await ask(page, "lock", {});
    await ask(page, "unlock", { by: "password", secret: password });

    rmSync(ballast);
    await ask(page, "item.save", { draft: draftOf("note", "after"), password: null });
    await ask(page, "lock", {});
    await ask(page, "unlock", { by: "password", secret: password });
    const titles = (await find(page)).map(({ title }) => title);
    expect(titles.toSorted()).toEqual([...acknowledged, "after"].toSorted());
    expect(await ask(page, "status", {})).toMatchObject({ problem: null });
  });
});
