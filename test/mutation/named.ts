/**
 * The short form of mutation testing: checks that the format's safety rests on, each taken out by name. The
 * tests beside it must notice. `from` stands in the file exactly once.
 */
interface Mutation {
  name: string;
  file: string;
  from: string;
  to: string;
  /** Tests of test/core, one of which must fail. */
  tests: string[];
}

const without = (name: string, file: string, from: string, ...tests: string[]): Mutation => ({
  name: `without ${name}`,
  file,
  from,
  to: "",
  tests,
});
const instead = (name: string, file: string, from: string, to: string, ...tests: string[]) => ({
  ...without(name, file, from, ...tests),
  name,
  to,
});

export const mutations: readonly Mutation[] = [
  without(
    "the context of a record",
    "core/record.ts",
    'if (!equalBytes(head56, bytes.subarray(0, headLength))) throw new Failure("REC_CONTEXT");',
    "swaps",
  ),
  without(
    "the commitment of a record",
    "core/record.ts",
    'if (!equalBytes(commit, bytes.subarray(88, clearLength))) throw new Failure("TAMPERED");',
    "record",
  ),
  instead(
    "padding believed",
    "core/record.ts",
    "return unpad(padded);",
    "return padded;",
    "record",
  ),
  instead(
    "one salt for all records",
    "core/record.ts",
    "salt: Bytes = randomBytes(32),",
    "salt: Bytes = new Uint8Array(32),",
    "record",
  ),
  without(
    "canonical padding",
    "core/padding.ts",
    " || paddedLength(end + 1) !== padded.length",
    "padding",
  ),
  without(
    "the commitment of a slot",
    "core/slot.ts",
    'if (!equalBytes(commit, slot.commit)) throw new Failure("WRONG_SECRET");',
    "slot",
  ),
  without("bounds before a derivation", "core/slot.ts", "checkCost(slot.type, slot.cost);", "slot"),
  without("bounds when a slot is read", "core/slot.ts", "checkCost(type, cost);", "slot"),
  without("the floor of the memory", "core/kdf.ts", "m >= least.m &&", "cost"),
  without("the floor of the passes", "core/kdf.ts", "t >= least.t &&", "cost"),
  instead("any product of both", "core/kdf.ts", "m * t <= most.product", "true", "cost"),
  without(
    "the MAC of the header",
    "core/header.ts",
    'if (!equalBytes(whole, bytes)) throw new Failure("TAMPERED");',
    "header",
  ),
  without(
    "the second factor's policy",
    "core/header.ts",
    'if (twoFactors && types.includes(slotType.password)) throw new Failure("POLICY");',
    "header",
  ),
  without("an end of the header", "core/header.ts", "from.end();", "header"),
  without(
    "unique places in a set",
    "core/manifest.ts",
    'if (seen.has(place)) throw new Failure("DUPLICATE");',
    "manifest",
  ),
  instead(
    "tombstones outside the sum",
    "core/manifest.ts",
    "u8(ref.tombstone ? 1 : 0)",
    "u8(0)",
    "manifest",
  ),
  instead(
    "a manifest of any counter",
    "core/manifest.ts",
    "manifest.counter !== rev ||",
    "",
    "manifest",
  ),
  instead(
    "a set without its setMac",
    "vault/set.ts",
    "n !== manifest.n || !equalBytes(setMac, manifest.setMac)",
    "n !== manifest.n",
    "judge",
  ),
  instead(
    "an index of any length",
    "core/cache.ts",
    "from.lengthPrefixed(indexLimit)",
    "from.lengthPrefixed(2 ** 32)",
    "cache",
  ),
  without(
    "the checksum of a backup",
    "core/backup.ts",
    'if (!equalBytes(await sha256(file.slice(0, -32)), checksum)) throw new Failure("CHECKSUM");',
    "backup",
  ),
  without(
    "the count of a backup's records",
    "core/backup.ts",
    'if (count > from.left() / recordLeast) throw new Failure("TRUNCATED");',
    "backup",
  ),
  instead(
    "a recovery code without its check",
    "core/recovery.ts",
    '(await checkSymbols(label("rc", code), checks)) !== text.slice(codeSymbols)',
    "false",
    "recovery",
  ),
  instead(
    "an audit chain without its hashes",
    "core/audit-log.ts",
    "!equalBytes(entry.prev, head)",
    "false",
    "audit",
  ),
  without("the cap on nesting", "core/json.ts", "checkDepth(text);", "json"),
  without(
    "the refusal of points of small order",
    "core/share/x25519.ts",
    'if (!isPublicKey(raw)) throw new Failure("TAMPERED");',
    "share/hpke",
  ),
  without(
    "the sender's key, so that anybody may have sealed it",
    "core/share/hpke.ts",
    "      senderPublicKey,\n",
    "share/rfc9180",
  ),
  instead(
    "an expiry outside the aad",
    "core/share/container.ts",
    "concat(u16(version), u64(expiry), u8(cls))",
    "concat(u16(version), u8(cls))",
    "share/hpke",
  ),
  instead(
    "a transfer bound to nobody",
    "core/share/container.ts",
    'label("share", senderPk, recipientPk, shareId)',
    'label("share", senderPk, recipientPk)',
    "share/hpke",
  ),
  instead(
    "a hand-over that the old key did not sign",
    "core/share/card.ts",
    "(await verify(known.sign, over.signed, over.byOld)) &&",
    "",
    "share/card",
  ),
  instead(
    "a hand-over to a key that nobody has",
    "core/share/card.ts",
    "(await verify(over.card.sign, over.signed, over.byNew))",
    "true",
    "share/card",
  ),
  without(
    "the commitment of a page with a key",
    "core/share/link.ts",
    'if (!equalBytes(once.commit, commit)) throw new Failure("WRONG_SECRET");',
    "share/link",
  ),
  instead(
    "an address of a mailbox that its owner did not sign",
    "core/share/mailbox.ts",
    "equalBytes(owner.pk, box.pk) && (await verify(owner.sign, box.signed, box.sig))",
    "equalBytes(owner.pk, box.pk)",
    "share/mailbox",
  ),
  instead(
    "a letter under another name",
    "core/share/mailbox.ts",
    'label("share/mailbox/letter", utf8(mail))',
    'label("share/mailbox/letter")',
    "share/mailbox",
  ),
  instead(
    "backups of other vaults rotated too",
    "core/target/rotation.ts",
    "read?.part === false && read.tag === tag && file.bytes > 0",
    "read?.part === false && file.bytes > 0",
    "target/rotation",
  ),
  instead(
    "an empty file taken for a backup",
    "core/target/rotation.ts",
    "read.tag === tag && file.bytes > 0",
    "read.tag === tag",
    "target/rotation",
  ),
  instead(
    "the file that was just proved rotated away",
    "core/target/rotation.ts",
    "new Set([proved, ...(",
    "new Set([...(",
    "target/rotation",
  ),
  instead(
    "backups of a clock that went wrong in the place of others",
    "core/target/rotation.ts",
    "({ at }) => at <= now + hour",
    "() => true",
    "target/rotation",
  ),
  instead(
    "a list of days one too short",
    "core/target/rotation.ts",
    "export const rule: Rule = { daily: 7, weekly: 4, monthly: 12 };",
    "export const rule: Rule = { daily: 6, weekly: 4, monthly: 12 };",
    "target/rotation",
  ),
  without(
    "the refusal of names that lead elsewhere",
    "core/target/rotation.ts",
    "(?!\\.*$)",
    "target/rotation",
  ),
  without(
    "the refusal of a way out of the bucket",
    "core/target/config.ts",
    "(?!\\.{1,2}\\/)",
    "target/config",
  ),
  instead(
    "a place on the net without TLS",
    "core/target/config.ts",
    'url.protocol === "http:" && loopback.has(url.hostname)',
    'url.protocol === "http:"',
    "target/config",
  ),
  instead(
    "entities of a server's own taken for text",
    "core/target/xml.ts",
    "return wrong ? null : plain;",
    "return plain;",
    "target/xml",
  ),
  instead(
    "a time ahead of the clock believed",
    "core/target/schedule.ts",
    "done === null || done > now ? now",
    "done === null ? now",
    "target/schedule",
  ),
  instead(
    "one site that takes the room of all",
    "core/clip.ts",
    "const fair = new Set(loose.filter(within));",
    "const fair = new Set(loose);",
    "clip",
  ),
  instead(
    "a card that hides beside another number",
    "core/detect/numbers.ts",
    "of text.matchAll(shown)) {",
    'of "".matchAll(shown)) {',
    "detect/secret",
  ),
];
