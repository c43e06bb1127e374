/** The code opens every vector of FORMAT.md 9; Python does too (test/python/sharing.py). */
import { describe, expect, it } from "vitest";
import { concat } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { decodeCard, decodeHandover, provesHandover } from "../../../src/core/share/card.ts";
import { decodeTransfer } from "../../../src/core/share/container.ts";
import { openTransfer } from "../../../src/core/share/hpke.ts";
import { fingerprintOf, identityOf } from "../../../src/core/share/identity.ts";
import { openLink } from "../../../src/core/share/link.ts";
import {
  mailboxKeys,
  openLetter,
  provesMailbox,
  readMailbox,
} from "../../../src/core/share/mailbox.ts";
import { type Inputs, inputs, shown, vectorsOf } from "../vectors.ts";

const ops: Record<string, (given: Inputs) => Promise<unknown>> = {
  identity: async (given) => {
    const { pk, sign } = await identityOf(given.hex("secret"));
    return { pk, sign, hash: await fingerprintOf({ pk, sign }) };
  },
  card: (given) => decodeCard(given.hex("card")),
  handover: async (given) => {
    const over = await decodeHandover(given.hex("handover"));
    const known = { pk: given.hex("pk"), sign: given.hex("sign") };
    if (!(await provesHandover(known, over))) return { proved: false };
    return { proved: true, pk: over.card.pk, sign: over.card.sign };
  },
  transfer: async (given) => {
    const { agree } = await identityOf(given.hex("secret"));
    const transfer = decodeTransfer(concat(given.hex("transfer")));
    const plaintext = await openTransfer(agree, given.hex("senderPk"), transfer);
    return { plaintext, cls: transfer.cls, expiry: transfer.expiry };
  },
  link: async (given) => {
    const { payload, expiry } = await openLink(given.hex("key"), given.hex("sealed"), 0);
    return { plaintext: payload, expiry };
  },
  mailbox: async (given) => {
    const text = Buffer.from(given.hex("address")).toString("base64url");
    const box = readMailbox(`coffer-mailbox:${text}`);
    if (box === null) return null;
    const known = { pk: given.hex("pk"), sign: given.hex("sign") };
    if (!(await provesMailbox(known, box))) return { proved: false };
    const { made, origin, secret } = box;
    const { id, dropPk } = await mailboxKeys(secret);
    return { proved: true, made, origin, secret, id, dropPk };
  },
  letter: async (given) => ({
    transfer: await openLetter(given.hex("secret"), given.text("mail"), given.hex("letter")),
  }),
};

describe("the vectors of sharing", () => {
  it.each(vectorsOf("sharing"))("$op: $name", async ({ op, in: given, out, error }) => {
    const answer = await (async () => ops[op]?.(inputs(given)))().then(shown, failureCode);
    expect(answer).toEqual(error ?? out);
  });
});
