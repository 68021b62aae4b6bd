-- The measures of every company. Ids are sorted as text, which is the order of the documents' keys.
select
  id,
  name,
  {{measure_columns}}
from company_measures
order by cast(id as varchar)
