import { Stack } from 'aws-cdk-lib';
import * as glue from 'aws-cdk-lib/aws-glue';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type Column, PARTITION_COLUMNS, TABLES, type Table } from '../../model/data/tables.ts';
import { manifestFolder } from '../../model/keys.ts';
import { CURRENT_VIEWS, viewInput } from './catalog-views.ts';

export interface CatalogProps {
  /** The bucket that contains the tables. */
  readonly bucket: s3.Bucket;
  /** The database's name, unique in its account and region. */
  readonly databaseName: string;
}

/** The tables for SQL engines, over the manifests of committed months, and the views of current versions. */
export class Catalog extends Construct {
  constructor(scope: Construct, id: string, props: CatalogProps) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    const database = new glue.CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: {
        name: props.databaseName,
        description: 'The committed months of The Movies Dataset, and the current version of every movie.',
      },
    });
    const add = (tableInput: glue.CfnTable.TableInputProperty) =>
      new glue.CfnTable(this, tableInput.name!, { catalogId, databaseName: database.ref, tableInput });
    for (const table of TABLES) add(tableInput(table, props.bucket));
    for (const view of Object.keys(CURRENT_VIEWS) as (keyof typeof CURRENT_VIEWS)[]) {
      add(viewInput(view, props.databaseName));
    }
  }
}

const glueColumns = (columns: readonly Column[]): glue.CfnTable.ColumnProperty[] =>
  columns.map(({ name, type, description }) => ({ name, type, comment: description }));

/**
 * An external table over Hive symlink manifests. Partitions are projected: a month can be queried as soon as its manifest exists,
 * without a crawler or `MSCK REPAIR TABLE`.
 */
function tableInput(table: Table, bucket: s3.Bucket): glue.CfnTable.TableInputProperty {
  const location = bucket.s3UrlForObject(manifestFolder(table.name));
  return {
    name: table.name,
    description: table.description,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: glueColumns(PARTITION_COLUMNS),
    parameters: {
      EXTERNAL: 'TRUE',
      classification: 'json',
      'projection.enabled': 'true',
      // The range contains only months that can exist, because Athena lists every projected partition. Runs refuse months that are
      // more than 24 months ahead.
      'projection.ingest_year.type': 'date',
      'projection.ingest_year.format': 'yyyy',
      'projection.ingest_year.range': '2000,NOW+2YEARS',
      'projection.ingest_year.interval': '1',
      'projection.ingest_year.interval.unit': 'YEARS',
      'projection.ingest_month.type': 'integer',
      'projection.ingest_month.range': '1,12',
      'projection.ingest_month.digits': '2',
      'storage.location.template': `${location}ingest_year=\${ingest_year}/ingest_month=\${ingest_month}/`,
    },
    storageDescriptor: {
      location,
      columns: glueColumns(table.columns),
      inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: {
        serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
        // An unreadable row must fail the query instead of being skipped.
        parameters: { 'ignore.malformed.json': 'FALSE' },
      },
    },
  };
}
