import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shutdownSignal } from '../../../cli/shared/command.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('The signal that ends a command', () => {
  const before = SIGNALS.map((signal) => process.listeners(signal));
  afterEach(() => {
    for (const [at, signal] of SIGNALS.entries()) {
      for (const listener of process.listeners(signal))
        if (!before[at]!.includes(listener)) process.removeListener(signal, listener);
    }
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('counts once if terminal and npm both send it; a later one ends the process at once', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
    const signalled = shutdownSignal();
    process.emit('SIGINT');
    process.emit('SIGINT');
    expect(await signalled).toBe('SIGINT');
    expect(exit).not.toHaveBeenCalled();
    vi.setSystemTime(Date.now() + 1_000);
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
  });
});

describe('A command whose output is closed', () => {
  const command = new URL('../../../cli/shared/command.ts', import.meta.url).href;
  const script = `
    import { once } from 'node:events';
    import { print, runCommand, log } from ${JSON.stringify(command)};
    await runCommand({ name: 'test', summary: '', options: {}, examples: [] }, async () => {
      await once(process.stdin.resume(), 'end');
      for (let at = 0; at < 3; at += 1) {
        log('on the way');
        print('what was asked for');
        await new Promise((resolve) => setImmediate(resolve));
      }
      return 0;
    });`;

  it('continues to its end and returns its exit code', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    child.stdout.destroy();
    child.stderr.destroy();
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
