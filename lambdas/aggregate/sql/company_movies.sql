-- The movies with the highest revenue above 0 of every company.
select *
from (
  select
    c.id as company_id,
    row_number() over (partition by c.id order by m.revenue desc, m.id) as place,
    {{movie}}
  from movies_current m
  join production_companies_current c on c.movie_id = m.id
  where m.revenue > 0
) ranked
where place <= {{top_movies}}
order by cast(company_id as varchar), place
