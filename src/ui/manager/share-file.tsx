import { useRef } from "preact/hooks";
import { Failure } from "../../core/failure.ts";
import { Button } from "../parts/button.tsx";

interface ChooseFileProps {
  words: string;
  accept: string;
  onFile: (file: File) => void;
}

/** A button that lets the user choose one file. */
export function ChooseFile({ words, accept, onFile }: ChooseFileProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="restore" onClick={() => input.current?.click()}>
        {words}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept={accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) onFile(file);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** A transfer is at most 8 MiB; as text a third more, and what stands around it. */
const textLimit = 12 * 2 ** 20;
/** Longest side of a picture as it is looked at, in pixels: a telephone's is ten times what a code needs. */
const pictureLimit = 1600;

/** The text of a file; TOO_LARGE. */
export async function textOf(file: File): Promise<string> {
  if (file.size > textLimit) throw new Failure("TOO_LARGE");
  return file.text();
}

/** The text of a card: a text file, or what the QR code in a picture says; null where none is seen. */
export async function cardTextOf(file: File): Promise<string | null> {
  if (!file.type.startsWith("image/")) return textOf(file);
  // What calls itself a picture and is none shows no code either.
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  const scale = Math.min(1, pictureLimit / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.ceil(side * scale));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const { decodeQR } = await import("qr/decode.js");
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  }
}
