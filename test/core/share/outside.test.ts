/** Files for people who have age: the library opens them, and so does the age tool itself. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { failureCode } from "../../../src/core/failure.ts";
import { ageEngine } from "../../../src/core/share/age.ts";
import { encodePayload, type SharedItem } from "../../../src/core/share/payload.ts";

const field = { id: "body", key: "body", label: "", type: "multiline", critical: false } as const;
const items: SharedItem[] = [
  { kind: "note", title: "N", tags: [], origins: [], fields: [{ ...field, value: "the secret" }] },
];
const payload = encodePayload(items);

describe("an age file", () => {
  it("opens for its recipient by the library", async () => {
    const identity = await generateIdentity();
    const recipients = [await identityToRecipient(identity)];
    const text = await ageEngine.sealAge(payload, { recipients });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(await decrypter.decrypt(armor.decode(text))).toEqual(new Uint8Array(payload));
  });

  it("opens under its passphrase, and under no other", async () => {
    const text = await ageEngine.sealAge(payload, { passphrase: "two words" });
    const open = (passphrase: string) => {
      const decrypter = new Decrypter();
      decrypter.addPassphrase(passphrase);
      return decrypter.decrypt(armor.decode(text));
    };
    expect(await open("two words")).toEqual(new Uint8Array(payload));
    await expect(open("other words")).rejects.toThrow("no identity matched");
  }, 30_000);

  it("is not made for what is no recipient", async () => {
    for (const recipients of [["age1nonsense"], ["ssh-ed25519 AAAA"], [""]])
      expect(await ageEngine.sealAge(payload, { recipients }).catch(failureCode)).toBe(
        "BAD_RECIPIENT",
      );
  });

  const found = spawnSync("age", ["--version"]).status === 0;
  it.skipIf(!found)(
    "opens with the age tool (skipped without it: apt-get install age)",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "coffer-age-"));
      try {
        const identity = execFileSync("age-keygen", { stdio: ["ignore", "pipe", "ignore"] });
        writeFileSync(join(folder, "key"), identity);
        const recipient = /public key: (age1\S+)/.exec(identity.toString())?.[1] ?? "";
        writeFileSync(
          join(folder, "file"),
          await ageEngine.sealAge(payload, { recipients: [recipient] }),
        );
        const opened = execFileSync("age", [
          "--decrypt",
          "-i",
          join(folder, "key"),
          join(folder, "file"),
        ]);
        expect(JSON.parse(opened.toString())).toEqual({ items });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  const typed = found && spawnSync("script", ["--version"]).status === 0;
  it.skipIf(!typed)(
    "opens with the age tool under its passphrase, typed at a terminal (skipped without age and script)",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "coffer-age-"));
      try {
        const text = await ageEngine.sealAge(payload, { passphrase: "two words" });
        writeFileSync(join(folder, "file"), text);
        const opened = join(folder, "opened");
        const terminal = spawn("script", [
          "-qec",
          `age --decrypt -o '${opened}' '${join(folder, "file")}'`,
          "/dev/null",
        ]);
        // age asks at the terminal, and what is typed before that is thrown away.
        terminal.stdout.on("data", (said: Buffer) => {
          if (said.includes("passphrase")) terminal.stdin.write("two words\n");
        });
        const [code] = (await once(terminal, "exit")) as [number];
        expect(code).toBe(0);
        expect(JSON.parse(readFileSync(opened, "utf8"))).toEqual({ items });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
