-- How many movies of each genre every production company released in every year.
select c.company_id, company.name as company_name, c.year, c.genre_id, genre.name as genre_name, c.movie_count
from company_year_genres c
join companies company on company.id = c.company_id
join genres genre on genre.id = c.genre_id
