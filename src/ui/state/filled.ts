/** After a fill: the fields that ask for the password, and the way back. */
import type { FillReport } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { ask, attempt, toast } from "./app.ts";
import { withPassword } from "./step-up.ts";
import { show, view } from "./view.ts";

/** Fills the fields that ask for the password too. */
export function fillCritical(report: FillReport): Promise<void> {
  return attempt(async () => {
    const next = await withPassword("fill", (password) =>
      ask("fill", {
        id: report.itemId,
        tabId: report.tabId,
        origin: report.origin,
        password,
        adopt: false,
      }),
    );
    if (next !== null) show({ name: "report", report: next });
  });
}

/** The report was read: the popup does not open on it again. */
export function dismissReport(): void {
  void ask("fill.dismiss", {}).catch(() => undefined);
}

/** Takes the fill of the page back and says how many fields that were. */
export function undoFill(report: FillReport): Promise<void> {
  return attempt(async () => {
    const { count } = await ask("fill.undo", { tabId: report.tabId });
    if (view.getState().view.name === "report")
      show({ name: "report", report: { ...report, undone: true } });
    toast(say("report.undoneCount", count));
  });
}
