/** The extension's own client of mailboxes over the real server: each call, and what it makes of answers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomBytes } from "node:crypto";
import { accountOf } from "../../src/core/backup-key.ts";
import { toHex } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { mailboxKeys, openLetter, sealLetter } from "../../src/core/share/mailbox.ts";
import { signingKey } from "../../src/core/sign.ts";
import { postOver } from "../../src/browser/post.ts";
import type { Post } from "../../src/vault/mail-ports.ts";
import { testOrigin } from "./account.ts";
import { appOf } from "../../server/app.ts";
import { remoteOver } from "./remote.ts";
import { houseOver, sqliteHere, type TestHouse } from "./world.ts";

const day = 86_400_000;
let here: Awaited<ReturnType<typeof sqliteHere>>;
let house: TestHouse;
let post: Post;
const account = await accountOf(new Uint8Array(16).fill(9));
const writeSeed = new Uint8Array(32).fill(5);
const secret = new Uint8Array(randomBytes(32));
const keys = await mailboxKeys(secret);
const name = () => toHex(new Uint8Array(randomBytes(16)));
const own = (origin = testOrigin) => post.own(origin, { locator: account.locator, writeSeed });
const seen: { url: string; init: RequestInit }[] = [];

beforeAll(async () => {
  here = await sqliteHere();
  house = houseOver(here.store);
  const app = appOf(house);
  const send = async (url: string, init: RequestInit) => {
    seen.push({ url, init });
    if (!url.startsWith(testOrigin)) throw new TypeError("failed to fetch");
    const body = init.body as Uint8Array | undefined;
    const headers = {
      ...(init.headers as Record<string, string>),
      "content-length": String(body?.length ?? 0),
    };
    const answer = await app.request(
      url.slice(testOrigin.length),
      { ...init, headers },
      { address: "192.0.2.7" },
    );
    answer.headers.set("date", new Date(house.now()).toUTCString());
    return answer;
  };
  post = postOver(send);
  const remote = remoteOver(
    (target, init) => send(testOrigin + target, { ...init, headers: init.headers ?? {} }),
    account,
  );
  const pk = async (seed: Uint8Array<ArrayBuffer>) => (await signingKey(seed)).publicKey;
  await remote.create({
    keyEpoch: 1,
    readPk: await pk(account.readSeed),
    writePk: await pk(writeSeed),
    adminPk: await pk(new Uint8Array(32).fill(6)),
  });
});
afterAll(() => here.end());

const to = { origin: testOrigin, box: keys.id, seed: keys.seed };

test("a letter goes from who has the address to who owns the mailbox, and is gone", async () => {
  await own().open(keys.id, keys.dropPk);
  await own().open(keys.id, keys.dropPk);
  const mail = name();
  const terms = { expiry: Date.now() + day, reads: 2 };
  const transfer = new Uint8Array(randomBytes(5000));
  const letter = await sealLetter(secret, mail, terms, transfer);
  await post.drop(to, mail, letter);
  await post.drop(to, mail, letter);
  const { boxes, mail: waiting } = await own().waiting();
  expect(boxes).toEqual([keys.id]);
  expect(waiting).toMatchObject([{ id: mail, box: keys.id, bytes: letter.length, reads: 2 }]);
  const read = await own().read(mail);
  expect(await openLetter(secret, mail, read ?? new Uint8Array(0))).toEqual(transfer);
  await own().erase(mail);
  await own().erase(mail);
  expect(await own().read(mail)).toBeNull();
  expect((await own().waiting()).mail).toEqual([]);
});

test("every refusal has its name", async () => {
  const terms = { expiry: Date.now() + day, reads: 1 };
  const mail = name();
  const letter = await sealLetter(secret, mail, terms, new Uint8Array(100));
  const wrong = { ...to, seed: new Uint8Array(32).fill(1) };
  expect(await post.drop(wrong, mail, letter).catch(failureCode)).toBe("NO_MAILBOX");
  expect(await post.drop({ ...to, box: name() }, mail, letter).catch(failureCode)).toBe(
    "NO_MAILBOX",
  );
  const nowhere = { ...to, origin: "https://nowhere.example" };
  expect(await post.drop(nowhere, mail, letter).catch(failureCode)).toBe("MAIL_OFFLINE");
  const late = await sealLetter(secret, mail, { ...terms, expiry: 1 }, new Uint8Array(100));
  expect(await post.drop(to, mail, late).catch(failureCode)).toBe("INVALID");
  house.state.role = "mirror";
  expect(await post.drop(to, mail, letter).catch(failureCode)).toBe("MAIL_OFFLINE");
  house.state.role = "primary";
  for (let i = 1; i < 4; i++) {
    const more = await mailboxKeys(new Uint8Array(32).fill(i));
    await own().open(more.id, more.dropPk);
  }
  const fifth = await mailboxKeys(new Uint8Array(32).fill(20));
  expect(await own().open(fifth.id, fifth.dropPk).catch(failureCode)).toBe("MAILBOX_FULL");
  const stranger = post.own(testOrigin, { locator: new Uint8Array(16), writeSeed });
  expect(await stranger.waiting().catch(failureCode)).toBe("NO_MAILBOX");
  await own().close(keys.id);
  await own().close(keys.id);
  expect(await post.drop(to, mail, letter).catch(failureCode)).toBe("NO_MAILBOX");
});

test("a clock that is off is corrected by the server's own", async () => {
  house.time.ahead = 3 * 3_600_000;
  await own().open(keys.id, keys.dropPk);
  expect((await own().waiting()).boxes).toContain(keys.id);
  house.time.ahead = 0;
  expect((await own().waiting()).boxes).toContain(keys.id);
});

test("nothing goes along but what is signed: no cookie, no referrer, no redirect, no secret in an address", () => {
  for (const { url, init } of seen.filter((one) => one.init.credentials !== undefined)) {
    expect(init).toMatchObject({
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
    expect(url).not.toContain(toHex(secret));
    expect(url).not.toContain(toHex(keys.seed));
    expect(Object.keys(init.headers as object).toSorted()).toEqual(
      init.body === undefined ? ["authorization"] : ["authorization", "content-type"],
    );
  }
});

test("an answer that never ends is not read to its end", async () => {
  let sent = 0;
  let cancelled = false;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull: (stream) => {
        sent += 65_536;
        stream.enqueue(new Uint8Array(65_536));
      },
      cancel: () => void (cancelled = true),
    });
  const hostile = postOver(async () => new Response(endless()));
  const boxes = hostile.own(testOrigin, { locator: account.locator, writeSeed });
  expect(await boxes.read(name()).catch(failureCode)).toBe("TAMPERED");
  expect(cancelled).toBe(true);
  expect(sent).toBeLessThan(2 ** 21);
});
