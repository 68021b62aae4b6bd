-- The measures of every genre in every release year.
select genre_id, genre_name, year, {{measures}}
from genre_years
join (select id, name as genre_name from genres) named on named.id = genre_years.genre_id
