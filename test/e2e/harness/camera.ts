/** A camera that is held before a QR code: a film of grey pictures, for Chromium's own device for tests. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { encodeQR } from "qr";

const [width, height] = [640, 480] as const;

/** What Chromium is started with so that its camera sees this text as a code; `path` is where the film goes. */
export async function cameraSeeing(text: string, path: string): Promise<string[]> {
  const code = encodeQR(text, "raw", { ecc: "low", border: 4 });
  const size = Math.floor(440 / code.length);
  const luma = Buffer.alloc(width * height, 200);
  const [left, top] = [(width - size * code.length) >> 1, (height - size * code.length) >> 1];
  code.forEach((row, y) =>
    row.forEach((dark, x) => {
      for (let line = 0; line < size; line++) {
        const at = (top + y * size + line) * width + left + x * size;
        luma.fill(dark ? 20 : 235, at, at + size);
      }
    }),
  );
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc(luma.length / 2, 128)]);
  const out = createWriteStream(path);
  out.write(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  for (let i = 0; i < 10; i++) out.write(frame);
  out.end();
  await once(out, "close");
  return [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${path}`,
  ];
}
