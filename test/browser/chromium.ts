import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import project from '../../package.json' with { type: 'json' };

/** The folder of the unpacked browser, one per version and machine. */
const FOLDER = join(tmpdir(), `movie-statistics-chromium-${project.devDependencies['@sparticuz/chromium']}`);
const UNPACK = `
  import chromium from '@sparticuz/chromium';
  await chromium.executablePath();
`;
/** Uses only the fonts that come with the browser, so that line breaks are the same on every machine. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${FOLDER}/fonts</dir><cachedir>${FOLDER}/fonts-cache</cachedir></fontconfig>
`;

/** Starts a headless Chromium. Its package has all libraries except the C library. */
export async function launchBrowser(): Promise<Browser> {
  await unpack();
  return chromium.launch({
    executablePath: join(FOLDER, 'chromium'),
    // The package proposes more arguments, but some of them disable what the tests check, such as the same-origin
    // policy. There is no sandbox because CI runs as root, and the pages are our own.
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
 * Unpacks the browser if its folder doesn't exist. Concurrent processes each unpack into a temporary folder and rename it.
 * The rename of the second process fails, which is ignored.
 */
async function unpack(): Promise<void> {
  if (existsSync(FOLDER)) return;
  const own = mkdtempSync(`${FOLDER}-`);
  try {
    // The package unpacks into the temporary folder of its process, and unpacks its libraries only on Lambda.
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
