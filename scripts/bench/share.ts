/** What sharing costs: sealing for a contact, and opening for a preview, of 1 and of 1,000 items. Each proves the password. */
import { ask } from "../../test/e2e/harness/door.ts";
import { password } from "../../test/vault/steps.ts";
import { type Bench, timed } from "./browser.ts";
import type { Entry } from "./rounds.ts";

interface Ready {
  send: (count: number) => [string, unknown];
  texts: Map<number, string>;
}

async function cardOf({ page }: Bench): Promise<string> {
  const there = await ask(page, "share.me", {});
  if (there.me === null) await ask(page, "share.me.make", { name: "bench", proof: password });
  return (await ask(page, "share.me", {})).me?.text ?? "";
}

async function know({ page }: Bench, text: string): Promise<string> {
  const { contact } = await ask(page, "contact.add", { text, contact: null });
  await ask(page, "contact.verify", { id: contact.id, pk: contact.pk, same: true });
  return contact.id;
}

/** The two vaults know each other, and what the large one seals is at hand. */
async function prepare(small: Bench, large: Bench): Promise<Ready> {
  const [smalls, larges] = [await cardOf(small), await cardOf(large)];
  const to = await know(large, smalls);
  await know(small, larges);
  const ids: string[] = [];
  while (ids.length < 1000) {
    const { rows } = await ask(large.page, "find", {
      text: "",
      tabId: null,
      where: "items",
      kind: null,
      tag: null,
      favourite: false,
      offset: ids.length,
      limit: 200,
    });
    ids.push(...rows.map(({ id }) => id));
  }
  const askFor = (count: number) => ({
    to,
    items: ids.slice(0, count).map((id) => ({ id, fields: null })),
    critical: false,
    days: 7,
    proof: password,
  });
  const texts = new Map<number, string>();
  for (const count of [1, 1000])
    texts.set(count, (await ask(large.page, "share.send", askFor(count))).text);
  return { send: (count) => ["share.send", askFor(count)], texts };
}

/** The entries of sharing; the vaults are made ready at the first run. */
export function shareEntries(small: Bench, large: Bench): Entry[] {
  let ready: Promise<Ready> | undefined;
  const get = () => (ready ??= prepare(small, large));
  const send = (count: number) => async () => timed(large.page, [(await get()).send(count)]);
  const open = (count: number) => async () => {
    const text = (await get()).texts.get(count) ?? "";
    return timed(small.page, [["share.open", { text, proof: password }]]);
  };
  return [
    {
      name: "share-send",
      about: "sealing for a contact, the password's proof with it, 1 against 1,000 items",
      sides: [
        { name: "1 item", run: send(1) },
        { name: "1,000 items", run: send(1000) },
      ],
    },
    {
      name: "share-open",
      about:
        "opening a transfer for its preview, the password's proof with it, 1 against 1,000 items",
      sides: [
        { name: "1 item", run: open(1) },
        { name: "1,000 items", run: open(1000) },
      ],
    },
  ];
}
