import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { Server } from '../e2e/commands.ts';
import { launchBrowser } from './chromium.ts';
import { type FaultLog, recordFaults } from './fault-log.ts';

/** The viewports of the tests in px: a laptop and a small phone. */
export const WIDE = { width: 1280, height: 900 } as const;
export const NARROW = { width: 375, height: 740 } as const;
/** Time limit of every wait in ms. Local servers respond within milliseconds. */
const TIMEOUT = 30_000;

/** A page of the website in a browser with a log of its faults. */
export interface Visit {
  readonly page: Page;
  readonly log: FaultLog;
  /** Opens a path and waits until the page is complete. */
  goto(path: string): Promise<void>;
}

/** The website of a stack and a browser. */
export interface Site {
  readonly url: string;
  /** Returns the document at an API path. */
  json<T>(path: string): Promise<T>;
  /** Opens a page in a new browser context. It is closed after the test, with a screenshot if the test failed. */
  open(options?: BrowserContextOptions): Promise<Visit>;
}

/** Starts a stack and a browser before the tests of a file and stops both after them. */
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
    context.setDefaultTimeout(TIMEOUT);
    const page = await context.newPage();
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await keepScreenshot(page);
      await context.close();
    });
    const log = recordFaults(page, server.url);
    const goto = async (path: string): Promise<void> => {
      await page.goto(path);
      await settled(page);
    };
    return { page, log, goto };
  }

  return {
    get url() {
      return server.url;
    },
    json,
    open,
  };
}

/** Elements of an incomplete page: loading messages and chart containers without a chart. */
const INCOMPLETE = '[role=status]:text-matches("^(Loading|Searching)"), [role=img]:not(:has(svg))';

/** Resolves when the page has a heading and no incomplete elements. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator(INCOMPLETE).first().waitFor({ state: 'detached' });
}

/** Waits until an element has the focus. */
export async function expectFocus(locator: Locator): Promise<void> {
  const isFocused = () => locator.evaluate((element) => element === element.ownerDocument.activeElement);
  await expect.poll(isFocused, { timeout: TIMEOUT }).toBe(true);
}

async function keepScreenshot(page: Page): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'movie-statistics-failed-')), 'page.png');
  await page.screenshot({ path, fullPage: true });
  console.error(`Screenshot of ${page.url()} at the failure: ${path}`);
}
