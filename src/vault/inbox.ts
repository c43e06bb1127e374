/**
 * Where what a page has sent waits until the user has looked at it: sealed to a key of this device (HPKE, RFC 9180,
 * base mode), in memory. So it can come in while the vault is locked, and only the open vault can read it.
 *
 * The key is the fact `inbox`: "CFIN1\0" ‖ LP(public key) ‖ private key, sealed like a record of class secret. It is
 * made anew where it does not open any more (the key of the vault was changed). It proves nothing about the sender.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  lengthPrefixed,
  reader,
  toBase64,
  utf8,
  wipe,
} from "../core/bytes.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, peekRecord, recordClass, sealRecord } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";

const fact = "inbox";
const magic = utf8("CFIN1\0");
const info = utf8("coffer/1/inbox\0");
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

async function read(world: World): Promise<{ publicKey: Bytes; sealed: Bytes } | null> {
  const bytes = await world.disk.fact(fact);
  if (bytes === null || !equalBytes(bytes.subarray(0, magic.length), magic)) return null;
  const from = reader(bytes.subarray(magic.length), "TAMPERED");
  return { publicKey: from.lengthPrefixed(200), sealed: from.take(from.left()) };
}

/** Whether there is a key to seal to: the user has allowed a site on this device. */
export async function hasInbox(world: World): Promise<boolean> {
  return (await world.disk.fact(fact)) !== null;
}

/** Sees to it that this device has a key that this vault opens. */
export async function ensureInbox(world: World, opened: Opened): Promise<void> {
  if ((await keyPair(world, opened)) !== null) return;
  const pair = await suite.kem.generateKeyPair();
  const secret = new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey));
  const context = {
    cls: recordClass.secret,
    schema: 1,
    ...opened.vault,
    recId: randomBytes(16),
    rev: 1,
    tombstone: false,
  };
  const sealed = await sealRecord(opened.keys.secret, context, secret);
  wipe(secret);
  const publicKey = new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
  await world.disk.setFact(fact, concat(magic, lengthPrefixed(publicKey), sealed));
}

/**
 * Both keys: left to itself the library works the public one out, and where the browser does not export it (Firefox)
 * it guesses the sign of y, wrong for every other key: nothing that was sealed to that one would ever open.
 */
async function keyPair(
  world: World,
  opened: Opened,
): Promise<{ privateKey: CryptoKey; publicKey: CryptoKey } | null> {
  try {
    const own = await read(world);
    if (own === null) return null;
    const context = peekRecord(own.sealed);
    const secret = await openRecord(
      opened.keys.secret,
      { ...context, ...opened.vault },
      own.sealed,
    );
    const privateKey = await suite.kem.deserializePrivateKey(secret.slice().buffer);
    wipe(secret);
    const publicKey = await suite.kem.deserializePublicKey(own.publicKey.slice().buffer);
    return { privateKey, publicKey };
  } catch {
    return null;
  }
}

/** Text that only the open vault reads; null where there is no key to seal to. */
export async function sealForLater(world: World, text: string): Promise<string | null> {
  const own = await read(world);
  if (own === null) return null;
  const recipientPublicKey = await suite.kem.deserializePublicKey(own.publicKey.slice().buffer);
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, utf8(text));
  return toBase64(concat(lengthPrefixed(new Uint8Array(enc)), new Uint8Array(ct)));
}

/** The texts again, null for each that does not open. */
export async function openTexts(
  world: World,
  opened: Opened,
  sealed: readonly string[],
): Promise<(string | null)[]> {
  const recipientKey = await keyPair(world, opened);
  return Promise.all(
    sealed.map(async (text) => {
      if (recipientKey === null) return null;
      try {
        const from = reader(fromBase64(text), "TAMPERED");
        const enc = from.lengthPrefixed(200).buffer;
        const plain = await suite.open({ recipientKey, enc, info }, from.take(from.left()).buffer);
        return new TextDecoder("utf-8").decode(new Uint8Array(plain));
      } catch {
        return null;
      }
    }),
  );
}
