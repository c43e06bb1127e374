/** Pages that mean ill, or are very large: no throw, no value in another field than it was planned for, a report. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ann, type Filler, startFiller } from "./harness/filler.ts";
import { root } from "./harness/files.ts";

/** Names that our code, or anybody's, reads of a form, a node or the document. */
const clobbering =
  "elements action method name id querySelector querySelectorAll getElementById getElementsByTagName nodeType nodeName localName tagName parentNode parentElement firstChild nextSibling childNodes children ownerDocument getRootNode contains closest matches getAttribute hasAttribute checkVisibility getBoundingClientRect scrollTop scrollLeft scrollTo scrollIntoView assignedSlot shadowRoot openOrClosedShadowRoot isConnected textContent innerText form type length submit requestSubmit reset dispatchEvent addEventListener remove append value style hidden inert title body head documentElement activeElement elementsFromPoint createElement execCommand defaultView constructor __proto__ toString valueOf then".split(
    " ",
  );

const details = (more = "") => `
  <p><label>First name <input id=first autocomplete=given-name></label>
  <p><label>Last name <input id=last autocomplete=family-name></label>
  <p><label>E-mail <input id=mail autocomplete=email></label>
  <p><label>Country <select id=country autocomplete=country><option value="">-<option value=US>United States<option value=DE>Germany</select></label>
  <fieldset><legend>Sex</legend><label><input type=radio name=sex value=m checked> Male</label> <label><input type=radio name=sex value=f id=f> Female</label></fieldset>
  ${more}`;
const doctype = `<!doctype html><html lang="en"><title>Your details</title>`;

describe.each(["Chromium", "Firefox"] as const)("in %s", (browser) => {
  let filler: Filler;
  beforeAll(async () => {
    filler = await startFiller(browser);
    filler.site.folder("/forms/", join(root, "test/forms"));
  });
  afterAll(() => filler?.close());

  const open = (html: string) => {
    filler.site.put("/page", doctype + html);
    return filler.visit("/page");
  };
  /** Read by what the browser gave the page before the page spoilt it. */
  const values = async () => (await filler.page.evaluate("read()")) as Record<string, string>;
  const keepsake = `<script>{
    const { apply } = Reflect, { getElementById } = document;
    const own = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
    const text = own(HTMLInputElement, "value"), chosen = own(HTMLSelectElement, "value"), checked = own(HTMLInputElement, "checked");
    globalThis.read = () => ({
      first: apply(text, apply(getElementById, document, ["first"]), []),
      last: apply(text, apply(getElementById, document, ["last"]), []),
      mail: apply(text, apply(getElementById, document, ["mail"]), []),
      country: apply(chosen, apply(getElementById, document, ["country"]), []),
      f: "" + apply(checked, apply(getElementById, document, ["f"]), []),
    });
  }</script>`;
  const filled = {
    first: ann["given-name"],
    last: ann["family-name"],
    mail: ann.email,
    country: ann.country,
    f: "true",
  };

  test("a form whose inputs are named like what is read of a form is filled, and taken back", async () => {
    const names = clobbering.map((name) => `<input name="${name}" aria-label="Code">`).join("");
    const report = await open(`${keepsake}<form>${details(names)}</form>`);
    expect(await values()).toEqual(filled);
    expect(report.filled).toBeGreaterThanOrEqual(5);
    expect(await filler.undo()).toBe(report.filled);
    expect(await values()).toEqual({ first: "", last: "", mail: "", country: "", f: "false" });
  });

  test("a document whose pictures and forms are named like what is read of it is filled", async () => {
    const names = clobbering
      .map((name) => `<img name="${name}" alt=""><form name="${name}"></form><i id="${name}"></i>`)
      .join("");
    await open(
      `${keepsake}<form>${details()}</form>${names}<a id=chrome></a><form id=browser><input name=runtime aria-label="Code"></form>`,
    );
    expect(await values()).toEqual(filled);
  });

  test("prototypes that the page has changed change nothing, and see no value before the field has it", async () => {
    await open(`${keepsake}<form>${details()}</form><script>
      const taken = [];
      const note = (value) => { if (typeof value === "string") taken[taken.length] = value; };
      globalThis.stolen = () => { let all = ""; for (let i = 0; i < taken.length; i++) all += taken[i] + "|"; return all; };
      const { getOwnPropertyDescriptor, defineProperty, getOwnPropertyNames } = Object;
      const spoil = (holder, name) => {
        const own = getOwnPropertyDescriptor(holder, name);
        if (!own?.configurable) return;
        if (own.set) defineProperty(holder, name, { configurable: true, get() { throw new Error("spoilt"); }, set(value) { note(value); } });
        else if (typeof own.value === "function") defineProperty(holder, name, { configurable: true, writable: true, value() { for (let i = 0; i < arguments.length; i++) note(arguments[i]); throw new Error("spoilt"); } });
      };
      const types = [HTMLInputElement, HTMLSelectElement, HTMLOptionElement, HTMLElement, Element, Node, EventTarget, Document, DocumentFragment, Array, Map, Set, WeakMap, String, RegExp, Promise, MutationObserver];
      for (let t = 0; t < types.length; t++) {
        const names = getOwnPropertyNames(types[t].prototype);
        for (let i = 0; i < names.length; i++) if (names[i] !== "constructor") spoil(types[t].prototype, names[i]);
      }
      const names = ["getComputedStyle", "setTimeout", "getSelection", "Event", "InputEvent", "MutationObserver", "Map", "Set", "Promise"];
      for (let i = 0; i < names.length; i++) globalThis[names[i]] = () => { throw new Error("spoilt"); };
    </script>`);
    expect(await values()).toEqual(filled);
    const stolen = (await filler.page.evaluate("stolen()")) as string;
    expect(Object.values(ann).filter((value) => stolen.includes(value))).toEqual([]);
    // And it was spoilt: what the page itself calls fails.
    await expect(filler.page.evaluate("document.getElementById('first').value")).rejects.toThrow(
      "spoilt",
    );
  });

  test("a field that the page makes another one while it is filled gets no value that was planned before", async () => {
    const report = await open(`<form>
      <p><label>First name <input id=first autocomplete=given-name></label>
      <p><label>Last name <input id=retyped autocomplete=family-name></label>
      <p><label id=word>E-mail <input id=relabelled autocomplete=email></label>
      <p><label id=title>Company <input id=renamed autocomplete=organization></label>
      <p id=box><label>Postal code <input id=replaced autocomplete=postal-code></label>
      <p><label>City <input id=removed autocomplete=address-level2></label>
      <p><label>Search <b></b></label>
      <p><label>Phone <input id=moved autocomplete=tel></label></form>
      <script>
        const at = (id) => document.getElementById(id);
        at("first").addEventListener("input", () => {
          at("retyped").type = "password";
          at("word").firstChild.data = "Comment, seen by all ";
          at("renamed").autocomplete = "off"; at("renamed").name = at("title").firstChild.data = "Comment";
          at("box").innerHTML = "<label>Comment <input id=replaced autocomplete=off></label>";
          at("removed").remove();
          document.querySelector("b").append(at("moved"));
        }, { once: true });
      </script>`);
    const now = await filler.page.$$eval("input", (all) =>
      all.map((one): [string, string] => [one.id, one.value]),
    );
    expect(Object.fromEntries(now)).toMatchObject({
      first: ann["given-name"],
      retyped: "",
      renamed: "",
      replaced: "",
    });
    const told = report.fields.filter(({ outcome }) => outcome === "filled");
    expect(
      told.map(({ label }) => label).filter((label) => /Last|Company|Postal|City/.test(label)),
    ).toEqual([]);
  });

  test("a page that empties a field again has that told as refused, and the others as filled", async () => {
    const report = await open(`<form>${details()}</form><script>
      document.querySelector("#first").oninput = (event) => { event.target.value = ""; };
    </script>`);
    expect(filler.outcomeOf(report, "First name")).toBe("refused");
    expect(filler.outcomeOf(report, "Last name")).toBe("filled");
  });

  test("a page that throws in every listener, and one that removes its whole form, get a report", async () => {
    const thrown = await open(`${keepsake}<form>${details()}</form><script>
      for (const name of ["focus","keydown","input","change","blur","click"]) addEventListener(name, () => { throw new Error("no"); }, true);
    </script>`);
    expect(thrown.filled).toBe(5);
    const gone = await open(`<form>${details()}</form><script>
      document.querySelector("#first").oninput = () => document.documentElement.remove();
    </script>`);
    expect(gone.fields.map(({ outcome }) => outcome)).not.toContain("filled");
    expect(filler.outcomeOf(gone, "Last name")).toBe("changed");
  });

  test("fifty thousand inputs, labels of a megabyte and lists of ten thousand are answered", async () => {
    const long = "word ".repeat(200_000);
    const cities = Array.from({ length: 10_000 }, (_, i) => `<option>City ${i}</option>`).join("");
    const report = await open(`<form>
      <p><label>First name <input id=first autocomplete=given-name></label>
      <p><label>E-mail ${long}<input id=mail autocomplete=email></label>
      <p><label>City <select id=city autocomplete=address-level2>${cities}<option>Springfield</select></label>
      <p><label>State <select id=state autocomplete=address-level1><option>California${cities}</select></label>
      </form><div id=many></div><script>
      document.querySelector("#many").innerHTML = Array.from({ length: 50000 }, (_, i) => "<input name=q" + i + " autocomplete=off>").join("");
    </script>`);
    expect(report.filled).toBe(3);
    expect(await filler.page.$eval("#mail", (one) => (one as HTMLInputElement).value)).toBe(
      ann.email,
    );
    // Beyond ten thousand nothing is looked at, and nothing is guessed.
    expect(filler.outcomeOf(report, "City")).toBe("no-option");
  });

  test("fifteen hundred boxes one in the other are answered", async () => {
    const report = await open(`<form>${details()}<div id=deep></div></form><script>
      let at = document.querySelector("#deep");
      for (let i = 0; i < 1500; i++) at = at.appendChild(document.createElement("i"));
      at.innerHTML = "<input aria-label=Company autocomplete=organization>";
    </script>`);
    expect(report.filled).toBeGreaterThanOrEqual(5);
  });
});
