-- The measures of every company by total revenue, highest first, page by page. Page numbers are sorted as text, which is the
-- order of the documents' keys.
select
  cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as page,
  id,
  name,
  {{measure_columns}}
from company_measures
order by cast(cast((place - 1 - (place - 1) % {{companies_per_page}}) / {{companies_per_page}} + 1 as integer) as varchar), place
