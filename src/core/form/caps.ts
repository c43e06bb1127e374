/** Caps on what one document may send (`page`: characters of all its fields); apart from field.ts, so that the stub carries no validator. */
export const pageCaps = {
  fields: 5000,
  text: 300,
  options: 10_000,
  value: 500_000,
  page: 4_000_000,
} as const;
