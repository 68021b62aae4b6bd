import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * The baseline of the benchmark: a plain DuckDB script without a memory limit. It computes the same statistics from one raw CSV file
 * as the steps from ingest to aggregate, and prints its time and memory as JSON. It does not validate its input: invalid cells
 * become null or are dropped without a reason, and names must not contain escapes. It processes one month and keeps only the statistics.
 */
const { positionals } = parseArgs({ allowPositionals: true });
const [csv, out] = positionals as [string, string];

/** The columns of the measures. */
const MEASURES = `
  count(*) as movie_count,
  count(*) filter (budget > 0) as movies_with_budget,
  count(*) filter (revenue > 0) as movies_with_revenue,
  count(*) filter (budget > 0 and revenue > 0) as movies_with_both,
  coalesce(sum(budget), 0)::decimal(38, 0) as total_budget,
  coalesce(sum(revenue), 0)::decimal(38, 0) as total_revenue,
  coalesce(sum(profit), 0)::decimal(38, 0) as total_profit,
  coalesce(sum(profit) filter (budget > 0 and revenue > 0), 0)::decimal(38, 0) as known_profit,
  coalesce(sum(budget) filter (budget > 0 and revenue > 0), 0)::decimal(38, 0) as known_budget,
  count(popularity) as popularity_count,
  coalesce(sum(popularity), 0) as popularity_sum,
  coalesce(sum(vote_count) filter (vote_average is not null), 0)::decimal(38, 0) as votes,
  coalesce(sum(vote_average * vote_count::decimal(15, 0)), 0) as weighted_votes`;

const MOVIE = `m.id, m.title, m.tagline, m.release_date::varchar as release_date, m.budget, m.revenue, m.profit,
  m.popularity::varchar::double as popularity, m.vote_average::varchar::double as vote_average, m.vote_count`;

/** Matches each dict of a Python list in the format of repr(). */
const ENTRY = String.raw`\{(?:''(?:[^''\\]|\\.)*''|"(?:[^"\\]|\\.)*"|[^}''"])*\}`;

const namedTable = (table: string, cell: string): string => String.raw`
  create table ${table} as
  select distinct on (movie_id, id)
    regexp_extract(entry, '''id'': (\d+)', 1)::bigint as id,
    coalesce(
      nullif(regexp_extract(entry, '''name'': ''((?:[^''\\]|\\.)*)''', 1), ''),
      regexp_extract(entry, '''name'': "((?:[^"\\]|\\.)*)"', 1)
    ) as name,
    movie_id, year, source_row
  from (select unnest(regexp_extract_all(${cell}, '${ENTRY}')) as entry, id as movie_id, year, source_row from movies)`;

const PREPARATION = [
  `create table raw as
   select row_number() over () as source_row, *
   from read_csv('${csv}', all_varchar = true, header = true, quote = '"', escape = '"', ignore_errors = true,
     null_padding = false, max_line_size = 1000000)`,
  `create table movies as
   select *, revenue - budget as profit, year(release_date) as year
   from (
     select
       source_row, id::bigint as id, title, tagline, try_cast(release_date as date) as release_date,
       try_cast(budget as double)::bigint as budget, try_cast(revenue as double)::bigint as revenue,
       try_cast(popularity as decimal(24, 9)) as popularity, try_cast(vote_average as decimal(23, 9)) as vote_average,
       try_cast(vote_count as double)::bigint as vote_count, genres, production_companies
     from raw
     where regexp_full_match(id, '[0-9]+') and id::bigint > 0
     qualify row_number() over (partition by id order by source_row desc) = 1
   )`,
  namedTable('genres', 'genres'),
  namedTable('companies', 'production_companies'),
  'create table genre_names as select id, arg_max(name, source_row) as name from genres group by id',
  'create table company_names as select id, arg_max(name, source_row) as name from companies group by id',
];

const OF_COMPANY = 'companies c join movies m on m.id = c.movie_id join company_names n on n.id = c.id';
const REVENUE = 'coalesce(sum(revenue), 0)';

const STATISTICS: Readonly<Record<string, string>> = {
  totals: `select ${MEASURES} from movies`,
  years: `select year, ${MEASURES} from movies group by year order by year`,
  decades: `
    select year - year % 10 as decade, ${MEASURES} from movies group by all order by decade`,
  genres: `
    select g.id, n.name, ${MEASURES}
    from genres g join movies m on m.id = g.movie_id join genre_names n on n.id = g.id
    group by all order by n.name`,
  genre_years: `
    select g.id as genre_id, m.year, ${MEASURES}
    from genres g join movies m on m.id = g.movie_id group by all order by genre_id, m.year`,
  genre_companies: `
    select g.id as genre_id, c.id, n.name, ${MEASURES}
    from ${OF_COMPANY} join genres g on g.movie_id = m.id group by g.id, c.id, n.name
    qualify row_number() over (partition by g.id order by ${REVENUE} desc, c.id) <= 50 order by genre_id, ${REVENUE} desc`,
  genre_movies: `
    select g.id as genre_id, ${MOVIE} from movies m join genres g on g.movie_id = m.id where m.revenue > 0
    qualify row_number() over (partition by g.id order by m.revenue desc, m.id) <= 20 order by genre_id, m.revenue desc`,
  year_companies: `
    select m.year, c.id, n.name, ${MEASURES} from ${OF_COMPANY} group by m.year, c.id, n.name
    qualify row_number() over (partition by m.year order by ${REVENUE} desc, c.id) <= 50 order by m.year, ${REVENUE} desc`,
  year_movies: `
    select m.year, ${MOVIE} from movies m where m.revenue > 0
    qualify row_number() over (partition by m.year order by m.revenue desc, m.id) <= 20 order by m.year, m.revenue desc`,
  companies: `
    select c.id, n.name, ${MEASURES} from ${OF_COMPANY} group by c.id, n.name order by c.id::varchar`,
  company_pages: `
    select c.id, n.name, ${MEASURES} from ${OF_COMPANY} group by c.id, n.name order by ${REVENUE} desc, c.id`,
  company_years: `
    select c.id as company_id, m.year, ${MEASURES}
    from companies c join movies m on m.id = c.movie_id group by c.id, m.year order by c.id::varchar, m.year`,
  company_year_genres: `
    select c.id as company_id, m.year, g.id as genre_id, count(*) as movie_count
    from companies c join movies m on m.id = c.movie_id join genres g on g.movie_id = m.id
    join genre_names n on n.id = g.id
    group by c.id, m.year, g.id, n.name order by c.id::varchar, m.year, n.name`,
  company_movies: `
    select c.id as company_id, ${MOVIE} from movies m join companies c on c.movie_id = m.id where m.revenue > 0
    qualify row_number() over (partition by c.id order by m.revenue desc, m.id) <= 20
    order by c.id::varchar, m.revenue desc`,
};

const began = performance.now();
const database = await DuckDBInstance.create(':memory:');
const connection = await database.connect();
for (const sql of PREPARATION) await connection.run(sql);
for (const [name, sql] of Object.entries(STATISTICS)) {
  await connection.run(`copy (${sql}) to '${join(out, `${name}.parquet`)}' (format parquet)`);
}
const cpu = process.cpuUsage();
console.log(
  JSON.stringify({
    seconds: (performance.now() - began) / 1000,
    cpu_seconds: (cpu.user + cpu.system) / 1e6,
    peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
