-- The number of movies of each genre that every company released in every year, in the order of the companies' documents.
select
  counted.company_id,
  counted.year,
  counted.genre_id,
  counted.movie_count
from (
  select r.company_id, r.year, g.id as genre_id, count(*) as movie_count
  from company_releases r
  join genres_current g on g.movie_id = r.movie_id
  group by r.company_id, r.year, g.id
) counted
join genre_names n on n.id = counted.genre_id
order by cast(counted.company_id as varchar), counted.year nulls last, n.name, counted.genre_id
