import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zip } from '../fixtures/zip.ts';
import { give, startDropServer } from '../lambdas/sources/https-server.ts';
import { readDrop } from '../reference/drop.ts';
import { month, monthSucceeds, temporaryFolder } from './commands.ts';
import { sampleDrop } from './drops.ts';

/** A sample drop as a zip archive with one top-level folder, like the dataset's own download. */
function packed(drop: string): Buffer {
  const { folder } = sampleDrop(drop);
  const members = readdirSync(folder).map((name) => ({
    name: `the-movies-dataset/${name}`,
    content: readFileSync(join(folder, name)),
  }));
  return zip([{ name: 'the-movies-dataset/' }, ...members]);
}

/** The hash of each file in a run's record. */
function recordedHashes(record: string): Record<string, string> {
  const { files } = JSON.parse(record) as { files: { file: string; sha256: string }[] };
  return Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256]));
}

/** The expected hash of each file, decompressed. */
function hashesOf(drop: string): Record<string, string> {
  const { folder } = sampleDrop(drop);
  const files = readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    const unpacked = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    return [name.replace(/\.gz$/, ''), createHash('sha256').update(unpacked).digest('hex')] as const;
  });
  return Object.fromEntries(files);
}

describe('A zip archive as the source', () => {
  const folder = temporaryFolder();

  it('gives the same run as its folder', { timeout: 240_000 }, async () => {
    writeFileSync(join(folder, 'drop-2026-10.zip'), packed('2026-10'));
    const { stdout } = await monthSucceeds(
      ...['--month', '2026-10', '--source', join(folder, 'drop-{yyyy}-{mm}.zip')],
      ...['--data-dir', temporaryFolder(), '--json'],
    );
    const { files } = JSON.parse(stdout) as {
      files: { file: string; counts: { accepted: number } | null }[];
    };
    expect(recordedHashes(stdout)).toEqual(hashesOf('2026-10'));
    const movies = files.find(({ file }) => file === 'movies_metadata.csv')!;
    expect(movies.counts!.accepted).toBe(readDrop(sampleDrop('2026-10').csv).accepted.length);
  });

  it('is read by HTTPS from a server with a trusted certificate', {
    timeout: 240_000,
  }, async () => {
    const server = await startDropServer();
    server.answer(give(packed('2026-10'), { etag: '"1"' }));
    const authority = join(folder, 'authority.pem');
    writeFileSync(authority, server.authority);
    process.env.NODE_EXTRA_CA_CERTS = authority;
    try {
      const source = `${server.origin}/{yyyy}/drop-{mm}.zip`;
      const options = ['--month', '2026-10', '--source', source, '--data-dir', temporaryFolder(), '--json'];
      const { stdout } = await monthSucceeds(...options);
      expect(recordedHashes(stdout)).toEqual(hashesOf('2026-10'));
      expect(JSON.parse(stdout)).toMatchObject({ source: `${server.origin}/2026/drop-10.zip` });
      expect(new Set(server.requests.map(({ url }) => url))).toEqual(new Set(['/2026/drop-10.zip']));
    } finally {
      delete process.env.NODE_EXTRA_CA_CERTS;
      await server.close();
    }
  });

  it.each([
    ['truncated', (archive: Buffer) => archive.subarray(0, -100), /CorruptArchiveError: .*cut\.zip/],
    ['invalid', () => Buffer.from('<html>Not found</html>'), /CorruptArchiveError: .*cut\.zip/],
  ])('fails the run with a one-line error if it is %s', async (_, damage, what) => {
    const source = join(folder, 'cut.zip');
    writeFileSync(source, damage(packed('2026-09')));
    const { code, stdout, stderr } = await month(
      ...['--month', '2026-09', '--source', source, '--data-dir', temporaryFolder()],
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(what);
  });
});
