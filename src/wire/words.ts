/** Every word a user sees comes from `locales/`, by its key. */
import { createI18n } from "@wxt-dev/i18n";
import type { GeneratedI18nStructure } from "../../.wxt/i18n/structure.d.ts";

type Say = ReturnType<typeof createI18n<GeneratedI18nStructure>>["t"];

/** Text of a key of the locale, with `$1`, `$2` ... taken from an array of values. */
export const say: Say = createI18n<GeneratedI18nStructure>().t;
