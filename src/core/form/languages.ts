/** Languages in which the platform (`Intl`) is asked for the names of countries and months, the most frequent first. */
export const languages: readonly string[] =
  "en de fr es it pt nl pl ru uk tr cs sk sv da nb fi hu ro el bg hr sl sr lt lv et ca ja zh zh-Hant ko ar fa he hi th vi id".split(
    " ",
  );
