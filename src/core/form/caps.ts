/** Caps on what one document may send; apart from field.ts, so that the stub carries no validator. */
export const pageCaps = { fields: 2000, text: 300, options: 400, value: 500_000 } as const;
