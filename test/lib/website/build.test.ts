import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWebsite } from '../../../lib/website/build.ts';
import { synthesize } from '../synthesize.ts';
import { edgeOf } from './edge.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'website-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe('The built website', () => {
  const built = folder();
  let files: string[];
  beforeAll(() => {
    buildWebsite('site', built);
    files = readdirSync(built, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(built.length));
  });

  it('consists of one page and files that the edge function forwards', () => {
    const edge = edgeOf(synthesize());
    const others = files.filter((path) => path !== '/index.html');

    expect(files).toContain('/index.html');
    expect(others.length).toBeGreaterThan(0);
    for (const uri of others) {
      expect(edge({ method: 'GET', uri, query: '', headers: {}, ip: '192.0.2.1' })).toEqual({ uri });
    }
  });

  it('contains no inline code that its content security policy forbids', () => {
    const page = readFileSync(join(built, 'index.html'), 'utf8');

    expect(page).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=/i);
  });
});

it('A failed website build reports its cause in one sentence', () => {
  const workspace = folder();
  writeFileSync(join(workspace, 'index.html'), '<script type="module" src="/main.js"></script>');
  writeFileSync(join(workspace, 'main.js'), "import './nowhere.js';");

  expect(() => buildWebsite(workspace, folder())).toThrow(
    expect.objectContaining({
      name: 'WebsiteBuildError',
      message: expect.stringMatching(
        /^The website does not build \(npm run build:site shows the details\): .*'\.\/nowhere\.js'.*$/,
      ),
    }),
  );
});
