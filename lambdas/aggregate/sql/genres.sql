-- The measures of every genre, by name.
select
  g.id,
  n.name,
  {{measures}}
from genres_current g
join genre_names n on n.id = g.id
join movies_current m on m.id = g.movie_id
group by g.id, n.name
order by n.name, g.id
