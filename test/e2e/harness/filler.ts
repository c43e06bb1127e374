/** Fills pages of a test site through the whole extension, in either browser: popup, background, stub, hand. */
import type { Page } from "puppeteer";
import type { FillReport } from "../../../src/wire/protocol.ts";
import { startChromium } from "./chromium.ts";
import { ask, askRaw, draftOf } from "./door.ts";
import { type Coffer, password } from "./drive.ts";
import { startFirefox } from "./firefox.ts";
import { type Site, startSite } from "./site.ts";
import { until } from "./until.ts";

/** Whose data is filled. */
export const ann = {
  "honorific-prefix": "Ms",
  "given-name": "Ann",
  "family-name": "Archer",
  sex: "female",
  bday: "1984-03-09",
  email: "ann@archer.example",
  tel: "+442079460123",
  organization: "Archer Ltd",
  "street-address": "1 Main Street",
  "postal-code": "94105",
  "address-level2": "Springfield",
  "address-level1": "California",
  country: "US",
};

export interface Filler {
  coffer: Coffer;
  site: Site;
  page: Page;
  /** Fills the page in front. */
  fill(kind?: "identity" | "login"): Promise<FillReport>;
  /** Opens a path of the site, and fills it. */
  visit(path: string, kind?: "identity" | "login"): Promise<FillReport>;
  /** Takes the last fill back; answers how many fields. */
  undo(): Promise<number>;
  /** What the report says of the field with this label. */
  outcomeOf(report: FillReport, label: string): string | undefined;
  close(): Promise<void>;
}

/** Starts browser, site and a vault with Ann in it. */
export async function startFiller(browser: "Chromium" | "Firefox"): Promise<Filler> {
  const site = await startSite();
  const coffer = await (browser === "Chromium" ? startChromium() : startFirefox());
  const own = await coffer.open("manager.html");
  await until("the background", () => ask(own, "status", {}));
  await ask(own, "create", { password });
  const save = async (draft: ReturnType<typeof draftOf>) =>
    (await ask(own, "item.save", { draft, password })).id;
  const origins = [site.origin];
  const home = draftOf("identity", "Home", ann);
  const bike = {
    id: "bike",
    key: "",
    label: "I ride a bike",
    type: "boolean" as const,
    critical: false,
  };
  home.fields.push({ ...bike, value: "true" });
  const ids = {
    identity: await save(home),
    login: await save(
      draftOf("login", "Shop", { username: "ann", password: "sEcret-17" }, { origins }),
    ),
  };
  await own.close();
  const page = await coffer.browser.newPage();

  /** Asks from the popup over the page, as its buttons do. */
  async function fromPopup<T>(
    work: (say: (row: string, asked: unknown) => Promise<T>) => Promise<T>,
  ) {
    if (coffer.kind === "chromium") {
      const popup = await coffer.popup(page);
      try {
        return await work((row, asked) => ask(popup, row as "fill", asked as never) as Promise<T>);
      } finally {
        await popup.close();
      }
    }
    const popup = await coffer.popupOver(page);
    return work(async (row, asked) => {
      const answer = await askRaw(popup, row, asked);
      if (!answer.ok) throw new Error(`${row}: ${answer.code}`);
      return answer.reply as T;
    });
  }
  type Here = { tabId: number | null; origin: string | null };
  const filler: Filler = {
    coffer,
    site,
    page,
    fill: (kind = "identity") =>
      fromPopup<unknown>(async (say) => {
        const { tabId, origin } = (await say("here", {})) as Here;
        return say("fill", { id: ids[kind], tabId, origin, password: null, adopt: false });
      }) as Promise<FillReport>,
    async visit(path, kind) {
      await page.goto(site.origin + path);
      return filler.fill(kind);
    },
    undo: async () => {
      const answer = await fromPopup<unknown>(async (say) => {
        const { tabId } = (await say("here", {})) as Here;
        return say("fill.undo", { tabId });
      });
      return (answer as { count: number }).count;
    },
    outcomeOf: (report, label) =>
      report.fields.find((field) => field.label.includes(label))?.outcome,
    async close() {
      await coffer.close();
      await site.close();
    },
  };
  return filler;
}
