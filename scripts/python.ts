/** A Python that can read the vectors (test/python): its own, or Debian's with two packages. */
import { spawnSync } from "node:child_process";
import { installFromDebian } from "./debian.ts";

/** Command of a Python 3 with `cryptography` and `argon2`, or null. Debian's own may hide behind another. */
export function findPython(): string | null {
  const able = (command: string) =>
    spawnSync(command, [
      "-c",
      "import cryptography.hazmat.primitives.ciphers.aead, argon2.low_level",
    ]).status === 0;
  return ["python3", "/usr/bin/python3", "python"].find(able) ?? null;
}

/** Best effort: without it the tests in Python are skipped, and say so. */
export function ensurePython(): void {
  if (findPython() === null) installFromDebian(["python3-cryptography", "python3-argon2"]);
}
