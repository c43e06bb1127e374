/** Mailboxes for shared items: put there by who knows the address, read by the owner, gone with the last reading. */
import { limits, mailboxSchema, mailMagic, mailSchema } from "../api.ts";
import { equalBytes, Malformed, reader, toHex, utf8 } from "../bytes.ts";
import { bytes, type Call, type CallRequest, hexIn, json } from "../call.ts";
import { goodKey } from "../ed25519.ts";
import { readJson } from "../json.ts";
import { refusal, Refused } from "../problem.ts";
import type { Caller } from "../store/vault-row.ts";

async function open({ house, asked, params }: CallRequest, caller: Caller): Promise<Response> {
  const { dropPk: hex } = readJson(mailboxSchema, asked.body);
  const dropPk = new Uint8Array(Buffer.from(hex, "hex"));
  if (!goodKey(dropPk)) throw new Refused("invalid");
  const box = hexIn(params, "box", 16);
  const made = await house.store.run("openMailbox", { ...caller, box, dropPk });
  if (made === "gone") throw new Refused("not_found");
  if (made === "exists" || made === "full") throw new Refused(made);
  return new Response(null, { status: made === "made" ? 201 : 204 });
}

async function close({ house, params }: CallRequest, caller: Caller): Promise<Response> {
  const box = hexIn(params, "box", 16);
  if (!(await house.store.run("closeMailbox", { ...caller, box }))) throw new Refused("not_found");
  await house.store.scrub();
  return new Response(null, { status: 204 });
}

async function list({ house }: CallRequest, { locator, now }: Caller): Promise<Response> {
  return json(await house.store.run("mailOf", locator, now));
}

/** Expiry and reads, which the sender has signed with the rest; Malformed. */
function headOf(body: Uint8Array, now: number): { expiry: number; reads: number } {
  const from = reader(body);
  if (!equalBytes(from.take(mailMagic.length), utf8(mailMagic))) throw new Malformed("magic");
  const [expiry, reads] = [from.u64(), from.u8()];
  // Two clocks may differ, as those of a request may.
  if (expiry <= now || expiry > now + limits.mailLife + limits.clock) throw new Malformed("expiry");
  if (reads < 1 || reads > limits.mailReads || from.left() < 64) throw new Malformed("reads");
  return { expiry, reads };
}

async function drop(request: CallRequest): Promise<Response> {
  const { house, authority, asked, params, wait, failed } = request;
  const [box, mail] = [hexIn(params, "box", 16), hexIn(params, "mail", 16)];
  const row = await house.store.run("mailbox", box);
  const dropper = authority.dropperOf(asked, toHex(box), row?.drop_pk ?? null);
  if (dropper === null) {
    failed();
    throw new Refused("not_found");
  }
  const seconds = wait(toHex(box));
  if (seconds > 0) return refusal("too_many", {}, { "retry-after": String(seconds) });
  if (house.state.role === "mirror") throw new Refused("read_only");
  if (asked.body.length > limits.mail) throw new Refused("too_large");
  let head: ReturnType<typeof headOf>;
  try {
    head = headOf(asked.body, dropper.now);
  } catch (thrown) {
    if (thrown instanceof Malformed) throw new Refused("invalid");
    throw thrown;
  }
  const taken = await house.store.run("drop", {
    ...dropper,
    ...head,
    box,
    mail,
    bytes: asked.body,
  });
  if (taken === "gone") throw new Refused("not_found");
  if (taken === "exists" || taken === "full") throw new Refused(taken);
  return new Response(null, { status: taken === "taken" ? 201 : 204 });
}

async function read({ house, params }: CallRequest, caller: Caller): Promise<Response> {
  const mail = hexIn(params, "mail", 16);
  const found = await house.store.run("readMail", { ...caller, mail });
  if (found === null) throw new Refused("not_found");
  if (found.last) await house.store.scrub();
  return bytes(found.bytes);
}

async function erase({ house, params }: CallRequest, caller: Caller): Promise<Response> {
  const mail = hexIn(params, "mail", 16);
  if (!(await house.store.run("eraseMail", { ...caller, mail }))) throw new Refused("not_found");
  await house.store.scrub();
  return new Response(null, { status: 204 });
}

/** A found sheet (the read key) lists, but neither reads up nor erases what waits. */
const own = { roles: ["write"], writes: true, takes: "nothing", cap: 0 } as const;

export const mailCalls: readonly Call[] = [
  {
    ...own,
    method: "PUT",
    path: "/v1/vaults/{locator}/mailboxes/{box}",
    says: "Opens a mailbox under a name of 16 random bytes; again it is a 204.",
    takes: mailboxSchema,
    cap: 1024,
    gives: { 201: "nothing", 204: "nothing" },
    problems: ["exists", "full", "invalid"],
    run: open,
  },
  {
    ...own,
    method: "DELETE",
    path: "/v1/vaults/{locator}/mailboxes/{box}",
    says: "Closes a mailbox; what waits in it is erased.",
    gives: { 204: "nothing" },
    problems: [],
    run: close,
  },
  {
    ...own,
    roles: ["read", "write"],
    writes: false,
    method: "GET",
    path: "/v1/vaults/{locator}/mail",
    says: "Mailboxes, and what waits in them, the oldest first. Nothing counts as read.",
    gives: { 200: mailSchema },
    problems: [],
    run: list,
  },
  {
    ...own,
    method: "POST",
    path: "/v1/vaults/{locator}/mail/{mail}",
    says: "Reads what waits; counted in the same transaction, and erased in it with the last reading.",
    gives: { 200: "bytes" },
    problems: [],
    run: read,
  },
  {
    ...own,
    method: "DELETE",
    path: "/v1/vaults/{locator}/mail/{mail}",
    says: "Erases what waits.",
    gives: { 204: "nothing" },
    problems: [],
    run: erase,
  },
  {
    method: "PUT",
    path: "/v1/mailboxes/{box}/mail/{mail}",
    says: "Puts a sealed transfer into a mailbox, signed by the key that its address carries (role `drop`, the mailbox in the place of the locator); no account is needed. Again it is a 204.",
    roles: [],
    writes: true,
    takes: "bytes",
    cap: limits.body,
    gives: { 201: "nothing", 204: "nothing" },
    problems: ["exists", "full", "too_large", "invalid"],
    run: drop,
  },
];
