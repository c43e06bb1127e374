/** Every signed call of the contract. */
import type { Call } from "./call.ts";
import { factorCalls } from "./routes/factors.ts";
import { historyCalls } from "./routes/history.ts";
import { logCalls } from "./routes/log.ts";
import { mailCalls } from "./routes/mail.ts";

export const calls: readonly Call[] = [...logCalls, ...historyCalls, ...factorCalls, ...mailCalls];
