/** What Coffer knows of a target: where it is and how to sign in. Kept sealed, but for a folder, which is of this device. */
import * as v from "valibot";
import { type Bytes, utf8 } from "../bytes.ts";
import { rhythms } from "./schedule.ts";

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const line = (max: number) =>
  // Neither empty nor with signs that would end a header's line.
  v.pipe(v.string(), v.minLength(1), v.maxLength(max), v.regex(/^[^\p{Cc}]*$/u));
export const targetId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** recId of the record that keeps them: 16 bytes of ASCII, so that two devices of one vault have one. */
export const targetsId: Bytes = utf8("coffer/targets/1");

/** Hosts that may be spoken to without TLS: this computer. */
const loopback = new Set(["localhost", "127.0.0.1"]);

/**
 * The address of a folder as it is kept, with a slash at its end; null where it is none, is not https (but for this
 * computer), or carries a name, a password, a query or a fragment.
 */
export function folderUrl(typed: string): string | null {
  let url: URL;
  try {
    url = new URL(typed.trim());
  } catch {
    return null;
  }
  const safe =
    url.protocol === "https:" || (url.protocol === "http:" && loopback.has(url.hostname));
  const { origin, pathname, username, password } = url;
  if (!safe || username !== "" || password !== "" || /[?#]/.test(typed)) return null;
  return `${origin}${pathname.replace(/\/*$/, "/")}`;
}

const address = v.pipe(
  text(2000),
  v.check((url) => folderUrl(url) === url),
);

const davSchema = v.strictObject({
  kind: v.literal("dav"),
  url: address,
  /** RFC 7617: no colon in the name. */
  user: v.pipe(
    line(300),
    v.check((user) => !user.includes(":")),
  ),
  password: text(1000),
});

const s3Schema = v.strictObject({
  kind: v.literal("s3"),
  /** Of the service, without the bucket. */
  url: address,
  region: v.pipe(line(60), v.regex(/^[a-zA-Z0-9-]+$/)),
  bucket: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
  /** Before each name: "" or a path that ends with a slash. "." and ".." would be a way out of the bucket. */
  prefix: v.pipe(text(500), v.regex(/^((?!\.{1,2}\/)[\w.-]+\/)*$/)),
  /** The bucket stands in the host's name instead of the path. */
  inHost: v.boolean(),
  keyId: v.pipe(line(200), v.regex(/^[\x21-\x7e]+$/)),
  secret: line(500),
});

/** Somewhere else, with its secrets. */
export const remoteSchema = v.variant("kind", [davSchema, s3Schema]);
export type RemoteConfig = v.InferOutput<typeof remoteSchema>;

/** How a target is called and how often it is written. */
export const targetHead = {
  name: line(60),
  every: v.picklist(rhythms),
};

/** A target as the sealed record keeps it. */
export const storedSchema = v.strictObject({
  ...targetHead,
  /** The device that writes to it, in hex: two devices of one vault do not both. */
  device: targetId,
  config: remoteSchema,
});
export type StoredTarget = v.InferOutput<typeof storedSchema>;

/** The address that the browser is asked about before anything is sent: where requests to this target go. */
export function originOfTarget(config: { kind: "dav" | "s3"; url: string } & Bucket): string {
  const url = new URL(config.url);
  if (config.kind === "s3" && config.inHost === true) {
    return `${url.protocol}//${config.bucket}.${url.host}`;
  }
  return url.origin;
}
interface Bucket {
  inHost?: boolean;
  bucket?: string;
}
