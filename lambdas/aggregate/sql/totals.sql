-- One row: the measures over all movies, and the numbers of years, genres and companies.
select
  {{measures}},
  (select count(*) from (select distinct year(release_date) as year from movies_current) years) as year_count,
  (select count(distinct id) from genres_current) as genre_count,
  (select count(distinct id) from production_companies_current) as company_count
from movies_current
