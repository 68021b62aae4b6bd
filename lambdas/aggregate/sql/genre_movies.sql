-- The movies with the highest revenue above 0 of every genre. The inner query ranks narrow rows; the join adds the columns.
select
  ranked.genre_id,
  ranked.place,
  {{movie}}
from (
  select
    g.id as genre_id,
    r.id as movie_id,
    row_number() over (partition by g.id order by r.revenue desc, r.id) as place
  from movies_current r
  join genres_current g on g.movie_id = r.id
  where r.revenue > 0
) ranked
join movies_current m on m.id = ranked.movie_id
where ranked.place <= {{top_movies}}
order by ranked.genre_id, ranked.place
