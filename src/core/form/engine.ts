/** The form engine as one thing: what the vault asks of it. */
import { draftFromCapture } from "./capture.ts";
import { classify } from "./classify.ts";
import { explain } from "./explain.ts";
import { findMark, marksOf } from "./mark.ts";
import { plan } from "./plan.ts";
import { preview } from "./preview.ts";
import { toldBy } from "./said.ts";
import { submittedForm } from "./submitted.ts";

export const formEngine = {
  classify,
  plan,
  draftFromCapture,
  submittedForm,
  findMark,
  marksOf,
  preview,
  toldBy,
  explain,
};
export type FormEngine = typeof formEngine;
