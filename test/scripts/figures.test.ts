import { describe, expect, test } from "vitest";
import { figuresOf, isUnseen, type TruthPage } from "../../scripts/score/figures.ts";

const field = (index: number, label: string, ...accept: string[]) => ({
  index,
  label,
  accept: accept.length === 0 ? [label] : accept,
});
const pages: TruthPage[] = [
  {
    page: "a",
    site: "one",
    fields: [field(0, "email"), field(1, "none"), field(2, "country", "country")],
  },
  {
    page: "b",
    site: "two",
    fields: [field(0, "sex", "sex", "none"), { ...field(1, "username"), weak: true }],
  },
];
const score = (said: Record<string, string>) =>
  figuresOf(pages, (page, index) => said[`${page}${index}`] ?? "none");

describe("the figures", () => {
  test("all is right where every kind is, by any of its accepted names", () => {
    const { figures, misses } = score({ a0: "email", a2: "country-name", b0: "sex" });
    expect(misses).toEqual([]);
    expect(figures).toMatchObject({
      pages: 2,
      fields: 4,
      accuracy: 1,
      microF1: 1,
      wrongFills: 0,
      mustStayEmpty: 2,
      pagesRight: 1,
    });
  });
  test("what must stay empty and is filled is a wrong fill, and costs precision", () => {
    const { figures } = score({ a0: "email", a1: "email", a2: "country" });
    expect(figures).toMatchObject({ accuracy: 0.75, wrongFills: 1, pagesRight: 0.5, microF1: 0.8 });
  });
  test("what is left empty costs recall", () => {
    expect(score({ a0: "email" }).figures).toMatchObject({
      accuracy: 0.75,
      wrongFills: 0,
      microF1: 2 / 3,
    });
  });
});

test("about a third of all sites is kept unseen, the same ones each time", () => {
  const sites = Array.from({ length: 900 }, (_none, at) => `site-${at}.example`);
  const unseen = sites.filter(isUnseen);
  expect(unseen.length).toBeGreaterThan(240);
  expect(unseen.length).toBeLessThan(360);
  expect(sites.filter(isUnseen)).toEqual(unseen);
});
