import { describe, expect, test } from "vitest";
import { figuresOf, foldOf, type TruthPage } from "../../scripts/score/figures.ts";

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

test("a site is in one fold, the same each time, and folds are about equal", () => {
  const sites = Array.from({ length: 1000 }, (_none, at) => `site-${at}.example`);
  const sizes = [0, 1, 2, 3, 4].map(
    (fold) => sites.filter((site) => foldOf(site, 5) === fold).length,
  );
  expect(Math.min(...sizes)).toBeGreaterThan(140);
  expect(Math.max(...sizes)).toBeLessThan(260);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(1000);
});
