/**
 * Objects on their way here. What a long fetch has is kept on the disk, so that a worker that was stopped, or a line that
 * broke, goes on where it was. They are ciphertext, and are known again by their hash.
 *
 * facts "fetched/0" ...: n × LP(object), about half a MiB each
 */
import { type Bytes, concat, lengthPrefixed, reader } from "../core/bytes.ts";
import { objectLimit, objectName } from "../core/object.ts";
import type { Remote, Step, World } from "./ports.ts";
import { fetchObjects } from "./server-log.ts";

/** Fewer are fetched again. */
const worthKeeping = 200;
const batchBytes = 512 * 1024;
/** Names in one request, and requests at once. */
const inOneRequest = 200;
const atOnce = 4;
const place = (batch: number) => `fetched/${batch}`;

/**
 * The objects of these names, from the disk or the server. MISSING, TAMPERED. `step` counts objects, and may throw.
 * `open` is called with each as it comes, and its answer stands in the object's place: where nobody has signed the names,
 * what it does not open ends the fetch there and then, before more of the kind fills the memory.
 */
export async function fetchKept(
  world: World,
  remote: Remote,
  names: ReadonlySet<string>,
  step: Step,
  open: (object: Bytes) => Promise<Bytes> = async (object) => object,
): Promise<Bytes[]> {
  const found = new Map<string, Bytes>();
  const keeps = names.size > worthKeeping;
  let batches = keeps ? await readKept(world, names, found, open) : 0;
  let missing = [...names].filter((name) => !found.has(name));
  let fresh: Bytes[] = [];
  const keep = async () => {
    if (keeps && fresh.length > 0)
      await world.disk.setFact(place(batches++), concat(...fresh.map(lengthPrefixed)));
    fresh = [];
  };
  try {
    while (missing.length > 0) {
      step(found.size, names.size);
      const asks = Array.from({ length: atOnce }, (_, i) =>
        missing.slice(i * inOneRequest, (i + 1) * inOneRequest),
      ).filter(({ length }) => length > 0);
      const answers = await Promise.allSettled(asks.map((some) => fetchObjects(remote, some)));
      for (const answer of answers) {
        if (answer.status === "rejected") continue;
        const objects = [...answer.value];
        const opened = await Promise.all(objects.map(([, object]) => open(object)));
        for (const [i, [name, object]] of objects.entries()) {
          found.set(name, opened[i] as Bytes);
          fresh.push(object);
        }
      }
      const failed = answers.find((answer) => answer.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      // An answer holds as many as fit: the others are asked for again.
      missing = missing.filter((name) => !found.has(name));
      if (fresh.reduce((sum, { length }) => sum + length, 0) > batchBytes) await keep();
    }
  } catch (thrown) {
    // What came so far is kept, whatever ended it.
    await keep().catch(() => undefined);
    throw thrown;
  }
  // Until all of it is written elsewhere it may be needed again.
  if (found.size < names.size || batches > 0) await keep();
  step(names.size, names.size);
  return [...names].map((name) => found.get(name) as Bytes);
}

async function readKept(
  world: World,
  names: ReadonlySet<string>,
  found: Map<string, Bytes>,
  open: (object: Bytes) => Promise<Bytes>,
): Promise<number> {
  for (let batch = 0; ; batch++) {
    const bytes = await world.disk.fact(place(batch));
    if (bytes === null) return batch;
    try {
      const from = reader(bytes, "TAMPERED");
      while (from.left() > 0) {
        const object = from.lengthPrefixed(objectLimit);
        const name = await objectName(object);
        if (names.has(name)) found.set(name, await open(object));
      }
    } catch {
      // A damaged one is fetched again.
    }
  }
}

/** What was kept is not needed any more. */
export async function forgetFetched(world: World): Promise<void> {
  for (let batch = 0; (await world.disk.fact(place(batch))) !== null; batch++)
    await world.disk.setFact(place(batch), null);
}
