-- The companies with the highest total revenue within every release year, with their measures within it.
select
  ranked.year,
  n.id,
  n.name,
  ranked.place,
  {{measure_columns}}
from (
  select
    company_id,
    year,
    row_number() over (partition by year order by total_revenue desc, company_id) as place
  from company_year_measures
) ranked
join company_year_measures c on c.company_id = ranked.company_id and c.year is not distinct from ranked.year
join company_names n on n.id = ranked.company_id
where ranked.place <= {{top_companies}}
order by ranked.year nulls last, ranked.place
