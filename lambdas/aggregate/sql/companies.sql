-- The measures of every company in the order of the documents' keys: the id as text.
select
  id,
  name,
  {{measure_columns}}
from company_measures
order by cast(id as varchar)
