-- The measures of every production company in every release year.
select company_id, company_name, year, {{measures}}
from company_years
join (select id, name as company_name from companies) named on named.id = company_years.company_id
