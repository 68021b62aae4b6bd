import { expect, it } from 'vitest';
import { newestFirst } from '../../../cli/shared/run-list.ts';

it('newestFirst orders runs of the same second by their start time, not by their ids', () => {
  const at = (run_id: string, milliseconds: string) => ({
    run_id,
    started_at: `2026-11-01T06:00:00.${milliseconds}Z`,
  });
  const runs = [at('20261101T060000Z-aaaaaaaa', '100'), at('20261101T060000Z-bbbbbbbb', '050')];
  expect(runs.toSorted(newestFirst)).toEqual(runs);
  expect(runs.toReversed().toSorted(newestFirst)).toEqual(runs);
});
