-- The measures of every company in every release year.
select
  company_id,
  year,
  {{measures}}
from company_releases
group by company_id, year
