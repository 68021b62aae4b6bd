import type { CompanySearchShardDocument } from '../../model/api/search-documents.ts';

/** What a shard of the search tells of a company. */
export type FoundCompany = CompanySearchShardDocument['companies'][number];

/** Companies by the hundred thousand, in little memory: columns of numbers, and all names in one buffer. */
export interface CompanyList {
  add(company: FoundCompany): void;
  at(index: number): FoundCompany;
  nameAt(index: number): string;
  /** The indices of all companies, by total revenue, highest first, then id. */
  byRevenue(): Uint32Array;
}

/** A sum of money can pass what a number keeps: its last digits, and those before them, are two. */
const SPLIT = 10n ** 15n;

/** An empty list. */
export function createCompanyList(): CompanyList {
  const ids: number[] = [];
  const movieCounts: number[] = [];
  const revenuesHigh: number[] = [];
  const revenuesLow: number[] = [];
  const nameStarts: number[] = [];
  const names = createTexts();

  function nameAt(index: number): string {
    return names.bytes().toString('utf8', nameStarts[index]!, nameStarts[index + 1] ?? names.length());
  }

  return {
    add({ id, name, movie_count, total_revenue }) {
      ids.push(Number(id));
      movieCounts.push(Number(movie_count));
      revenuesHigh.push(Number(BigInt(total_revenue) / SPLIT));
      revenuesLow.push(Number(BigInt(total_revenue) % SPLIT));
      nameStarts.push(names.append(name));
    },
    at: (index) => ({
      id: ids[index]!,
      name: nameAt(index),
      movie_count: movieCounts[index]!,
      total_revenue: BigInt(revenuesHigh[index]!) * SPLIT + BigInt(revenuesLow[index]!),
    }),
    nameAt,
    byRevenue: () =>
      Uint32Array.from(ids.keys()).sort(
        (a, b) =>
          revenuesHigh[b]! - revenuesHigh[a]! || revenuesLow[b]! - revenuesLow[a]! || ids[a]! - ids[b]!,
      ),
  };
}

/** Texts behind one another in one buffer that grows, outside of the heap that is searched for garbage. */
export interface Texts {
  /** Gives where the text begins. */
  append(text: string): number;
  length(): number;
  /** The buffer as it is now; another one may take its place with the next text. */
  bytes(): Buffer;
}

/** A character of a string (UTF-16) takes at most as many bytes in UTF-8. */
const MAX_CHARACTER_BYTES = 3;

/** No texts yet. */
export function createTexts(): Texts {
  let bytes = Buffer.allocUnsafeSlow(64 * 1024);
  let length = 0;
  return {
    append(text) {
      const most = length + text.length * MAX_CHARACTER_BYTES;
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(most, 2 * bytes.length));
        bytes.copy(larger, 0, 0, length);
        bytes = larger;
      }
      const start = length;
      length += bytes.write(text, start);
      return start;
    },
    length: () => length,
    bytes: () => bytes,
  };
}
