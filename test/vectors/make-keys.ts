/** Vectors of derivation, recovery code and header (FORMAT.md 1 to 3). */
import { buffer, be, secondClassKey, secondHeader, secondMac, secondSlot } from "../core/second.ts";
import { secondRecoveryCode } from "../core/second-set.ts";
import {
  type Bytes,
  type Case,
  cost,
  fill,
  flip,
  free,
  password,
  passwordSlot,
  put,
  recoveryBytes,
  recoverySlot,
  rootKey,
  same,
  stretched,
  typed,
  vaultId,
} from "./fixed.ts";
import { keySlot, twoFactorSlot } from "./make-slots.ts";

const keyNames = [
  "index",
  "secret",
  "critical",
  "blob",
  "manifest",
  "audit",
  "keyring",
  "settings",
];

export function kdf(): Case[] {
  const derive = (text: string, salt: Bytes, work: typeof cost): Case => ({
    name: `Argon2id of ${JSON.stringify(text)}, ${work.m / 1024} MiB, t = ${work.t}`,
    op: "argon2id",
    in: { password: text, salt, ...work },
    out: { derived: stretched(text, salt, work) },
  });
  const bounds = (type: number, m: number, t: number, p: number, fits: boolean): Case => {
    const common = {
      name: `type ${type}: m = ${m}, t = ${t}, p = ${p}`,
      op: "cost",
      in: { type, m, t, p },
    };
    return fits ? { ...common, out: {} } : { ...common, error: "KDF_BOUNDS" };
  };
  const word = (name: string, text: string, bytes: Bytes | null): Case =>
    bytes === null
      ? { name, op: "password", in: { password: text }, error: "BAD_PASSWORD" }
      : { name, op: "password", in: { password: text }, out: { bytes } };
  return [
    derive(password, fill(16, 0x11), cost),
    derive("pa\u0308sswo\u0308rd \u{1f511}", fill(16, 0x11), cost),
    derive(" a ", fill(16, 0x21), { m: 66_560, t: 4, p: 1 }),
    ...boundsTable.map(([type, m, t, p, fits]) => bounds(type, m, t, p, fits)),
    word("composed", "\u00e9", typed("\u00e9")),
    word("decomposed: the same bytes", "e\u0301", typed("\u00e9")),
    word("never trimmed", " a\t", typed(" a\t")),
    word("one byte", "a", typed("a")),
    word("1024 bytes", "a".repeat(1024), same(1024, 0x61)),
    word("1024 bytes of two-byte letters", "é".repeat(512), typed("é".repeat(512))),
    word("1025 bytes", "a".repeat(1025), null),
    word("1026 bytes in 513 letters", "é".repeat(513), null),
    word("empty", "", null),
    word("a lone high surrogate", "a\ud800", null),
    word("a lone low surrogate", "\udc00a", null),
    ...[...keyNames, "sync", "cache", "header"].flatMap((name) =>
      [1, 2].map((epoch) => ({
        name: `K_${name} of epoch ${epoch}`,
        op: "classKey",
        in: { rootKey, vaultId, epoch, name },
        out: { key: secondClassKey(rootKey, vaultId, epoch, name) },
      })),
    ),
  ];
}

const boundsTable: [number, number, number, number, boolean][] = [
  [1, 65_536, 3, 1, true],
  [2, 65_536, 3, 1, true],
  [1, 131_072, 3, 1, true],
  [1, 131_072, 12, 1, true],
  [1, 524_288, 3, 1, true],
  [2, 66_560, 12, 1, true],
  [3, 0, 0, 0, true],
  [4, 0, 0, 0, true],
  [1, 64_512, 3, 1, false],
  [1, 65_535, 3, 1, false],
  [2, 65_535, 3, 1, false],
  [1, 65_537, 3, 1, false],
  [1, 66_048, 3, 1, false],
  [1, 65_536, 2, 1, false],
  [1, 65_536, 0, 1, false],
  [1, 65_536, 13, 1, false],
  [1, 65_536, 255, 1, false],
  [1, 65_536, 3, 0, false],
  [1, 65_536, 3, 2, false],
  [1, 525_312, 3, 1, false],
  [1, 524_288, 4, 1, false],
  [1, 132_096, 12, 1, false],
  [1, 19_456, 2, 1, false],
  [1, 8, 1, 1, false],
  [1, 0, 0, 0, false],
  [2, 0, 0, 0, false],
  [1, 4_194_304, 3, 1, false],
  [2, 4_294_966_272, 255, 255, false],
  [3, 65_536, 3, 1, false],
  [3, 1, 0, 0, false],
  [3, 0, 1, 0, false],
  [4, 0, 0, 1, false],
  [4, 65_536, 3, 1, false],
];

export function recovery(): Case[] {
  const read = (name: string, text: string, bytes: Bytes | null): Case =>
    bytes === null
      ? { name, op: "read", in: { text }, error: "BAD_RECOVERY_CODE" }
      : { name, op: "read", in: { text }, out: { bytes } };
  const write = (bytes: Bytes): Case => ({
    name: `of ${Buffer.from(bytes).toString("hex")}`,
    op: "write",
    in: { bytes },
    out: { text: secondRecoveryCode(bytes) },
  });
  const text = secondRecoveryCode(recoveryBytes);
  const plain = text.replaceAll("-", "");
  const zero = secondRecoveryCode(new Uint8Array(20));
  const swapped = `${plain.slice(0, 5)}${plain[6]}${plain[5]}${plain.slice(7)}`;
  // Zeros and ones in the code, so that look-alikes can be typed for them.
  const round = secondRecoveryCode(
    Uint8Array.from({ length: 20 }, (_, i) => [0x00, 0x42, 0x10][i % 3] ?? 0),
  );
  const alike = round.replaceAll("0", "O").replace("1", "I").replace("1", "l");
  return [
    write(recoveryBytes),
    write(new Uint8Array(20)),
    write(same(20, 0xff)),
    write(fill(20, 0x13)),
    read("as printed", text, recoveryBytes),
    read("in small letters without dashes", plain.toLowerCase(), recoveryBytes),
    read(
      "with blanks, line ends and other dashes",
      ` ${text.replaceAll("-", " – ")}\n`,
      recoveryBytes,
    ),
    read(
      "O for 0, I and L for 1",
      alike,
      Uint8Array.from({ length: 20 }, (_, i) => [0x00, 0x42, 0x10][i % 3] ?? 0),
    ),
    read("all zeros typed as letters O", zero.replaceAll("0", "o"), new Uint8Array(20)),
    read("empty", "", null),
    read("one symbol missing", plain.slice(0, -1), null),
    read("one symbol more", `${plain}0`, null),
    read("a U, which is no symbol", `U${plain.slice(1)}`, null),
    read("two neighbours swapped", swapped, null),
    read(
      "the first check symbol wrong",
      `${plain.slice(0, 32)}${plain[32] === "0" ? "1" : "0"}${plain[33]}`,
      null,
    ),
    read(
      "the last check symbol wrong",
      `${plain.slice(0, 33)}${plain[33] === "0" ? "1" : "0"}`,
      null,
    ),
    read("signs that are no symbols", `!${plain.slice(1)}`, null),
  ];
}

export function header(): Case[] {
  const whole = secondHeader(vaultId, 1, 1, [passwordSlot, recoverySlot], rootKey);
  const prfHeader = secondHeader(vaultId, 1, 7, [twoFactorSlot, recoverySlot], rootKey, 2);
  const body = whole.slice(0, -32);
  const others = [1, 2, 3, 4, 5, 6].map((n) =>
    secondSlot(
      { type: 3, slotId: same(16, n), salt: same(16, n), ...free, ext: same(1024, n) },
      { recovery: recoveryBytes },
      rootKey,
      vaultId,
      1,
      same(12, n),
    ),
  );
  const fullest = secondHeader(
    vaultId,
    1,
    2 ** 53 - 1,
    [passwordSlot, recoverySlot, ...others],
    rootKey,
  );
  const fields = (headerSeq: number, policy: number, types: number[], epoch = 1) => ({
    vaultId,
    epoch,
    headerSeq,
    policy,
    types,
  });
  const check = (name: string, bytes: Bytes, out: object, key = rootKey): Case => ({
    name,
    op: "check",
    in: { header: bytes, rootKey: key },
    out,
  });
  const no = (name: string, error: string, bytes: Bytes, key = rootKey): Case => ({
    name,
    op: "check",
    in: { header: bytes, rootKey: key },
    error,
  });
  const open = (name: string, bytes: Bytes, secret: object): Case => ({
    name,
    op: "open",
    in: { header: bytes, ...secret },
    out: { rootKey },
  });
  /** The MAC is right, and only the fault that is named is wrong. */
  const made = (slots: Bytes[], policy = 0, count = slots.length) =>
    secondMac(
      buffer("COFFER\0\x01", vaultId, be(1, 4), be(1, 8), [policy, count], ...slots),
      vaultId,
      1,
      rootKey,
    );
  const remade = (changed: Bytes) => secondMac(changed, vaultId, 1, rootKey);
  const costAt = 38 + 36;
  return [
    check("password and recovery code", whole, fields(1, 0, [1, 3])),
    check("password with a key, as the policy demands", prfHeader, fields(7, 2, [2, 3])),
    check(
      "eight slots with the longest ext",
      fullest,
      fields(2 ** 53 - 1, 0, [1, 3, 3, 3, 3, 3, 3, 3]),
    ),
    open("by password", whole, { password }),
    open("by recovery code", whole, { recovery: recoveryBytes }),
    open("by recovery code beside a second factor", prfHeader, { recovery: recoveryBytes }),
    no("another magic", "BAD_FORMAT", remade(flip(body, 0))),
    no("another version", "BAD_FORMAT", remade(put(body, 7, [2]))),
    no("no slot", "BAD_FORMAT", made([])),
    no("nine slots", "BAD_FORMAT", made([passwordSlot, recoverySlot, ...others, keySlot])),
    no("fewer slots than it says", "BAD_FORMAT", made([passwordSlot], 0, 2)),
    no("more slots than it says", "BAD_FORMAT", made([passwordSlot, recoverySlot], 0, 1)),
    no("a byte too many", "BAD_FORMAT", buffer(whole, [0])),
    no("a byte too few", "BAD_FORMAT", whole.slice(0, -1)),
    no("nothing", "BAD_FORMAT", new Uint8Array(0)),
    no("more than 16 KiB", "BAD_FORMAT", new Uint8Array(16_385)),
    no("a slot of type 4, which lives outside", "BAD_FORMAT", made([passwordSlot, keySlot])),
    no("a slot of type 0", "BAD_FORMAT", remade(put(body, 38, [0]))),
    no("a flag in a slot", "BAD_FORMAT", remade(put(body, 39, [1]))),
    no("reserved bytes in a slot", "BAD_FORMAT", remade(put(body, 40, [0, 1]))),
    no("reserved bytes at the end of the fixed part", "BAD_FORMAT", remade(put(body, 80, [1, 0]))),
    no("an ext of 1025 bytes", "BAD_FORMAT", remade(put(body, 38 + 136, [4, 1]))),
    no("work below the floor", "KDF_BOUNDS", remade(put(body, costAt, [...be(64_512, 4)]))),
    no("19 MiB and two passes", "KDF_BOUNDS", remade(put(body, costAt, [...be(19_456, 4), 2]))),
    no(
      "4 GiB and 255 passes",
      "KDF_BOUNDS",
      remade(put(body, costAt, [0xff, 0xff, 0xfc, 0, 255, 255])),
    ),
    no("a recovery slot with a cost", "KDF_BOUNDS", remade(put(body, costAt + 138, [0, 0, 4, 0]))),
    no("policy bit 0", "POLICY", remade(put(body, 36, [1]))),
    no("policy bit 2", "POLICY", remade(put(body, 36, [4]))),
    no("all policy bits", "POLICY", remade(put(body, 36, [255]))),
    no(
      "a password alone where a second factor is demanded",
      "POLICY",
      made([passwordSlot, twoFactorSlot], 2),
    ),
    no("no slot with a password", "POLICY", made([recoverySlot])),
    no(
      "the same slotId twice",
      "DUPLICATE",
      made([passwordSlot, put(recoverySlot, 4, passwordSlot.slice(4, 20))]),
    ),
    no("the MAC with its last bit flipped", "TAMPERED", flip(whole, -1)),
    no("another headerSeq", "TAMPERED", put(whole, 35, [2])),
    no("another epoch", "TAMPERED", put(whole, 27, [2])),
    no("another vaultId", "TAMPERED", flip(whole, 8 * 8)),
    no(
      "a slot left out",
      "TAMPERED",
      buffer(put(body, 37, [1]).slice(0, 38 + 138), whole.slice(-32)),
    ),
    no(
      "the slots in another order",
      "TAMPERED",
      buffer(body.slice(0, 38), recoverySlot, passwordSlot, whole.slice(-32)),
    ),
    no("under another root key", "TAMPERED", whole, fill(32, 0x41)),
  ];
}
