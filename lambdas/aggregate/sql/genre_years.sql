-- The measures of every genre in every release year.
select
  g.id as genre_id,
  year(m.release_date) as year,
  {{measures}}
from genres_current g
join movies_current m on m.id = g.movie_id
group by g.id, year(m.release_date)
order by g.id, year nulls last
