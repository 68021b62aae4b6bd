import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import project from '../../package.json' with { type: 'json' };

/** Where this version of the browser is unpacked to, once on each machine. */
const FOLDER = join(tmpdir(), `movie-statistics-chromium-${project.devDependencies['@sparticuz/chromium']}`);
const UNPACK = `
  import chromium from '@sparticuz/chromium';
  await chromium.executablePath();
`;
/** The fonts that come with the browser and no others, so that every machine breaks lines alike. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${FOLDER}/fonts</dir><cachedir>${FOLDER}/fonts-cache</cachedir></fontconfig>
`;

/** A headless Chromium. What it needs beside a C library comes with its package. */
export async function launchBrowser(): Promise<Browser> {
  await unpack();
  return chromium.launch({
    executablePath: join(FOLDER, 'chromium'),
    // Of the arguments that its package proposes only these: others of them switch off what the tests are about,
    // like the same-origin policy. Without a sandbox because CI runs as root; the pages are our own.
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: FOLDER,
      LD_LIBRARY_PATH: join(FOLDER, 'al2023/lib'),
      FONTCONFIG_FILE: join(FOLDER, 'fonts.conf'),
    },
  });
}

/**
 * Unpacks the browser unless it is there. Two processes may do so at the same time: each into a folder of its own, which then
 * takes its name in one step, and the second finds the name taken.
 */
async function unpack(): Promise<void> {
  if (existsSync(FOLDER)) return;
  const own = mkdtempSync(`${FOLDER}-`);
  try {
    // The package unpacks into the temporary folder of its process, and its libraries only where it takes that for Lambda.
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    });
    writeFileSync(join(own, 'fonts.conf'), FONTS);
    renameSync(own, FOLDER);
  } catch (error) {
    if (!existsSync(FOLDER)) throw error;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}
