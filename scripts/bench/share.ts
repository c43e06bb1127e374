/** What sharing costs: sealing for a contact, and opening for a preview, of 1 and of 1,000 items. Each proves the password. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { decodePayload, encodePayload, type SharedItem } from "../../src/core/share/payload.ts";
import { openTransfer, sealTransfer } from "../../src/core/share/hpke.ts";
import { identityOf } from "../../src/core/share/identity.ts";
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
  await ask(page, "contact.verify", { id: contact.id, print: contact.print, same: true });
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

const sharedNote = (n: number): SharedItem => ({
  kind: "login",
  title: `Shop ${n}`,
  tags: ["team"],
  origins: [`https://shop${n}.example`],
  fields: ["username", "password"].map((key) => ({
    id: `${key}-${n}`,
    key,
    label: "",
    type: key === "password" ? "hidden" : "text",
    critical: false,
    value: `a value of ordinary length ${n}`,
  })),
});

async function took(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** One AES-256-GCM of the same bytes, and a whole transfer: key agreement, padding, schema and sealing. All in Node. */
function cipherEntries(count: number): Entry[] {
  const items = Array.from({ length: count }, (_, n) => sharedNote(n));
  const bytes = encodePayload(items);
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const seal = () => {
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    return {
      sealed: Buffer.concat([cipher.update(bytes), cipher.final()]),
      tag: cipher.getAuthTag(),
    };
  };
  const there = seal();
  const ready = (async () => {
    const [from, to] = await Promise.all([1, 2].map((n) => identityOf(new Uint8Array(32).fill(n))));
    if (from === undefined || to === undefined) throw new Error("no identities");
    const shareId = new Uint8Array(16);
    const head = { expiry: 1, cls: 2 as const, shareId, recipientPk: to.pk };
    return { from, to, head, transfer: await sealTransfer(from.agree, head, bytes) };
  })();
  const size = `${count.toLocaleString("en")} ${count === 1 ? "item" : "items"}, ${Math.ceil(bytes.length / 1024)} KiB`;
  return [
    {
      name: `share-seal-${count}`,
      about: `sealing a transfer of ${size}, against one AES-256-GCM of the same bytes`,
      sides: [
        { name: "AES-256-GCM (Node's OpenSSL)", run: () => took(seal) },
        {
          name: "a transfer by HPKE, from the items on",
          run: async () => {
            const { from, head } = await ready;
            return took(() => sealTransfer(from.agree, head, encodePayload(items)));
          },
        },
      ],
    },
    {
      name: `share-unseal-${count}`,
      about: `opening a transfer of ${size}, against one AES-256-GCM of the same bytes`,
      sides: [
        {
          name: "AES-256-GCM (Node's OpenSSL)",
          run: () =>
            took(() => {
              const cipher = createDecipheriv("aes-256-gcm", key, nonce).setAuthTag(there.tag);
              return Buffer.concat([cipher.update(there.sealed), cipher.final()]);
            }),
        },
        {
          name: "a transfer by HPKE, to the items",
          run: async () => {
            const { from, to, transfer } = await ready;
            return took(async () =>
              decodePayload(await openTransfer(to.agree, from.pk, transfer), 2),
            );
          },
        },
      ],
    },
  ];
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
    ...cipherEntries(1),
    ...cipherEntries(1000),
  ];
}
