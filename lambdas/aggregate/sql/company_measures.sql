-- The measures of every company.
select
  company_id,
  {{measures}}
from company_releases
group by company_id
