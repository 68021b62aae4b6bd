-- The companies with the highest total revenue within every release year, with their measures within it.
select *
from (
  select
    year(m.release_date) as year,
    c.id,
    n.name,
    row_number() over (
      partition by year(m.release_date)
      order by coalesce(sum(cast(revenue as decimal(38, 0))), 0) desc, c.id
    ) as place,
    {{measures}}
  from production_companies_current c
  join company_names n on n.id = c.id
  join movies_current m on m.id = c.movie_id
  group by year(m.release_date), c.id, n.name
) ranked
where place <= {{top_companies}}
order by year nulls last, place
