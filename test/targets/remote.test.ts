/** The adapters against real servers: one contract for both, and then the faults of each. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { davTarget } from "../../src/browser/targets/dav.ts";
import { s3Target } from "../../src/browser/targets/s3.ts";
import { TargetFailure } from "../../src/core/target/problem.ts";
import { partName } from "../../src/core/target/rotation.ts";
import type { Target } from "../../src/vault/target-port.ts";
import { type DavServer, startDav } from "./dav-server.ts";
import type { Gate } from "./gate.ts";
import { type S3Server, startS3 } from "./s3-server.ts";

const under = (pace: (done: number) => void = () => undefined) => ({
  signal: new AbortController().signal,
  pace,
});
const bytes = (length: number) => Uint8Array.from({ length }, (_, n) => (n * 7919) % 251);
const names = (files: { name: string }[]) => files.map(({ name }) => name).toSorted();
/** The name of the failure, and that it says nothing else. */
async function problem(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(thrown).toBeInstanceOf(TargetFailure);
  const { problem: name, message } = thrown as TargetFailure;
  expect(message).toBe(name);
  return name;
}

let dav: DavServer;
let s3: S3Server;
beforeAll(async () => {
  dav = await startDav();
  s3 = await startS3();
});
afterAll(async () => {
  await dav.close();
  await s3.close();
});

const stores: [string, () => { target: Target; gate: Gate; files: () => unknown }][] = [
  [
    "WebDAV",
    () => ({ target: davTarget(dav.config, under()), gate: dav.gate, files: () => dav.files() }),
  ],
  ["S3", () => ({ target: s3Target(s3.config, under()), gate: s3.gate, files: () => s3.files() })],
];

describe.each(stores)("a target on %s", (kind, at) => {
  let usual: Gate["deed"];
  beforeAll(() => {
    usual = at().gate.deed;
  });
  afterEach(() => {
    at().gate.deed = usual;
  });

  it("holds what was written, lists it with its size, gives it back, and removes it", async () => {
    const { target, files } = at();
    const data = bytes(300_000);
    await target.write("a.coffer", data);
    await target.write("b ü&+%.coffer", bytes(3));
    expect(await files()).toHaveLength(2);
    expect((await target.list()).toSorted((x, y) => y.bytes - x.bytes)).toEqual([
      { name: "a.coffer", bytes: 300_000 },
      { name: "b ü&+%.coffer", bytes: 3 },
    ]);
    expect(await target.read("a.coffer", 300_000)).toEqual(data);
    expect(await target.read("b ü&+%.coffer", 3)).toEqual(bytes(3));
    await target.remove("a.coffer");
    await target.remove("b ü&+%.coffer");
    expect(await files()).toEqual([]);
    expect(await target.list()).toEqual([]);
  });

  it("says null of a file that is not there, and removes it without a fault", async () => {
    const { target } = at();
    expect(await target.read("none.coffer", 100)).toBeNull();
    await target.remove("none.coffer");
  });

  it("never writes over a file that is there", async () => {
    const { target, files } = at();
    await target.write("mine.coffer", bytes(10));
    expect(await problem(target.write("mine.coffer", bytes(20)))).toBe("TAKEN");
    expect(await target.read("mine.coffer", 100)).toEqual(bytes(10));
    expect(await files()).toHaveLength(1);
    await target.remove("mine.coffer");
  });

  it("leaves nothing under the name where the server goes away in the middle of writing", async () => {
    const { target, gate, files } = at();
    gate.deed = ({ method }) => (method === "PUT" ? "cut" : null);
    expect(await problem(target.write("cut.coffer", bytes(1000)))).toBe("OFFLINE");
    gate.deed = usual;
    expect(await target.read("cut.coffer", 1000)).toBeNull();
    expect(names((await files()) as { name: string }[])).not.toContain("cut.coffer");
  });

  it("gives out no half of a file whose answer breaks off", async () => {
    const { target, gate } = at();
    await target.write("half.coffer", bytes(50_000));
    gate.deed = ({ method }) => (method === "GET" ? "half" : null);
    expect(await problem(target.read("half.coffer", 50_000))).toBe("OFFLINE");
    gate.deed = usual;
    await target.remove("half.coffer");
  });

  it("reads no more than it was told to", async () => {
    const { target } = at();
    await target.write("long.coffer", bytes(5000));
    expect(await problem(target.read("long.coffer", 4999))).toBe("TOO_LARGE");
    await target.remove("long.coffer");
  });

  it.each([
    [401, "DENIED"],
    [403, "DENIED"],
    [404, "NOT_THERE"],
    [413, "TOO_LARGE"],
    [500, "ODD"],
    [503, "OFFLINE"],
    [507, "FULL"],
  ])("says of an answer %i to what is written: %s", async (status, name) => {
    const { target, gate } = at();
    gate.deed = ({ method }) => (method === "PUT" ? { status, body: "secret words" } : null);
    expect(await problem(target.write("x.coffer", bytes(9)))).toBe(name);
  });

  it("follows no redirect, so that no password goes elsewhere", async () => {
    const { target, gate } = at();
    const elsewhere = kind === "S3" ? dav.gate : s3.gate;
    const before = elsewhere.passed.length;
    gate.deed = () => ({ status: 307, headers: { location: `${elsewhere.origin}/x` } });
    expect(await problem(target.list())).toBe("REDIRECT");
    expect(await problem(target.read("a", 9))).toBe("REDIRECT");
    expect(elsewhere.passed.length).toBe(before);
  });

  it.each([
    ["a page", "<html><body>Hotel network: please sign in<br></body></html>"],
    ["a document type", '<!DOCTYPE x [<!ENTITY y "z">]><x>&y;</x>'],
    ["nothing", ""],
    ["another XML", "<other/>"],
  ])("makes nothing of a list that is %s", async (_, body) => {
    const { target, gate } = at();
    gate.deed = () => ({ status: kind === "S3" ? 200 : 207, body });
    expect(await problem(target.list())).toBe("ODD");
  });

  it("refuses a list without an end", async () => {
    const { target, gate } = at();
    const body = Buffer.alloc(9 * 2 ** 20, "<x>");
    gate.deed = () => ({ status: kind === "S3" ? 200 : 207, body });
    expect(await problem(target.list())).toBe("CROWDED");
  });

  it("tells how far a file has come, and stops when it is told to", async () => {
    const { target } = at();
    await target.write("paced.coffer", bytes(400_000));
    const told: number[] = [];
    const stop = new AbortController();
    const again = (signal: AbortSignal) => {
      const how = { signal, pace: (done: number) => void told.push(done) };
      return kind === "S3" ? s3Target(s3.config, how) : davTarget(dav.config, how);
    };
    await again(stop.signal).read("paced.coffer", 400_000);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    const why = new Error("stopped");
    stop.abort(why);
    await expect(again(stop.signal).read("paced.coffer", 400_000)).rejects.toBe(why);
    await target.remove("paced.coffer");
  });

  it("sends no cookie and no referrer, and its secret in no address", async () => {
    const { target, gate } = at();
    gate.passed.length = 0;
    gate.deed = () => ({ status: 403, headers: { "set-cookie": "id=1; path=/" } });
    await problem(target.list());
    await problem(target.list());
    expect(gate.passed.length).toBe(2);
    for (const { headers, url } of gate.passed) {
      expect(headers).not.toHaveProperty("cookie");
      expect(headers).not.toHaveProperty("referer");
      expect(decodeURIComponent(url)).not.toMatch(/CANARY|Signature|Credential/);
    }
  });
});

describe("WebDAV", () => {
  it("says so where name or password are wrong", async () => {
    const target = davTarget({ ...dav.config, password: "wrong" }, under());
    expect(await problem(target.list())).toBe("DENIED");
  });

  it("says so where the server knows Digest only, which Coffer does not speak", async () => {
    const digest = await startDav("digest");
    try {
      expect(await problem(davTarget(digest.config, under()).list())).toBe("SIGN_IN");
    } finally {
      await digest.close();
    }
  });

  it("says so where the folder is not there", async () => {
    const target = davTarget({ ...dav.config, url: `${dav.gate.origin}/other/` }, under());
    expect(await problem(target.list())).toBe("NOT_THERE");
    expect(await problem(target.write("a.coffer", bytes(3)))).toBe("NOT_THERE");
  });

  it("a server that goes away before the move leaves a part, and the next try is not in its way", async () => {
    dav.gate.deed = ({ method }) => (method === "MOVE" ? "cut" : null);
    const target = davTarget(dav.config, under());
    expect(await problem(target.write("moved.coffer", bytes(9)))).toBe("OFFLINE");
    dav.gate.deed = null;
    expect(names(await target.list())).not.toContain("moved.coffer");
    await target.remove(partName("moved.coffer"));
    await target.write("moved.coffer", bytes(9));
    expect(names(await dav.files())).toEqual(["moved.coffer"]);
    await target.remove("moved.coffer");
  });

  it("a server that is full keeps no part of what it refused", async () => {
    await dav.put(partName("full.coffer"), bytes(9));
    dav.gate.deed = ({ method }) => (method === "PUT" ? { status: 507 } : null);
    const target = davTarget(dav.config, under());
    expect(await problem(target.write("full.coffer", bytes(90)))).toBe("FULL");
    dav.gate.deed = null;
    expect(await dav.files()).toEqual([]);
  });

  it("takes addresses in a list only where they lie in the folder itself", async () => {
    const response = (href: string, more = "") =>
      `<r:response><r:href>${href}</r:href><r:propstat><r:prop><r:getcontentlength>5</r:getcontentlength>${more}</r:prop><r:status>HTTP/1.1 200 OK</r:status></r:propstat></r:response>`;
    const { origin } = dav.gate;
    const body = `<?xml version="1.0"?><r:multistatus xmlns:r="DAV:">${[
      response("/Coffer%20files/"),
      response("/Coffer%20files/a%26b.coffer"),
      response(`${origin}/Coffer%20files/whole.coffer`),
      response("/Coffer%20files/sub/b.coffer"),
      response("/Coffer%20files/c%2Fd.coffer"),
      response("/elsewhere/e.coffer"),
      response("/Coffer%20files/%E0%A4%A"),
      response("/Coffer%20files/folder", "<r:resourcetype><r:collection/></r:resourcetype>"),
    ].join("")}</r:multistatus>`;
    dav.gate.deed = () => ({ status: 207, body });
    const files = await davTarget(dav.config, under()).list();
    dav.gate.deed = null;
    expect(files.map(({ name }) => name)).toEqual(["a&b.coffer", "whole.coffer"]);
  });

  it("has a password with any sign in it, in the header alone", async () => {
    dav.gate.passed.length = 0;
    const password = "pä:ss 🔑";
    await problem(davTarget({ ...dav.config, password }, under()).list());
    const { authorization = "" } = dav.gate.passed[0]?.headers ?? {};
    expect(Buffer.from(authorization.slice(6), "base64").toString()).toBe(`ada:${password}`);
  });
});

describe("S3", () => {
  it("signs every request so that a second implementation agrees", () => {
    expect(s3.signatures.length).toBeGreaterThan(20);
    expect(s3.signatures.filter((wrong) => wrong !== null)).toEqual([]);
  });

  it("says so where the key is wrong", async () => {
    const target = s3Target({ ...s3.config, secret: "wrong" }, under());
    expect(await problem(target.list())).toBe("DENIED");
    const unknown = s3Target({ ...s3.config, keyId: "NOBODY" }, under());
    expect(await problem(unknown.list())).toBe("DENIED");
  });

  it("says so where the bucket is another", async () => {
    const target = s3Target({ ...s3.config, bucket: "other-bucket" }, under());
    expect(await problem(target.list())).toBe("NOT_THERE");
    expect(await problem(target.read("a", 9))).toBe("NOT_THERE");
  });

  it("says so where the clocks are apart, by the store's own word", async () => {
    const usual = s3.gate.deed;
    const early = new Date(Date.now() - 3_600_000).toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
    s3.gate.deed = () => ({ headers: { "x-amz-date": early } });
    expect(await problem(s3Target(s3.config, under()).list())).toBe("CLOCK");
    s3.gate.deed = usual;
  });

  it("a body that is changed on the way does not fit what was signed", async () => {
    const usual = s3.gate.deed;
    s3.gate.deed = (passing) =>
      usual?.({ ...passing, body: Buffer.concat([passing.body, Buffer.from("x")]) }) ?? null;
    expect(await problem(s3Target(s3.config, under()).write("c.coffer", bytes(9)))).toBe("DENIED");
    s3.gate.deed = usual;
    s3.signatures.length = 0;
  });

  it("reads a list of more than a thousand files to its end", async () => {
    const target = s3Target(s3.config, under());
    const usual = s3.gate.deed;
    for (let n = 0; n < 5; n++) await target.write(`n${n}.coffer`, bytes(n + 1));
    // The store's own pages, made short.
    const asked: (string | null)[] = [];
    s3.gate.deed = (passing) => {
      asked.push(new URL(passing.url, "http://x").searchParams.get("continuation-token"));
      return usual?.(passing) ?? null;
    };
    expect(await target.list()).toHaveLength(5);
    expect(asked).toEqual([null]);
    const page = (keys: string[], next: string) =>
      `<?xml version="1.0"?><ListBucketResult>${keys
        .map((key) => `<Contents><Key>${s3.config.prefix}${key}</Key><Size>3</Size></Contents>`)
        .join("")}<IsTruncated>${next !== ""}</IsTruncated>${
        next === "" ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`
      }</ListBucketResult>`;
    s3.gate.deed = ({ url }) => {
      const token = new URL(url, "http://x").searchParams.get("continuation-token");
      return { status: 200, body: token === null ? page(["a", "b"], "T+/=") : page(["c"], "") };
    };
    expect(names(await target.list())).toEqual(["a", "b", "c"]);
    s3.gate.deed = () => ({ status: 200, body: page(["a"], "again") });
    expect(await problem(target.list())).toBe("ODD");
    s3.gate.deed = usual;
    for (let n = 0; n < 5; n++) await target.remove(`n${n}.coffer`);
  });

  it("speaks to the bucket by its own name where it stands in the host", async () => {
    const config = { ...s3.config, inHost: true, url: "https://s3.example/" };
    const asked: string[] = [];
    vi.stubGlobal("fetch", async ({ url }: Request) => {
      asked.push(url.split("?")[0] ?? "");
      return new Response("", { status: 403 });
    });
    try {
      await problem(s3Target(config, under()).list());
      await problem(s3Target(config, under()).read("a.coffer", 9));
    } finally {
      vi.unstubAllGlobals();
    }
    const host = "https://my-backups.s3.example";
    expect(asked).toEqual([`${host}/`, `${host}/${config.prefix}a.coffer`]);
  });
});
