import { expect, test } from "vitest";
import { defaultSettings } from "../../src/core/settings.ts";
import { keyDue } from "../../src/ui/state/key-due.ts";

const day = 24 * 3600 * 1000;
const now = Date.UTC(2026, 5, 1);
const quiet = { renew: false, stronger: false, rotating: null, settings: defaultSettings };
const aged = (days: number, rotateDays = 365) =>
  keyDue(
    { ...quiet, settings: { ...defaultSettings, rotated: now - days * day, rotateDays } },
    now,
  );

test("the key is asked about on the day that the user has set, and not before", () => {
  expect(aged(364)).toBeNull();
  expect(aged(365)).toBe("old");
  expect(aged(89, 90)).toBeNull();
  expect(aged(90, 90)).toBe("old");
});

test("nothing is asked where it is not known when the key was made", () => {
  expect(keyDue(quiet, now)).toBeNull();
});

test("a used recovery code comes before all else, and nothing while it is being done", () => {
  expect(keyDue({ ...quiet, renew: true, stronger: true }, now)).toBe("renew");
  expect(keyDue({ ...quiet, stronger: true }, now)).toBe("stronger");
  expect(keyDue({ ...quiet, renew: true, rotating: 0 }, now)).toBeNull();
});
