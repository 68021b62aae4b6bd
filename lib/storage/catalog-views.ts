import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as glue from 'aws-cdk-lib/aws-glue';
import { type Column, type ColumnType, PARTITION_COLUMNS, TABLES } from '../../model/data/tables.ts';

const SQL = join(import.meta.dirname, '../../model/data/sql');

/** The views of current versions across months, each with the table whose columns it has. */
export const CURRENT_VIEWS = {
  movies_current: 'movies_metadata',
  genres_current: 'genres',
  production_companies_current: 'production_companies',
} as const;

/** The names of column types in the SQL of Athena and Trino, where they differ from Hive's names in the catalog. */
const SQL_TYPES: Readonly<Partial<Record<ColumnType, string>>> = {
  string: 'varchar',
  'array<string>': 'array(varchar)',
};

/**
 * A view as Athena and Trino store it in the Glue catalog: a comment with the base64-encoded SQL and the columns in the order of the SQL
 * (otherwise the view is "stale"). The statistics use the same SQL.
 */
export function viewInput(
  name: keyof typeof CURRENT_VIEWS,
  database: string,
): glue.CfnTable.TableInputProperty {
  const table = TABLES.find((candidate) => candidate.name === CURRENT_VIEWS[name])!;
  const columns: readonly Column[] = [...table.columns, ...PARTITION_COLUMNS];
  const view = {
    originalSql: readFileSync(join(SQL, `${name}.sql`), 'utf8').trim(),
    catalog: 'awsdatacatalog',
    schema: database,
    columns: columns.map(({ name: column, type }) => ({ name: column, type: SQL_TYPES[type] ?? type })),
  };
  return {
    name,
    description: `The rows of ${table.name} that belong to the current version of their movie.`,
    tableType: 'VIRTUAL_VIEW',
    parameters: { presto_view: 'true', comment: 'Presto View' },
    partitionKeys: [],
    viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`,
    viewExpandedText: '/* Presto View */',
    storageDescriptor: {
      columns: columns.map(({ name: column, type, description }) => ({
        name: column,
        type,
        comment: description,
      })),
      location: '',
      serdeInfo: {},
    },
  };
}
