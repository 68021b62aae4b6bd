-- The measures of every company by total revenue, highest first, page by page. Pages are in the order of their documents'
-- keys: as text.
select
  cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as page,
  id,
  name,
  {{measure_columns}}
from company_measures
order by cast(cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as varchar), place
