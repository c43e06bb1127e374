/** Identities and a transfer for the tests of sharing. */
import { filled } from "../any.ts";
import { type Bytes, utf8 } from "../../../src/core/bytes.ts";
import type { Transfer, TransferHead } from "../../../src/core/share/container.ts";
import { sealTransfer } from "../../../src/core/share/hpke.ts";
import { identityOf } from "../../../src/core/share/identity.ts";
import { randomBytes } from "../../../src/core/random.ts";

export const anna = await identityOf(filled(32, 1));
export const bert = await identityOf(filled(32, 2));
export const eve = await identityOf(filled(32, 3));

export const expiry = Date.UTC(2026, 1, 1);

export const headTo = (recipientPk: Bytes): Omit<TransferHead, "senderPk"> => ({
  expiry,
  cls: 2,
  shareId: randomBytes(16),
  recipientPk,
});

/** From Anna to Bert. */
export function transfer(text = "the secret"): Promise<Transfer> {
  return sealTransfer(anna.agree, headTo(bert.pk), utf8(text));
}
