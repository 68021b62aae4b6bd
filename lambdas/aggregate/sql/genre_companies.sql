-- The companies with the highest total revenue within every genre, with their measures within it.
select *
from (
  select
    g.id as genre_id,
    c.id,
    n.name,
    row_number() over (
      partition by g.id
      order by coalesce(sum(cast(revenue as decimal(38, 0))), 0) desc, c.id
    ) as place,
    {{measures}}
  from production_companies_current c
  join company_names n on n.id = c.id
  join movies_current m on m.id = c.movie_id
  join genres_current g on g.movie_id = m.id
  group by g.id, c.id, n.name
) ranked
where place <= {{top_companies}}
order by genre_id, place
