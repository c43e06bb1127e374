/** What the user chose in the preview: which fields are filled, and from what. */
import type { Correction, Saying } from "../../core/sites.ts";
import { hostOf } from "../../core/origin.ts";
import { markKey } from "../../core/form/mark.ts";
import { failureCode } from "../../core/failure.ts";
import type { Ask } from "../../wire/protocol.ts";
import type { LookRow } from "../../wire/site-rows.ts";
import { say } from "../../wire/words.ts";
import { app, ask, tell } from "./app.ts";
import { filling } from "./filling.ts";
import { changeSite } from "./pointing.ts";
import { withPassword } from "./step-up.ts";
import { type Filled, show } from "./view.ts";

/** What is to become of one field. */
export interface Choice {
  row: LookRow;
  on: boolean;
  /** Field of the item; null: as Coffer sees it. */
  field: string | null;
  /** It was changed by the user. */
  moved: boolean;
  /** Its value is critical: seen once, it asks for the password to be filled as well. */
  asks: boolean;
}

/** One text for a field of the page, however often it is looked at. */
export function keyOf({ frame, mark }: Pick<LookRow, "frame" | "mark">): string {
  return `${frame} ${markKey(mark)}`;
}

type Only = NonNullable<Ask<"fill">["only"]>;

/** Those that take something else than Coffer thinks, as the door wants them. */
export function chosenOf(choices: ReadonlyMap<string, Choice>): Only {
  return [...choices.values()].flatMap(({ row: { frame, mark }, field }) =>
    field === null ? [] : [{ frame, mark, field }],
  );
}

/** Fills these fields and no other, and shows the report. The password is asked where one of them needs it. */
export async function fillChosen(item: Filled, choices: readonly Choice[]): Promise<void> {
  const { tabId, origin } = app.getState().here;
  if (tabId === null || filling.getState().busy !== null) return;
  filling.setState({ busy: "fill", adopt: null });
  const only = choices.map(({ row: { frame, mark }, field }) => ({ frame, mark, field }));
  const body = { id: item.id, tabId, origin, adopt: false, only };
  try {
    const critical = choices.some(({ row, asks }) => asks || row.outcome === "step-up");
    const report = critical
      ? await withPassword("fill", (password) => ask("fill", { ...body, password }))
      : await ask("fill", { ...body, password: null });
    if (report !== null) show({ name: "report", report });
  } catch (thrown) {
    if (failureCode(thrown) === "OTHER_ORIGIN") filling.setState({ adopt: item });
    else tell(thrown);
  } finally {
    filling.setState({ busy: null });
  }
}

/** Remembers what was changed: the fields of this item where they go, and what is never to be filled. */
export async function rememberChoices(choices: readonly Choice[], item: string): Promise<void> {
  const bySite = new Map<string, Omit<Correction, "at">[]>();
  for (const { row, on, field, moved } of choices) {
    if (!moved || (on && field === null)) continue;
    const told: Saying = on ? { as: "field", item, field: field ?? "" } : { as: "never" };
    const said = bySite.get(row.origin) ?? [];
    said.push({ mark: row.mark, say: told, label: row.label.slice(0, 60) });
    bySite.set(row.origin, said);
  }
  for (const [origin, said] of bySite) {
    const words = say("check.remembered", [hostOf(origin)]);
    await changeSite(origin, { do: "say", said }, words, () => undefined);
  }
}
