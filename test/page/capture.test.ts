/** What the guest takes out of a page: the values of a form, the selected text, and no more than that. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { draftFromCapture } from "../../src/core/form/capture.ts";
import { classify } from "../../src/core/form/classify.ts";
import { plan } from "../../src/core/form/plan.ts";
import { startStage, type Stage, type Visited } from "./stage.ts";

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(() => stage.close());

async function captured(visited: Visited) {
  const answer = await visited.ask({ ask: "capture" });
  if (answer.got !== "captured") throw new Error(answer.got);
  return answer;
}

async function typeIn({ page }: Visited): Promise<void> {
  await page.click("label:has(#sex-x)");
  await page.click("#vegan + span");
  await page.select("#size", "l");
  await page.type("#about", "I like\nbooks");
  await page.type("#story", "Once");
}

function values({ page }: Visited) {
  return page.evaluate(() => ({
    sex: document.querySelector("[name=sex]:checked")?.id,
    vegan: document.querySelector<HTMLInputElement>("#vegan")?.checked,
    size: document.querySelector<HTMLSelectElement>("#size")?.value,
    about: document.querySelector<HTMLTextAreaElement>("#about")?.value,
    story: document.querySelector("#story")?.textContent,
  }));
}

test("a form that was saved is filled the same way on the next visit", async () => {
  const first = await stage.visit("/forms/choices.html");
  await typeIn(first);
  const was = await values(first);
  const answer = await captured(first);
  const draft = draftFromCapture(answer.fields, { origin: stage.site.origin, title: answer.title });
  expect(draft).toMatchObject({ kind: "form", title: "Profile", origins: [stage.site.origin] });

  const second = await stage.visit("/forms/choices.html");
  const item = { ...draft, id: "0".repeat(32), created: 0, modified: 0, trashed: null };
  const { steps } = plan(classify(await second.scan()), item, {
    critical: new Map(),
    keepTyped: false,
  });
  const results = await second.write(steps);
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await values(second)).toEqual(was);
});

test("a hidden field gives nothing away", async () => {
  stage.site.put(
    "/secret",
    `<title>t</title><form><input name=email value=a@b.example><input name=token type=hidden value=t1><input name=trap style="opacity:0" value=t2></form>`,
  );
  const { fields } = await captured(await stage.visit("/secret"));
  expect(fields.map(({ field, value }) => [field.name, value])).toEqual([
    ["email", "a@b.example"],
    ["trap", ""],
  ]);
});

async function selection(visited: Visited): Promise<string> {
  const answer = await visited.ask({ ask: "selection" });
  return answer.got === "selection" ? answer.text : answer.got;
}

describe("the selection", () => {
  const page = `<title>Page</title><p id=text>Some words</p><input id=a value="one two"><input id=p type=password value=secret>
    <input id=dots style="-webkit-text-security: disc" value=secret><textarea id=t>three four</textarea>`;

  test("is the text of the page, or of the text field the user stands in", async () => {
    stage.site.put("/selection", page);
    const visited = await stage.visit("/selection");
    expect(await selection(visited)).toBe("");
    await visited.page.evaluate(() => {
      const text = document.querySelector("#text");
      if (text) getSelection()?.selectAllChildren(text);
    });
    expect(await selection(visited)).toBe("Some words");
    await visited.page.$eval("#a", (input) => {
      (input as HTMLInputElement).focus();
      (input as HTMLInputElement).setSelectionRange(0, 3);
    });
    expect(await selection(visited)).toBe("one");
    await visited.page.$eval("#t", (area) => {
      (area as HTMLTextAreaElement).focus();
      (area as HTMLTextAreaElement).setSelectionRange(6, 10);
    });
    expect(await selection(visited)).toBe("four");
  });

  test("is never a password, by type or by dots of another kind", async () => {
    stage.site.put("/selection", page);
    const visited = await stage.visit("/selection");
    for (const id of ["p", "dots"]) {
      await visited.page.$eval(`#${id}`, (input) => {
        (input as HTMLInputElement).focus();
        (input as HTMLInputElement).select();
      });
      expect(await selection(visited)).toBe("");
    }
  });
});
