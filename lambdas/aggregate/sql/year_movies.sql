-- The movies with the highest revenue above 0 of every release year.
select *
from (
  select
    year(m.release_date) as year,
    row_number() over (partition by year(m.release_date) order by m.revenue desc, m.id) as place,
    {{movie}}
  from movies_current m
  where m.revenue > 0
) ranked
where place <= {{top_movies}}
order by year nulls last, place
