-- The movies with the highest revenue above 0 of every genre.
select *
from (
  select
    g.id as genre_id,
    row_number() over (partition by g.id order by m.revenue desc, m.id) as place,
    {{movie}}
  from movies_current m
  join genres_current g on g.movie_id = m.id
  where m.revenue > 0
) ranked
where place <= {{top_movies}}
order by genre_id, place
