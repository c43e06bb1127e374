import { describe, expect, it } from "vitest";
import { takeTyped } from "../../src/ui/state/typed-code.ts";
import { shareSets } from "../core/share-sets.ts";

const [first, second] = shareSets;
if (first === undefined || second === undefined) throw new Error("no vectors");

/** Types one text after the other, as into the box of the locked screen. */
async function type(...texts: string[]) {
  let typed = await takeTyped(texts[0] ?? "", null);
  for (const text of texts.slice(1)) typed = await takeTyped(text, typed.held);
  return typed;
}

describe("what is typed instead of the password", () => {
  it("is a code as it stands, mistyped or not: the vault judges it", async () => {
    for (const code of [first.code, "", "no code", first.code.slice(2)]) {
      expect(await type(code)).toEqual({ code, held: null });
    }
  });

  it("is held where it is the first part, and a code with the second", async () => {
    const [one, two, three] = first.shares;
    expect(await type(one)).toMatchObject({ code: null, held: { number: 1 } });
    expect(await type(one, three)).toEqual({ code: first.code, held: null });
    expect(await type(three.toLowerCase(), two.replaceAll("-", " "))).toMatchObject({
      code: first.code,
    });
  });

  it("may be the whole code after all, with a part in hand", async () => {
    expect(await type(first.shares[0], second.code)).toEqual({ code: second.code, held: null });
  });

  it("is refused by name: a part cut short, the same part, a part of another set", async () => {
    const [one, two] = first.shares;
    await expect(type(one.slice(0, -2))).rejects.toThrow("BAD_SHARE");
    await expect(type(one, two.slice(0, 12))).rejects.toThrow("BAD_SHARE");
    await expect(type(one, one)).rejects.toThrow("SAME_SHARE");
    await expect(type(one, second.shares[1])).rejects.toThrow("OTHER_SHARES");
  });
});
