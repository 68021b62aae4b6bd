-- The flat block of measures, computed from sums and counts. The macro `average` divides exactly and rounds once, like the
-- averages in the API's documents. It is defined in averages.ts.
movie_count,
movies_with_budget,
movies_with_revenue,
movies_with_both,
total_budget,
total_revenue,
total_profit,
known_profit,
average(popularity_sum, 0, popularity_count) as average_popularity,
average(weighted_votes_low, weighted_votes_high, votes) as average_vote
