/** Argon2 for tests of what is around it. */
import { argon2id } from "../../src/core/argon2.ts";
import { type Bytes, toHex } from "../../src/core/bytes.ts";
import { provideArgon2 } from "../../src/core/kdf.ts";

/** Argon2 that costs nothing and tells what it was asked. */
export function fakeArgon2(answer: Bytes, meanwhile: () => unknown = () => undefined) {
  const asked: object[] = [];
  provideArgon2(async () =>
    Object.assign((async (options: object) => {
      asked.push(options);
      await meanwhile();
      return answer;
    }) as unknown as typeof argon2id),
  );
  return asked;
}

const derived = new Map<string, Promise<Uint8Array>>();

/** The real one, which derives the same only once: what it answers is a copy each time. */
export function rememberedArgon2(): void {
  provideArgon2(
    async () =>
      (async (options: Parameters<typeof argon2id>[0]) => {
        const { password, salt, ...cost } = options;
        const place = JSON.stringify([toHex(password as Bytes), toHex(salt as Bytes), cost]);
        const known = derived.get(place) ?? argon2id({ ...options, outputType: "binary" });
        derived.set(place, known);
        return (await known).slice();
      }) as unknown as typeof argon2id,
  );
}
