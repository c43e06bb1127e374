/**
 * A window of Coffer as its user meets it: things have names and roles, and a step waits until it can be
 * done. One for pages of puppeteer; the popup of Firefox has its own (firefox-window.ts).
 */
import type { Page } from "puppeteer";
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

/** By the accessible name; the role tells a box from its label. */
function named(name: string, role: string): string {
  return `::-p-aria(${name}[role="${role}"])`;
}

/** A page of puppeteer as a screen. */
export function screenOf(page: Page): Screen {
  const text = () => page.evaluate(() => document.body.innerText);
  const contains = async (part: string) => (await text()).includes(part);
  return {
    press: (name, role = "button") => page.locator(named(name, role)).setTimeout(20_000).click(),
    async type(name, typed) {
      const box = await page.waitForSelector(
        `::-p-aria(${name}[role="textbox"]), ::-p-aria(${name}[role="combobox"]), ::-p-aria(${name}[role="searchbox"])`,
        { timeout: 20_000 },
      );
      if (box === null) throw new Error(`No box ${name}`);
      await box.focus();
      await box.evaluate((element) => (element as HTMLInputElement).select());
      await page.keyboard.press("Backspace");
      await page.keyboard.type(typed);
    },
    async keys(...names) {
      for (const name of names) await page.keyboard.press(name as "Enter");
    },
    see: async (part) => void (await until(`"${part}" on the screen`, () => contains(part))),
    miss: async (part) => void (await until(`"${part}" to go`, async () => !(await contains(part)))),
    text,
    has: async (name, role) => (await page.$(named(name, role))) !== null,
    evaluate: page.evaluate.bind(page) as Page["evaluate"],
  };
}
