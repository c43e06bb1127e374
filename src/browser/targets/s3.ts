/**
 * A bucket of S3-compatible storage, or what lies in it under a prefix. Requests are signed with version 4 (aws4fetch);
 * the hash of what is sent is part of what is signed, so that the store refuses a file that was changed on the way. An
 * object appears whole or not at all, so it needs no second name.
 */
import { AwsClient } from "aws4fetch";
import { fromUtf8, toHex } from "../../core/bytes.ts";
import { sha256 } from "../../core/hash.ts";
import { originOfTarget, type RemoteConfig } from "../../core/target/config.ts";
import { TargetFailure, type TargetProblem } from "../../core/target/problem.ts";
import { isPlainName, type TargetFile } from "../../core/target/rotation.ts";
import { childrenOf, type Element, parseXml, textOf } from "../../core/target/xml.ts";
import type { Target } from "../../vault/target-port.ts";
import {
  type Answered,
  asListing,
  failureOf,
  mostNames,
  send,
  smallAnswer,
  type Under,
} from "./net.ts";

/** Pages of a listing, of a thousand names each, and one more to see that this is all. */
const mostPages = mostNames / 1000 + 1;
/** What they may weigh together. */
const listAnswer = 2 * smallAnswer;

const problems: Record<string, TargetProblem> = {
  RequestTimeTooSkewed: "CLOCK",
  RequestExpired: "CLOCK",
  NoSuchBucket: "NOT_THERE",
  InvalidBucketName: "NOT_THERE",
  EntityTooLarge: "TOO_LARGE",
  QuotaExceeded: "FULL",
  XMinioStorageFull: "FULL",
  PreconditionFailed: "TAKEN",
  SlowDown: "OFFLINE",
};

/** The bucket; nothing is sent yet. */
export function s3Target(config: Extract<RemoteConfig, { kind: "s3" }>, under: Under): Target {
  const { keyId, secret, region, prefix } = config;
  const client = new AwsClient({
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: "s3",
    region,
  });
  const path = new URL(config.url).pathname;
  const bucket = `${originOfTarget(config)}${path}${config.inHost ? "" : `${config.bucket}/`}`;
  const at = (name: string) => bucket + prefix + encodeURIComponent(name);
  const call = async (
    method: string,
    url: string,
    body: Uint8Array<ArrayBuffer> | null = null,
    most = smallAnswer,
  ): Promise<Answered> => {
    const request = await client.sign(url, {
      method,
      headers: {
        "x-amz-content-sha256": toHex(await sha256(body ?? new Uint8Array(0))),
        ...(method === "PUT" ? { "if-none-match": "*" } : {}),
      },
      ...(body === null ? {} : { body }),
    });
    return send(request, under, most, body?.length);
  };
  const list = async (): Promise<TargetFile[]> => {
    const files: TargetFile[] = [];
    let next = "";
    let left = listAnswer;
    for (let page = 0; page < mostPages; page++) {
      const asked = new URLSearchParams({
        "list-type": "2",
        prefix,
        delimiter: "/",
        ...(next === "" ? {} : { "continuation-token": next }),
      });
      const most = Math.min(smallAnswer, left);
      const answered = await call("GET", `${bucket}?${asked}`, null, most).catch(asListing);
      left -= answered.body.length;
      if (answered.status !== 200) throw refusalOf(answered);
      const root = xmlOf(answered);
      if (root?.name !== "ListBucketResult") throw new TargetFailure("ODD");
      for (const one of childrenOf(root, "Contents")) {
        const key = textOf(one, "Key");
        const bytes = Number(textOf(one, "Size"));
        const name = key.startsWith(prefix) ? key.slice(prefix.length) : "";
        if (isPlainName(name) && Number.isSafeInteger(bytes) && bytes >= 0)
          files.push({ name, bytes });
      }
      if (files.length > mostNames) break;
      const last = next;
      next = textOf(root, "NextContinuationToken");
      if (textOf(root, "IsTruncated") !== "true") return files;
      // Not on, or in a circle.
      if (next === "" || next === last) throw new TargetFailure("ODD");
    }
    throw new TargetFailure("CROWDED");
  };

  return {
    list,
    read: async (name, most) => {
      const answered = await call("GET", at(name), null, most);
      if (answered.status === 404 && errorOf(answered) !== "NoSuchBucket") return null;
      if (answered.status !== 200) throw refusalOf(answered);
      return answered.body;
    },
    write: async (name, bytes) => {
      // Not every store knows If-None-Match at a PUT, so it is looked for as well.
      if ((await list()).some((one) => one.name === name)) throw new TargetFailure("TAKEN");
      const answered = await call("PUT", at(name), bytes);
      if (answered.status !== 200) throw refusalOf(answered);
    },
    remove: async (name) => {
      const answered = await call("DELETE", at(name));
      if (![200, 204, 404].includes(answered.status)) throw refusalOf(answered);
    },
  };
}

function xmlOf({ body }: Answered): Element | null {
  try {
    return parseXml(fromUtf8(body, "INVALID"));
  } catch {
    return null;
  }
}

/** The code of an error document, "" where there is none. */
function errorOf(answered: Answered): string {
  const root = xmlOf(answered);
  return root?.name === "Error" ? textOf(root, "Code") : "";
}

function refusalOf(answered: Answered): TargetFailure {
  const code = errorOf(answered);
  return Object.hasOwn(problems, code)
    ? new TargetFailure(problems[code] ?? "ODD")
    : failureOf(answered.status);
}
