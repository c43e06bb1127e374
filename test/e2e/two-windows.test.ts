/** Two windows edit one item: the second to save is asked, and nothing that was typed is lost. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let coffer: Chromium;
beforeAll(async () => {
  coffer = await startChromium();
});
afterAll(() => coffer.close());

async function edit(screen: Screen, text: string): Promise<void> {
  await screen.press(`${word("list.open")} Letter ${word("kind.note")}`);
  await screen.press(word("app.edit"));
  await screen.type(word("field.body"), text);
}

test("the second window is told, may keep both, and both are there", async () => {
  const one = await coffer.open("manager.html");
  await ask(one, "create", { password });
  const draft = draftOf("note", "Letter", { body: "as it was" });
  await ask(one, "item.save", { draft, password: null });
  await one.reload();
  const two = await coffer.open("manager.html");
  await edit(screenOf(one), "typed in the first");
  await edit(screenOf(two), "typed in the second");

  await screenOf(one).press(word("app.save"));
  await screenOf(one).miss(word("edit.editTitle", word("kind.note")));
  await screenOf(two).press(word("app.save"));
  await screenOf(two).see(word("edit.changed"));
  await screenOf(two).press(`${word("edit.keepBoth")}: ${word("edit.keepBothText")}`);
  await screenOf(two).miss(word("edit.changed"));

  const rows = await until("both", async () => {
    const all = await find(one);
    return all.length > 1 && all;
  });
  expect(rows.map(({ title }) => title).toSorted()).toEqual([
    "Letter",
    word("edit.copyTitle", "Letter"),
  ]);
  const bodies = await Promise.all(
    rows.map(async ({ id }) => (await ask(one, "item.read", { id })).fields[0]?.value),
  );
  expect(new Set(bodies)).toEqual(new Set(["typed in the first", "typed in the second"]));
});
