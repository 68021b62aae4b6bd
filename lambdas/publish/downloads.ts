import type { DownloadsDocument } from '../../model/api/documents.ts';
import { DOWNLOAD_NOTES, DOWNLOADS, LICENCE, MEDIA_TYPES } from '../../model/api/downloads.ts';
import { downloadPath } from '../../model/keys.ts';
import type { ExportReport } from '../../model/runs/reports.ts';

/** The list of the tables and files that export made. */
export function downloadsDocument({ tables }: ExportReport): DownloadsDocument {
  return {
    licence: LICENCE,
    notes: [...DOWNLOAD_NOTES],
    tables: DOWNLOADS.map(({ name, title, description, columns }) => {
      const made = tables.find((table) => table.name === name)!;
      const types = new Map(made.columns.map((column) => [column.name, column.type]));
      return {
        name,
        title,
        description,
        rows: made.rows,
        columns: columns.map((column) => ({ ...column, type: types.get(column.name)! })),
        files: made.files.map((file) => ({
          format: file.format,
          name: file.name,
          path: downloadPath(file.sha256, file.name),
          media_type: MEDIA_TYPES[file.format],
          bytes: file.bytes,
          sha256: file.sha256,
        })),
      };
    }),
  };
}
