-- The measures of every company by total revenue, highest first, page by page; pages in the order of their documents'
-- keys: the page's text.
select
  cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as page,
  n.id,
  n.name,
  {{measure_columns}}
from (
  select company_id, row_number() over (order by total_revenue desc, company_id) as place
  from company_measures
) ranked
join company_measures c on c.company_id = ranked.company_id
join company_names n on n.id = ranked.company_id
order by cast(cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as varchar), place
