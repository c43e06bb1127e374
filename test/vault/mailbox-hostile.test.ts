/** A server that lies about the mailboxes it keeps (FORMAT.md 9): it may withhold, and gains nothing else. */
import { describe, expect, it } from "vitest";
import { failureCode } from "../../src/core/failure.ts";
import { randomBytes } from "../../src/core/random.ts";
import type { Waiting } from "../../src/vault/mail-ports.ts";
import { letters, mailScene, mailTerms, sendNote, takeLetter } from "./mail-steps.ts";
import { type Letter, type PostOffice, postOf } from "./post.ts";
import { auditOf, cardOf, person } from "./sharing.ts";
import { draftOf, save, titles } from "./steps.ts";
import { cheapDerivation } from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();

type Scene = Awaited<ReturnType<typeof mailScene>>;

/** What Bert's server says of his mailbox from now on, and what it hands out of it. */
function lying(
  { bert, office }: Scene,
  lie: {
    waiting?: (told: Waiting) => Waiting;
    read?: (
      mail: string,
      honest: (mail: string) => Promise<Letter["bytes"]>,
    ) => Promise<Letter["bytes"]>;
  },
): void {
  const honest = postOf(office);
  bert.world.post = async () => ({
    ...honest,
    own: (origin, account) => {
      const own = honest.own(origin, account);
      return {
        ...own,
        waiting: async () => (lie.waiting ?? ((told) => told))(await own.waiting()),
        read: (mail) => (lie.read ?? ((name, read) => read(name)))(mail, own.read),
      };
    },
  });
}

const only = ({ letters: all }: PostOffice) => there([...all][0]);

describe("a server that lies", () => {
  it("about how often a letter may be read, hastens and delays nothing", async () => {
    const scene = await mailScene();
    const { anna, bert, to } = scene;
    await sendNote(anna, to, "Note", { reads: 1 });
    lying(scene, {
      waiting: ({ boxes, mail }) => ({
        boxes,
        mail: mail.map((one, n) => ({ ...one, reads: n * 1000, expiry: 1, at: 8e15 })),
      }),
    });
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    expect(await letters(bert)).toMatchObject([{ from: "Anna", problem: null }]);
  });

  it("by telling of one letter many times, or of letters of nobody's, fetches it once", async () => {
    const scene = await mailScene();
    const { anna, bert, office, to } = scene;
    await sendNote(anna, to, "Note", { reads: 10 });
    lying(scene, {
      waiting: ({ boxes, mail }) => ({
        boxes,
        mail: [
          ...mail,
          ...mail,
          ...mail.map((one) => ({ ...one, box: "ef".repeat(16), id: "ab".repeat(16) })),
        ],
      }),
    });
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    expect(office.calls.filter((call) => call === "read")).toHaveLength(1);
    expect(await letters(bert)).toHaveLength(1);
  });

  it("by withholding a letter, keeps the others from nobody, and it comes when it is handed out", async () => {
    const scene = await mailScene();
    const { anna, bert, office, to } = scene;
    await sendNote(anna, to, "Held back");
    const [held] = only(office);
    await sendNote(anna, to, "Served");
    lying(scene, { read: async (mail, read) => (mail === held ? null : read(mail)) });
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    bert.world.post = async () => postOf(office);
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    expect(await letters(bert)).toHaveLength(2);
  });

  it("by handing out one letter under the name of another, or one of its own, puts nothing before anybody", async () => {
    const scene = await mailScene();
    const { anna, bert, office, to } = scene;
    await sendNote(anna, to, "One");
    const [, { bytes }] = only(office);
    await sendNote(anna, to, "Two");
    const swapped = [bytes, randomBytes(700)];
    lying(scene, { read: async () => swapped.pop() ?? null });
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 0 });
    expect(await letters(bert)).toEqual([]);
  });

  it("about how large letters are, fills no more of this device than a mailbox holds", async () => {
    const scene = await mailScene();
    const { anna, bert, office, to } = scene;
    const body = "x".repeat(95_000);
    const ids: string[] = [];
    for (let n = 0; n < 8; n++) ids.push((await save(anna, draftOf("note", `N${n}`, { body }))).id);
    const items = ids.map((id) => ({ id, fields: null }));
    const terms = { to, items, ...mailTerms };
    for (let n = 0; n < 24; n++) await anna.ask["share.mail"](terms);
    lying(scene, {
      waiting: ({ boxes, mail }) => ({ boxes, mail: mail.map((one) => ({ ...one, bytes: 1 })) }),
    });
    const { count } = await bert.ask["mailbox.fetch"]({});
    expect(count).toBeLessThan(24);
    const kept = there(bert.world.stored.facts.get("letters"));
    expect(kept.length).toBeLessThan(16 * 2 ** 20 + 24 * 20 + 6);
    expect([...office.letters.values()].every(({ bytes }) => bytes !== null)).toBe(true);
  });
});

describe("a letter that can not be opened", () => {
  it("says whom it names where his key is in doubt, and stands in the log when it is thrown away", async () => {
    const { anna, bert, annaHere, to } = await mailScene();
    await sendNote(anna, to, "TITLE-CANARY");
    await bert.ask["mailbox.fetch"]({});
    const eve = await person("anna ");
    await bert.ask["contact.add"]({ text: await cardOf(eve), contact: null });
    const [letter] = await letters(bert);
    expect(letter).toMatchObject({ from: "Anna", problem: "CONTACT_CHANGED" });
    await bert.ask["mailbox.drop"]({ id: there(letter).id });
    const line = (await auditOf(bert)).find(({ event }) => event === "shareRefused");
    expect(line).toMatchObject({ item: { id: annaHere.id }, sharing: "CONTACT_CHANGED" });
  });

  it("a good one that is thrown away is refused by the user, and one that was taken is no refusal", async () => {
    const { anna, bert, annaHere, to } = await mailScene();
    await sendNote(anna, to, "Taken");
    await bert.ask["mailbox.fetch"]({});
    await takeLetter(bert);
    expect(await titles(bert)).toEqual(["Taken"]);
    expect((await auditOf(bert)).map(({ event }) => event)).not.toContain("shareRefused");
    await sendNote(anna, to, "Unwanted");
    await bert.ask["mailbox.fetch"]({});
    await bert.ask["mailbox.drop"]({ id: there((await letters(bert))[0]).id });
    const line = (await auditOf(bert)).find(({ event }) => event === "shareRefused");
    expect(line).toMatchObject({ item: { id: annaHere.id }, sharing: "CANCELLED" });
    expect(await bert.ask["mailbox.text"]({ id: "ab".repeat(16) }).catch(failureCode)).toBe(
      "NOT_FOUND",
    );
  });
});
