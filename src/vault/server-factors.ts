/** The rows of the second factor (src/wire/factors.ts). What an authenticator holds is kept nowhere here. */
import { wipe } from "../core/bytes.ts";
import { Failure, failureCode } from "../core/failure.ts";
import type { SigningKey } from "../core/sign.ts";
import type { factorRows } from "../wire/factors.ts";
import type { Handlers, Proof } from "../wire/protocol.ts";
import { signerOf } from "./epoch-keys.ts";
import { withKeyring } from "./keyring.ts";
import type { Factors } from "./ports.ts";
import type { Live } from "./server-live.ts";
import { typedOf } from "./server-state.ts";
import { use, type Vault } from "./vault.ts";

/** Handlers over the connected account. */
export function factorHandlers(vault: Vault, live: Live): Pick<Handlers, keyof typeof factorRows> {
  /** What was begun, and the key that confirms it: the first code comes a minute later, and a password was typed. */
  let begun: { id: string; admin: SigningKey } | null = null;
  vault.afterLock.push(async () => void (begun = null));

  const adminBy = (proof: Proof): Promise<SigningKey> =>
    withKeyring(vault, typedOf(proof), async ({ rootKey, header }) => {
      const { seed, signer } = await signerOf(rootKey, header, "admin");
      wipe(seed);
      return signer;
    });
  const asking = async <T>(
    proof: Proof,
    work: (factors: Factors, admin: SigningKey) => Promise<T>,
  ): Promise<T> => {
    const { account } = await live.connected();
    const admin = await adminBy(proof);
    return work(account.factors, admin).catch(async (thrown: unknown) => {
      if (failureCode(thrown) !== "NOT_FOUND") throw thrown;
      // One answer stands for all that is not allowed: the key is not the admin's any more, or the account is gone.
      throw new Failure((await account.head()) === null ? "NO_ACCOUNT" : "SERVER_KEYS");
    });
  };
  return {
    "server.factors": async ({ proof }) => {
      if (proof === null) throw new Failure("STEP_UP");
      return asking(proof, async (factors, admin) => ({ factors: await factors.list(admin) }));
    },
    "server.factor.begin": ({ proof, wanted, code }) =>
      asking(proof, async (factors, admin) => {
        const made = await factors.begin(admin, wanted, code);
        begun = { id: made.id, admin };
        return made;
      }),
    "server.factor.confirm": async ({ proof, id, first }) => {
      await use(vault);
      const mine = begun !== null && begun.id === id ? begun.admin : null;
      if (mine === null && proof === null) throw new Failure("STEP_UP");
      const admin = mine ?? (await adminBy(proof as Proof));
      const { account } = await live.connected();
      await account.factors.confirm(admin, id, first);
      begun = null;
      return null;
    },
    "server.factor.remove": async ({ proof, id, code }) => {
      await asking(proof, async (factors, admin) => {
        const there = await factors.list(admin);
        // An answer that was lost, or another device: it is gone.
        if (there.some((one) => one.id === id)) await factors.remove(admin, id, code);
      });
      return null;
    },
    "server.factor.ask": ({ proof }) =>
      asking(proof, async (factors, admin) => ({ options: await factors.question(admin) })),
  };
}
