-- How many movies of each genre every company released in every year, in the order of the companies' documents.
select
  c.id as company_id,
  year(m.release_date) as year,
  g.id as genre_id,
  count(*) as movie_count
from production_companies_current c
join movies_current m on m.id = c.movie_id
join genres_current g on g.movie_id = m.id
join genre_names n on n.id = g.id
group by c.id, year(m.release_date), g.id, n.name
order by cast(c.id as varchar), year nulls last, n.name, g.id
