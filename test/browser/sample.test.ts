import { startServer, temporaryFolder } from '../e2e/commands.ts';
import { describeEveryPage } from './every-page.ts';
import { useSite } from './site.ts';

// One stack for all that the sample months can show: they take longer to run than most of these tests.
const site = useSite(() => startServer('start', '--data-dir', temporaryFolder()));

describeEveryPage(site);
