-- One row per company and movie, with the columns that the measures are computed from.
select
  c.id as company_id,
  m.id as movie_id,
  year(m.release_date) as year,
  m.budget,
  m.revenue,
  m.profit,
  m.popularity,
  m.vote_average,
  m.vote_count
from production_companies_current c
join movies_current m on m.id = c.movie_id
