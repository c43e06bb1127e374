import { encodeQR } from "qr";

/** Light modules around the code; readers ask for four. */
const border = 4;

/** A text as a QR code of black modules on white, drawn as one path: no image, no HTML from text. */
export function Qr({ text, words }: { text: string; words: string }) {
  const rows = encodeQR(text, "raw", { ecc: "quartile", border });
  const runs: string[] = [];
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x] === true) x++;
      if (x > from) runs.push(`M${from} ${y}h${x - from}v1h${from - x}z`);
    }
  });
  return (
    <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={words}>
      <path d={runs.join("")} />
    </svg>
  );
}
