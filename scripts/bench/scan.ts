/** The times of reading a large page: the built scanner in real Chromium, the classifier beside it. */
import { join } from "node:path";
import { rolldown } from "rolldown";
import type { Page } from "puppeteer";
import type { PageField } from "../../src/core/form/field.ts";
import type { Bench } from "./browser.ts";
import type { Entry } from "./rounds.ts";

const root = join(import.meta.dirname, "../..");

interface Parts {
  Guest: { scan(): { fields: PageField[] } };
  Engine: { classify(fields: PageField[]): unknown[] };
}

async function bundle(path: string, name: string): Promise<string> {
  const build = await rolldown({ input: join(root, path), logLevel: "silent" });
  const { output } = await build.generate({ format: "iife", name, minify: true });
  await build.close();
  return `${output[0].code};globalThis.${name} = ${name};`;
}

/** A page of a business form: sections with headings, rows with labels, lists and boxes among the inputs. */
function formOf(count: number): string {
  const kinds = ["First name", "Last name", "E-mail", "Street", "Postal code", "City", "Company"];
  const row = (i: number) => {
    const label = `${kinds[i % kinds.length]} ${Math.floor(i / kinds.length)}`;
    if (i % 20 === 7)
      return `<div class=row><label for=f${i}>Country ${i}</label><select id=f${i} name=country${i}><option>Germany<option>France<option>Spain</select></div>`;
    if (i % 20 === 13)
      return `<div class=row><label><input type=checkbox name=box${i}> Send me news ${i}</label></div>`;
    return `<div class=row><label for=f${i}>${label}</label><span><input id=f${i} name=field_${i}></span></div>`;
  };
  const sections = Array.from({ length: count / 20 }, (_none, s) => {
    const rows = Array.from({ length: 20 }, (_, i) => row(s * 20 + i)).join("");
    return `<fieldset><legend>Part ${s}</legend>${rows}</fieldset>`;
  });
  return `<!doctype html><title>Order</title><style>.row{display:flex;gap:8px}label{width:12em}</style><h1>Order</h1><form>${sections.join("")}</form>`;
}

/** The page is in front and painted, as it is when its user asks for a fill. */
async function atRest(page: Page): Promise<void> {
  await page.bringToFront();
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** Pages with the scanner and the classifier in them; `close` leaves them. */
export async function scanEntries({ coffer }: Bench): Promise<Entry[]> {
  const code = [
    await bundle("src/page/scan.ts", "Guest"),
    await bundle("src/core/form/engine.ts", "Engine"),
  ].join("\n");
  const pageOf = async (count: number): Promise<Page> => {
    const page = await coffer.browser.newPage();
    await page.setContent(formOf(count));
    await page.evaluate(code.replace("Engine = Engine", "Engine = Engine.formEngine"));
    return page;
  };
  const small = await pageOf(1000);
  const large = await pageOf(5000);
  const both = (page: Page) => async () => {
    await atRest(page);
    return page.evaluate(() => {
      const { Guest, Engine } = globalThis as unknown as Parts;
      const start = performance.now();
      const { fields } = Guest.scan();
      Engine.classify(structuredClone(fields));
      const time = performance.now() - start;
      if (fields.length < 1000) throw new Error(`Only ${fields.length} fields.`);
      return time;
    });
  };
  /** What any program pays that asks for the box and the style of each input once. */
  const least = (page: Page) => async () => {
    await atRest(page);
    return page.evaluate(() => {
      const start = performance.now();
      for (const input of document.querySelectorAll("input,select")) {
        input.getBoundingClientRect();
        void getComputedStyle(input).visibility;
      }
      return performance.now() - start;
    });
  };
  return [
    {
      name: "scan",
      about:
        "scan and classify a page of 1,000 and of 5,000 fields (targets 50 and 250 ms), against asking each once for its box and style",
      sides: [
        { name: "1,000: box and style alone", run: least(small) },
        { name: "1,000: scan and classify", run: both(small) },
        { name: "5,000: box and style alone", run: least(large) },
        { name: "5,000: scan and classify", run: both(large) },
      ],
    },
  ];
}
