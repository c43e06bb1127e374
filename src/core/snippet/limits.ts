/** What a template may cost. The limits are far above what anybody writes and far below what hurts. */
export const limits = {
  /** UTF-16 units of a template; what an item's field can hold. */
  source: 500_000,
  /** UTF-16 units of one tag, between its braces. */
  tag: 2_000,
  /** Brackets within one tag, and `if` within `if`. */
  nesting: 24,
  /** Parts of a template: texts, tags, and what stands in them. */
  nodes: 20_000,
  /** Depth of one expression; a sum of as many terms is as deep. */
  depth: 200,
  /** Snippets within snippets. */
  snippets: 10,
  /** UTF-16 units of what comes out, and of any value on the way. */
  output: 500_000,
  /** Steps of the evaluation: one for each part, and one more for each hundred characters it makes. */
  steps: 100_000,
  prompts: 50,
  label: 200,
  options: 100,
} as const;
