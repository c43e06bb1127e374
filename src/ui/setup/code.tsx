import { say } from "../../wire/words.ts";
import { CodeFlow } from "../paper/flow.tsx";

/** Step 2: the recovery code, the one time it is shown. */
export function Code(props: { code: string; canCheck?: boolean; onDone: () => void }) {
  return (
    <>
      <h1>{say("setup.codeTitle")}</h1>
      <p>{say("setup.codeText")}</p>
      <CodeFlow {...props} />
    </>
  );
}
