/**
 * The contract of the backup server (FORMAT.md 8, docs/SERVER.md): paths, limits, the text that a request signs, and the
 * schemas of what goes over the wire as JSON. The only file of this room that the extension imports: no platform here.
 */
import * as v from "valibot";
/** Limits of version 1, in bytes, numbers and ms. What is above is refused before it is parsed. */
export declare const limits: {
  /** One request's body; more goes in parts. */
  readonly body: number;
  readonly part: number;
  /** A commit with its objects, put together from parts. */
  readonly upload: number;
  /** A commit's body: the names of half a million objects. */
  readonly commitBody: number;
  readonly object: number;
  readonly header: number;
  readonly manifest: 4096;
  readonly ancestors: 10000;
  /** What one page of `changes` carries at most, but for a first commit that is larger. */
  readonly page: number;
  readonly history: 500;
  readonly jsonDepth: 16;
  readonly json: number;
  /** A request's time may be off by this much. */
  readonly clock: 300000;
  /** One transfer in a mailbox, as it is sent. */
  readonly mail: number;
  /** Mailboxes of one account: the one of now, and those it takes the place of. */
  readonly mailboxes: 4;
  /** What waits in an account's mailboxes together: how many, how many bytes, for how long (ms), how often read. */
  readonly mailCount: 200;
  readonly mailBytes: number;
  readonly mailLife: number;
  readonly mailReads: 10;
  readonly socketHello: 5000;
  readonly socketLife: number;
};
export declare const roles: readonly ["read", "write", "admin"];
export type Role = (typeof roles)[number];
/** Not a role of an account: who knows the address of a mailbox signs so, and `locator` is the mailbox. */
export declare const dropRole = "drop";
/** Paths under an origin. `locator` and names of objects are lower-case hex. */
export declare const paths: {
  readonly vault: (locator: string) => string;
  readonly changes: (locator: string, since: number) => string;
  readonly commits: (locator: string) => string;
  readonly part: (locator: string, name: string) => string;
  readonly object: (locator: string, name: string) => string;
  readonly history: (locator: string) => string;
  readonly historyBefore: (locator: string, before: number) => string;
  readonly at: (locator: string, rev: number) => string;
  readonly export: (locator: string) => string;
  readonly audit: (locator: string) => string;
  readonly factors: (locator: string) => string;
  readonly factor: (locator: string, id: string) => string;
  readonly confirm: (locator: string, id: string) => string;
  readonly stepUp: (locator: string) => string;
  readonly mailbox: (locator: string, box: string) => string;
  readonly mail: (locator: string) => string;
  readonly letter: (locator: string, mail: string) => string;
  readonly drop: (box: string, mail: string) => string;
  readonly socket: "/v1/socket";
  readonly openapi: "/v1/openapi.json";
};
/** Paths and query as they may be signed: nothing to decode, nothing to normalise. */
export declare const targetPattern: RegExp;
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
export declare function requestText(request: SignedRequest): string;
/** The value of `Authorization`; `sig` is the Ed25519 signature of `requestText` as base64url. */
export declare function authorization(
  role: SignedRequest["role"],
  unixMs: number,
  nonce: string,
  sig: string,
): string;
/** Media type of everything that is bytes. */
export declare const bytesType = "application/octet-stream";
/** First bytes of a commit sent whole: then LP(body) | sig 64 | u32 n | n × LP(object). */
export declare const uploadMagic = "CFUP1\0";
/** First bytes of a closing request: then u32 n | n × SHA-256 of the parts that are the upload, in order. */
export declare const partsMagic = "CFPT1\0";
/** First bytes of a page of changes: then logId 16 | rev u64 | u32 n | n × (LP(body) | sig 64). */
export declare const changesMagic = "CFCH1\0";
/** First bytes of what is put into a mailbox: then expiry u64 (ms) | reads u8 | what no server can read (FORMAT.md 9). */
export declare const mailMagic = "CFML1\0";
/** Header of a second factor's proof: `totp 123456`, or `passkey` and the assertion's JSON as base64url. */
export declare const stepUpHeader = "Coffer-Step-Up";
/** First bytes of what is signed to erase or purge: order.ts of the server has the rest. */
export declare const orderLabel = "coffer/1/order\0";
export declare const orderKinds: {
  readonly erase: 1;
  readonly purge: 2;
};
/** erase or purge */
export type OrderKind = keyof typeof orderKinds;
export declare const locatorSchema: v.SchemaWithPipe<
  readonly [
    v.StringSchema<undefined>,
    v.LengthAction<string, number, undefined>,
    v.RegexAction<string, "lower-case hex">,
  ]
>;
export declare const nameSchema: v.SchemaWithPipe<
  readonly [
    v.StringSchema<undefined>,
    v.LengthAction<string, number, undefined>,
    v.RegexAction<string, "lower-case hex">,
  ]
>;
/** PUT vault: the public keys of the account, signed by the read key in it. */
export declare const createSchema: v.StrictObjectSchema<
  {
    readonly keyEpoch: v.SchemaWithPipe<
      readonly [
        v.SchemaWithPipe<
          readonly [
            v.NumberSchema<undefined>,
            v.SafeIntegerAction<number, undefined>,
            v.MinValueAction<number, 0, undefined>,
          ]
        >,
        v.MinValueAction<number, 1, undefined>,
        v.MaxValueAction<number, 4294967295, undefined>,
      ]
    >;
    readonly readPk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly writePk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly adminPk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly invite: v.OptionalSchema<
      v.SchemaWithPipe<
        readonly [
          v.StringSchema<undefined>,
          v.MinLengthAction<string, 1, undefined>,
          v.MaxLengthAction<string, number, undefined>,
        ]
      >,
      undefined
    >;
  },
  undefined
>;
/** GET vault. */
export declare const headSchema: v.StrictObjectSchema<
  {
    readonly logId: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly rev: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly chain: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly keyEpoch: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly writePk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly adminPk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    /** What it takes here, history too. */
    readonly bytes: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly bytesMax: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    /** States from this revision on can be restored. */
    readonly historyFrom: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    /** `changes` begins behind this revision. */
    readonly logFrom: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    /** A purge that was ordered and is not yet done. */
    readonly purge: v.NullableSchema<
      v.StrictObjectSchema<
        {
          readonly upTo: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly due: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
        },
        undefined
      >,
      undefined
    >;
  },
  undefined
>;
export type Head = v.InferOutput<typeof headSchema>;
/** POST commit. */
export declare const committedSchema: v.StrictObjectSchema<
  {
    readonly rev: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly chain: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
  },
  undefined
>;
/** GET history: the newest first. */
export declare const historySchema: v.StrictObjectSchema<
  {
    readonly entries: v.ArraySchema<
      v.StrictObjectSchema<
        {
          readonly rev: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly at: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly keyEpoch: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly bytes: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly commitId: v.SchemaWithPipe<
            readonly [
              v.StringSchema<undefined>,
              v.LengthAction<string, number, undefined>,
              v.RegexAction<string, "lower-case hex">,
            ]
          >;
          readonly kept: v.BooleanSchema<undefined>;
        },
        undefined
      >,
      undefined
    >;
    /** Ask again with `before` of this; null: that was all. */
    readonly next: v.NullableSchema<
      v.SchemaWithPipe<
        readonly [
          v.NumberSchema<undefined>,
          v.SafeIntegerAction<number, undefined>,
          v.MinValueAction<number, 0, undefined>,
        ]
      >,
      undefined
    >;
  },
  undefined
>;
/** GET at: everything a device needs to begin at this revision. */
export declare const stateSchema: v.StrictObjectSchema<
  {
    readonly logId: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly rev: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly chain: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly keyEpoch: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly writePk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly adminPk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly at: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    /** Sealed header and manifest, base64. */
    readonly header: v.StringSchema<undefined>;
    readonly manifest: v.StringSchema<undefined>;
    readonly objects: v.ArraySchema<
      v.SchemaWithPipe<
        readonly [
          v.StringSchema<undefined>,
          v.LengthAction<string, number, undefined>,
          v.RegexAction<string, "lower-case hex">,
        ]
      >,
      undefined
    >;
    /** Signed transitions of the keys, the oldest first, base64. */
    readonly transitions: v.ArraySchema<v.StringSchema<undefined>, undefined>;
  },
  undefined
>;
/** DELETE vault and DELETE history: the signed order, base64. */
export declare const orderSchema: v.StrictObjectSchema<
  {
    readonly order: v.SchemaWithPipe<
      readonly [
        v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.MinLengthAction<string, 1, undefined>,
            v.MaxLengthAction<string, number, undefined>,
          ]
        >,
        v.Base64Action<string, undefined>,
      ]
    >;
  },
  undefined
>;
export declare const purgeSchema: v.StrictObjectSchema<
  {
    readonly upTo: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly due: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
  },
  undefined
>;
export declare const auditSchema: v.StrictObjectSchema<
  {
    readonly entries: v.ArraySchema<
      v.StrictObjectSchema<
        {
          readonly n: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly at: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly action: v.StringSchema<undefined>;
          readonly rev: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
        },
        undefined
      >,
      undefined
    >;
  },
  undefined
>;
/** PUT mailbox: whose signature puts something into it. */
export declare const mailboxSchema: v.StrictObjectSchema<
  {
    readonly dropPk: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
  },
  undefined
>;
/** GET mail: mailboxes, and what waits in them, the oldest first. */
export declare const mailSchema: v.StrictObjectSchema<
  {
    readonly mailboxes: v.ArraySchema<
      v.StrictObjectSchema<
        {
          readonly id: v.SchemaWithPipe<
            readonly [
              v.StringSchema<undefined>,
              v.LengthAction<string, number, undefined>,
              v.RegexAction<string, "lower-case hex">,
            ]
          >;
          readonly made: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
        },
        undefined
      >,
      undefined
    >;
    readonly mail: v.ArraySchema<
      v.StrictObjectSchema<
        {
          readonly id: v.SchemaWithPipe<
            readonly [
              v.StringSchema<undefined>,
              v.LengthAction<string, number, undefined>,
              v.RegexAction<string, "lower-case hex">,
            ]
          >;
          readonly box: v.SchemaWithPipe<
            readonly [
              v.StringSchema<undefined>,
              v.LengthAction<string, number, undefined>,
              v.RegexAction<string, "lower-case hex">,
            ]
          >;
          readonly bytes: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly at: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly expiry: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          /** How often it can still be read. */
          readonly reads: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
        },
        undefined
      >,
      undefined
    >;
  },
  undefined
>;
export type Mail = v.InferOutput<typeof mailSchema>;
export declare const factorKinds: readonly ["totp", "passkey"];
export declare const factorsSchema: v.StrictObjectSchema<
  {
    readonly factors: v.ArraySchema<
      v.StrictObjectSchema<
        {
          readonly id: v.SchemaWithPipe<
            readonly [
              v.StringSchema<undefined>,
              v.LengthAction<string, number, undefined>,
              v.RegexAction<string, "lower-case hex">,
            ]
          >;
          readonly kind: v.PicklistSchema<readonly ["totp", "passkey"], undefined>;
          readonly confirmed: v.BooleanSchema<undefined>;
          readonly made: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
        },
        undefined
      >,
      undefined
    >;
  },
  undefined
>;
/** POST factors. A passkey belongs to the origin and rpId it is made for. */
export declare const addFactorSchema: v.VariantSchema<
  "kind",
  [
    v.StrictObjectSchema<
      {
        readonly kind: v.LiteralSchema<"totp", undefined>;
      },
      undefined
    >,
    v.StrictObjectSchema<
      {
        readonly kind: v.LiteralSchema<"passkey", undefined>;
        readonly origin: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, undefined>,
          ]
        >;
        readonly rpId: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, undefined>,
          ]
        >;
      },
      undefined
    >,
  ],
  undefined
>;
/** Its answer: the secret of a TOTP, once; or what `navigator.credentials.create` is asked. */
export declare const factorMadeSchema: v.VariantSchema<
  "kind",
  [
    v.StrictObjectSchema<
      {
        readonly kind: v.LiteralSchema<"totp", undefined>;
        readonly id: v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.LengthAction<string, number, undefined>,
            v.RegexAction<string, "lower-case hex">,
          ]
        >;
        readonly uri: v.StringSchema<undefined>;
      },
      undefined
    >,
    v.StrictObjectSchema<
      {
        readonly kind: v.LiteralSchema<"passkey", undefined>;
        readonly id: v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.LengthAction<string, number, undefined>,
            v.RegexAction<string, "lower-case hex">,
          ]
        >;
        readonly options: v.RecordSchema<v.StringSchema<undefined>, v.UnknownSchema, undefined>;
      },
      undefined
    >,
  ],
  undefined
>;
export declare const registrationSchema: v.ObjectSchema<
  {
    readonly id: v.SchemaWithPipe<
      readonly [
        v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.MinLengthAction<string, 1, undefined>,
            v.MaxLengthAction<string, number, undefined>,
          ]
        >,
        v.RegexAction<string, "base64url">,
      ]
    >;
    readonly rawId: v.SchemaWithPipe<
      readonly [
        v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.MinLengthAction<string, 1, undefined>,
            v.MaxLengthAction<string, number, undefined>,
          ]
        >,
        v.RegexAction<string, "base64url">,
      ]
    >;
    readonly type: v.LiteralSchema<"public-key", undefined>;
    readonly response: v.ObjectSchema<
      {
        clientDataJSON: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, "base64url">,
          ]
        >;
        attestationObject: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, "base64url">,
          ]
        >;
      },
      undefined
    >;
    readonly clientExtensionResults: v.OptionalSchema<
      v.RecordSchema<v.StringSchema<undefined>, v.UnknownSchema, undefined>,
      {}
    >;
    readonly authenticatorAttachment: v.OptionalSchema<
      v.PicklistSchema<["platform", "cross-platform"], undefined>,
      undefined
    >;
  },
  undefined
>;
export declare const assertionSchema: v.ObjectSchema<
  {
    readonly id: v.SchemaWithPipe<
      readonly [
        v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.MinLengthAction<string, 1, undefined>,
            v.MaxLengthAction<string, number, undefined>,
          ]
        >,
        v.RegexAction<string, "base64url">,
      ]
    >;
    readonly rawId: v.SchemaWithPipe<
      readonly [
        v.SchemaWithPipe<
          readonly [
            v.StringSchema<undefined>,
            v.MinLengthAction<string, 1, undefined>,
            v.MaxLengthAction<string, number, undefined>,
          ]
        >,
        v.RegexAction<string, "base64url">,
      ]
    >;
    readonly type: v.LiteralSchema<"public-key", undefined>;
    readonly response: v.ObjectSchema<
      {
        clientDataJSON: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, "base64url">,
          ]
        >;
        authenticatorData: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, "base64url">,
          ]
        >;
        signature: v.SchemaWithPipe<
          readonly [
            v.SchemaWithPipe<
              readonly [
                v.StringSchema<undefined>,
                v.MinLengthAction<string, 1, undefined>,
                v.MaxLengthAction<string, number, undefined>,
              ]
            >,
            v.RegexAction<string, "base64url">,
          ]
        >;
        userHandle: v.OptionalSchema<
          v.SchemaWithPipe<
            readonly [
              v.SchemaWithPipe<
                readonly [
                  v.StringSchema<undefined>,
                  v.MinLengthAction<string, 1, undefined>,
                  v.MaxLengthAction<string, number, undefined>,
                ]
              >,
              v.RegexAction<string, "base64url">,
            ]
          >,
          undefined
        >;
      },
      undefined
    >;
    readonly clientExtensionResults: v.OptionalSchema<
      v.RecordSchema<v.StringSchema<undefined>, v.UnknownSchema, undefined>,
      {}
    >;
    readonly authenticatorAttachment: v.OptionalSchema<
      v.PicklistSchema<["platform", "cross-platform"], undefined>,
      undefined
    >;
  },
  undefined
>;
/** POST confirm: the first code of a TOTP, or the answer of the authenticator. */
export declare const confirmSchema: v.UnionSchema<
  [
    v.StrictObjectSchema<
      {
        readonly code: v.SchemaWithPipe<
          readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]
        >;
      },
      undefined
    >,
    v.StrictObjectSchema<
      {
        readonly credential: v.ObjectSchema<
          {
            readonly id: v.SchemaWithPipe<
              readonly [
                v.SchemaWithPipe<
                  readonly [
                    v.StringSchema<undefined>,
                    v.MinLengthAction<string, 1, undefined>,
                    v.MaxLengthAction<string, number, undefined>,
                  ]
                >,
                v.RegexAction<string, "base64url">,
              ]
            >;
            readonly rawId: v.SchemaWithPipe<
              readonly [
                v.SchemaWithPipe<
                  readonly [
                    v.StringSchema<undefined>,
                    v.MinLengthAction<string, 1, undefined>,
                    v.MaxLengthAction<string, number, undefined>,
                  ]
                >,
                v.RegexAction<string, "base64url">,
              ]
            >;
            readonly type: v.LiteralSchema<"public-key", undefined>;
            readonly response: v.ObjectSchema<
              {
                clientDataJSON: v.SchemaWithPipe<
                  readonly [
                    v.SchemaWithPipe<
                      readonly [
                        v.StringSchema<undefined>,
                        v.MinLengthAction<string, 1, undefined>,
                        v.MaxLengthAction<string, number, undefined>,
                      ]
                    >,
                    v.RegexAction<string, "base64url">,
                  ]
                >;
                attestationObject: v.SchemaWithPipe<
                  readonly [
                    v.SchemaWithPipe<
                      readonly [
                        v.StringSchema<undefined>,
                        v.MinLengthAction<string, 1, undefined>,
                        v.MaxLengthAction<string, number, undefined>,
                      ]
                    >,
                    v.RegexAction<string, "base64url">,
                  ]
                >;
              },
              undefined
            >;
            readonly clientExtensionResults: v.OptionalSchema<
              v.RecordSchema<v.StringSchema<undefined>, v.UnknownSchema, undefined>,
              {}
            >;
            readonly authenticatorAttachment: v.OptionalSchema<
              v.PicklistSchema<["platform", "cross-platform"], undefined>,
              undefined
            >;
          },
          undefined
        >;
      },
      undefined
    >,
  ],
  undefined
>;
/** POST step-up: what `navigator.credentials.get` is asked; null where no passkey is enrolled. */
export declare const stepUpSchema: v.StrictObjectSchema<
  {
    readonly kinds: v.ArraySchema<
      v.PicklistSchema<readonly ["totp", "passkey"], undefined>,
      undefined
    >;
    readonly passkey: v.NullableSchema<
      v.RecordSchema<v.StringSchema<undefined>, v.UnknownSchema, undefined>,
      undefined
    >;
  },
  undefined
>;
/** The closed list of errors; `status` is in RFC 9457's body too. */
export declare const problems: {
  readonly not_found: 404;
  readonly invalid: 422;
  readonly too_large: 413;
  readonly stale_base: 409;
  readonly key_epoch: 409;
  readonly exists: 409;
  readonly registration_closed: 403;
  readonly step_up_required: 403;
  readonly step_up_failed: 403;
  readonly compacted: 410;
  readonly ahead: 416;
  readonly too_many: 429;
  readonly full: 507;
  readonly read_only: 503;
  readonly unavailable: 503;
};
export type ProblemCode = keyof typeof problems;
/** application/problem+json (RFC 9457). */
export declare const problemSchema: v.StrictObjectSchema<
  {
    readonly type: v.StringSchema<undefined>;
    readonly title: v.StringSchema<undefined>;
    readonly status: v.NumberSchema<undefined>;
    readonly code: v.PicklistSchema<
      (
        | "ahead"
        | "compacted"
        | "exists"
        | "full"
        | "invalid"
        | "key_epoch"
        | "not_found"
        | "read_only"
        | "registration_closed"
        | "stale_base"
        | "step_up_failed"
        | "step_up_required"
        | "too_large"
        | "too_many"
        | "unavailable"
      )[],
      undefined
    >;
    /** With 409: where the log stands. */
    readonly head: v.OptionalSchema<
      v.StrictObjectSchema<
        {
          readonly rev: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
          readonly chain: v.SchemaWithPipe<
            readonly [
              v.StringSchema<undefined>,
              v.LengthAction<string, number, undefined>,
              v.RegexAction<string, "lower-case hex">,
            ]
          >;
          readonly keyEpoch: v.SchemaWithPipe<
            readonly [
              v.NumberSchema<undefined>,
              v.SafeIntegerAction<number, undefined>,
              v.MinValueAction<number, 0, undefined>,
            ]
          >;
        },
        undefined
      >,
      undefined
    >;
    /** With 410: the first revision that is still there. */
    readonly from: v.OptionalSchema<
      v.SchemaWithPipe<
        readonly [
          v.NumberSchema<undefined>,
          v.SafeIntegerAction<number, undefined>,
          v.MinValueAction<number, 0, undefined>,
        ]
      >,
      undefined
    >;
    /** With 403: which second factors would do. */
    readonly kinds: v.OptionalSchema<
      v.ArraySchema<v.PicklistSchema<readonly ["totp", "passkey"], undefined>, undefined>,
      undefined
    >;
  },
  undefined
>;
export type Problem = v.InferOutput<typeof problemSchema>;
/** The socket: what the server says first, what it is told within 5 s, and what it says from then on. */
export declare const challengeSchema: v.StrictObjectSchema<
  {
    readonly challenge: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
  },
  undefined
>;
export declare const helloSchema: v.StrictObjectSchema<
  {
    readonly locator: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly authorization: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.MinLengthAction<string, 1, undefined>,
        v.MaxLengthAction<string, number, undefined>,
      ]
    >;
  },
  undefined
>;
export declare const hintSchema: v.StrictObjectSchema<
  {
    readonly rev: v.SchemaWithPipe<
      readonly [
        v.NumberSchema<undefined>,
        v.SafeIntegerAction<number, undefined>,
        v.MinValueAction<number, 0, undefined>,
      ]
    >;
    readonly chain: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
    readonly logId: v.SchemaWithPipe<
      readonly [
        v.StringSchema<undefined>,
        v.LengthAction<string, number, undefined>,
        v.RegexAction<string, "lower-case hex">,
      ]
    >;
  },
  undefined
>;
/** Why a socket was closed: sign again, too many, the server goes down. */
export declare const socketCodes: {
  readonly again: 4401;
  readonly tooMany: 4429;
  readonly restart: 1012;
};
