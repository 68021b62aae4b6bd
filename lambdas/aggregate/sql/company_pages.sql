-- The measures of every company by total revenue, highest first, page by page; pages in the order of their documents'
-- keys: the page's text.
select
  cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as page,
  ranked.*
from (
  select
    c.id,
    n.name,
    row_number() over (order by coalesce(sum(cast(revenue as decimal(38, 0))), 0) desc, c.id) as place,
    {{measures}}
  from production_companies_current c
  join company_names n on n.id = c.id
  join movies_current m on m.id = c.movie_id
  group by c.id, n.name
) ranked
order by cast(cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as varchar), place
