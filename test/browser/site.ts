import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { Server } from '../e2e/commands.ts';
import { launchBrowser } from './chromium.ts';
import { type Watch, watch } from './watch.ts';

/** The widths that pages are looked at, in px: a laptop's and a small phone's. */
export const WIDE = { width: 1280, height: 900 } as const;
export const NARROW = { width: 375, height: 740 } as const;
/** Local servers answer in milliseconds; what isn't there after this never comes. In ms. */
const PATIENCE = 30_000;

/** A page of the website in a browser, and all that it did wrong. */
export interface Visit {
  readonly page: Page;
  readonly watch: Watch;
  /** Goes to a path and waits until everything is there. */
  goto(path: string): Promise<void>;
}

/** The website of one stack, and a browser to look at it. */
export interface Site {
  readonly url: string;
  /** The document at a path of the API. */
  json<T>(path: string): Promise<T>;
  /** A new page with nothing kept from others; closed when the test ends, with a screenshot where it has failed. */
  open(options?: BrowserContextOptions): Promise<Visit>;
}

/** Starts a stack and a browser before the tests of the file, and stops both after them. */
export function useSite(start: () => Promise<Server>): Site {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([start(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function json<T>(path: string): Promise<T> {
    const response = await fetch(server.url + path);
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  }

  async function open(options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ baseURL: server.url, viewport: WIDE, ...options });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await keepScreenshot(page);
      await context.close();
    });
    const seen = watch(page, server.url);
    const goto = async (path: string): Promise<void> => {
      await page.goto(path);
      await settled(page);
    };
    return { page, watch: seen, goto };
  }

  return {
    get url() {
      return server.url;
    },
    json,
    open,
  };
}

/** What a page that isn't complete has: words that something is loading, and places for charts without their chart. */
const INCOMPLETE = '[role=status]:text-matches("^(Loading|Looking)"), [role=img]:not(:has(svg))';

/** Resolves when the page has a heading and all that it waits for. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator(INCOMPLETE).first().waitFor({ state: 'detached' });
}

/** Waits until an element has the focus. */
export async function expectFocus(locator: Locator): Promise<void> {
  const isFocused = () => locator.evaluate((element) => element === element.ownerDocument.activeElement);
  await expect.poll(isFocused, { timeout: PATIENCE }).toBe(true);
}

async function keepScreenshot(page: Page): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'movie-statistics-failed-')), 'page.png');
  await page.screenshot({ path, fullPage: true });
  console.error(`How ${page.url()} looked when the test failed: ${path}`);
}
