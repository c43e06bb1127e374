/** Waiting for conditions, never for time. */

/** Asks again until the answer is not null, undefined or false; throws after `ms` with what was awaited. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`Waited ${ms} ms in vain for ${what}`, { cause: last });
    }
    await new Promise((go) => setTimeout(go, 25));
  }
}
