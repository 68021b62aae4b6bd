import { describe, expect, it } from 'vitest';
import { ARCHIVED_FILES } from '../../../lib/storage/data-bucket.ts';
import { TABLES } from '../../../model/data/tables.ts';
import { PREFIXES, rawFolder } from '../../../model/keys.ts';
import { named, only, plain, synthesize } from '../synthesize.ts';

interface Rule {
  readonly Id: string;
  readonly Status: string;
  readonly Prefix?: string;
  readonly Transitions?: unknown;
  readonly ObjectSizeGreaterThan?: string;
  readonly ExpirationInDays?: number;
}

describe('The bucket', () => {
  const stack = synthesize({ noncurrentDays: 12 });
  const bucket = named(stack, 'AWS::S3::Bucket', 'Lake');
  const rules: Rule[] = bucket.Properties.LifecycleConfiguration.Rules;

  it('is versioned, private and encrypted with keys of S3', () => {
    expect(bucket.Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  it('denies requests without TLS', () => {
    const statements = named(stack, 'AWS::S3::BucketPolicy', 'Lake').Properties.PolicyDocument.Statement;

    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it.each([
    [{}, 'Retain'],
    [{ retainData: true }, 'Retain'],
    [{ retainData: false }, 'Delete'],
  ])('with the settings %j has the deletion policy %s', (settings, policy) => {
    expect(named(synthesize(settings), 'AWS::S3::Bucket', 'Lake').DeletionPolicy).toBe(policy);
  });

  it('deletes incomplete uploads and, after the retention, overwritten objects', () => {
    expect(rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          Status: 'Enabled',
        }),
        expect.objectContaining({
          NoncurrentVersionExpiration: { NoncurrentDays: 12 },
          ExpiredObjectDeleteMarker: true,
          Status: 'Enabled',
        }),
      ]),
    );
  });

  it('never expires current objects', () => {
    for (const rule of rules) {
      expect(rule).not.toHaveProperty('ExpirationInDays');
      expect(rule).not.toHaveProperty('ExpirationDate');
    }
  });

  it('archives only raw files that no table reads, with instant retrieval', () => {
    const archived = rules.filter(({ Transitions }) => Transitions);

    expect(archived.map(({ Prefix }) => Prefix)).toEqual(ARCHIVED_FILES.map(rawFolder));
    for (const rule of archived) {
      expect(rule.Transitions).toEqual([{ StorageClass: 'GLACIER_IR', TransitionInDays: 0 }]);
      expect(Number(rule.ObjectSizeGreaterThan)).toBe(131_072);
    }
    const read = new Set(TABLES.map(({ source }) => source));
    expect(ARCHIVED_FILES.filter((file) => read.has(file))).toEqual([]);
  });
});

describe('The catalog', () => {
  const stack = synthesize({ databaseName: 'movies_test' });
  const tables = Object.values(stack.resources('AWS::Glue::Table')).map(({ Properties }) => Properties);
  const find = (name: string) => tables.find(({ TableInput }) => TableInput.Name === name)!.TableInput;

  it.each(TABLES.map((table) => [table.name, table] as const))(
    'defines the table %s over its manifests',
    (name, table) => {
      const input = find(name);
      const location = `s3://<LakeBucketB1D32E10>/${PREFIXES.manifests}${name}/`;

      expect(input.StorageDescriptor.Columns).toEqual(
        table.columns.map(({ name: column, type, description }) => ({
          Name: column,
          Type: type,
          Comment: description,
        })),
      );
      expect(plain(input.StorageDescriptor.Location)).toBe(location);
      expect(input.StorageDescriptor).toMatchObject({
        InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
        SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      });
      expect(input.PartitionKeys.map(({ Name }: { Name: string }) => Name)).toEqual([
        'ingest_year',
        'ingest_month',
      ]);
      expect(input.Parameters).toMatchObject({
        'projection.enabled': 'true',
        'projection.ingest_year.type': 'date',
        'projection.ingest_year.format': 'yyyy',
        'projection.ingest_year.range': '2000,NOW+2YEARS',
        'projection.ingest_month.range': '1,12',
        'projection.ingest_month.digits': '2',
      });
      expect(plain(input.Parameters['storage.location.template'])).toBe(
        `${location}ingest_year=\${ingest_year}/ingest_month=\${ingest_month}/`,
      );
    },
  );

  it.each(['movies_current', 'genres_current', 'production_companies_current'])(
    'defines the view %s in the format of Athena',
    (name) => {
      const input = find(name);
      const [, encoded] = /^\/\* Presto View: (\S+) \*\/$/.exec(input.ViewOriginalText)!;
      const view = JSON.parse(Buffer.from(encoded!, 'base64').toString('utf8'));

      expect(input).toMatchObject({
        TableType: 'VIRTUAL_VIEW',
        Parameters: { presto_view: 'true' },
        ViewExpandedText: '/* Presto View */',
      });
      expect(view).toMatchObject({ catalog: 'awsdatacatalog', schema: 'movies_test' });
      expect(view.originalSql).toMatch(/\bselect\b/i);
      expect(view.originalSql).not.toContain(';');
      // Athena reports a view as stale if its columns or their order differ.
      expect(view.columns.map(({ name: column }: { name: string }) => column)).toEqual(
        input.StorageDescriptor.Columns.map(({ Name }: { Name: string }) => Name),
      );
      for (const { type } of view.columns) expect(type).not.toMatch(/string|</);
    },
  );

  it('uses the database name of the settings', () => {
    expect(only(stack, 'AWS::Glue::Database').Properties.DatabaseInput.Name).toBe('movies_test');
  });
});
