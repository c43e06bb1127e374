/** The server as Request -> Response (Hono), so that a test needs no port. What is refused is refused before it is read. */
import { type Context, Hono } from "hono";
import { limits, paths } from "./api.ts";
import { type Asked, authorityOf } from "./auth.ts";
import { Malformed } from "./bytes.ts";
import type { Call, CallRequest } from "./call.ts";
import { calls } from "./calls.ts";
import { allowed, preflight } from "./cors.ts";
import type { House } from "./house.ts";
import { networkOf, senderOf } from "./log.ts";
import { openapi } from "./openapi.ts";
import { refusal, Refused } from "./problem.ts";
import { bucketsOf } from "./rates.ts";
import { roomOf } from "./room.ts";
import { StoreFull, Unavailable } from "./store/store.ts";

/** What the listener tells of a connection; a test says it itself. */
export interface Connection {
  address?: string;
}

/** A failed request costs an address as much as this many others. */
const failureCost = 20;
/** A new account costs more: nobody has signed for it but its maker. */
const newcomerCost = 100;
const mebibyte = 1024 * 1024;

/** The whole application over a store. */
export function appOf(house: House): Hono<{ Bindings: Connection }> {
  const app = new Hono<{ Bindings: Connection }>();
  const authority = authorityOf(house);
  const perKey = bucketsOf(house.rules.ratePerKey, house.now);
  const perAddress = bucketsOf(house.rules.ratePerAddress, house.now);
  const room = roomOf({ all: 256 * mebibyte, each: 32 * mebibyte });
  const ready = readinessOf(house);
  const document = JSON.stringify(openapi());

  const answer = async (c: Context<{ Bindings: Connection }>, call: Call): Promise<Response> => {
    const address = senderOf(c.env?.address ?? "");
    const wait = perAddress.take(
      address,
      call.path === paths.vault("{locator}") && call.method === "PUT" ? newcomerCost : 1,
    );
    if (wait > 0) return later(wait);
    const params = c.req.param() as Record<string, string>;
    const locator = params["locator"] ?? "";
    const length = lengthOf(c, call.cap);
    // Too long to be looked at: then nobody has signed it.
    if (length === null) return refusal("not_found", {}, { connection: "close" });
    const leave = room.take(address, length);
    if (leave === null) return later(2);
    let body: Uint8Array | null;
    try {
      body = await bodyOf(c, length);
    } finally {
      leave();
    }
    if (body === null) return refusal("not_found", {}, { connection: "close" });
    const { pathname, search } = pathOf(c.req.url);
    const asked: Asked = {
      method: c.req.method,
      target: pathname + search,
      body,
      authorization: c.req.header("authorization") ?? "",
      host: c.req.header("host") ?? "",
    };
    const request: CallRequest = {
      house,
      authority,
      asked,
      params,
      query: queryOf(search),
      header: (name) => c.req.header(name) ?? "",
      locator,
      wait: (name, cost) => perKey.take(name, cost),
      failed: () => void perAddress.take(address, failureCost),
    };
    const caller =
      call.roles.length === 0
        ? {
            locator: new Uint8Array(0),
            role: "read" as const,
            pk: new Uint8Array(0),
            nonce: new Uint8Array(0),
            now: 0,
          }
        : await authority.callerOf(asked, locator, call.roles);
    if (caller === null) {
      perAddress.take(address, failureCost);
      return refusal("not_found");
    }
    if (call.roles.length > 0) {
      const pause = perKey.take(locator);
      if (pause > 0) return refusal("too_many", {}, { "retry-after": String(pause) });
    }
    // Where nobody has signed yet the call says it itself, behind the signature.
    if (call.writes && call.roles.length > 0 && house.state.role === "mirror")
      return refusal("read_only");
    return call.run(request, caller);
  };

  const guarded = async (
    c: Context<{ Bindings: Connection }>,
    call: Call,
    route: string,
  ): Promise<Response> => {
    const start = performance.now();
    let response: Response;
    try {
      response = await answer(c, call);
    } catch (thrown) {
      response = refusedAs(thrown, call, house);
    }
    const seconds = (performance.now() - start) / 1000;
    const status = response.status;
    house.metrics.count("requests_total", { route, method: call.method, status: String(status) });
    house.metrics.took(route, seconds);
    house.log("request", {
      method: call.method,
      route,
      status,
      ms: Math.round(seconds * 1000),
      from: networkOf(c.env?.address ?? ""),
    });
    return allowed(c.req.header("origin"), response);
  };

  for (const call of calls) {
    const route = call.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on(call.method, route, (c) => guarded(c, call, route));
  }
  app.get("/v1/openapi.json", (c) =>
    allowed(
      c.req.header("origin"),
      new Response(document, { headers: { "content-type": "application/json" } }),
    ),
  );
  app.get("/healthz", () => new Response("ok\n"));
  app.get("/readyz", async () =>
    !house.state.stopping && (await ready()) ? new Response("ok\n") : refusal("unavailable"),
  );
  app.options("/v1/*", (c) => preflight(c.req.header("origin")) ?? refusal("not_found"));
  app.notFound((c) => allowed(c.req.header("origin"), refusal("not_found")));
  app.onError((error) => {
    house.log("error", { name: error.name });
    return refusal("unavailable");
  });
  return app;
}

function refusedAs(thrown: unknown, call: Call, house: House): Response {
  if (thrown instanceof Refused) return refusal(thrown.code, thrown.beside);
  // What nobody has signed is not told what is wrong with it.
  if (thrown instanceof Malformed)
    return refusal(call.roles.length === 0 ? "not_found" : "invalid");
  if (thrown instanceof StoreFull) return refusal("full");
  if (thrown instanceof Unavailable) return refusal("unavailable", {}, { "retry-after": "2" });
  house.log("error", { name: thrown instanceof Error ? thrown.name : "unknown" });
  return refusal("unavailable");
}

const empty = new Uint8Array(0);

/** How long the body says it is; null where it does not say, or is too long. */
function lengthOf(c: Context, cap: number): number | null {
  const said = c.req.header("content-length");
  if (said === undefined) return c.req.header("transfer-encoding") === undefined ? 0 : null;
  const length = Number(said);
  return Number.isSafeInteger(length) && length >= 0 && length <= Math.min(cap, limits.body)
    ? length
    : null;
}

/** The body; null where it is not as long as it says. */
async function bodyOf(c: Context, length: number): Promise<Uint8Array | null> {
  if (length === 0) return empty;
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  return bytes.length === length ? bytes : null;
}

/** Nothing of it was read: the connection goes, and what is still to come on it. */
const later = (seconds: number) =>
  refusal("too_many", {}, { "retry-after": String(seconds), connection: "close" });

/** Whether the store can write, asked at most once a second: anybody may ask us, and each time is a write. */
function readinessOf({ store, now }: House): () => Promise<boolean> {
  let last: { at: number; answer: Promise<boolean> } | null = null;
  return () => {
    if (last === null || performance.now() - last.at > 1000)
      last = {
        at: performance.now(),
        answer: store.run("ping", now()).then(
          () => true,
          () => false,
        ),
      };
    return last.answer;
  };
}

function pathOf(url: string): { pathname: string; search: string } {
  const start = url.indexOf("/", url.indexOf("://") + 3);
  const rest = start < 0 ? "/" : url.slice(start);
  const mark = rest.indexOf("?");
  return mark < 0
    ? { pathname: rest, search: "" }
    : { pathname: rest.slice(0, mark), search: rest.slice(mark) };
}

function queryOf(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}
