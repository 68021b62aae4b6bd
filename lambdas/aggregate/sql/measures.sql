-- The sums and counts of the measures of a group of movies (columns of movies_current, without a prefix).
-- Included in the statistics by name. Sums are exact decimals; publish divides and rounds the averages once.
count(*) as movie_count,
count(case when budget > 0 then 1 end) as movies_with_budget,
count(case when revenue > 0 then 1 end) as movies_with_revenue,
count(case when budget > 0 and revenue > 0 then 1 end) as movies_with_both,
coalesce(sum(cast(budget as decimal(38, 0))), 0) as total_budget,
coalesce(sum(cast(revenue as decimal(38, 0))), 0) as total_revenue,
coalesce(sum(cast(profit as decimal(38, 0))), 0) as total_profit,
coalesce(sum(case when budget > 0 and revenue > 0 then cast(profit as decimal(38, 0)) end), 0) as known_profit,
coalesce(sum(case when budget > 0 and revenue > 0 then cast(budget as decimal(38, 0)) end), 0) as known_budget,
count(popularity) as popularity_count,
coalesce(sum(cast(popularity as decimal(38, 9))), 0) as popularity_sum,
-- The weighted votes are computed for two parts of the count, because the product of two 15-digit numbers with nine decimals doesn't fit
-- into 38 digits.
coalesce(sum(case when vote_average is not null then cast(vote_count as decimal(38, 0)) end), 0) as votes,
coalesce(sum(vote_average * cast(vote_count % 10000000 as decimal(8, 0))), 0) as weighted_votes_low,
coalesce(sum(vote_average * cast((vote_count - vote_count % 10000000) / 10000000 as decimal(8, 0))), 0) as weighted_votes_high
