-- The measures of every company in every release year, in the order of the companies' documents.
select *
from company_year_measures
order by cast(company_id as varchar), year nulls last
