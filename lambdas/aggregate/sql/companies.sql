-- The measures of every company, in the order of their documents' keys: the id's text.
select
  n.id,
  n.name,
  {{measure_columns}}
from company_measures c
join company_names n on n.id = c.company_id
order by cast(n.id as varchar)
