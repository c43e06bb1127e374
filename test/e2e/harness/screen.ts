/**
 * A window of Coffer as its user meets it: things have names and roles, and a step waits until it can be
 * done. One for pages of puppeteer; the popup of Firefox has its own (firefox-window.ts).
 */
import type { ElementHandle, Page } from "puppeteer";
import { until } from "./until.ts";

export interface Screen {
  /** Clicks what has this name, once it is there. */
  press(name: string, role?: string): Promise<void>;
  /** Puts text into the box of this name, in place of what stands there. */
  type(name: string, text: string): Promise<void>;
  /** Presses keys one after the other: "Enter", "Tab", "a". */
  keys(...names: string[]): Promise<void>;
  /** Waits until this text is to be read. */
  see(text: string): Promise<void>;
  /** Waits until this text is not to be read any more. */
  miss(text: string): Promise<void>;
  /** All text that is to be read now. */
  text(): Promise<string>;
  /** Whether something of this name and role is there now. */
  has(name: string, role: string): Promise<boolean>;
  evaluate: Page["evaluate"];
}

/** What one can type into; a box for a password has no role in Firefox. */
export const boxes = "input, textarea";

/** What one can press. */
export const pressed = ["button", "link", "menuitem"];

/** By the accessible name; the role tells a box from its label. */
function named(name: string, role: string): string {
  return `::-p-aria(${name}[role="${role}"])`;
}

/** Waits until `text` answers something with `part`; says in vain what was there instead. */
export async function toSee(part: string, text: () => Promise<string>): Promise<void> {
  let last = "";
  try {
    await until(`"${part}"`, async () => (last = await text()).includes(part));
  } catch (error) {
    throw new Error(`"${part}" was not to be read, but: ${last}`, { cause: error });
  }
}

/** How long a thing that goes on moving is waited for (ms). */
const restless = 1000;

/** Waits until it stands where it stood a frame before: a click goes where it was when the way there was reckoned. */
function atRest(found: ElementHandle): Promise<void> {
  return found.evaluate(
    (element, most) =>
      new Promise<void>((done) => {
        setTimeout(done, most);
        let before = "";
        const look = (): void => {
          const now = JSON.stringify([element.getBoundingClientRect(), innerWidth, innerHeight]);
          if (now === before) return done();
          before = now;
          requestAnimationFrame(look);
        };
        look();
      }),
    restless,
  );
}

/** A page of puppeteer as a screen. */
export function screenOf(page: Page): Screen {
  const text = () => page.evaluate(() => document.body.innerText);
  /** A tab behind another one gets no clicks; a popup is in front by its nature, and closes under a tab. */
  const front = async () => {
    if (!page.url().includes("/popup.html")) await page.bringToFront();
  };
  const contains = async (part: string) => (await text()).includes(part);
  return {
    async press(name, role) {
      await front();
      const roles = role === undefined ? pressed : [role];
      // A button that is drawn anew under the pointer is looked for once more.
      await until(`something to press: ${name}`, async () => {
        for (const one of roles) {
          const found = await page.$(named(name, one));
          if (found === null) continue;
          await atRest(found);
          await found.click();
          return true;
        }
        return false;
      });
    },
    async type(name, typed) {
      await front();
      const box = await until(`the box ${name}`, async () => {
        for (const found of await page.$$(`::-p-aria(${name})`)) {
          if (await found.evaluate((element, tags) => element.matches(tags), boxes)) return found;
        }
        return null;
      });
      await box.focus();
      await box.evaluate((element) => (element as HTMLInputElement).select());
      await page.keyboard.press("Backspace");
      await page.keyboard.type(typed);
    },
    async keys(...names) {
      for (const name of names) await page.keyboard.press(name as "Enter");
    },
    see: (part) => toSee(part, text),
    miss: async (part) =>
      void (await until(`"${part}" to go`, async () => !(await contains(part)))),
    text,
    has: async (name, role) => (await page.$(named(name, role))) !== null,
    evaluate: page.evaluate.bind(page),
  };
}
