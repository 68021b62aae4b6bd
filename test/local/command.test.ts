import { afterEach, describe, expect, it, vi } from 'vitest';
import { endingSignal } from '../../local/commands/command.ts';

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

  it('is one where terminal and npm both send it, and a later one ends the process at once', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
    const signalled = endingSignal();
    process.emit('SIGINT');
    process.emit('SIGINT');
    expect(await signalled).toBe('SIGINT');
    expect(exit).not.toHaveBeenCalled();
    vi.setSystemTime(Date.now() + 1_000);
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
  });
});
