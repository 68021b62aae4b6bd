-- The rank of every company by total revenue, highest first. A separate query with narrow rows, because DuckDB spills a window
-- without partitions to disk only if nothing else needs memory at the same time.
select
  company_id,
  row_number() over (order by total_revenue desc, company_id) as place
from (
  select company_id, coalesce(sum(cast(revenue as decimal(38, 0))), 0) as total_revenue
  from company_releases
  group by company_id
) summed
