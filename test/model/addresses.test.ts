import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../model/addresses.ts';

describe('withoutSecrets', () => {
  it.each([
    ['https://host/drop.zip', 'https://host/drop.zip'],
    ['sftp://movies@host:2222/drops/', 'sftp://movies@host:2222/drops/'],
    ['sftp://movies:hunter2@host/drops/', 'sftp://movies:…@host/drops/'],
    ['sftp://movies:hunter2@hunter2@host/a', 'sftp://movies:…@host/a'],
    ['https://:hunter2@host/a?b=hunter2#hunter2', 'https://:…@host/a?…'],
    ['https://host/a.zip?X-Amz-Signature=hunter2', 'https://host/a.zip?…'],
    ['https://host/a:b@c', 'https://host/a:b@c'],
    ['file:///drops/#1?', 'file:///drops/#1?'],
    ['s3://bucket/a?b', 's3://bucket/a?b'],
    ['./drops/a?b', './drops/a?b'],
  ])('replaces the secrets in %s: %s', (uri, shown) => {
    expect(withoutSecrets(uri)).toBe(shown);
  });
});
