import { expect, test } from "vitest";
import {
  folderFrom,
  folderOf,
  foldersOf,
  inFolder,
  movedTags,
  plainTags,
} from "../../src/core/folder.ts";
import { shownText } from "../../src/core/shown.ts";

test("a typed folder is stored in one form", () => {
  expect(folderFrom(" Work /  Mail/ ")).toBe("/Work/Mail");
  expect(folderFrom(" / / ")).toBe("");
  expect(folderFrom("a".repeat(100))).toHaveLength(60);
});

test("an item is in one folder, beside its tags", () => {
  expect(folderOf(["b", "/Work", "/Home"])).toBe("/Home");
  expect(inFolder(["b", "/Work", "/Home"], "/New")).toEqual(["b", "/New"]);
  expect(inFolder(["b", "/Work"], "")).toEqual(["b"]);
  expect(plainTags(["/", "a", "/x"])).toEqual(["/", "a"]);
});

test("a folder that is moved takes along what lies in it, and no other that begins with its name", () => {
  expect(movedTags(["x", "/Work/Mail"], "/Work", "/Old/Work")).toEqual(["x", "/Old/Work/Mail"]);
  expect(movedTags(["/Workshop"], "/Work", "/Old")).toBeNull();
  expect(movedTags(["/Work/Mail", "x"], "/Work", "")).toEqual(["x"]);
});

test("folders are listed with those they lie in", () => {
  expect(foldersOf(["/b/c/d", "/a", "no"])).toEqual(["/a", "/b", "/b/c", "/b/c/d"]);
});

test("a title can not be turned around, hidden or broken", () => {
  expect(shownText("invoice\u202Efdp.exe")).toBe("invoicefdp.exe");
  expect(shownText("a\u2066b\u2069\u200E\u0000\nc\uD800")).toBe("ab c\uFFFD");
  expect(shownText("שלום café 👩‍👩‍👧")).toBe("שלום café 👩‍👩‍👧");
});
