-- The movies with the highest revenue above 0 of every release year. The inner query ranks narrow rows; the join adds the
-- columns.
select
  ranked.year,
  ranked.place,
  {{movie}}
from (
  select
    year(release_date) as year,
    id as movie_id,
    row_number() over (partition by year(release_date) order by revenue desc, id) as place
  from movies_current
  where revenue > 0
) ranked
join movies_current m on m.id = ranked.movie_id
where ranked.place <= {{top_movies}}
order by ranked.year nulls last, ranked.place
