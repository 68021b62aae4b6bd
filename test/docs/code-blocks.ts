import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../e2e/commands.ts';

/** A fenced code block of a document. */
export interface CodeBlock {
  /** The info string of the opening fence: `sh`, `ts`, `python`, `sql`. */
  readonly language: string;
  readonly code: string;
}

/** The code blocks of a document such as `docs/api.md` in order, or of the section with the given heading. */
export function codeBlocks(document: string, heading?: string): CodeBlock[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const section = heading === undefined ? text : text.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({
    language: language!,
    code: code!,
  }));
}

/** The lines of a document's shell blocks that start with `start`. */
export const shellLines = (document: string, start: string): string[] =>
  codeBlocks(document)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line.startsWith(start));
