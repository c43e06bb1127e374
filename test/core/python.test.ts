/** A third reader, in Python and from the text of FORMAT.md (test/python), opens every vector. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findPython } from "../../scripts/python.ts";

const vectors = join(import.meta.dirname, "..", "vectors");
const script = join(import.meta.dirname, "..", "python", "open_vectors.py");
const python = findPython();
const why =
  "no Python with cryptography and argon2 here (Debian: python3-cryptography python3-argon2)";

function read(folder: string) {
  const args = ["-B", script, folder];
  return spawnSync(python ?? "", args, {
    encoding: "utf8",
    env: { ...process.env, PYTHONUTF8: "1" },
  });
}

describe("the reader in Python", () => {
  it("opens every vector, and refuses what must be refused by its name", (test) => {
    if (python === null) return test.skip(why);
    const { status, stdout, stderr } = read(vectors);
    const files = readdirSync(vectors).filter((name) => name.endsWith(".json"));
    const lines = stdout.trim().split("\n");
    expect({ status, stderr, lines: lines.length }, stdout).toEqual({
      status: 0,
      stderr: "",
      lines: files.length,
    });
    for (const line of lines)
      expect(line).toMatch(/^\w+\.json: (\d+) of \1 hold, \d+ are refusals$/);
  });

  it("says no where a vector is not what the format says", (test) => {
    if (python === null) return test.skip(why);
    const folder = mkdtempSync(join(tmpdir(), "coffer-vectors-"));
    try {
      cpSync(join(vectors, "audit.json"), join(folder, "audit.json"));
      const file = JSON.parse(readFileSync(join(folder, "audit.json"), "utf8")) as {
        cases: { in: object; out?: object; error?: string }[];
      };
      const [opens] = file.cases.filter(({ out }) => out !== undefined);
      const [refused] = file.cases.filter(({ error }) => error !== undefined);
      Object.assign(opens?.out ?? {}, { seq: 3 });
      Object.assign(refused ?? {}, { error: "REC_SIZE" });
      writeFileSync(join(folder, "audit.json"), JSON.stringify(file));
      const { status, stdout } = read(folder);
      expect(status).toBe(1);
      expect(stdout).toContain("another answer");
      expect(stdout).toContain("refused as TAMPERED");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
