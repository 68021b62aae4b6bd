import { startServer } from '../e2e/commands.ts';
import { folderAfter } from '../e2e/drops.ts';
import { describeComparison } from './compare.ts';
import { describeDeepLinks } from './deep-links.ts';
import { describeEveryPage } from './every-page.ts';
import { describeFailures } from './failures.ts';
import { describeFigures } from './figures.ts';
import { describeFiles } from './files.ts';
import { describeReading } from './reading.ts';
import { describeSearch } from './search.ts';
import { useSite } from './site.ts';

// All tests with the sample months share one stack, because running the months takes longer than the tests.
const site = useSite(async () => startServer('start', '--data-dir', await folderAfter('2026-10')));

describeEveryPage(site);
describeFigures(site);
describeFiles(site);
describeSearch(site);
describeComparison(site);
describeReading(site);
describeDeepLinks(site);
describeFailures(site);
