/**
 * Latest wins: of questions asked one after the other, only the answer to the last is taken,
 * in whatever order they arrive. `take` and `fail` are never called for an outdated question.
 */
export function latest<A, R>(
  ask: (question: A) => Promise<R>,
  take: (answer: R, question: A) => void,
  fail: (thrown: unknown, question: A) => void,
): (question: A) => Promise<void> {
  let newest = 0;
  return async (question) => {
    const mine = ++newest;
    try {
      const answer = await ask(question);
      if (mine === newest) take(answer, question);
    } catch (thrown) {
      if (mine === newest) fail(thrown, question);
    }
  };
}
