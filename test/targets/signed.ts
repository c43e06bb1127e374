/**
 * Is this request signed as AWS Signature Version 4 asks? A second implementation, over Node's crypto and from the text of
 * the specification: the store of the tests (s3rver) does not look at signatures of that version.
 */
import { createHash, createHmac } from "node:crypto";
import type { Passing } from "./gate.ts";

const sha = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const mac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
const escaped = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What is wrong with it, or null. */
export function wrongSignature(
  { method, url, headers, body }: Passing,
  keyId: string,
  secret: string,
  region: string,
): string | null {
  const found =
    /^AWS4-HMAC-SHA256 Credential=(.+), SignedHeaders=(.+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  if (found === null) return "no signature";
  const [, credential = "", list = "", signature] = found;
  const time = String(headers["x-amz-date"]);
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  if (credential !== `${keyId}/${scope}`) return "another scope";
  const names = list.split(";");
  for (const needed of ["host", "x-amz-content-sha256", "x-amz-date"])
    if (!names.includes(needed)) return `${needed} is not signed`;
  if (headers["x-amz-content-sha256"] !== sha(body)) return "another body";
  const { pathname, searchParams } = new URL(url, "http://host");
  const path = decodeURIComponent(pathname).split("/").map(escaped).join("/");
  const query = [...searchParams]
    .map(([k, v]) => `${escaped(k)}=${escaped(v)}`)
    .toSorted()
    .join("&");
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join("");
  const canonical = [method, path, query, lines, list, sha(body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha(canonical)].join("\n");
  const key = [region, "s3", "aws4_request"].reduce(
    (last, part) => mac(last, part),
    mac(`AWS4${secret}`, time.slice(0, 8)),
  );
  return mac(key, toSign).toString("hex") === signature ? null : "another signature";
}
