import { describe, expect, it } from "vitest";
import { defaultSettings, type Settings } from "../../src/core/settings.ts";
import { agoOf } from "../../src/ui/manager/ago.ts";
import { backupDue, putOff } from "../../src/ui/state/backup-due.ts";

const day = 24 * 3600 * 1000;
const now = Date.UTC(2026, 5, 1);
const due = (settings: Partial<Settings>, items = 3) =>
  backupDue({ settings: { ...defaultSettings, ...settings }, items }, now);

describe("a reminder of the backup", () => {
  it("comes where there is something to lose and no file of it", () => {
    expect(due({})).toBe("never");
    expect(due({}, 0)).toBeNull();
  });

  it("comes on the day that the user has set, and not before", () => {
    expect(due({ lastBackup: now - 30 * day })).toBe("old");
    expect(due({ lastBackup: now - 30 * day + 1 })).toBeNull();
    expect(due({ lastBackup: now - 7 * day, backupDays: 7 })).toBe("old");
    expect(due({ lastBackup: now - 90 * day, backupDays: 365 })).toBeNull();
  });

  it("is silent where it is switched off or put off, and back after a week", () => {
    expect(due({ backupDays: 0 })).toBeNull();
    expect(due({ lastBackup: 0, backupDays: 0 })).toBeNull();
    expect(due({ lastBackup: 0, backupLater: now + 1 })).toBeNull();
    expect(due({ lastBackup: 0, backupLater: now })).toBe("old");
    expect(putOff).toBe(7 * day);
  });
});

describe("how long ago", () => {
  it.each([
    [0, "now"],
    [-5 * day, "now"],
    [59_000, "now"],
    [60_000, "1 minute ago"],
    [23 * 3_600_000, "23 hours ago"],
    [day, "yesterday"],
    [3 * day + 5, "3 days ago"],
    [45 * day, "last month"],
    [400 * day, "last year"],
  ])("%s ms reads as %s", (passed, words) => {
    expect(agoOf(now - passed, now)).toBe(words);
  });
});
