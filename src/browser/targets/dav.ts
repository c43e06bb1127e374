/**
 * A folder on WebDAV (RFC 4918), signed in with Basic (RFC 7617) and nothing else: Digest needs MD5, and over TLS it
 * adds nothing. A file is put under another name and moved: a server that goes away in the middle leaves no half file
 * under a name of ours.
 */
import { fromUtf8, toBase64, utf8 } from "../../core/bytes.ts";
import type { RemoteConfig } from "../../core/target/config.ts";
import { TargetFailure } from "../../core/target/problem.ts";
import { isPlainName, partName, type TargetFile } from "../../core/target/rotation.ts";
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

const ask =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>';

/** The folder at this address; nothing is sent yet. */
export function davTarget(config: Extract<RemoteConfig, { kind: "dav" }>, under: Under): Target {
  const authorization = `Basic ${toBase64(utf8(`${config.user}:${config.password}`))}`;
  const at = (name: string) => config.url + encodeURIComponent(name);
  const call = async (
    method: string,
    url: string,
    more: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> } = {},
    most = smallAnswer,
  ): Promise<Answered> => {
    const { headers = {}, body } = more;
    const request = new Request(url, {
      method,
      headers: { authorization, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const answered = await send(request, under, most, body?.length);
    if (answered.status === 401) throw new TargetFailure(deniedBy(answered));
    return answered;
  };
  const remove = async (name: string): Promise<void> => {
    const { status } = await call("DELETE", at(name));
    if (status !== 404 && (status < 200 || status >= 300 || status === 207))
      throw failureOf(status);
  };

  return {
    list: async () => {
      const headers = { depth: "1", "content-type": "application/xml; charset=utf-8" };
      const asked = call("PROPFIND", config.url, { headers, body: utf8(ask) });
      const { status, body } = await asked.catch(asListing);
      if (status !== 207) throw failureOf(status);
      const files = listed(body, config.url);
      if (files === null) throw new TargetFailure("ODD");
      if (files.length > mostNames) throw new TargetFailure("CROWDED");
      return files;
    },
    read: async (name, most) => {
      const { status, body } = await call("GET", at(name), {}, most);
      if (status === 404) return null;
      if (status !== 200) throw failureOf(status);
      return body;
    },
    write: async (name, body) => {
      const part = partName(name);
      const put = await call("PUT", at(part), {
        headers: { "content-type": "application/octet-stream" },
        body,
      });
      if (put.status < 200 || put.status >= 300) {
        // A full disk may have taken a part of it.
        await remove(part).catch(() => undefined);
        throw failureOf(put.status);
      }
      const headers = { destination: at(name), overwrite: "F" };
      const { status } = await call("MOVE", at(part), { headers });
      if (status === 201) return;
      await remove(part).catch(() => undefined);
      // 204 says that something was overwritten, which was forbidden.
      throw status === 204 ? new TargetFailure("ODD") : failureOf(status);
    },
    remove,
  };
}

/** A server may name several ways of signing in; ours must be among them, or the password is not what is wrong. */
function deniedBy({ headers }: Answered): "DENIED" | "SIGN_IN" {
  const ways = headers.get("www-authenticate");
  return ways === null || /(^|[\s,])basic(\s|,|$)/i.test(ways) ? "DENIED" : "SIGN_IN";
}

/** Files of a multistatus (RFC 4918, 13) that lie in the folder itself. */
function listed(body: Uint8Array<ArrayBuffer>, folder: string): TargetFile[] | null {
  let root: Element | null = null;
  try {
    root = parseXml(fromUtf8(body, "INVALID"));
  } catch {
    return null;
  }
  if (root?.name !== "multistatus") return null;
  return childrenOf(root, "response").flatMap((response) => {
    const name = nameWithin(textOf(response, "href"), folder);
    const props = childrenOf(response, "propstat")
      .filter((one) => / 2\d\d( |$)/.test(textOf(one, "status")))
      .flatMap((one) => childrenOf(one, "prop"));
    const types = props.flatMap((one) => childrenOf(one, "resourcetype"));
    const isFolder = types.some((one) => childrenOf(one, "collection").length > 0);
    if (name === null || isFolder || props.length === 0) return [];
    const bytes = Number(props.map((one) => textOf(one, "getcontentlength")).join("") || "0");
    return Number.isSafeInteger(bytes) && bytes >= 0 ? [{ name, bytes }] : [];
  });
}

/** The name of a file by its address in an answer, or null where it is the folder itself or lies elsewhere. */
function nameWithin(href: string, folder: string): string | null {
  try {
    const base = new URL(folder);
    const url = new URL(href, base);
    const inside = decodeURIComponent(base.pathname);
    const path = decodeURIComponent(url.pathname);
    const name = path.slice(inside.length);
    return path.startsWith(inside) && isPlainName(name) ? name : null;
  } catch {
    return null;
  }
}
