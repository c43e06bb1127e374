/** What leaves for people without Coffer, at the door (FORMAT.md 9): a page with a key, an age file. */
import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { fromBase64, utf8 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { openLink, readLinkKey } from "../../src/core/share/link.ts";
import { decodePayload, type SharedItem } from "../../src/core/share/payload.ts";
import { attach } from "./file-steps.ts";
import { auditOf, card, saved } from "./sharing.ts";
import { type Coffer, cofferWithVault, password } from "./steps.ts";
import { cheapDerivation } from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();

/** A card with a file, and the ways out; each answers what whoever opens it reads. */
async function scene() {
  const anna = await cofferWithVault("Anna");
  const id = await saved(anna, card(), password);
  await attach(anna, id, "bill.txt", utf8("FILE-CANARY"));
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const terms = (critical: boolean, proof: string | null, fields: string[] | null) => ({
    items: [{ id, fields }],
    critical,
    proof,
  });
  const ways = {
    link: async (...ask: Parameters<typeof terms>) => {
      const { data, key } = await anna.ask["share.link"]({ ...terms(...ask), days: 7 });
      const now = anna.world.time.now;
      return decodePayload((await openLink(readLinkKey(key), fromBase64(data), now)).payload, null);
    },
    age: async (...ask: Parameters<typeof terms>) => {
      const to = { recipients: [recipient] };
      const { text } = await anna.ask["share.age"]({ ...terms(...ask), to });
      return decodePayload(new Uint8Array(await decrypter.decrypt(armor.decode(text))), null);
    },
  };
  return { anna, id, ways };
}

const values = ([item]: SharedItem[]) => there(item).fields.map(({ value }) => value);

async function counted(coffer: Coffer, event: "sharedLink" | "sharedAge") {
  return (await auditOf(coffer))
    .filter((line) => line.event === event)
    .map(({ sharing }) => sharing);
}

describe.each(["link", "age"] as const)("a %s", (way) => {
  const event = way === "link" ? "sharedLink" : "sharedAge";

  it("holds items and files without critical values, and is noted with its count", async () => {
    const { anna, ways } = await scene();
    const items = await ways[way](false, null, null);
    expect(values(items)).toContain("4111111111111111");
    expect(values(items)).not.toContain("123");
    expect(items[0]?.files).toEqual([{ name: "bill.txt", data: "RklMRS1DQU5BUlk=" }]);
    expect(await counted(anna, event)).toEqual([{ count: 1 }]);
  });

  it("takes critical values only where they are named, and behind the password", async () => {
    const { anna, ways } = await scene();
    const named = ["cc-number", "cc-csc"];
    expect(await ways[way](true, null, named).catch(failureCode)).toBe("STEP_UP");
    expect(await ways[way](true, "wrong", named).catch(failureCode)).toBe("WRONG_SECRET");
    // Named without being asked for: nothing of it leaves.
    expect(values(await ways[way](false, null, named))).toEqual(["4111111111111111"]);
    expect(values(await ways[way](true, password, null))).not.toContain("123");
    expect(values(await ways[way](true, password, named))).toEqual(["4111111111111111", "123"]);
    expect(await counted(anna, event)).toHaveLength(3);
  });
});

describe("an age file", () => {
  it("is made for no recipient that age does not know, and then nothing is noted", async () => {
    const { anna, id } = await scene();
    const ask = { items: [{ id, fields: null }], critical: false, proof: null };
    const to = { recipients: ["age1nonsense"] };
    expect(await anna.ask["share.age"]({ ...ask, to }).catch(failureCode)).toBe("BAD_RECIPIENT");
    expect(await counted(anna, "sharedAge")).toEqual([]);
  });
});
