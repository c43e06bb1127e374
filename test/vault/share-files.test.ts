/** Files of items in transfers (FORMAT.md 9): they travel with their item, and land as files of the new one. */
import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { attach, contentOf, expectWhole, fetch, names } from "./file-steps.ts";
import { pair, saved, sealed, takeAll } from "./sharing.ts";
import { cofferIn, draftOf, password } from "./steps.ts";
import { cheapDerivation } from "./two.ts";
import { allOnDisk, there } from "./world.ts";

cheapDerivation();

const part = 1 << 20;
const contract = utf8("FILE-CANARY");
const plan = contentOf(part + 12_345, 7);

/** A note of Anna's with two files. */
async function scene() {
  const two = await pair();
  const id = await saved(two.anna, draftOf("note", "Contract", { body: "see files" }));
  await attach(two.anna, id, "contract.txt", contract);
  await attach(two.anna, id, "plan.bin", plan);
  return { ...two, id };
}

describe("files of an item", () => {
  it("travel with it, are told before, and are its files afterwards, byte by byte", async () => {
    const { anna, bert, bertHere, id } = await scene();
    const block = await sealed(anna, bertHere.id, [id]);
    const { items } = await bert.ask["share.open"]({ text: block, proof: password });
    expect(items[0]?.files).toEqual([
      { name: "contract.txt", bytes: 11 },
      { name: "plan.bin", bytes: part + 12_345 },
    ]);
    const [taken] = await takeAll(bert, block);
    // Also for a worker that is started anew: all is on the disk, sealed.
    const fresh = cofferIn(bert.world);
    const at = there(taken);
    expect(await fetch(fresh, at, "contract.txt")).toEqual(contract);
    expect(await fetch(fresh, at, "plan.bin")).toEqual(plan);
    await expectWhole(fresh, 3);
    expect(allOnDisk(bert.world.stored)).not.toContain("FILE-CANARY");
  });

  it("stay at home where they were not chosen, and stay out where they are not taken", async () => {
    const { anna, bert, bertHere, id } = await scene();
    const { files } = await anna.ask["file.list"]({ id });
    const first = there(files.find(({ name }) => name === "contract.txt")).file;
    const send = async (these: string[]) =>
      (
        await anna.ask["share.send"]({
          to: bertHere.id,
          items: [{ id, fields: null, files: these }],
          critical: false,
          days: 1,
          proof: password,
        })
      ).text;
    const none = await bert.ask["share.open"]({ text: await send([]), proof: password });
    expect(none.items[0]?.files).toEqual([]);
    const one = await bert.ask["share.open"]({ text: await send([first]), proof: password });
    expect(one.items[0]?.files.map(({ name }) => name)).toEqual(["contract.txt"]);

    const both = await sealed(anna, bertHere.id, [id]);
    const { token } = await bert.ask["share.open"]({ text: both, proof: password });
    const { ids } = await bert.ask["share.take"]({
      token,
      items: [{ at: 0, fields: null, files: [1] }],
      proof: null,
    });
    expect(await names(bert, there(ids[0]))).toEqual(["plan.bin"]);
  });

  it("that are more than a transfer carries are refused by name, and before they are read", async () => {
    const { anna, bertHere, id } = await scene();
    await attach(anna, id, "large.bin", new Uint8Array(9 * part));
    const reads = anna.world.disk.record;
    let read = 0;
    anna.world.disk.record = (...ask) => {
      read += 1;
      return reads(...ask);
    };
    expect(await sealed(anna, bertHere.id, [id]).catch(failureCode)).toBe("SHARE_TOO_LARGE");
    // Its secret record, and those of sharing: no chunk.
    expect(read).toBeLessThan(9);
  });
});
