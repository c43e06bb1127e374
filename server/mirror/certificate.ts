/** A certificate of our own for the mirror's TLS: P-256, self-signed. Nobody reads its names; its key is what is pinned. */
import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Identity {
  cert: string;
  key: string;
  /** SHA-256 of the public key as SPKI. */
  pin: Uint8Array;
}

/** DER: a tag, a length, the content. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const n = content.length;
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const ecdsaWithSha256 = () => sequence(oid("2a8648ce3d040302"));
const nameOf = (text: string) =>
  sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(text)))));
const timeOf = (year: number) => der(0x18, Buffer.from(`${year}0101000000Z`));

/** A new identity; `name` also stands as subjectAltName, so that ordinary clients can check it too. */
export function makeIdentity(name: string): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = publicKey.export({ format: "der", type: "spki" });
  const names = sequence(der(0x82, Buffer.from(name)), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(0xa3, sequence(sequence(oid("551d11"), der(0x04, names))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256(),
    nameOf(name),
    sequence(timeOf(2020), timeOf(2120)),
    nameOf(name),
    spki,
    extensions,
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = sequence(body, ecdsaWithSha256(), signature).toString("base64");
  const cert = `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
  return {
    cert,
    key: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    pin: pinOf(spki),
  };
}

/** The pin of a public key. */
export function pinOf(spki: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(spki).digest());
}

/** The identity of this data folder, made once. */
export function identityIn(folder: string): Identity {
  const [certFile, keyFile] = [join(folder, "mirror-cert.pem"), join(folder, "mirror-key.pem")];
  if (!existsSync(keyFile)) {
    const made = makeIdentity("coffer-mirror");
    writeFileSync(certFile, made.cert, { mode: 0o600 });
    writeFileSync(keyFile, made.key, { mode: 0o600 });
  }
  const cert = readFileSync(certFile, "utf8");
  const spki = new X509Certificate(cert).publicKey.export({ format: "der", type: "spki" });
  return { cert, key: readFileSync(keyFile, "utf8"), pin: pinOf(spki) };
}
