/** The form engine as one thing: what the vault asks of it. */
import { draftFromCapture } from "./capture.ts";
import { classify } from "./classify.ts";
import { plan } from "./plan.ts";

export const formEngine = { classify, plan, draftFromCapture };
export type FormEngine = typeof formEngine;
