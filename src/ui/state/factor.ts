/** Some things are done by the server only with its second factor (docs/SERVER.md): who asks for the code, and then goes on. */
import { createStore } from "zustand/vanilla";
import { failureCode } from "../../core/failure.ts";
import type { Proof } from "../../wire/protocol.ts";
import { lookAtServer } from "./server.ts";
import { type Reason, withPassword } from "./step-up.ts";

/** A question for a code that is open. */
interface Question {
  /** A passkey is asked for with it. */
  proof: Proof;
  /** Tries with this code; throws SERVER_CODE_WRONG to ask again. */
  attempt: (code: string) => Promise<void>;
  cancel: () => void;
}

/** The question of this window, if there is one. */
export const codeQuestion = createStore<{ question: Question | null }>(() => ({ question: null }));

/**
 * Runs `work` with the password, and where the server asks for its second factor again with a code, until one holds.
 * Null: cancelled, and nothing was done. Throws whatever else goes wrong.
 */
export async function withFactor<T>(
  reason: Reason,
  work: (proof: Proof, code?: string) => Promise<T>,
): Promise<T | null> {
  const first = await withPassword(reason, async (proof) => {
    try {
      return { done: await work(proof) };
    } catch (thrown) {
      if (failureCode(thrown) !== "SERVER_CODE") throw thrown;
      return { proof };
    }
  });
  if (first === null) return null;
  // It has just said which ones it takes.
  if (!("done" in first)) await lookAtServer();
  return "done" in first ? first.done : asking(first.proof, (code) => work(first.proof, code));
}

function asking<T>(proof: Proof, work: (code: string) => Promise<T>): Promise<T | null> {
  codeQuestion.getState().question?.cancel();
  return new Promise<T | null>((resolve, reject) => {
    const close = (): void => {
      if (codeQuestion.getState().question === mine) codeQuestion.setState({ question: null });
    };
    const mine: Question = {
      proof,
      async attempt(code) {
        try {
          const result = await work(code);
          close();
          resolve(result);
        } catch (thrown) {
          const said = failureCode(thrown);
          // Where no answer came nothing is known to be done, and the same may be tried again.
          if (said === "SERVER_CODE_WRONG" || said === "OFFLINE" || said === "BUSY") throw thrown;
          close();
          reject(thrown);
        }
      },
      cancel() {
        close();
        resolve(null);
      },
    };
    codeQuestion.setState({ question: mine });
  });
}
