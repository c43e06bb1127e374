/** The password, without a trace on the screen, in the history of a shell or in the list of processes. */
import type { ReadStream } from "node:tty";

const ctrlC = "\u0003";
const ctrlD = "\u0004";
/** What arrow and function keys send, and the marks around a paste: no part of a secret. */
// oxlint-disable-next-line no-control-regex -- these very characters are looked for
const sequences = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.)/g;

/**
 * Asks on the terminal, without echo; where standard input is no terminal, all of it is the secret but for one
 * line end. Null where the user stopped (Ctrl+C, or Ctrl+D on an empty line).
 */
export async function askSecret(
  prompt: string,
  input: ReadStream = process.stdin,
): Promise<string | null> {
  if (!input.isTTY) {
    const parts: Buffer[] = [];
    for await (const part of input) parts.push(part as Buffer);
    return Buffer.concat(parts)
      .toString("utf8")
      .replace(/\r?\n$/, "");
  }
  // Before it asks: what is typed at once must not be shown either.
  input.setRawMode(true);
  input.setEncoding("utf8");
  process.stderr.write(prompt);
  try {
    return await line(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    process.stderr.write("\n");
  }
}

function line(input: ReadStream): Promise<string | null> {
  return new Promise((done) => {
    let typed: string[] = [];
    const end = (answer: string | null) => {
      input.off("data", take);
      done(answer);
    };
    const take = (text: string) => {
      for (const symbol of text.replaceAll(sequences, "")) {
        if (symbol === "\r" || symbol === "\n") return end(typed.join(""));
        if (symbol === ctrlC || (symbol === ctrlD && typed.length === 0)) return end(null);
        if (symbol === "\u007f" || symbol === "\b") typed.pop();
        else if (symbol === "\u0015") typed = [];
        else if (symbol >= " ") typed.push(symbol);
      }
    };
    input.on("data", take);
  });
}
