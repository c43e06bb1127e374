/** Some things ask for the password each time (FORMAT.md 3). One dialog asks, wherever it is needed. */
import { createStore } from "zustand/vanilla";
import { failureCode } from "../../core/failure.ts";
import type { Proof } from "../../wire/protocol.ts";

/** What the password is asked for; its sentence is `prompt.<reason>`. */
export type Reason =
  | "reveal"
  | "copy"
  | "save"
  | "fill"
  | "export"
  | "past"
  | "forget"
  | "log"
  | "insert"
  | "identity"
  | "send"
  | "receive"
  | "sendOut"
  | "mailbox"
  | "server"
  | "former";

/** A question for the password that is open. */
export interface Prompt {
  reason: Reason;
  /** Tries with this password or passkey. Resolves when it was right; throws WRONG_SECRET to ask again. */
  attempt: (proof: Proof) => Promise<void>;
  cancel: () => void;
}

/** The question of this window, if there is one. */
export const prompt = createStore<{ prompt: Prompt | null }>(() => ({ prompt: null }));

/**
 * Runs `work` with the password the user types, again while it is wrong.
 * Answers null where the user cancels; throws whatever else goes wrong.
 */
export function withPassword<T>(
  reason: Reason,
  work: (proof: Proof) => Promise<T>,
): Promise<T | null> {
  prompt.getState().prompt?.cancel();
  return new Promise<T | null>((resolve, reject) => {
    const close = (): void => {
      if (prompt.getState().prompt === mine) prompt.setState({ prompt: null });
    };
    const mine: Prompt = {
      reason,
      async attempt(proof) {
        try {
          const result = await work(proof);
          close();
          resolve(result);
        } catch (thrown) {
          const code = failureCode(thrown);
          if (code === "WRONG_SECRET" || code === "BAD_PASSWORD" || code === "BUSY") throw thrown;
          close();
          reject(thrown);
        }
      },
      cancel() {
        close();
        resolve(null);
      },
    };
    prompt.setState({ prompt: mine });
  });
}

/** Runs `work` without a password first, and with one only where it is asked for. Null: cancelled. */
export async function stepUp<T>(
  reason: Reason,
  work: (proof: Proof | null) => Promise<T>,
): Promise<T | null> {
  try {
    return await work(null);
  } catch (thrown) {
    if (failureCode(thrown) !== "STEP_UP") throw thrown;
    return withPassword(reason, work);
  }
}
