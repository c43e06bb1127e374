/**
 * The contract of the backup server (FORMAT.md 8, docs/SERVER.md): paths, limits, the text that a request signs, and the
 * schemas of what goes over the wire as JSON. The only file of this room that the extension imports: no platform here.
 */
import * as v from "valibot";

/** Limits of version 1, in bytes, numbers and ms. What is above is refused before it is parsed. */
export const limits = {
  /** One request's body; more goes in parts. */
  body: 1024 * 1024 + 4096,
  part: 1024 * 1024,
  /** A commit with its objects, put together from parts. */
  upload: 256 * 1024 * 1024,
  /** A commit's body: the names of half a million objects. */
  commitBody: 32 * 1024 * 1024,
  object: 4 * 1024 * 1024,
  header: 32 * 1024,
  manifest: 4096,
  ancestors: 10_000,
  /** What one page of `changes` carries at most, but for a first commit that is larger. */
  page: 4 * 1024 * 1024,
  /** Commits in one page. */
  changes: 1000,
  /** Names in one request for objects; its answer carries as many as fit a page, one at least. */
  objects: 200,
  history: 500,
  jsonDepth: 16,
  json: 64 * 1024,
  /** A request's time may be off by this much. */
  clock: 300_000,
  /** One transfer in a mailbox, as it is sent. */
  mail: 1024 * 1024,
  /** Mailboxes of one account: the one of now, and those it takes the place of. */
  mailboxes: 4,
  /** What waits in an account's mailboxes together: how many, how many bytes, for how long (ms), how often read. */
  mailCount: 200,
  mailBytes: 16 * 1024 * 1024,
  mailLife: 30 * 86_400_000,
  mailReads: 10,
  socketHello: 5000,
  socketLife: 15 * 60_000,
} as const;

export const roles = ["read", "write", "admin"] as const;
export type Role = (typeof roles)[number];
/** Not a role of an account: who knows the address of a mailbox signs so, and `locator` is the mailbox. */
export const dropRole = "drop";

/** Paths under an origin. `locator` and names of objects are lower-case hex. */
export const paths = {
  vault: (locator: string) => `/v1/vaults/${locator}`,
  changes: (locator: string, since: number) => `/v1/vaults/${locator}/changes?since=${since}`,
  purged: (locator: string, since: number) => `/v1/vaults/${locator}/purged?since=${since}`,
  commits: (locator: string) => `/v1/vaults/${locator}/commits`,
  part: (locator: string, name: string) => `/v1/vaults/${locator}/parts/${name}`,
  object: (locator: string, name: string) => `/v1/vaults/${locator}/objects/${name}`,
  objects: (locator: string) => `/v1/vaults/${locator}/objects`,
  history: (locator: string) => `/v1/vaults/${locator}/history`,
  historyBefore: (locator: string, before: number) =>
    `/v1/vaults/${locator}/history?before=${before}`,
  at: (locator: string, rev: number) => `/v1/vaults/${locator}/at/${rev}`,
  export: (locator: string) => `/v1/vaults/${locator}/export`,
  audit: (locator: string) => `/v1/vaults/${locator}/audit`,
  factors: (locator: string) => `/v1/vaults/${locator}/factors`,
  factor: (locator: string, id: string) => `/v1/vaults/${locator}/factors/${id}`,
  confirm: (locator: string, id: string) => `/v1/vaults/${locator}/factors/${id}/confirm`,
  stepUp: (locator: string) => `/v1/vaults/${locator}/step-up`,
  mailbox: (locator: string, box: string) => `/v1/vaults/${locator}/mailboxes/${box}`,
  mail: (locator: string) => `/v1/vaults/${locator}/mail`,
  letter: (locator: string, mail: string) => `/v1/vaults/${locator}/mail/${mail}`,
  drop: (box: string, mail: string) => `/v1/mailboxes/${box}/mail/${mail}`,
  socket: "/v1/socket",
  openapi: "/v1/openapi.json",
} as const;

/** Paths and query as they may be signed: nothing to decode, nothing to normalise. */
export const targetPattern =
  /^\/v1[A-Za-z0-9/._-]*(?:\?[a-z]+=[A-Za-z0-9._-]+(?:&[a-z]+=[A-Za-z0-9._-]+)*)?$/;

export interface SignedRequest {
  method: string;
  target: string;
  /** Hex of SHA-256 of the body; of nothing where there is none. */
  bodyHash: string;
  serverOrigin: string;
  locator: string;
  role: Role | typeof dropRole;
  unixMs: number;
  /** 16 random bytes as base64url. */
  nonce: string;
}

/** What a request signs (FORMAT.md 8), as text. */
export function requestText(request: SignedRequest): string {
  const { method, target, bodyHash, serverOrigin, locator, role, unixMs, nonce } = request;
  return [
    "coffer/1/req",
    method,
    target,
    bodyHash,
    serverOrigin,
    locator,
    role,
    unixMs,
    nonce,
  ].join("\n");
}

/** The value of `Authorization`; `sig` is the Ed25519 signature of `requestText` as base64url. */
export function authorization(
  role: SignedRequest["role"],
  unixMs: number,
  nonce: string,
  sig: string,
): string {
  return `Coffer ${role}, ${unixMs}, ${nonce}, ${sig}`;
}

/** Media type of everything that is bytes. */
export const bytesType = "application/octet-stream";
/** First bytes of a commit sent whole: then LP(body) | sig 64 | u32 n | n × LP(object). */
export const uploadMagic = "CFUP1\0";
/** First bytes of a closing request: then u32 n | n × SHA-256 of the parts that are the upload, in order. */
export const partsMagic = "CFPT1\0";
/** First bytes of a page of changes: then logId 16 | rev u64 | u32 n | n × (LP(body) | sig 64). */
export const changesMagic = "CFCH1\0";
/** First bytes of what a purge has left: then logId 16 | rev u64 | u32 n | n × (keyEpoch u32 | H(body) 32 | sig 64 | LP(manifests)). */
export const purgedMagic = "CFPG1\0";
/** First bytes of several objects: then u32 n | n × LP(object), in the order asked; nothing in the place of one that is not there. */
export const objectsMagic = "CFOS1\0";
/** First bytes of what is put into a mailbox: then expiry u64 (ms) | reads u8 | what no server can read (FORMAT.md 9). */
export const mailMagic = "CFML1\0";
/** Header of a second factor's proof: `totp 123456`, or `passkey` and the assertion's JSON as base64url. */
export const stepUpHeader = "Coffer-Step-Up";
/** First bytes of what is signed to erase or purge: order.ts of the server has the rest. */
export const orderLabel = "coffer/1/order\0";
export const orderKinds = { erase: 1, purge: 2 } as const;
/** erase or purge */
export type OrderKind = keyof typeof orderKinds;

/** Lower-case hex of so many bytes. */
export const hex = (bytes: number) =>
  v.pipe(v.string(), v.length(2 * bytes), v.regex(/^[0-9a-f]+$/, "lower-case hex"));
/** Text that is there, and no longer than this. */
export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
/** An integer from 0 on. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const locatorSchema = hex(16);
export const nameSchema = hex(32);

/** PUT vault: the public keys of the account, signed by the read key in it. */
export const createSchema = v.strictObject({
  keyEpoch: v.pipe(count, v.minValue(1), v.maxValue(0xffffffff)),
  readPk: hex(32),
  writePk: hex(32),
  adminPk: hex(32),
  invite: v.optional(text(64)),
});

/** GET vault. */
export const headSchema = v.strictObject({
  logId: hex(16),
  rev: count,
  chain: hex(32),
  keyEpoch: count,
  writePk: hex(32),
  adminPk: hex(32),
  /** What it takes here, history too. */
  bytes: count,
  bytesMax: count,
  /** States from this revision on can be restored. */
  historyFrom: count,
  /** `changes` begins behind this revision. */
  logFrom: count,
  /** A purge that was ordered and is not yet done. */
  purge: v.nullable(v.strictObject({ upTo: count, due: count })),
});
export type Head = v.InferOutput<typeof headSchema>;

/** POST commit. */
export const committedSchema = v.strictObject({ rev: count, chain: hex(32) });

/** GET history: the newest first. */
export const historySchema = v.strictObject({
  entries: v.array(
    v.strictObject({
      rev: count,
      at: count,
      keyEpoch: count,
      bytes: count,
      commitId: hex(16),
      kept: v.boolean(),
    }),
  ),
  /** Ask again with `before` of this; null: that was all. */
  next: v.nullable(count),
});

/** GET at: everything a device needs to begin at this revision. */
export const stateSchema = v.strictObject({
  logId: hex(16),
  rev: count,
  chain: hex(32),
  keyEpoch: count,
  writePk: hex(32),
  adminPk: hex(32),
  at: count,
  /** Sealed header and manifest, base64. */
  header: v.string(),
  manifest: v.string(),
  objects: v.array(nameSchema),
  /** Signed transitions of the keys, the oldest first, base64. */
  transitions: v.array(v.string()),
});

/** DELETE vault and DELETE history: the signed order, base64. */
export const orderSchema = v.strictObject({ order: v.pipe(text(512), v.base64()) });

export const purgeSchema = v.strictObject({ upTo: count, due: count });

export const auditSchema = v.strictObject({
  entries: v.array(v.strictObject({ n: count, at: count, action: v.string(), rev: count })),
});

/** PUT mailbox: whose signature puts something into it. */
export const mailboxSchema = v.strictObject({ dropPk: hex(32) });

/** GET mail: mailboxes, and what waits in them, the oldest first. */
export const mailSchema = v.strictObject({
  mailboxes: v.array(v.strictObject({ id: hex(16), made: count })),
  mail: v.array(
    v.strictObject({
      id: hex(16),
      box: hex(16),
      bytes: count,
      at: count,
      expiry: count,
      /** How often it can still be read. */
      reads: count,
    }),
  ),
});

export const factorKinds = ["totp", "passkey"] as const;

/** The closed list of errors; `status` is in RFC 9457's body too. */
export const problems = {
  not_found: 404,
  invalid: 422,
  too_large: 413,
  stale_base: 409,
  key_epoch: 409,
  exists: 409,
  registration_closed: 403,
  step_up_required: 403,
  step_up_failed: 403,
  compacted: 410,
  ahead: 416,
  too_many: 429,
  full: 507,
  read_only: 503,
  unavailable: 503,
} as const;
export type ProblemCode = keyof typeof problems;
const codes = Object.keys(problems) as ProblemCode[];

/** application/problem+json (RFC 9457). */
export const problemSchema = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.picklist(codes),
  /** With 409: where the log stands. */
  head: v.optional(v.strictObject({ rev: count, chain: hex(32), keyEpoch: count })),
  /** With 410: the first revision that is still there. */
  from: v.optional(count),
  /** With 403: which second factors would do. */
  kinds: v.optional(v.array(v.picklist(factorKinds))),
});
export type Problem = v.InferOutput<typeof problemSchema>;

/** The socket: what the server says first, what it is told within 5 s, and what it says from then on. */
export const challengeSchema = v.strictObject({ challenge: hex(32) });
export const helloSchema = v.strictObject({ locator: locatorSchema, authorization: text(400) });
export const hintSchema = v.strictObject({ rev: count, chain: hex(32), logId: hex(16) });
/** Why a socket was closed: sign again, too many, the server goes down. */
export const socketCodes = { again: 4401, tooMany: 4429, restart: 1012 } as const;
