/** Nothing that the user can not see is filled (attack W11), what lies beside it is, and the report says why. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ann, type Filler, startFiller } from "./harness/filler.ts";
import { root } from "./harness/files.ts";
import type { FillReport } from "../../src/wire/protocol.ts";

describe.each(["Chromium", "Firefox"] as const)("in %s", (browser) => {
  let filler: Filler;
  let report: FillReport;
  beforeAll(async () => {
    filler = await startFiller(browser);
    filler.site.folder("/forms/", join(root, "test/forms"));
    report = await filler.visit("/forms/hiding.html");
  });
  afterAll(() => filler?.close());

  const valuesBy = (mark: string) =>
    filler.page.$$eval(
      `[data-${mark}]`,
      (all, key) =>
        all.map((one): [string, string] => [
          (one as HTMLElement).dataset[key] ?? "",
          (one as HTMLInputElement).value,
        ]),
      mark,
    );

  test("fifty hidden fields of twelve styles stay empty", async () => {
    const hidden = await valuesBy("hidden");
    expect(hidden.length).toBeGreaterThanOrEqual(50);
    expect(hidden.filter(([, value]) => value !== "")).toEqual([]);
  });

  test("what the user sees beside each of them is filled, far down the page and in parts that scroll too", async () => {
    const seen = await valuesBy("seen");
    expect(seen.length).toBeGreaterThanOrEqual(50);
    expect(seen.filter(([, value]) => value !== ann.email)).toEqual([]);
  });

  test("radio buttons that the page draws over the real ones are chosen", async () => {
    expect(
      await filler.page.$eval("[data-radio]:checked", (one) => one.getAttribute("value")),
    ).toBe("f");
  });

  test("the report says of each why it was left alone", () => {
    const why = report.fields.filter(({ label }) => label.startsWith("with "));
    expect(why.length).toBeGreaterThanOrEqual(50);
    expect(why.filter(({ outcome }) => !/^(hidden|covered)$/.test(outcome))).toEqual([]);
    expect(filler.outcomeOf(report, "with an overlay far down")).toBe("covered");
  });

  test("the page stands where the user had scrolled it", async () => {
    await filler.page.goto(`${filler.site.origin}/forms/hiding.html`);
    await filler.page.evaluate(() => scrollTo(0, 700));
    await filler.fill();
    expect(await filler.page.evaluate(() => scrollY)).toBe(700);
  });

  test("a field that the page hides, covers or moves away while it is filled stays empty", async () => {
    filler.site.put(
      "/sly",
      `<!doctype html><html lang="en"><title>Your details</title><form>
       <p><label>First name <input id=first autocomplete=given-name></label>
       <p><label>Last name <input id=hides autocomplete=family-name></label>
       <p style="position:relative"><label>E-mail <input id=covers autocomplete=email></label>
       <p><label>Phone <input id=moves autocomplete=tel></label>
       <p><label>Company <input id=stays autocomplete=organization></label></form>
       <script>
         document.querySelector("#first").addEventListener("input", () => {
           document.querySelector("#hides").style.opacity = 0;
           document.querySelector("#covers").closest("p").insertAdjacentHTML("beforeend", "<i style='position:absolute;inset:0;background:white'></i>");
           document.querySelector("#moves").style.cssText = "position:absolute;left:-9999px";
         });
       </script>`,
    );
    const told = await filler.visit("/sly");
    const values = await filler.page.$$eval("input", (all) =>
      all.map((one): [string, string] => [one.id, one.value]),
    );
    expect(Object.fromEntries(values)).toEqual({
      first: ann["given-name"],
      hides: "",
      covers: "",
      moves: "",
      stays: ann.organization,
    });
    expect(["Last name", "E-mail", "Phone"].map((label) => filler.outcomeOf(told, label))).toEqual([
      "hidden",
      "covered",
      "hidden",
    ]);
  });

  test("what lies behind an open modal dialog is covered, far down too; what is in the dialog is filled", async () => {
    filler.site.put(
      "/modal",
      `<!doctype html><html lang="en"><title>Your details</title>
       <form><label>E-mail <input id=near autocomplete=email></label><div style="height:3000px"></div>
       <label>First name <input id=far autocomplete=given-name></label></form>
       <dialog><form><label>E-mail <input id=inside autocomplete=email></label>
       <label>First name <input id=name autocomplete=given-name></label></form></dialog>
       <script>document.querySelector("dialog").showModal()</script>`,
    );
    await filler.visit("/modal");
    const values = await filler.page.$$eval("input", (all) => all.map((one) => one.value));
    expect(values).toEqual(["", "", ann.email, ann["given-name"]]);
  });

  test("a frame of the same site that is itself not to be seen is not filled, one that is, is", async () => {
    const inner = `<title>Your details</title><form><label>E-mail <input autocomplete=email></label><label>First name <input autocomplete=given-name></label></form>`;
    filler.site.put("/inner", inner);
    filler.site.put(
      "/framed",
      `<!doctype html><title>t</title><iframe src="/inner?seen"></iframe>
       <div style="opacity:0"><iframe src="/inner?faint"></iframe></div>
       <iframe src="/inner?away" style="position:absolute;left:-9999px"></iframe>`,
    );
    await filler.visit("/framed");
    const values = await Promise.all(
      ["seen", "faint", "away"].map(async (name) => {
        const frame = filler.page.frames().find((one) => one.url().endsWith(name));
        return frame?.$eval("input", (one) => one.value);
      }),
    );
    expect(values).toEqual([ann.email, "", ""]);
  });
});
