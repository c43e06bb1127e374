/** A fault that is done to a real server, and the mutant that proves that its checker can fail. */
export interface Found {
  /** How many times what must never happen did happen. */
  bad: number;
  /** What was done and seen, in a line. */
  figure: string;
}

export interface Fault {
  name: string;
  /** What the mutant does wrong. */
  mutant: string;
  /** False where this machine lacks what it needs: then it is skipped, and counted as that. */
  possible?: boolean;
  /** `size`: 1 for every run of the tests, more for the full figure. */
  run(mutated: boolean, size: number): Promise<Found>;
}
