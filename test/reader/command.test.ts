/** `coffer-reader FILE` as its user runs it. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildReader, writeReader } from "../../scripts/reader.ts";
import type { Bytes } from "../../src/core/bytes.ts";
import { randomBytes } from "../../src/core/random.ts";
import { selfOpening } from "../../src/core/self-opening.ts";
import {
  noteIndex,
  noteSecret,
  noteWithFile,
  secretWord,
  smallVault,
  type SmallVault,
} from "../core/small-backup.ts";
import { cofferWithVault, draftOf, exportFile, password, save } from "../vault/steps.ts";
import { olderNode, runIt } from "./nodes.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-command-"));
const at = (name: string) => join(folder, name);
const command = at("coffer-reader.mjs");
const older = olderNode();

let small: SmallVault;
let withFile: { id: string };

async function item(title: string, body: string): Promise<Bytes[]> {
  const id = randomBytes(16);
  return [
    await small.seal("index", 1, id, noteIndex(title)),
    await small.seal("secret", 2, id, noteSecret(body)),
  ];
}

beforeAll(async () => {
  const built = await buildReader();
  writeReader(built, folder);
  small = await smallVault();
  const evil = await noteWithFile(
    small,
    [new TextEncoder().encode("FILE-CANARY")],
    1,
    "../../evil\u001b[2J.txt",
  );
  withFile = evil;
  const records = [
    ...(await item("First", "BODY-CANARY")),
    ...(await item("Second \u001b[31mred\u202e", "other")),
    ...evil.records,
  ];
  const file = await small.file(records);
  writeFileSync(at("small.coffer"), file);
  writeFileSync(at("self.html"), selfOpening(built.html, file));
  writeFileSync(at("lossy.coffer"), await small.file(records.slice(1), records));
  writeFileSync(at("broken.coffer"), file.with(file.length - 40, (file.at(-40) ?? 0) ^ 1));

  const coffer = await cofferWithVault();
  const login = { username: "ada", password: "PASSWORD-CANARY" };
  await save(coffer, draftOf("login", "Shop", login));
  const card = draftOf("card", "Bank", { "cc-number": "4111111111111111", "cc-csc": "CSC-CANARY" });
  await save(coffer, card, password);
  writeFileSync(at("real.coffer"), await exportFile(coffer));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command with the recovery code of the small vault. */
const withCode = (args: string[], program = process.execPath, flags: string[] = []) =>
  runIt(program, [...flags, command, "--recovery", ...args], `${small.recoveryCode}\n`);

describe.each([
  ["this Node", process.execPath],
  ["an older Node of the system", older],
])("on %s", (_, program) => {
  const need = (skip: (note: string) => void) => {
    if (program === null) skip("there is no Node 20 to 23 at /usr/bin/node");
    return program ?? "";
  };

  test("opens a backup of the real vault with the password, and shows a secret only when asked", async ({
    skip,
  }) => {
    const node = need(skip);
    const ask = (...args: string[]) =>
      runIt(node, [command, at("real.coffer"), ...args], `${password}\n`);
    const list = await ask();
    expect(list).toMatchObject({ code: 0, told: "" });
    expect(list.out).toMatch(/^2 items, complete · Nothing in the trash · \d+ records · Made on /);
    expect(list.out).toMatch(/^[0-9a-f]{8} {2}Card +Bank \(•••• 1111\)$/m);
    expect(list.out).not.toContain("CANARY");
    const id = /^([0-9a-f]{8}) {2}Card/m.exec(list.out)?.[1] ?? "";
    const masked = await ask("--show", id);
    expect(masked.out).toMatch(/Security code +••••••••/);
    expect(masked.out).not.toContain("CANARY");
    expect((await ask("--show", id, "--reveal")).out).toMatch(/Security code +CSC-CANARY/);
  });

  test("opens with the recovery code, searches, and opens a self-opening page", async ({
    skip,
  }) => {
    const node = need(skip);
    const found = await withCode([at("self.html"), "--search", "FIRST"], node);
    expect(found.code).toBe(0);
    expect(found.out.split("\n").filter((line) => /Note/.test(line))).toHaveLength(1);
    expect((await withCode([at("self.html"), "--search", "nowhere"], node)).code).toBe(4);
  });

  test("opens without WebAssembly too", async ({ skip }) => {
    const node = need(skip);
    const bare = ["--import", "data:text/javascript,delete globalThis.WebAssembly"];
    const { code, out } = await runIt(node, [...bare, command, at("small.coffer")], secretWord);
    expect({ code, first: out.split("\n")[0] }).toEqual({
      code: 0,
      first: expect.stringMatching(/^3 items, complete/),
    });
  });
});

describe("refuses in one sentence", () => {
  test.each([
    ["a wrong password", ["small.coffer"], "wrong", 1, /^That does not open this vault\./],
    ["nothing typed", ["small.coffer"], "", 1, /\.$/],
    ["a file that is no backup", ["package.json"], "x", 1, /\.$/],
    ["a file that was damaged", ["broken.coffer"], "x", 1, /\.$/],
    ["a file that is not there", ["none.coffer"], "x", 1, /can not be read/],
    ["a page without a backup", ["coffer-reader.html"], "x", 1, /\.$/],
  ])("%s", async (_, [file = ""], typed, code, sentence) => {
    const ended = await runIt(process.execPath, [command, at(file)], typed);
    expect(ended).toMatchObject({ code, out: "" });
    expect(ended.told.trimEnd()).toMatch(sentence);
    expect(ended.told.trimEnd()).not.toContain("\n");
  });

  test.each([
    ["no file", []],
    ["two files", ["a", "b"]],
    ["an unknown option", ["a", "--password", "x"]],
    ["an option without its value", ["a", "--json"]],
  ])("a call with %s", async (_, args) => {
    const ended = await runIt(process.execPath, [command, ...args], "");
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.told.trimEnd()).toMatch(/^[^\n]* Try --help\.$/);
  });

  test("but not --help and --version", async () => {
    const help = await runIt(process.execPath, [command, "--help"], "");
    expect(help.code).toBe(0);
    for (const option of ["--recovery", "--search", "--show", "--reveal", "--json", "--files"]) {
      expect(help.out).toContain(option);
    }
    const version = await runIt(process.execPath, [command, "--version"], "");
    expect(version.out).toMatch(/^coffer-reader \d+\.\d+\.\d+\n$/);
  });
});

describe("tells", () => {
  test("a backup that is not complete by its sentence and by exit code 3, and shows what is sound", async () => {
    const ended = await withCode([at("lossy.coffer")]);
    expect(ended.code).toBe(3);
    expect(ended.out).toMatch(/^2 items, but not complete/);
    expect(ended.out).toMatch(/records? of this backup (is|are) missing or damaged/);
    expect(ended.out).toContain("Second");
  });

  test("an id that is not there, and one that is not enough", async () => {
    expect(await withCode([at("small.coffer"), "--show", "zz"])).toMatchObject({ code: 4 });
    expect(await withCode([at("small.coffer"), "--show", ""])).toMatchObject({ code: 4 });
  });

  test("nothing that steers a terminal, whatever the vault holds", async () => {
    const { out } = await withCode([at("small.coffer")]);
    expect(out).toContain("Second \\u{1b}[31mred\\u{202e}");
    const shown = await withCode([at("small.coffer"), "--show", withFile.id]);
    expect(shown.out).toContain("evil\\u{1b}[2J.txt");
    for (const text of [out, shown.out]) expect(text).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe("writes", () => {
  test("JSON only into a new file, for its owner alone, and says that it is not protected", async () => {
    const into = at("all.json");
    const ended = await withCode([at("small.coffer"), "--json", into]);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.told).toMatch(/Written without encryption: .*all\.json/);
    expect(ended.out).not.toContain("CANARY");
    if (process.platform !== "win32") expect(statSync(into).mode & 0o777).toBe(0o600);
    const whole = JSON.parse(readFileSync(into, "utf8")) as {
      check: { complete: boolean };
      items: { title: string; fields: { value: string }[] }[];
    };
    expect(whole.check).toMatchObject({ items: 3, complete: true });
    const first = whole.items.find(({ title }) => title === "First");
    expect(first?.fields[0]?.value).toBe("BODY-CANARY");

    writeFileSync(into, "mine");
    // Refused before the secret is looked at.
    const again = await runIt(
      process.execPath,
      [command, at("small.coffer"), "--json", into],
      "wrong",
    );
    expect(again.code).toBe(1);
    expect(again.told).toMatch(/is there already, and is not overwritten/);
    expect(readFileSync(into, "utf8")).toBe("mine");
  });

  test("JSON to standard output with nothing else on it", async () => {
    const { out, told } = await withCode([at("small.coffer"), "--json", "-"]);
    expect((JSON.parse(out) as { format: string }).format).toBe("coffer-export");
    expect(told).toMatch(/^3 items, complete/);
  });

  test("files below the named folder alone, whatever their names say, and never over one", async () => {
    const into = at("files");
    const ended = await withCode([at("small.coffer"), "--files", into]);
    expect(ended.code).toBe(0);
    expect(readdirSync(into)).toEqual([withFile.id]);
    const [name = ""] = readdirSync(join(into, withFile.id));
    expect(name).toBe("evil_[2J.txt");
    const path = join(into, withFile.id, name);
    expect(readFileSync(path, "utf8")).toBe("FILE-CANARY");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, "..", "evil.txt"))).toBe(false);
    expect(await withCode([at("small.coffer"), "--files", into])).toMatchObject({ code: 1 });
  });

  test("nothing at all where nothing was asked for", async () => {
    const before = readdirSync(folder).toSorted();
    await withCode([at("small.coffer")]);
    await withCode([at("small.coffer"), "--show", withFile.id, "--reveal"]);
    expect(readdirSync(folder).toSorted()).toEqual(before);
  });
});

describe("on a terminal", () => {
  const terminal = spawnSync("script", ["--version"], { encoding: "utf8" });

  test("what is typed is not shown, and arrow keys are no part of it", async ({ skip }) => {
    if (!/util-linux/.test(terminal.stdout ?? "")) skip("there is no script(1) of util-linux");
    const run = `'${process.execPath}' '${command}' '${at("small.coffer")}'`;
    const typed = `${secretWord}X\u007f\u001b[A\r`;
    // script(1) gives the command a terminal of its own.
    const { code, out } = await runIt("script", ["-qec", run, "/dev/null"], typed, "Password: ");
    expect(code).toBe(0);
    expect(out).toContain("3 items, complete");
    expect(out).not.toContain("password of");
  });
});
