-- The measures of every company, in the order of their documents' keys: the id's text.
select
  id,
  name,
  {{measure_columns}}
from company_measures
order by cast(id as varchar)
