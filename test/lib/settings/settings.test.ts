import { describe, expect, it } from 'vitest';
import { dataAgeLimit } from '../../../lib/settings/monitoring-settings.ts';
import { parseSettings, SETTINGS, SettingsError } from '../../../lib/settings/settings.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-abcd';
const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

describe('Settings', () => {
  it('has a default for every setting', () => {
    expect(parseSettings({})).toMatchObject({ stageName: 'live', accessLogs: 'off', retainData: true });
    expect(parseSettings(undefined)).toEqual(parseSettings({}));
  });

  it('accepts settings as JSON text, as the command line passes them', () => {
    expect(parseSettings('{"stageName": "test"}').stageName).toBe('test');
  });

  it.each([
    ['drops.example.com', 'drops.example.com'],
    ['drops.example.com', 'drops.example.com:22'],
    ['drops.example.com:2222', 'drops.example.com'],
    ['DROPS.example.com:2222', 'drops.example.com:2222'],
  ])('finds the key and secret of sftp://movies@%s/ under the host %s', (host, named) => {
    const settings = {
      source: `sftp://movies@${host}/{yyyy}/`,
      sftpHostKeys: { [named]: [FINGERPRINT] },
      sourceSecrets: { [named]: 'drops' },
    };
    expect(parseSettings(settings).source).toBe(settings.source);
  });

  it.each([
    [{}, 33],
    [{ waitForDrop: 3 }, 36],
    [{ schedule: 'cron(0 6 15 * ? *)' }, 47],
    [{ dataAgeDays: 40, schedule: 'cron(0 6 ? * MON *)' }, 40],
  ])('derives from the settings %j that data may be %i days old', (settings, days) => {
    expect(dataAgeLimit(parseSettings(settings))).toBe(days);
  });

  it('derives no age limit of data from a scheduled day that some months lack', () => {
    const onThe = (day: number) => parseSettings({ alarms: false, schedule: `cron(0 6 ${day} * ? *)` });
    expect(dataAgeLimit(onThe(28))).toBe(60);
    expect(dataAgeLimit(onThe(29))).toBeNull();
  });

  it('requires no age limit of data without alarms', () => {
    expect(dataAgeLimit(parseSettings({ alarms: false, schedule: 'cron(0 6 ? * MON *)' }))).toBeNull();
  });

  it('has a description for every setting', () => {
    for (const { name, description } of SETTINGS) {
      expect(description, name).toMatch(/^.+\.$/s);
    }
  });

  it.each([
    [
      'an unknown setting',
      { drainSecond: 5 },
      /^The setting drainSecond is unknown; the settings are source, sourceBuckets, .+\.$/,
    ],
    ['a number instead of an object', 5, 'The settings are 5, but must be a JSON object.'],
    [
      'text that is not JSON',
      '{drainSeconds',
      'The settings are "{drainSeconds", but must be a JSON object.',
    ],
    [
      'a schedule that is not a cron expression',
      { schedule: 'monthly' },
      'The setting schedule is "monthly", but it is not a cron expression of six fields such as "cron(0 6 1 * ? *)".',
    ],
    [
      'a cron expression of five fields',
      { schedule: 'cron(0 6 1 * ?)' },
      /^The setting schedule is "cron\(0 6 1 \* \?\)", but it is not a cron expression of six fields/,
    ],
    [
      'an invalid bucket name',
      { sourceBuckets: ['movie-drops', 'Movie_Drops'] },
      'The setting sourceBuckets.1 is "Movie_Drops", but it is not the name of an S3 bucket (3 to 63 of a–z, 0–9, dots and hyphens).',
    ],
    [
      'a source in a bucket that sourceBuckets does not name',
      { source: 's3://elsewhere/{yyyy}/{mm}/', sourceBuckets: ['movie-drops'] },
      'The setting source is "s3://elsewhere/{yyyy}/{mm}/", but sourceBuckets does not name the bucket elsewhere, so no function may read it.',
    ],
    [
      'a source on a host that sourceHosts does not name',
      { source: 'https://drops.example.com/{yyyy}-{mm}.zip', sourceHosts: ['example.com'] },
      'The setting source is "https://drops.example.com/{yyyy}-{mm}.zip", but sourceHosts does not name the host drops.example.com, so no function may connect to it.',
    ],
    [
      'a source that contains a password, without repeating it,',
      { source: 'https://movies:hunter2@drops.example.com/{yyyy}-{mm}.zip' },
      'The setting source is "https://movies:…@drops.example.com/{yyyy}-{mm}.zip", but an address must contain neither a password nor a query, which may be secret; put credentials into a secret (sourceSecrets).',
    ],
    [
      'a source with a signed URL, without repeating the signature,',
      { source: 'https://drops.example.com/a.zip?signature=hunter2' },
      /^The setting source is "https:\/\/drops.example.com\/a.zip\?…", but an address must contain neither/,
    ],
    [
      'a cron expression that EventBridge refuses',
      { schedule: 'cron(0 6 1 * * *)' },
      'The setting schedule is "cron(0 6 1 * * *)", but exactly one of day of month (third field) and day of week (fifth field) must be ?.',
    ],
    [
      'a cron expression that never fires again',
      { schedule: 'cron(0 6 1 * ? 2024)' },
      'The setting schedule is "cron(0 6 1 * ? 2024)", but it never fires again.',
    ],
    [
      'a source with a placeholder in another case',
      { source: 's3://movie-drops/{YYYY}-{MM}/', sourceBuckets: ['movie-drops'] },
      'The setting source is "s3://movie-drops/{YYYY}-{MM}/", but {YYYY} is not a placeholder; the placeholders are {yyyy} and {mm}, in lower case.',
    ],
    [
      'a source with a placeholder of another name',
      { source: 's3://movie-drops/{yyyy}-{month}/', sourceBuckets: ['movie-drops'] },
      /but \{month\} is not a placeholder/,
    ],
    [
      'a source with an unclosed placeholder',
      { source: 's3://movie-drops/{yyyy-{mm}/', sourceBuckets: ['movie-drops'] },
      /but \{ is not a placeholder/,
    ],
    [
      'a source with a misspelled scheme',
      { source: 's3:/movie-drops/' },
      /but it does not begin with s3:\/\//,
    ],
    ['a source with an unknown scheme', { source: 'ftp://drops.example.com/' }, /but it does not begin with/],
    [
      'a source without encryption',
      { source: 'http://drops.example.com/a.zip' },
      /but it does not begin with/,
    ],
    [
      'a source that is a folder',
      { source: './drops/{yyyy}-{mm}' },
      /folders can only be read by local runs\.$/,
    ],
    [
      'a source that is an ARN',
      { source: 'arn:aws:s3:::movie-drops/{yyyy}-{mm}/' },
      'The setting source is "arn:aws:s3:::movie-drops/{yyyy}-{mm}/", but it is an ARN; write s3://bucket/folder/.',
    ],
    [
      'a source with surrounding white space',
      { source: ' s3://movie-drops/{yyyy}/', sourceBuckets: ['movie-drops'] },
      'The setting source is " s3://movie-drops/{yyyy}/", but it begins or ends with white space.',
    ],
    [
      'a text with surrounding white space within a list',
      { alarmEmails: ['on-call@example.org '] },
      'The setting alarmEmails.0 is "on-call@example.org ", but it begins or ends with white space.',
    ],
    [
      'a host that is an address',
      { sourceHosts: ['https://drops.example.com'] },
      'The setting sourceHosts.0 is "https://drops.example.com", but it is not a host such as "drops.example.com" or "drops.example.com:8443", in lower case.',
    ],
    [
      'a secret with an empty name',
      { sourceSecrets: { 'drops.example.com': '' } },
      'The setting sourceSecrets.drops.example.com is "", but it is neither the name nor the ARN of a secret in Secrets Manager.',
    ],
    [
      'an SFTP source without a host key',
      { source: 'sftp://movies@drops.example.com/{yyyy}/', sourceSecrets: { 'drops.example.com': 'drops' } },
      'The setting source is "sftp://movies@drops.example.com/{yyyy}/", but sftpHostKeys has no key of the host drops.example.com, so its identity cannot be verified.',
    ],
    [
      'an SFTP source without a secret',
      {
        source: 'sftp://movies@drops.example.com:2222/{yyyy}/',
        sftpHostKeys: { 'drops.example.com:2222': FINGERPRINT },
      },
      'The setting source is "sftp://movies@drops.example.com:2222/{yyyy}/", but sourceSecrets names no secret for the host drops.example.com:2222, and SFTP needs a password or a key.',
    ],
    [
      'a host key that is not a fingerprint',
      { sftpHostKeys: { 'drops.example.com': 'ssh-ed25519 AAAA' } },
      'The setting sftpHostKeys.drops.example.com is "ssh-ed25519 AAAA", but it is not a fingerprint such as "SHA256:" and 43 characters; ssh-keygen -l shows it.',
    ],
    [
      'a number as text',
      { partBytes: '64000000' },
      /^The setting partBytes is "64000000", but invalid input: .*number/,
    ],
    ['a number below its minimum', { mapConcurrency: 0 }, /^The setting mapConcurrency is 0, but .*>=1\.$/],
    [
      'more memory than Lambda offers',
      { aggregateMemoryMb: 20_000 },
      /^The setting aggregateMemoryMb is 20000, but .*<=10240\.$/,
    ],
    [
      'an unknown access log mode',
      { accessLogs: true },
      /^The setting accessLogs is true, but .*"off"\|"account"\|"create"\.$/,
    ],
    [
      'a log retention that CloudWatch does not support',
      { logRetentionDays: 42 },
      /^The setting logRetentionDays is 42, but the retentions of CloudWatch are 1, 3, 5, .*3653\.$/,
    ],
    [
      'engine memory that fills its function',
      { engineMemoryMb: 3_008 },
      "The setting engineMemoryMb is 3008, but it must leave room in the function's 3008 MB (aggregateMemoryMb).",
    ],
    [
      "tables larger than the function's disk",
      { engineMaxBytes: 9_000_000_000 },
      "The setting engineMaxBytes is 9000000000, but the function's disk has only 6144 MB (engineEphemeralMb).",
    ],
    [
      'a retention shorter than a run may take',
      { retainRunsDays: 7, runTimeoutHours: 168 },
      'The setting retainRunsDays is 7, but a run may take 168 hours (waitForDrop, runTimeoutHours), and a day must remain to investigate a failed run.',
    ],
    [
      'a retention shorter than a run may wait for its drop',
      { waitForDrop: 29 },
      'The setting retainRunsDays is the default, but a run may take 720 hours (waitForDrop, runTimeoutHours), and a day must remain to investigate a failed run.',
    ],
    [
      'a drop marker that is a path',
      { dropMarker: 'a/_SUCCESS' },
      'The setting dropMarker is "a/_SUCCESS", but it is not the name of a file.',
    ],
    [
      'a retention below its minimum',
      { retainRunsDays: 0 },
      /^The setting retainRunsDays is 0, but .*>=7\.$/,
    ],
    [
      'a burst limit below the rate limit',
      { throttlingBurst: 9 },
      'The setting throttlingBurst is 9, but it is smaller than the 10 requests a second of throttlingRate.',
    ],
    [
      'a URL instead of a domain',
      { siteDomain: { name: 'https://movies.example.org', certificateArn: CERTIFICATE } },
      'The setting siteDomain.name is "https://movies.example.org", but it is not a domain such as "movies.example.org".',
    ],
    [
      'a certificate from a region other than us-east-1',
      {
        siteDomain: {
          name: 'movies.example.org',
          certificateArn: CERTIFICATE.replace('us-east-1', 'eu-west-1'),
        },
      },
      /^The setting siteDomain\.certificateArn is "arn:.*", but it is not the ARN of an ACM certificate in us-east-1, which CloudFront requires\.$/,
    ],
    [
      'a website domain without a website',
      { website: false, siteDomain: { name: 'movies.example.org', certificateArn: CERTIFICATE } },
      /^The setting siteDomain is \{.*\}, but website is false, so there is no distribution for the domain\.$/,
    ],
    [
      'an invalid e-mail address',
      { alarmEmails: ['on-call'] },
      'The setting alarmEmails.0 is "on-call", but it is not an e-mail address.',
    ],
    [
      'e-mail addresses without alarms',
      { alarms: false, alarmEmails: ['on-call@example.org'] },
      'The setting alarmEmails is ["on-call@example.org"], but alarms is false, so nothing is sent there.',
    ],
    [
      'a PagerDuty secret without alarms',
      { alarms: false, pagerDutySecret: 'pagerduty' },
      'The setting pagerDutySecret is "pagerduty", but alarms is false, so nothing is sent there.',
    ],
    [
      "PagerDuty's URL instead of the name of its secret",
      { pagerDutySecret: 'https://events.pagerduty.com/integration/0/enqueue' },
      /^The setting pagerDutySecret is "https:.*", but it is neither the name nor the ARN of a secret in Secrets Manager\.$/,
    ],
    [
      'a budget without e-mail addresses',
      { monthlyBudgetUsd: 25 },
      'The setting monthlyBudgetUsd is 25, but alarmEmails is empty, so there is no address to notify.',
    ],
    [
      'a runbook that is not a URL',
      { runbookUrl: 'docs/runbook.md' },
      'The setting runbookUrl is "docs/runbook.md", but it is not the URL of a page.',
    ],
    [
      'a schedule without a monthly day and without dataAgeDays',
      { schedule: 'cron(0 6 ? * MON *)' },
      'The setting dataAgeDays is the default, but it must be set because the schedule, cron(0 6 ? * MON *), does not fire on one day of every month.',
    ],
    [
      'a stage name with a slash',
      { stageName: 'v1/live' },
      'The setting stageName is "v1/live", but a stage’s name has only letters, digits and underscores.',
    ],
  ])('rejects %s with a one-sentence error', (_, settings, message) => {
    const parse = () => parseSettings(settings);

    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ name: 'SettingsError' }));
    expect(parse).toThrow(SettingsError);
  });
});
