-- The measures of every decade by its first year, ascending; movies without a release date are the last group.
select
  year(release_date) - year(release_date) % 10 as decade,
  {{measures}}
from movies_current
group by year(release_date) - year(release_date) % 10
order by decade nulls last
