/** Filling through the whole extension: popup, background, stub and page, in real Chromium. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import type { FillReport } from "../../src/wire/protocol.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, askRaw, draftOf } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { root } from "./harness/files.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";

const person = {
  "honorific-prefix": "Ms",
  "given-name": "Ann",
  "family-name": "Archer",
  bday: "1984-03-09",
  email: "ann@archer.example",
  tel: "+442079460123",
  organization: "Archer & Sons",
  "street-address": "1 Main Street",
  "postal-code": "12345",
  "address-level2": "Springfield",
  country: "DE",
};
const corpora = join(root, "../shared/corpora/forms/open");

let coffer: Chromium;
let site: Site;
let page: Page;
const ids: Record<"identity" | "login" | "card", string> = { identity: "", login: "", card: "" };

beforeAll(async () => {
  site = await startSite();
  site.folder("/forms/", join(root, "test/forms"));
  coffer = await startChromium();
  const own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  const save = async (draft: ReturnType<typeof draftOf>) =>
    (await ask(own, "item.save", { draft, password })).id;
  ids.identity = await save(draftOf("identity", "Home", person));
  ids.login = await save(draftOf("login", "Shop", { username: "ann", password: "sEcret-17" }));
  ids.card = await save(
    draftOf("card", "Visa", {
      "cc-name": "Ann Archer",
      "cc-number": "4111111111111111",
      "cc-exp": "2031-04",
      "cc-csc": "123",
    }),
  );
  await own.close();
  page = await coffer.browser.newPage();
});
afterAll(async () => {
  await coffer.close();
  await site.close();
});

/** Opens a page, opens the popup over it as a user does, and fills one item. */
async function fill(url: string, id: string, secret: string | null = null): Promise<FillReport> {
  await page.goto(url);
  const popup = await coffer.popup(page);
  const { tabId, origin } = await ask(popup, "here", {});
  const ours = { id, tabId: tabId ?? -1, origin, password: secret, adopt: false };
  const report = await ask(popup, "fill", ours);
  await popup.close();
  return report;
}

const valueOf = (selector: string) =>
  page.$eval(selector, (one) => (one as HTMLInputElement).value);

test("until a gesture nothing of Coffer runs in a page, and the part that writes comes only to write", async () => {
  const fresh = await coffer.browser.newPage();
  await fresh.goto(`${site.origin}/forms/login.html`);
  expect(fresh.extensionRealms()).toEqual([]);
  await fresh.close();
  await fill(`${site.origin}/forms/login.html`, ids.card).catch(() => undefined);
  const hand = async () => {
    const [realm] = page.extensionRealms();
    return realm?.evaluate(() => Symbol.for("coffer.hand") in globalThis);
  };
  expect(await hand()).toBe(false);
  await fill(`${site.origin}/forms/login.html`, ids.login);
  expect(await hand()).toBe(true);
});

describe("on our own pages", () => {
  test("a login is filled, not submitted, and Ctrl+Z in the page takes the whole fill back", async () => {
    const report = await fill(`${site.origin}/forms/login.html`, ids.login);
    expect(report.filled).toBeGreaterThanOrEqual(2);
    expect(await valueOf("input[type=password]")).toBe("sEcret-17");
    expect(site.received).toEqual([]);
    await page.bringToFront();
    await page.keyboard.down("Control");
    await page.keyboard.press("z");
    await page.keyboard.up("Control");
    await until("the empty box", async () => (await valueOf("input[type=password]")) === "");
  });

  test("open and closed shadow roots are reached", async () => {
    await fill(`${site.origin}/forms/shadow.html`, ids.login);
    const seen = await page.evaluate(() => ({ ...document.body.dataset }));
    expect(seen).toMatchObject({ open: "ann", closed: "sEcret-17" });
  });

  test("a frame of the same origin is filled, one of another site is named and left alone", async () => {
    await fill(`${site.origin}/forms/frame.html`, ids.card);
    const inner = page.frames().find((frame) => frame.url().endsWith("card.html"));
    const number = await inner?.$eval(
      "[data-expect=cc-number]",
      (one) => (one as HTMLInputElement).value,
    );
    expect(number?.replace(/\D/g, "")).toBe("4111111111111111");

    site.put(
      "/foreign",
      `<title>t</title><input autocomplete="email"><iframe src="${site.other}/forms/card.html"></iframe>`,
    );
    await fill(`${site.origin}/foreign`, ids.card).catch((error: Error) =>
      expect(error.message).toMatch(/NO_FIELDS/),
    );
    const foreign = page.frames().find((frame) => frame.url().startsWith(site.other));
    const left = await foreign?.$$eval("input", (all) => all.map((one) => one.value).join(""));
    expect(left).toBe("");
  });

  test("a security code asks for the password, and is filled with it", async () => {
    const report = await fill(`${site.origin}/forms/card.html`, ids.card);
    expect(report.fields.map(({ outcome }) => outcome)).toContain("step-up");
    expect(await valueOf("[data-expect=cc-csc]")).toBe("");
    await fill(`${site.origin}/forms/card.html`, ids.card, password);
    expect(await valueOf("[data-expect=cc-csc]")).toBe("123");
  });

  test("inputs of frameworks notice", async () => {
    await fill(`${site.origin}/forms/controlled.html`, ids.identity);
    const state = await until("the state", () =>
      page.$eval("#state", (output) => output.textContent),
    );
    expect(JSON.parse(state)).toMatchObject({ react: "Ann", "react-select": "de", vue: "Archer" });
    expect(await valueOf("#react")).toBe("Ann");
  });

  test("nothing hidden is filled, by whatever trick", async () => {
    await fill(`${site.origin}/forms/hidden.html`, ids.identity);
    const tricked = await page.$$eval("[data-trick]", (all) =>
      all.filter((one) => (one as HTMLInputElement).value !== "").map((one) => one.id),
    );
    expect(tricked).toEqual([]);
    expect(await valueOf("#plain")).toBe("ann@archer.example");
  });

  test("an item of another origin is refused, and the page sees nothing", async () => {
    const own = await coffer.open("manager.html");
    const draft = draftOf(
      "login",
      "Elsewhere",
      { username: "eve", password: "x" },
      { origins: [site.other] },
    );
    const { id } = await ask(own, "item.save", { draft, password: null });
    await own.close();
    await page.goto(`${site.origin}/forms/login.html`);
    const popup = await coffer.popup(page);
    const { tabId, origin } = await ask(popup, "here", {});
    const answer = await askRaw(popup, "fill", { id, tabId, origin, password: null, adopt: false });
    expect(answer).toEqual({ ok: false, code: "OTHER_ORIGIN" });
    await popup.close();
    expect(await valueOf("input[type=password]")).toBe("");
  });

  test("goes on after the worker was stopped between unlock and fill", async () => {
    await coffer.stopWorker();
    const report = await fill(`${site.origin}/forms/login.html`, ids.login);
    expect(report.filled).toBeGreaterThanOrEqual(2);
    expect(await valueOf("input[type=password]")).toBe("sEcret-17");
  });
});

interface Truth {
  pages: { page: string; fields: { index: number; label: string }[] }[];
}

describe.skipIf(!existsSync(corpora))(
  "on real pages (needs the corpora beside the project)",
  () => {
    const sample = existsSync(corpora)
      ? ["ddg", "formasaurus", "chromium"].flatMap((corpus) => {
          const truth = JSON.parse(
            readFileSync(join(corpora, corpus, "truth.json"), "utf8"),
          ) as Truth;
          const step = Math.floor(truth.pages.length / 12);
          return truth.pages
            .filter((_, i) => i % step === 0)
            .slice(0, 12)
            .map((one) => ({ corpus, ...one }));
        })
      : [];

    test("of three collections, something right is filled, nothing hidden, and nothing that must stay empty", async () => {
      site.folder("/corpora/", corpora);
      const sum = { pages: 0, filled: 0, withFields: 0, mustStayEmpty: 0, wrong: 0 };
      const hidden: string[] = [];
      for (const { corpus, page: name, fields } of sample) {
        const url = `${site.origin}/corpora/${corpus}/pages/${encodeURIComponent(name)}.html`;
        const report = await fill(url, ids.identity).catch((error: Error) => {
          expect(error.message).toMatch(/NO_FIELDS/);
          return null;
        });
        sum.pages++;
        if (report === null) continue;
        sum.withFields++;
        sum.filled += report.filled;
        const state = await page.$$eval("input,select,textarea", (all) =>
          all.map((one) => {
            const input = one as HTMLInputElement;
            const box = input.type === "checkbox" || input.type === "radio";
            const written = box
              ? input.checked !== input.defaultChecked
              : input.tagName !== "SELECT" && input.value !== input.defaultValue;
            return {
              written,
              seen: input.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }),
            };
          }),
        );
        for (const [i, { written, seen }] of state.entries()) {
          if (written && !seen) hidden.push(`${name} ${i}`);
        }
        for (const { index, label } of fields) {
          if (label !== "none") continue;
          sum.mustStayEmpty++;
          if (state[index]?.written === true) sum.wrong++;
        }
      }
      process.stdout.write(`fill on real pages: ${JSON.stringify(sum)}\n`);
      expect(sum.pages).toBeGreaterThanOrEqual(25);
      expect(sum.filled).toBeGreaterThan(sum.pages);
      expect(hidden).toEqual([]);
      expect(sum.wrong / Math.max(1, sum.mustStayEmpty)).toBeLessThanOrEqual(0.05);
    });
  },
);
