/** Values go in as typing would put them there, stay, and come out again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PageField, Step } from "../../src/core/form/field.ts";
import { startStage, type Stage, type Visited } from "./stage.ts";

let stage: Stage;
beforeAll(async () => (stage = await startStage()));
afterAll(() => stage.close());

const at = (fields: PageField[], id: string) => fields.find((field) => field.id === id)?.n ?? -1;
const valueOf = (visited: Visited, id: string) =>
  visited.page.$eval(`#${id}`, (element) => (element as HTMLInputElement).value);
const typed = (n: number, value: string): Step => ({ n, do: "text", value });

describe("inputs that a framework controls", () => {
  let visited: Visited;
  let fields: PageField[];
  beforeEach(async () => {
    visited = await stage.visit("/forms/controlled.html");
    fields = await visited.scan();
  });
  const state = async () =>
    JSON.parse((await visited.page.$eval("#state", (output) => output.textContent)) || "{}");

  test("one that records its own value notices the new one", async () => {
    const results = await visited.write([typed(at(fields, "react"), "Ada")]);
    expect(results.map(({ ok }) => ok)).toEqual([true]);
    expect(await state()).toMatchObject({ react: "Ada" });
    expect(await valueOf(visited, "react")).toBe("Ada");
  });

  test("a list, a model and a box that listens to clicks notice too", async () => {
    const results = await visited.write([
      { n: at(fields, "react-select"), do: "option", index: 1 },
      typed(at(fields, "vue"), "Lovelace"),
      { n: at(fields, "agree"), do: "check", on: true },
    ]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await state()).toMatchObject({ "react-select": "de", vue: "Lovelace", agree: true });
  });

  test("a value that the page groups counts as filled, one that it replaces does not", async () => {
    const results = await visited.write([
      typed(at(fields, "masked"), "030123456"),
      typed(at(fields, "stubborn"), "Berlin"),
    ]);
    expect(await valueOf(visited, "masked")).toBe("030 123 456");
    expect(results.map(({ ok }) => ok)).toEqual([true, false]);
  });

  test("the framework notices when the fill is taken back", async () => {
    await visited.write([
      typed(at(fields, "react"), "Ada"),
      { n: at(fields, "agree"), do: "check", on: true },
    ]);
    expect(await visited.ask({ ask: "undo" })).toEqual({ got: "undone", count: 2 });
    expect(await state()).toMatchObject({ react: "", agree: false });
  });
});

test("the page sees the events of typing, in their order, and none that submits", async () => {
  stage.site.put(
    "/events",
    `<title>t</title><form action="/sent" method="post"><input id=a onchange="this.form.requestSubmit()"><button>Go</button></form>
     <script>
       window.seen = [];
       for (const name of ["focus","focusin","keydown","beforeinput","input","keyup","change","blur","focusout","click","submit"])
         document.addEventListener(name, (event) => seen.push(event.type), true);
     </script>`,
  );
  const visited = await stage.visit("/events");
  await visited.scan();
  expect(await visited.write([typed(0, "x")])).toEqual([{ n: 0, ok: true }]);
  const seen = await visited.page.evaluate("seen");
  expect(seen).toEqual(
    "focus focusin keydown beforeinput input keyup change blur focusout".split(" "),
  );
  expect(stage.site.received).toEqual([]);
  expect(visited.page.url()).toBe(`${stage.site.origin}/events`);
});

test("a form can be sent again once the fill is over", async () => {
  stage.site.put(
    "/send",
    `<title>t</title><form method=post><input id=a><button>Go</button></form>`,
  );
  const visited = await stage.visit("/send");
  await visited.scan();
  await visited.write([typed(0, "x")]);
  await Promise.all([visited.page.waitForNavigation(), visited.page.click("button")]);
  expect(stage.site.received.map(({ path }) => path)).toEqual(["/send"]);
});

describe("lists, boxes, dates and editable parts", () => {
  let visited: Visited;
  let fields: PageField[];
  const snapshot = () =>
    visited.page.evaluate(() => ({
      sex: document.querySelector<HTMLInputElement>("[name=sex]:checked")?.id,
      birthday: document.querySelector<HTMLInputElement>("#birthday")?.value,
      vegan: document.querySelector<HTMLInputElement>("#vegan")?.checked,
      posters: document.querySelector<HTMLInputElement>("#posters")?.checked,
      size: document.querySelector<HTMLSelectElement>("#size")?.value,
      about: document.querySelector<HTMLTextAreaElement>("#about")?.value,
      story: document.querySelector<HTMLElement>("#story")?.innerText.trim(),
      rich: document.querySelector("#rich")?.innerHTML,
    }));
  const steps = (): Step[] => [
    { n: at(fields, "sex-f"), do: "check", on: true },
    typed(at(fields, "birthday"), "1815-12-10"),
    { n: at(fields, "vegan"), do: "check", on: true },
    { n: at(fields, "posters"), do: "check", on: false },
    { n: at(fields, "size"), do: "option", index: 2 },
    typed(at(fields, "about"), "two\nlines"),
    typed(at(fields, "story"), "Once upon a time"),
    typed(at(fields, "rich"), "Cheers"),
  ];
  beforeEach(async () => {
    visited = await stage.visit("/forms/choices.html");
    fields = await visited.scan();
  });

  test("all take their value", async () => {
    expect(await visited.write(steps())).toEqual(steps().map(({ n }) => ({ n, ok: true })));
    expect(await snapshot()).toEqual({
      sex: "sex-f",
      birthday: "1815-12-10",
      vegan: true,
      posters: false,
      size: "m",
      about: "two\nlines",
      story: "Once upon a time",
      rich: expect.stringContaining("Cheers"),
    });
  });

  test("all of it is taken back, formatted text with its format", async () => {
    const before = await snapshot();
    await visited.write(steps());
    expect(await visited.ask({ ask: "undo" })).toEqual({ got: "undone", count: 8 });
    expect(await snapshot()).toEqual(before);
    expect(await visited.ask({ ask: "undo" })).toEqual({ got: "undone", count: 0 });
  });

  test("a rich editor that does its own editing is asked to, and to take it back", async () => {
    await visited.page.evaluate(() => {
      const story = document.querySelector<HTMLElement>("#story");
      story?.addEventListener("beforeinput", (event) => {
        event.preventDefault();
        const text = event.data ?? "";
        story.innerHTML = `<p data-model="${text}">${text}</p>`;
      });
    });
    const story = () => visited.page.$eval("#story", (host) => host.innerHTML);
    const results = await visited.write([typed(at(fields, "story"), "Once")]);
    expect(results).toEqual([{ n: at(fields, "story"), ok: true }]);
    expect(await story()).toBe('<p data-model="Once">Once</p>');
    await visited.ask({ ask: "undo" });
    expect(await story()).toBe('<p data-model=""></p>');
  });

  test("a step of the wrong sort is refused and changes nothing", async () => {
    const before = await snapshot();
    const results = await visited.write([
      typed(at(fields, "vegan"), "true"),
      typed(at(fields, "size"), "m"),
      { n: at(fields, "about"), do: "check", on: true },
      { n: at(fields, "birthday"), do: "option", index: 0 },
      typed(at(fields, "birthday"), "10.12.1815"),
      typed(9999, "nobody"),
    ]);
    expect(results.some(({ ok }) => ok)).toBe(false);
    expect(await snapshot()).toEqual(before);
  });

  test("an option that moved since the scan is chosen by what it says", async () => {
    await visited.page.$eval("#size", (select) => {
      select.insertAdjacentHTML("afterbegin", "<option value=xs>Extra small</option>");
    });
    await visited.write([{ n: at(fields, "size"), do: "option", index: 2 }]);
    expect((await snapshot()).size).toBe("m");
  });
});

describe("taking a fill back", () => {
  let visited: Visited;
  let fields: PageField[];
  const word = { ask: "undo" } as const;
  beforeEach(async () => {
    visited = await stage.visit("/forms/login.html");
    fields = await visited.scan();
    await visited.page.type("#who", "typed before");
    await visited.write([typed(at(fields, "who"), "ada"), typed(at(fields, "word"), "s3cret")]);
  });
  const undone = async () => [await valueOf(visited, "who"), await valueOf(visited, "word")];

  test("starts from a fill that replaced what was typed", async () => {
    expect(await undone()).toEqual(["ada", "s3cret"]);
  });

  test("one Ctrl+Z on the page takes all of it back", async () => {
    await visited.page.keyboard.down("Control");
    await visited.page.keyboard.press("z");
    await visited.page.keyboard.up("Control");
    expect(await undone()).toEqual(["typed before", ""]);
  });

  test("a Ctrl+Z that the page itself makes does nothing", async () => {
    await visited.page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }),
      ),
    );
    expect(await undone()).toEqual(["ada", "s3cret"]);
  });

  test("once the user types, Ctrl+Z is the user's own again", async () => {
    await visited.page.focus("#who");
    await visited.page.keyboard.press("End");
    await visited.page.keyboard.type("!");
    await visited.page.keyboard.down("Control");
    await visited.page.keyboard.press("z");
    await visited.page.keyboard.up("Control");
    expect((await undone())[1]).toBe("s3cret");
  });

  test("what the user changed since is left alone", async () => {
    await visited.page.focus("#who");
    await visited.page.keyboard.press("End");
    await visited.page.keyboard.type("!");
    expect(await visited.ask(word)).toEqual({ got: "undone", count: 1 });
    expect(await undone()).toEqual(["ada!", ""]);
  });

  test("a later injection can take back what an earlier one wrote", async () => {
    await visited.again();
    expect(await visited.ask(word)).toEqual({ got: "undone", count: 2 });
    expect(await undone()).toEqual(["typed before", ""]);
  });

  test("the next match replaces the last fill", async () => {
    await visited.again();
    await visited.scan();
    await visited.ask({
      ask: "write",
      steps: [typed(at(fields, "who"), "grace")],
      undoFirst: true,
    });
    expect(await undone()).toEqual(["grace", ""]);
    await visited.ask(word);
    expect(await undone()).toEqual(["typed before", ""]);
  });
});

test("a second injection answers each question once", async () => {
  const visited = await stage.visit("/forms/login.html");
  await visited.again();
  await visited.again();
  const fields = await visited.scan();
  await visited.page.evaluate(() => {
    document.querySelector("#who")?.addEventListener("input", () => {
      document.body.dataset["inputs"] = String(Number(document.body.dataset["inputs"] ?? 0) + 1);
    });
  });
  await visited.write([typed(at(fields, "who"), "ada")]);
  expect(await visited.page.evaluate(() => document.body.dataset["inputs"])).toBe("1");
});

test("scan, fill and undo leave no element, attribute or global in the page", async () => {
  const visited = await stage.visit("/forms/registration.html");
  const globals = () => visited.page.evaluate(() => Object.getOwnPropertyNames(window).length);
  const html = () => visited.page.evaluate(() => document.documentElement.outerHTML);
  const before = [await globals(), await html()];
  await visited.page.evaluate(() => {
    const changes: string[] = [];
    new MutationObserver((list) => changes.push(...list.map(({ type }) => type))).observe(
      document,
      {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      },
    );
    Object.assign(window, { changes });
  });
  const fields = await visited.scan();
  await visited.write([
    typed(at(fields, "first"), "Ada"),
    { n: at(fields, "month"), do: "option", index: 12 },
  ]);
  await visited.ask({ ask: "undo" });
  expect(await visited.page.evaluate("changes")).toEqual([]);
  expect([(await globals()) - 1, await html()]).toEqual(before);
});

test("fields in open and closed shadow roots take their value and tell their component", async () => {
  const visited = await stage.visit("/forms/shadow.html");
  const fields = await visited.scan();
  const results = await visited.write([
    typed(at(fields, "who"), "ada"),
    typed(at(fields, "word"), "s3cret"),
  ]);
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await visited.page.evaluate(() => ({ ...document.body.dataset }))).toEqual({
    open: "ada",
    closed: "s3cret",
  });
});

test("the frame that has the card is filled and the page around it is not", async () => {
  const visited = await stage.visit("/forms/frame.html");
  const [, inner = -1] = visited.frames;
  const fields = await visited.scan(inner);
  await visited.write([typed(at(fields, "number"), "4111111111111111")], inner);
  const frame = visited.page.frames()[1];
  expect(await frame?.$eval("#number", (input) => (input as HTMLInputElement).value)).toBe(
    "4111111111111111",
  );
  expect(await valueOf(visited, "mail")).toBe("");
});

test("a field that the page takes away counts as refused", async () => {
  stage.site.put("/gone", `<title>t</title><input id=a oninput="this.remove()"><input id=b>`);
  const visited = await stage.visit("/gone");
  await visited.scan();
  expect(await visited.write([typed(0, "x"), typed(1, "y")])).toEqual([
    { n: 0, ok: false },
    { n: 1, ok: true },
  ]);
});

test("numbers of an earlier injection's scan write nothing", async () => {
  const visited = await stage.visit("/forms/login.html");
  const fields = await visited.scan();
  await visited.again();
  const results = await visited.write([typed(at(fields, "who"), "ada")]);
  expect(results.map(({ ok }) => ok)).toEqual([false]);
  expect(await valueOf(visited, "who")).toBe("");
});

test("the focus stays where the user left it", async () => {
  const visited = await stage.visit("/forms/choices.html");
  await visited.page.focus("#about");
  const fields = await visited.scan();
  expect(fields.filter(({ focused }) => focused).map(({ id }) => id)).toEqual(["about"]);
  await visited.write([
    typed(at(fields, "story"), "x"),
    typed(at(fields, "birthday"), "2000-01-01"),
  ]);
  expect(await visited.page.evaluate(() => document.activeElement?.id)).toBe("about");
});
