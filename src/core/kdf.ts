/**
 * Argon2id (RFC 9106) through hash-wasm (argon2.ts), and the bounds of its cost (FORMAT.md 1).
 * Too cheap is a downgrade, too dear a denial of service: both are refused before a byte is derived.
 */
import type { argon2id } from "./argon2.ts";
import { type Bytes, wipe } from "./bytes.ts";
import { Failure } from "./failure.ts";

/** Cost of a derivation: memory `m` in KiB, passes `t`, lanes `p`. */
export interface KdfCost {
  m: number;
  t: number;
  p: number;
}

let loadArgon2: (() => Promise<typeof argon2id>) | null = null;

/** Says where Argon2 comes from: `./argon2.ts`, or a part that is loaded when it is first needed. */
export function provideArgon2(load: () => Promise<typeof argon2id>): void {
  loadArgon2 = load;
}

export const defaultCost: KdfCost = { m: 131_072, t: 3, p: 1 };
const least: KdfCost = { m: 65_536, t: 3, p: 1 };
const most = { m: 524_288, t: 12, product: 1_572_864 };

/** Throws KDF_BOUNDS unless the cost of a slot of this type stands within FORMAT.md 1. */
export function checkCost(type: number, { m, t, p }: KdfCost): void {
  const stretched = type === 1 || type === 2;
  const fits = stretched
    ? p === 1 &&
      m >= least.m &&
      m <= most.m &&
      m % 1024 === 0 &&
      t >= least.t &&
      t <= most.t &&
      m * t <= most.product
    : m === 0 && t === 0 && p === 0;
  if (!fits) throw new Failure("KDF_BOUNDS");
}

/**
 * 32 bytes of Argon2id v1.3. The caller has checked the cost and holds the lock that keeps derivations
 * apart: while this one runs, the memory of hash-wasm's instances is noted, so that it can be filled
 * with zeros afterwards; the library itself drops it as it is.
 */
export async function stretch(password: Bytes, salt: Bytes, cost: KdfCost): Promise<Bytes> {
  if (loadArgon2 === null) throw new Failure("INTERNAL");
  const argon2 = await loadArgon2();
  const memories: WebAssembly.Memory[] = [];
  // The offline reader may run where there is no WebAssembly: then Argon2 is a pure one, with no memory to note.
  const wasm = typeof WebAssembly === "undefined" ? null : WebAssembly;
  const instantiate = wasm?.instantiate;
  if (wasm !== null && instantiate !== undefined) {
    wasm.instantiate = async (module, imports) => {
      const instance = await instantiate.call(wasm, module, imports);
      const memory = (instance as WebAssembly.Instance).exports["memory"];
      if (memory instanceof wasm.Memory) memories.push(memory);
      return instance;
    };
  }
  try {
    const derived = await argon2({
      password,
      salt,
      memorySize: cost.m,
      iterations: cost.t,
      parallelism: cost.p,
      hashLength: 32,
      outputType: "binary",
    });
    return derived as Bytes;
  } finally {
    if (wasm !== null && instantiate !== undefined) wasm.instantiate = instantiate;
    for (const memory of memories) wipe(new Uint8Array(memory.buffer));
  }
}

/**
 * A cost of 0.8 to 1.2 s on this machine: measures one derivation at the least cost and raises the
 * memory from the default. `now` in ms.
 */
export async function calibrate(now: () => number): Promise<KdfCost> {
  const probe = new Uint8Array(16);
  const start = now();
  await stretch(probe, probe, least);
  return costFor((now() - start) / (least.m * least.t));
}

/**
 * The cost that takes about a second where a KiB and pass takes `ms`. Never below the default; the default
 * too where the clock showed nothing (browsers may coarsen it), for that proves nothing of the machine.
 */
export function costFor(ms: number): KdfCost {
  if (!(ms > 0)) return defaultCost;
  const wanted = 1000 / ms / defaultCost.t;
  const memory = Math.floor(wanted / 1024) * 1024;
  return { ...defaultCost, m: Math.min(Math.max(memory, defaultCost.m), most.m) };
}

/** Both the memory and the passes of two costs, at least; where that is out of bounds, the second as it is. */
export function strongest(a: KdfCost, b: KdfCost): KdfCost {
  const both = { m: Math.max(a.m, b.m), t: Math.max(a.t, b.t), p: 1 };
  return both.m * both.t <= most.product ? both : b;
}
