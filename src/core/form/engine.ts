/** The form engine as one thing: what the vault asks of it. */
import { draftFromCapture } from "./capture.ts";
import { classify } from "./classify.ts";
import { plan } from "./plan.ts";
import { submittedForm } from "./submitted.ts";

export const formEngine = { classify, plan, draftFromCapture, submittedForm };
export type FormEngine = typeof formEngine;
