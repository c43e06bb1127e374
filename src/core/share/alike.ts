/** Names that one reads as the same: who is told apart by a code point alone is told apart by nobody. */

/** Letters of other scripts and what they are read as, in lower case; capitals that look alike are among them. */
const twins = new Map(
  [
    // Cyrillic
    ..."аa вb сc ԁd еe һh нh іi јj кk ӏl мm оo рp ԛq ѕs тt уy ԝw хx".split(" "),
    // Greek
    ..."αa βb εe ηh ιi κk μm νn οo ρp τt υy χx ζz".split(" "),
    // Latin, with and without a stroke or a dot, and digits
    ..."ıi łl øo đd ħh ŧt ɑa ɡg 0o 1i |i".split(" "),
  ].map((pair): [string, string] => [pair.slice(0, 1), pair.slice(1)]),
);

/** A name as it is read in a hurry: without marks, case, blanks and dots, in one script. */
function skeleton(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "")
    // A capital I is read as a small l.
    .replaceAll("I", "l")
    .toLowerCase();
  const read = [...plain].map((letter) => twins.get(letter) ?? letter).join("");
  const bare = read
    .replaceAll(/[\s\p{P}\p{S}]/gu, "")
    .replaceAll("i", "l")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
  // Of a name of signs alone everything counts.
  return bare === "" ? plain : bare;
}

/** Whether the one name can pass for the other. It errs on the side of yes. */
export function looksAlike(one: string, other: string): boolean {
  return skeleton(one) === skeleton(other);
}
