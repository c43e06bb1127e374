/** What became of the last fill, kept in memory until the user has read it. */
import type { FillReport } from "../wire/protocol.ts";
import type { World } from "./ports.ts";

const reportPlace = "report";

/** Keeps it in the place of the one before. */
export function keepReport(world: World, report: FillReport): Promise<void> {
  return world.memory.write(reportPlace, JSON.stringify(report));
}

/** The last report of a tab, or null. */
export async function lastReport(world: World, tabId: number): Promise<FillReport | null> {
  const text = await world.memory.read(reportPlace);
  if (text === null) return null;
  const report = JSON.parse(text) as FillReport;
  return report.tabId === tabId ? report : null;
}

/** The report has been read. */
export function dismissReport(world: World): Promise<void> {
  return world.memory.forget([reportPlace]);
}
