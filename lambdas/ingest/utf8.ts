import { isUtf8 } from 'node:buffer';
import { NotUtf8Error } from '../../model/errors.ts';

/** Checks chunk by chunk that a file is UTF-8. */
export interface Utf8Check {
  /** `line` is the chunk's first physical line. @throws NotUtf8Error naming file and line */
  push(chunk: Buffer, line: number): void;
  /** @throws NotUtf8Error for a file that ends inside a character */
  end(line: number): void;
}

export function createUtf8Check(file: string): Utf8Check {
  /** The first bytes of a character that continues in the next chunk. */
  let cut: Buffer = Buffer.alloc(0);

  function refuse(line: number, byte: number | undefined): never {
    const what = byte === undefined ? 'ends inside a character' : `has the byte 0x${byte.toString(16)}`;
    throw new NotUtf8Error(
      `${file}, line ${line}: the file ${what}, so it is not UTF-8; convert it and try again.`,
    );
  }

  return {
    push(chunk, line) {
      const bytes = cut.length > 0 ? Buffer.concat([cut, chunk]) : chunk;
      const whole = bytes.length - unfinished(bytes);
      if (!isUtf8(bytes.subarray(0, whole))) {
        const fault = firstFault(bytes.subarray(0, whole));
        refuse(line + linesIn(bytes.subarray(0, fault)), bytes[fault]);
      }
      cut = Buffer.from(bytes.subarray(whole));
    },
    end(line) {
      if (cut.length > 0) refuse(line, undefined);
    },
  };
}

/** The number of bytes of an incomplete character at the end: 0 to 3. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : byte >= 0x80 ? 0 : 1;
    if (length > 0) return length > back ? back : 0;
  }
  return 0;
}

/** The offset of the first invalid character: the end of the longest valid prefix, found by bisection. */
function firstFault(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - unfinished(prefix)))) good = middle;
    else bad = middle;
  }
  return good - unfinished(bytes.subarray(0, good));
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}
