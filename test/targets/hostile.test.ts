/** The adapters against a server that means harm: each attack ends in a name of ours, soon, and nothing goes elsewhere. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { davTarget } from "../../src/browser/targets/dav.ts";
import type { Under } from "../../src/browser/targets/net.ts";
import { s3Target } from "../../src/browser/targets/s3.ts";
import type { RemoteConfig } from "../../src/core/target/config.ts";
import { TargetFailure } from "../../src/core/target/problem.ts";
import type { Target } from "../../src/vault/target-port.ts";

const canary = "PASSWORD-CANARY";
const folder = "/safe/place/";

let server: Server;
let origin = "";
/** Another origin: nothing may ever come here. */
let elsewhere: Server;
let strayed = 0;
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
/** "METHOD /path", as they came. */
let asked: string[] = [];
/** Connections that were given up before the answer was at its end. */
let givenUp = 0;

const listen = (one: Server) =>
  new Promise<string>((done) =>
    one.listen(0, "127.0.0.1", () =>
      done(`http://127.0.0.1:${(one.address() as AddressInfo).port}`),
    ),
  );

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.on("close", () => {
      if (!response.writableFinished) givenUp++;
    });
    request.resume().on("end", () => answer(request, response));
  });
  elsewhere = createServer((_, response) => {
    strayed++;
    response.end();
  });
  origin = await listen(server);
  await listen(elsewhere);
});
afterAll(() => {
  for (const one of [server, elsewhere]) {
    one.close();
    one.closeAllConnections();
  }
});

/** Whatever the console was told, in any of its ways. */
const said: unknown[] = [];
beforeEach(() => {
  asked = [];
  givenUp = 0;
  strayed = 0;
  said.length = 0;
  for (const way of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, way).mockImplementation((...all) => void said.push(...all));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  if (said.length > 0) throw new Error("The console was told something.");
  if (strayed > 0) throw new Error("Something was sent elsewhere.");
});

type Kind = RemoteConfig["kind"];
const under = (): Under => ({ signal: new AbortController().signal, pace: () => undefined });
const make: Record<Kind, () => Target> = {
  dav: () =>
    davTarget({ kind: "dav", url: `${origin}${folder}`, user: "ada", password: canary }, under()),
  s3: () =>
    s3Target(
      {
        kind: "s3",
        url: `${origin}/`,
        region: "eu",
        bucket: "safe",
        prefix: "place/",
        inHost: false,
        keyId: "ada",
        secret: canary,
      },
      under(),
    ),
};
const listed: Record<Kind, number> = { dav: 207, s3: 200 };

/** The name of the failure; it holds nothing else, neither an address nor a word of the server's. */
async function problem(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    (value) => value,
    (failure: unknown) => failure,
  );
  expect(thrown).toBeInstanceOf(TargetFailure);
  const { problem: name, message, stack = "" } = thrown as TargetFailure;
  expect(message).toBe(name);
  expect((thrown as Error).cause).toBeUndefined();
  expect(stack).not.toMatch(/CANARY|127\.0\.0\.1|evil/);
  return name;
}

const response = (name: string, size = "5") =>
  `<response><href>${folder}${name}</href><propstat><prop><getcontentlength>${size}</getcontentlength></prop><status>HTTP/1.1 200 OK</status></propstat></response>`;
const contents = (name: string, size = "5") =>
  `<Contents><Key>place/${name}</Key><Size>${size}</Size></Contents>`;
const list: Record<Kind, (inner: string) => string> = {
  dav: (inner) => `<multistatus xmlns="DAV:">${inner}</multistatus>`,
  s3: (inner) => `<ListBucketResult><IsTruncated>false</IsTruncated>${inner}</ListBucketResult>`,
};
const file = { dav: response, s3: contents };

/** A body without an end, as fast as it is read. */
function endless(out: ServerResponse, status: number): void {
  out.writeHead(status, { "content-type": "application/xml" });
  const chunk = Buffer.alloc(2 ** 18, "<a></a>");
  const more = (): void => {
    while (out.writable && out.write(chunk));
  };
  out.on("drain", more);
  more();
}

describe.each(["dav", "s3"] as const)("a hostile server of kind %s", (kind) => {
  it("that never ends a listing is left", async () => {
    answer = (_, out) => endless(out, listed[kind]);
    expect(await problem(make[kind]().list())).toBe("CROWDED");
    await vi.waitFor(() => expect(givenUp).toBe(1));
  });

  it("that never ends a file, or a refusal, is left", async () => {
    answer = (_, out) => endless(out, 200);
    expect(await problem(make[kind]().read("a.coffer", 5000))).toBe("TOO_LARGE");
    answer = (_, out) => endless(out, 500);
    expect(await problem(make[kind]().read("a.coffer", 2 ** 40))).toBe("TOO_LARGE");
    expect(await problem(make[kind]().remove("a.coffer"))).toBe("TOO_LARGE");
    await vi.waitFor(() => expect(givenUp).toBe(3));
  });

  it("that packs a bomb into few bytes is left", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, "<a/>"));
    expect(bomb.length).toBeLessThan(2 ** 20);
    answer = (_, out) => {
      out.writeHead(listed[kind], { "content-encoding": "gzip", "content-length": bomb.length });
      out.end(bomb);
    };
    expect(await problem(make[kind]().list())).toBe("CROWDED");
    answer = (_, out) => {
      out.writeHead(200, { "content-encoding": "gzip" });
      out.end(bomb);
    };
    expect(await problem(make[kind]().read("a.coffer", 2 ** 20))).toBe("TOO_LARGE");
  });

  it("with more names than anybody has backups is left", async () => {
    const many = Array.from({ length: 20_001 }, (_, n) => file[kind](`${n}.coffer`)).join("");
    answer = (_, out) => out.writeHead(listed[kind]).end(list[kind](many));
    expect(await problem(make[kind]().list())).toBe("CROWDED");
  });

  it.each([
    ["laughing entities", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'],
    ["an entity from a file", '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'],
    ["an entity without a type", "<multistatus>&passwords;</multistatus>"],
    ["a tree without an end", "<a>".repeat(100_000)],
    ["a deep tree", `<ROOT>${"<a>".repeat(40)}${"</a>".repeat(40)}</ROOT>`],
    ["two million elements", `<ROOT>${"<a/>".repeat(2_000_000)}</ROOT>`],
    ["a tag of blanks", `<multistatus ${" ".repeat(2_000_000)}`],
    ["attributes without an end", `<multistatus ${'a="b" '.repeat(500_000)}`],
    ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x3c, 0x61])],
  ])("that answers with %s gets no list out of us", async (_, body) => {
    const root = { dav: "multistatus", s3: "ListBucketResult" }[kind];
    const sent = typeof body === "string" ? body.replaceAll("ROOT", root) : body;
    answer = (_request, out) => out.writeHead(listed[kind]).end(sent);
    expect(await problem(make[kind]().list())).toBe("ODD");
  });

  it("names no file that lies elsewhere, has no name, or weighs nonsense", async () => {
    const names = ["..", "../up.coffer", "%2e%2e", "a%2Fb.coffer", "/etc/passwd", "a%5Cb", "."];
    const odd = ["line%0Abreak.coffer", "nul%00.coffer", "x".repeat(256)];
    const inner = [
      ...[...names, ...odd].map((name) =>
        file[kind](kind === "dav" ? name : decodeURIComponent(name).replaceAll("\0", "&#1;")),
      ),
      ...["-5", "1.5", "1e400", "five"].map((size) => file[kind](`${size}.coffer`, size)),
      file[kind]("good.coffer"),
    ];
    answer = (_, out) => out.writeHead(listed[kind]).end(list[kind](inner.join("")));
    expect(await make[kind]().list()).toEqual([{ name: "good.coffer", bytes: 5 }]);
  });

  it.each([301, 302, 303, 307, 308])("that answers %i gets us nowhere", async (status) => {
    const { port } = elsewhere.address() as AddressInfo;
    answer = (_, out) => out.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end();
    const target = make[kind]();
    expect(await problem(target.list())).toBe("REDIRECT");
    expect(await problem(target.read("a.coffer", 9))).toBe("REDIRECT");
    expect(await problem(target.write("a.coffer", new Uint8Array(9)))).toBe("REDIRECT");
    expect(await problem(target.remove("a.coffer"))).toBe("REDIRECT");
  });

  it("is never told the secret in an address", async () => {
    answer = (_, out) => out.writeHead(403).end(`<Error><Code>${canary}</Code></Error>`);
    const target = make[kind]();
    expect(await problem(target.list())).toBe("DENIED");
    expect(await problem(target.read("a.coffer", 9))).toBe("DENIED");
    expect(await problem(target.write("a.coffer", new Uint8Array(9)))).toBe("DENIED");
    expect(await problem(target.remove("a.coffer"))).toBe("DENIED");
    expect(asked.length).toBeGreaterThanOrEqual(4);
    for (const one of asked) {
      expect(decodeURIComponent(one)).not.toMatch(/CANARY|ada|Signature|Credential/);
      expect(one.split(" ")[1]).toMatch(/^\/safe\//);
    }
  });

  it.each(["constructor", "__proto__", "toString"])(
    "that calls its error %s gets a name of ours",
    async (code) => {
      answer = (_, out) => out.writeHead(500).end(`<Error><Code>${code}</Code></Error>`);
      expect(await problem(make[kind]().list())).toBe("ODD");
    },
  );

  it("that never answers is left after half a minute", async () => {
    vi.useFakeTimers();
    const reached = instead(never);
    const failed = problem(make[kind]().remove("a.coffer"));
    await reached;
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await failed).toBe("OFFLINE");
  });

  it("that creeps, a byte now and then, is left as well", async () => {
    vi.useFakeTimers();
    const sent = { bytes: 0, cancelled: false };
    const reached = instead(creeping(listed[kind], sent));
    const failed = problem(make[kind]().list());
    await reached;
    for (let tick = 0; tick < 10; tick++) await vi.advanceTimersByTimeAsync(10_000);
    expect(await failed).toBe("OFFLINE");
    expect(sent.bytes).toBeLessThan(8);
    expect(sent.cancelled).toBe(true);
  });

  it("may be slow where it does not stand still: 20 kB/s for minutes", async () => {
    vi.useFakeTimers();
    const whole = 20_000 * 300;
    let sent = 0;
    const reached = instead(async () => {
      const pull = async (to: ReadableStreamDefaultController): Promise<void> => {
        await new Promise((done) => void setTimeout(done, 10_000));
        sent += 200_000;
        to.enqueue(new Uint8Array(200_000));
        if (sent === whole) to.close();
      };
      return new Response(new ReadableStream({ pull }));
    });
    const read = make[kind]().read("a.coffer", whole);
    await reached;
    for (let tick = 0; tick < 31; tick++) await vi.advanceTimersByTimeAsync(10_000);
    expect((await read)?.length).toBe(whole);
  });
});

/** Puts this in the place of fetch; what it answers comes when that is called (signing takes a while of real time). */
function instead(fetch: (request: Request, how: RequestInit) => Promise<Response>): Promise<void> {
  return new Promise((called) => {
    vi.stubGlobal("fetch", (request: Request, how: RequestInit) => {
      called();
      return fetch(request, how);
    });
  });
}

/** A fetch whose server says nothing. */
function never(_: Request, { signal }: RequestInit): Promise<Response> {
  return new Promise((_done, fail) => {
    signal?.addEventListener("abort", () => fail(new DOMException("evil.example", "AbortError")));
  });
}

/** A fetch whose server sends a byte each 20 seconds, for ever. */
function creeping(status: number, sent: { bytes: number; cancelled: boolean }) {
  return async (_: Request, { signal }: RequestInit): Promise<Response> => {
    const stream = new ReadableStream({
      start: (to) => {
        const tick = setInterval(() => {
          sent.bytes++;
          to.enqueue(new Uint8Array([0x3c]));
        }, 20_000);
        signal?.addEventListener("abort", () => {
          clearInterval(tick);
          sent.cancelled = true;
          to.error(new DOMException("evil.example", "AbortError"));
        });
      },
    });
    return new Response(stream, { status });
  };
}

it("a listing of S3 that goes round in a circle is no list", async () => {
  const page = (token: string) =>
    `<ListBucketResult>${contents("a")}<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken></ListBucketResult>`;
  answer = (_, out) => out.writeHead(200).end(page("same"));
  expect(await problem(make.s3().list())).toBe("ODD");
  expect(asked).toHaveLength(2);
});

it("a listing of S3 in pages without an end is given up", async () => {
  let n = 0;
  answer = (_, out) => {
    const token = `<NextContinuationToken>${n++}</NextContinuationToken>`;
    out
      .writeHead(200)
      .end(`<ListBucketResult><IsTruncated>true</IsTruncated>${token}</ListBucketResult>`);
  };
  expect(await problem(make.s3().list())).toBe("CROWDED");
  expect(asked).toHaveLength(21);
});

it("pages of S3 that are too large together are given up", async () => {
  let n = 0;
  const fat = `<Junk>${"x".repeat(7 * 2 ** 20)}</Junk>`;
  answer = (_, out) => {
    const token = `<NextContinuationToken>${n++}</NextContinuationToken>`;
    const inner = `${fat}<IsTruncated>true</IsTruncated>${token}`;
    out.writeHead(200).end(`<ListBucketResult>${inner}</ListBucketResult>`);
  };
  expect(await problem(make.s3().list())).toBe("CROWDED");
  expect(asked).toHaveLength(3);
});
