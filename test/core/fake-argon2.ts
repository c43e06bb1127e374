/** Argon2 for tests of what is around it. */
import type { argon2id } from "../../src/core/argon2.ts";
import type { Bytes } from "../../src/core/bytes.ts";
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
