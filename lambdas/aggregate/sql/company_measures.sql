-- The measures of every company, with its name and its rank by total revenue.
select
  n.id,
  n.name,
  p.place,
  {{measure_columns}}
from (
  select
    company_id,
    {{measures}}
  from company_releases
  group by company_id
) measured
join company_names n on n.id = measured.company_id
join company_places p on p.company_id = measured.company_id
