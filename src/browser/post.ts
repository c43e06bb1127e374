/** Mailboxes at backup servers, over fetch (docs/SERVER.md): signed requests, and answers of which nothing is believed but their shape. */
import * as v from "valibot";
import {
  authorization,
  bytesType,
  dropRole,
  limits,
  mailSchema,
  paths,
  requestText,
  type SignedRequest,
} from "../../server/api.ts";
import { type Bytes, toBase64, toHex, utf8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { decodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { sign, signingKey } from "../core/sign.ts";
import type { Post } from "../vault/mail-ports.ts";
import { serverClocks } from "./server-clock.ts";
import { capped } from "./server-request.ts";

/** What is asked of the platform: `fetch`, or an application in a test. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

interface Asked {
  origin: string;
  name: string;
  role: SignedRequest["role"];
  seed: Bytes;
  method: string;
  target: string;
  body?: Bytes;
}

/** No answer of a server is longer than a letter; a list of them is shorter. */
const answerLimit = limits.body;
const patience = 30_000;
const base64url = (bytes: Bytes) =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The port over `send`. */
export function postOver(send: Send): Post {
  /** A clock that is off is no reason to be refused. */
  const clocks = serverClocks();

  const once = async (asked: Asked) => {
    const { origin, name, role, seed, method, target, body = new Uint8Array(0) } = asked;
    const unixMs = clocks.at(origin, Date.now());
    const nonce = base64url(randomBytes(16));
    const bodyHash = toHex(await sha256(body));
    const request = {
      method,
      target,
      bodyHash,
      serverOrigin: origin,
      locator: name,
      role,
      unixMs,
      nonce,
    };
    const sig = await sign(await signingKey(seed), utf8(requestText(request)));
    const headers = { authorization: authorization(role, unixMs, nonce, base64url(sig)) };
    try {
      const response = await send(origin + target, {
        method,
        headers: body.length === 0 ? headers : { ...headers, "content-type": bytesType },
        ...(body.length === 0 ? {} : { body }),
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        signal: AbortSignal.timeout(patience),
      });
      const { status } = response;
      const clock =
        status === 404 ? clocks.note(origin, response.headers.get("date"), Date.now()) : "same";
      return { status, body: await capped(response, answerLimit), clock };
    } catch (thrown) {
      throw thrown instanceof Failure ? thrown : new Failure("MAIL_OFFLINE");
    }
  };

  /** The answer, asked again once where our clock alone was why it was refused. */
  const ask = async (asked: Asked): Promise<{ status: number; body: Bytes }> => {
    const answer = await once(asked);
    if (answer.clock === "beyond") throw new Failure("CLOCK");
    const { status, body } = answer.clock === "moved" ? await once(asked) : answer;
    if (status === 429 || (status >= 500 && status !== 507)) throw new Failure("MAIL_OFFLINE");
    if (status === 507) throw new Failure("MAILBOX_FULL");
    if (status === 413) throw new Failure("MAIL_TOO_LARGE");
    if (status >= 400 && status !== 404) throw new Failure("INVALID");
    return { status, body };
  };

  return {
    own: (origin, { locator, writeSeed }) => {
      const name = toHex(locator);
      const own = (method: string, target: string, body?: Bytes) =>
        ask({
          origin,
          name,
          role: "write",
          seed: writeSeed,
          method,
          target,
          ...(body === undefined ? {} : { body }),
        });
      return {
        open: async (box, dropPk) => {
          const keys = utf8(JSON.stringify({ dropPk: toHex(dropPk) }));
          const { status } = await own("PUT", paths.mailbox(name, box), keys);
          if (status === 404) throw new Failure("NO_MAILBOX");
        },
        close: async (box) => void (await own("DELETE", paths.mailbox(name, box))),
        waiting: async () => {
          const { status, body } = await own("GET", paths.mail(name));
          if (status === 404) throw new Failure("NO_MAILBOX");
          const { mailboxes, mail } = decodeJson(shortMail, body);
          return { boxes: mailboxes.map(({ id }) => id), mail };
        },
        read: async (mail) => {
          const { status, body } = await own("POST", paths.letter(name, mail));
          return status === 404 ? null : body;
        },
        erase: async (mail) => void (await own("DELETE", paths.letter(name, mail))),
      };
    },
    drop: async ({ origin, box, seed }, mail, letter) => {
      const target = paths.drop(box, mail);
      const asked = { origin, name: box, role: dropRole, seed, method: "PUT", target } as const;
      const { status } = await ask({ ...asked, body: letter });
      if (status === 404) throw new Failure("NO_MAILBOX");
    },
  };
}

const shortMail = v.pipe(
  mailSchema,
  v.check(({ mail }) => mail.length <= 5 * limits.mailCount),
);
