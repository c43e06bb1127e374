/** A snippet from its first letter to the clipboard, and the search that finds it again. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { startChromium } from "./harness/chromium.ts";
import { startFirefox } from "./harness/firefox.ts";
import { clipboard, type Coffer, find, setUp } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { word } from "./harness/words.ts";

/** "2027-05-31" of tomorrow, where the browser runs too. */
function tomorrow(): string {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

describe.each([
  ["Chromium", startChromium],
  ["Firefox", startFirefox],
] as const)("in %s", (_name, start) => {
  let coffer: Coffer;
  let page: Page;
  let screen: Screen;

  beforeAll(async () => {
    coffer = await start();
    await setUp(coffer);
    page = await coffer.open("manager.html#/kind/snippet");
    // Wide enough that the list stands beside the item.
    await page.setViewport({ width: 1280, height: 900 });
    screen = screenOf(page);
  });
  afterAll(() => coffer.close());

  test("while it is typed, what is wrong with it is said and what it becomes is shown", async () => {
    await screen.press(word("list.newShort"));
    await screen.type(word("edit.title"), "Letter of thanks");
    await screen.type(word("field.body"), "Dear {{nonsense}}");
    await screen.see(word("template.UNKNOWN_NAME", "nonsense"));
    await screen.type(
      word("field.body"),
      'Dear {{ask("Name", "you")}}, until {{date("+1d", "iso")}}.',
    );
    await screen.see(`Dear you, until ${tomorrow()}.`);
    // It could be saved, but nobody could ever type it.
    await screen.type(word("field.trigger"), "my letter");
    await screen.see(word("trigger.blanks"));
    await screen.type(word("field.trigger"), ";let");
    await screen.see(word("trigger.about"));
    await screen.type(word("folder.name"), "Work / Mail");
    await screen.press(word("app.save"));
    await screen.miss(word("edit.newTitle", word("kind.snippet")));
  });

  test("the search finds it by its text, by a mistyped title and by operators, and not by others", async () => {
    const none = (text: string) => find(screen, text, word("list.nothing", text));
    await find(screen, "type:snippet lettre", word("list.count", 1));
    await none("type:login letter");
    await find(screen, "folder:work dear", word("list.count", 1));
    await none("letter -thanks");
  });

  test("a card number typed into it is offered to ask for the password, and undo takes that back", async () => {
    await find(screen, "letter", word("list.count", 1));
    await screen.press(word("app.edit"));
    await screen.type(word("field.body"), "4111 1111 1111 1111");
    await screen.see(word("secret.card"));
    await screen.press(word("secret.askEachTime"));
    await screen.see(word("secret.asks"));
    await screen.press(word("secret.undo"));
    await screen.see(word("secret.card"));
    await screen.press(word("app.cancel"));
    await screen.press(word("edit.discard"));
    await screen.miss(word("secret.card"));
  });

  test("a copy asks its questions first and puts the text with the answers on the clipboard", async () => {
    await screen.press(word("app.copy"), "button");
    await screen.type("Name", "Ann");
    await screen.see(`Dear Ann, until ${tomorrow()}.`);
    await screen.keys("Enter");
    await screen.see("Clears in");
    expect(await clipboard(page)).toBe(`Dear Ann, until ${tomorrow()}.`);
  });

  test("a text of 5 MB is refused in a sentence where it is typed, and nothing of it is lost", async () => {
    await screen.press(word("list.newShort"));
    await screen.type(word("edit.title"), "Invoice\u202Efdp.exe");
    await screen.type(word("field.body"), "a");
    // As a paste does it; and pressed by its element: to look for names takes long beside so much text.
    const put = (text: string, times: number) =>
      page.$eval(
        "textarea[rows='7']",
        (box, part, n) => {
          box.value = part.repeat(n);
          box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        },
        text,
        times,
      );
    const press = (name: string) =>
      page.$$eval(
        "button",
        (all, label) => all.find((one) => one.textContent === label)?.click(),
        name,
      );
    await put("{{", 2_500_000);
    await screen.see(word("template.TOO_LONG"));
    await press(word("app.save"));
    await screen.see(word("edit.newTitle", word("kind.snippet")));
    expect(await page.$eval("textarea[rows='7']", (box) => box.value.length)).toBe(5_000_000);
    // Cut by the user it is saved; its title can not look like another one.
    await put("half a pair", 1);
    await screen.miss(word("half.kept"));
    await page.$eval("textarea[rows='7']", (box) => {
      // Made in the page: half of a pair does not get there unhurt.
      box.value = `half ${String.fromCharCode(0xd83d)} a pair`;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    await screen.see(word("half.kept"));
    await press(word("app.save"));
    await screen.miss(word("edit.newTitle", word("kind.snippet")));
    await find(screen, "invoice", "Invoicefdp.exe");
    await screen.see(word("half.kept"));
    // Through the door and back not one unit of it has changed.
    expect(await page.$eval(".value-text span", (one) => one.textContent.charCodeAt(5))).toBe(
      0xd83d,
    );
  });
});
