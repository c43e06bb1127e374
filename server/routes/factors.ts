/** Second factors of an account: listed, added, confirmed, removed, asked for. */
import { stepUpHeader } from "../api.ts";
import {
  addFactorSchema,
  confirmSchema,
  factorMadeSchema,
  factorsSchema,
  stepUpSchema,
} from "../api-factors.ts";
import { equalBytes, fromHex, toHex } from "../bytes.ts";
import { type Call, type CallRequest, json } from "../call.ts";
import {
  confirmed,
  kindsOf,
  newId,
  newPasskey,
  newTotp,
  passkeyQuestion,
  stepUp,
} from "../factors.ts";
import { readJson } from "../json.ts";
import { Refused } from "../problem.ts";
import type { Caller } from "../store/vault-row.ts";

async function list({ house }: CallRequest, { locator }: Caller): Promise<Response> {
  const rows = await house.store.run("factors", locator);
  return json({
    factors: rows.map(({ id, kind, confirmed: done, made }) => ({
      id: toHex(id),
      kind,
      confirmed: done === 1,
      made,
    })),
  });
}

/** Changing the factors needs one of them, once there is one. */
async function proven({ house, header }: CallRequest, { locator, now }: Caller): Promise<void> {
  const step = await stepUp(house.store, locator, header(stepUpHeader), now);
  if (step.is === "required") throw new Refused("step_up_required", { kinds: step.kinds });
  if (step.is === "failed") throw new Refused("step_up_failed", { kinds: step.kinds });
}

async function add(request: CallRequest, caller: Caller): Promise<Response> {
  const wanted = readJson(addFactorSchema, request.asked.body);
  await proven(request, caller);
  const id = newId();
  const made = wanted.kind === "totp" ? newTotp() : await newPasskey(wanted.origin, wanted.rpId);
  const row = { id: fromHex(id), kind: wanted.kind, data: made.data };
  const added = await request.house.store.run("addFactor", caller, row);
  if (added === null) throw new Refused("full");
  if (!added) throw new Refused("not_found");
  const { data: _, ...shown } = made;
  return json({ kind: wanted.kind, id, ...shown }, 201);
}

const idIn = (params: Record<string, string>): Uint8Array => {
  const id = params["id"] ?? "";
  if (!/^[0-9a-f]{32}$/.test(id)) throw new Refused("not_found");
  return fromHex(id);
};

async function confirm({ house, asked, params }: CallRequest, caller: Caller): Promise<Response> {
  const id = idIn(params);
  const proof = readJson(confirmSchema, asked.body);
  const row = (await house.store.run("factors", caller.locator)).find((each) =>
    equalBytes(each.id, id),
  );
  if (row === undefined || row.confirmed === 1) throw new Refused("not_found");
  const open = await house.store.run("mayTry", caller.locator, caller.now);
  const data = open ? await confirmed(row, proof, caller.now) : null;
  if (data === null) throw new Refused("step_up_failed");
  if (!(await house.store.run("confirmFactor", caller, id, data))) throw new Refused("not_found");
  return new Response(null, { status: 204 });
}

async function drop(request: CallRequest, caller: Caller): Promise<Response> {
  const id = idIn(request.params);
  await proven(request, caller);
  if (!(await request.house.store.run("dropFactor", caller, id))) throw new Refused("not_found");
  return new Response(null, { status: 204 });
}

async function question({ house }: CallRequest, { locator, now }: Caller): Promise<Response> {
  const kinds = kindsOf(await house.store.run("factors", locator));
  return json({ kinds, passkey: await passkeyQuestion(house.store, locator, now) });
}

const admin = { roles: ["admin"], writes: true } as const;

export const factorCalls: readonly Call[] = [
  {
    roles: ["admin"],
    writes: false,
    method: "GET",
    path: "/v1/vaults/{locator}/factors",
    says: "The second factors of the account.",
    takes: "nothing",
    cap: 0,
    gives: { 200: factorsSchema },
    problems: [],
    run: list,
  },
  {
    ...admin,
    method: "POST",
    path: "/v1/vaults/{locator}/factors",
    says: "Begins a TOTP or a passkey; it counts once it is confirmed.",
    takes: addFactorSchema,
    cap: 4096,
    gives: { 201: factorMadeSchema },
    problems: ["invalid", "full", "step_up_required", "step_up_failed"],
    run: add,
  },
  {
    ...admin,
    method: "POST",
    path: "/v1/vaults/{locator}/factors/{id}/confirm",
    says: "Confirms it: by its first code, or by what the authenticator answered.",
    takes: confirmSchema,
    cap: 65_536,
    gives: { 204: "nothing" },
    problems: ["invalid", "step_up_failed"],
    run: confirm,
  },
  {
    ...admin,
    method: "DELETE",
    path: "/v1/vaults/{locator}/factors/{id}",
    says: "Removes a second factor; a proof by one of them is needed.",
    takes: "nothing",
    cap: 0,
    gives: { 204: "nothing" },
    problems: ["step_up_required", "step_up_failed"],
    run: drop,
  },
  {
    ...admin,
    method: "POST",
    path: "/v1/vaults/{locator}/step-up",
    says: "What a passkey is to be asked; the proof goes into the header Coffer-Step-Up of the request it is for.",
    takes: "nothing",
    cap: 0,
    gives: { 200: stepUpSchema },
    problems: [],
    run: question,
  },
];
