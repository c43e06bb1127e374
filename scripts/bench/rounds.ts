/** Interleaved rounds: what is compared is run in turn, so that a noisy machine is noisy for all of it. */

export interface Entry {
  name: string;
  /** One sentence: what is compared with what. */
  about: string;
  /** The first side is the one that the ratios are to. Each answers the ms of one run. */
  sides: { name: string; run: () => Promise<number> }[];
}

export interface Result {
  name: string;
  about: string;
  /** Half-spread: (p90 - p10) / 2, in ms. */
  sides: { name: string; median: number; spread: number; ratio: number }[];
  /** Median of the control in the second half of the rounds to that in the first. */
  control: number;
  /** The machine changed by more than 30 % meanwhile: the figures say nothing. */
  void: boolean;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * q)] ?? Number.NaN;
}

const median = (values: readonly number[]) => quantile(values, 0.5);

/** Runs an entry; `control` is a fixed piece of work, measured in every round. */
export async function runEntry(
  entry: Entry,
  control: () => Promise<number>,
  rounds: number,
): Promise<Result> {
  const times = entry.sides.map((): number[] => []);
  const controls: number[] = [];
  for (const side of entry.sides) await side.run(); // a first run warms up and is not counted
  await control();
  for (let round = 0; round < rounds; round++) {
    controls.push(await control());
    // Every second round the other way about, so that no side always follows the same one.
    const order = entry.sides.map((_, i) => i);
    if (round % 2 === 1) order.reverse();
    for (const i of order) times[i]?.push((await entry.sides[i]?.run()) ?? Number.NaN);
  }
  const half = Math.floor(rounds / 2);
  const moved = median(controls.slice(rounds - half)) / median(controls.slice(0, half));
  const base = median(times[0] ?? []);
  return {
    name: entry.name,
    about: entry.about,
    sides: entry.sides.map(({ name }, i) => {
      const own = times[i] ?? [];
      const middle = median(own);
      const spread = (quantile(own, 0.9) - quantile(own, 0.1)) / 2;
      return { name, median: middle, spread, ratio: middle / base };
    }),
    control: moved,
    void: moved > 1.3 || moved < 1 / 1.3,
  };
}

/** One line a side, for people. */
export function table(result: Result): string {
  const lines = result.sides.map(
    ({ name, median: middle, spread, ratio }) =>
      `  ${name.padEnd(44)} ${middle.toFixed(1).padStart(9)} ms  ± ${spread.toFixed(1).padStart(7)}  × ${ratio.toFixed(2)}`,
  );
  const verdict = result.void ? "VOID, the machine changed meanwhile" : "steady";
  return [
    `${result.name}: ${result.about}`,
    ...lines,
    `  control moved by × ${result.control.toFixed(2)} (${verdict})`,
  ].join("\n");
}
