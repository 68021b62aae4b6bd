-- The movies with the highest revenue above 0 of every company.
select
  ranked.company_id,
  ranked.place,
  {{movie}}
from (
  select
    company_id,
    movie_id,
    row_number() over (partition by company_id order by revenue desc, movie_id) as place
  from company_releases
  where revenue > 0
) ranked
join movies_current m on m.id = ranked.movie_id
where ranked.place <= {{top_movies}}
order by cast(ranked.company_id as varchar), ranked.place
