/** Made by `npm run types:site` from the OpenAPI document; not to be edited. */

export interface paths {
    "/v1/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What there is
         * @description Every path of the API, with a sentence and an example.
         */
        get: operations["index"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * What there is: headers alone
         * @description Every path of the API, with a sentence and an example.
         */
        head: operations["indexHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API as OpenAPI 3.1
         * @description The machine-readable description, made from the schemas that every document is checked with.
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * This API as OpenAPI 3.1: headers alone
         * @description The machine-readable description, made from the schemas that every document is checked with.
         */
        head: operations["openapiHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was ingested when
         * @description The run that made the live release, and what every ingest month read, accepted and set aside.
         */
        get: operations["status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * What was ingested when: headers alone
         * @description The run that made the live release, and what every ingest month read, accepted and set aside.
         */
        head: operations["statusHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All movies
         * @description The measures over all movies, how many years, genres and companies there are, and where they are.
         */
        get: operations["stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * All movies: headers alone
         * @description The measures over all movies, how many years, genres and companies there are, and where they are.
         */
        head: operations["statsHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/year": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every release year
         * @description The measures and the most popular genre of every release year, ascending, the unknown year last.
         */
        get: operations["years"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Every release year: headers alone
         * @description The measures and the most popular genre of every release year, ascending, the unknown year last.
         */
        head: operations["yearsHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/year/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A release year such as 1995, or "unknown" for the movies without a release date.
                 * @example 1995
                 */
                year: string;
            };
            cookie?: never;
        };
        /**
         * One release year
         * @description The measures of a year, its genres (most popular first), its top companies and its top movies.
         */
        get: operations["year"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * One release year: headers alone
         * @description The measures of a year, its genres (most popular first), its top companies and its top movies.
         */
        head: operations["yearHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/decade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every decade
         * @description The measures of every decade, ascending, the movies without a release date last.
         */
        get: operations["decades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Every decade: headers alone
         * @description The measures of every decade, ascending, the movies without a release date last.
         */
        head: operations["decadesHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/decade/{decade}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The first year of a decade such as 1990, or "unknown" for the movies without a release date.
                 * @example 1990
                 */
                decade: string;
            };
            cookie?: never;
        };
        /**
         * One decade
         * @description The measures of a decade and of each of its release years, with the paths of the years.
         */
        get: operations["decade"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * One decade: headers alone
         * @description The measures of a decade and of each of its release years, with the paths of the years.
         */
        head: operations["decadeHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/genre": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every genre
         * @description The measures of every genre, by name.
         */
        get: operations["genres"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Every genre: headers alone
         * @description The measures of every genre, by name.
         */
        head: operations["genresHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/genre/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A genre's slug, as /v1/stats/genre lists it.
                 * @example drama
                 */
                slug: string;
            };
            cookie?: never;
        };
        /**
         * One genre
         * @description The measures of a genre, year by year, with its top companies and top movies.
         */
        get: operations["genre"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * One genre: headers alone
         * @description The measures of a genre, year by year, with its top companies and top movies.
         */
        head: operations["genreHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Production companies, first page
         * @description The measures of the production companies, by total revenue: the first 500. Follow `next` for more.
         */
        get: operations["companies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Production companies, first page: headers alone
         * @description The measures of the production companies, by total revenue: the first 500. Follow `next` for more.
         */
        head: operations["companiesHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/company/page/{page}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A page, from 1 to `pages`.
                 * @example 1
                 */
                page: string;
            };
            cookie?: never;
        };
        /**
         * Production companies, any page
         * @description The measures of the production companies, by total revenue, 500 a page.
         */
        get: operations["companyPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Production companies, any page: headers alone
         * @description The measures of the production companies, by total revenue, 500 a page.
         */
        head: operations["companyPageHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/company/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A production company's id in the dataset.
                 * @example 1
                 */
                id: string;
            };
            cookie?: never;
        };
        /**
         * One production company
         * @description The measures of a company, year by year with its releases by genre, and its top movies.
         */
        get: operations["company"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * One production company: headers alone
         * @description The measures of a company, year by year with its releases by genre, and its top movies.
         */
        head: operations["companyHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/company/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How to find a company by its name
         * @description To find companies: fold what is looked for to [a-z0-9] (NFKD without marks, lower case, letters such as ß and ø spelled out as ss and o, any other letter or digit as u and its code point in hex, everything else left out). Begin with its first character, take one more as long as what you have stands in `continued` and there is one, and read the shard of that prefix: 404 means that nothing is found. Keep the companies whose folded name, from the beginning of one of its words on, begins with all that was looked for.
         */
        get: operations["companySearch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * How to find a company by its name: headers alone
         * @description To find companies: fold what is looked for to [a-z0-9] (NFKD without marks, lower case, letters such as ß and ø spelled out as ss and o, any other letter or digit as u and its code point in hex, everything else left out). Begin with its first character, take one more as long as what you have stands in `continued` and there is one, and read the shard of that prefix: 404 means that nothing is found. Keep the companies whose folded name, from the beginning of one of its words on, begins with all that was looked for.
         */
        head: operations["companySearchHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/company/search/{prefix}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The beginning of a folded name or of one of its words: dis finds Walt Disney Pictures.
                 * @example p
                 */
                prefix: string;
            };
            cookie?: never;
        };
        /**
         * Companies whose name has a word that begins so
         * @description The companies of which one word, with those behind it, begins with the prefix; those with the highest total revenue first. A shard is there if it finds a company and every shorter prefix of it stands in `continued` of /v1/stats/company/search.
         */
        get: operations["companySearchShard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Companies whose name has a word that begins so: headers alone
         * @description The companies of which one word, with those behind it, begins with the prefix; those with the highest total revenue first. A shard is there if it finds a company and every shorter prefix of it stands in `continued` of /v1/stats/company/search.
         */
        head: operations["companySearchShardHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/ranking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every ranking
         * @description Which rankings there are, what each asks of those that it ranks, and where it is.
         */
        get: operations["rankings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Every ranking: headers alone
         * @description Which rankings there are, what each asks of those that it ranks, and where it is.
         */
        head: operations["rankingsHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/ranking/year/{measure}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example total-revenue
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        /**
         * Release years by a measure
         * @description The 100 release years with the highest value, with all their measures. The unknown year is not ranked.
         */
        get: operations["yearRanking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Release years by a measure: headers alone
         * @description The 100 release years with the highest value, with all their measures. The unknown year is not ranked.
         */
        head: operations["yearRankingHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/ranking/genre/{measure}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example average-vote
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        /**
         * Genres by a measure
         * @description The 100 genres with the highest value, with all their measures.
         */
        get: operations["genreRanking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Genres by a measure: headers alone
         * @description The 100 genres with the highest value, with all their measures.
         */
        head: operations["genreRankingHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/stats/ranking/company/{measure}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example return-on-budget
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        /**
         * Production companies by a measure
         * @description The 100 production companies with the highest value, with all their measures.
         */
        get: operations["companyRanking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Production companies by a measure: headers alone
         * @description The 100 production companies with the highest value, with all their measures.
         */
        head: operations["companyRankingHead"];
        patch?: never;
        trace?: never;
    };
    "/v1/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tables to take away
         * @description Every table as CSV and Parquet: what each column means, how many rows, and where the files are, with their sizes and SHA-256.
         */
        get: operations["downloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Tables to take away: headers alone
         * @description Every table as CSV and Parquet: what each column means, how many rows, and where the files are, with their sizes and SHA-256.
         */
        head: operations["downloadsHead"];
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An error, as RFC 9457 says. */
        Problem: {
            /** @description about:blank: the title says all. */
            type: string;
            /** @description The name of the status. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What is wrong, and what to do. */
            detail: string;
        };
        /** @description What is known of a group of movies: exact sums in US dollars as the dataset gives them, and averages. */
        Measures: {
            /** @description Distinct movies in the group. */
            movie_count: number;
            /** @description Movies whose budget is above 0; 0 means unknown in this dataset. */
            movies_with_budget: number;
            /** @description Movies whose revenue is above 0; 0 means unknown in this dataset. */
            movies_with_revenue: number;
            /** @description Movies whose budget and revenue are both above 0. */
            movies_with_both: number;
            /** @description Sum of budgets, US dollars as given; 0 over nothing. */
            total_budget: number;
            /** @description Sum of revenues, US dollars as given; 0 over nothing. */
            total_revenue: number;
            /** @description Sum of revenue − budget over all movies of the group that have both columns, US dollars. */
            total_profit: number;
            /** @description Sum of revenue − budget over movies_with_both alone: what is really known, US dollars. */
            known_profit: number;
            /** @description Mean popularity of the movies that have one, to six decimals; null if none has. */
            average_popularity: number | null;
            /** @description Mean of vote_average weighted by vote_count, to six decimals; null without votes. */
            average_vote: number | null;
        };
        /** @description A genre as documents name it. */
        GenreName: {
            /** @description The id in the dataset. */
            id: number;
            /** @description The name as a path segment; the id is appended where several share one. */
            slug: string;
            name: string;
        };
        /** @description The genre that is first in every list "most popular first". */
        MostPopularGenre: components["schemas"]["GenreName"] & {
            average_popularity: number;
        };
        /** @description A movie as lists show it. */
        Movie: {
            /** @description The id in the dataset. */
            id: number;
            title: string | null;
            release_date: string | null;
            budget: number | null;
            /** @description US dollars as given. */
            revenue: number;
            profit: number | null;
            popularity: number | null;
            vote_average: number | null;
            vote_count: number | null;
        };
        /** @description A genre with its measures. */
        GenreMeasures: components["schemas"]["GenreName"] & components["schemas"]["Measures"];
        /** @description A production company with its measures. */
        CompanyMeasures: components["schemas"]["Measures"] & {
            /** @description The id in the dataset. */
            id: number;
            name: string;
        };
        /** @description A release year with its measures. */
        YearMeasures: components["schemas"]["Measures"] & {
            /** @description The release year; null for the movies without a release date (path: unknown). */
            year: number | null;
        };
        /** @description A decade with its measures. */
        DecadeMeasures: components["schemas"]["Measures"] & {
            /** @description The decade's first year, such as 1990; null for the movies without a release date (path: unknown). */
            decade: number | null;
        };
        /** @description A path of this API. */
        PathEntry: {
            path: string;
            summary: string;
            /** @description A path of this API. */
            example: string;
        };
        /** @description What a month brought. */
        IngestMonth: {
            /** @description An ingest month, YYYY-MM in UTC. */
            month: string;
            /** @description The run that made this. */
            run_id: string;
            /** @description Rows read from movies_metadata.csv. */
            read: number;
            /** @description Rows that stand in the tables. */
            accepted: number;
            /** @description Rows kept aside because a column was faulty. */
            quarantined: number;
            /** @description Rows superseded by a later row of the same id in the same drop. */
            duplicates: number;
            reasons: {
                movies_metadata: {
                    [key: string]: number;
                };
            };
        };
        /** @description A release year in the list of all. */
        YearEntry: components["schemas"]["Measures"] & {
            /** @description The release year; null for the movies without a release date (path: unknown). */
            year: number | null;
            /** @description The first of the year's genres by average_popularity (then movie_count, both descending; name; id); null where no genre has an average. */
            most_popular_genre: components["schemas"]["MostPopularGenre"] | null;
        };
        /** @description A release year of the decade. */
        DecadeYear: components["schemas"]["Measures"] & {
            /** @description The release year; null for the movies without a release date (path: unknown). */
            year: number | null;
            /** @description A path of this API. */
            path: string;
        };
        /** @description How many movies of a genre a company released in a year. */
        GenreReleases: components["schemas"]["GenreName"] & {
            /** @description The company's movies of this genre released in the year. */
            movie_count: number;
        };
        /** @description What a company released in a year. */
        CompanyYear: components["schemas"]["Measures"] & {
            /** @description The release year; null for the movies without a release date (path: unknown). */
            year: number | null;
            /** @description Releases by genre, by name. A movie counts once in each of its genres. */
            genres: components["schemas"]["GenreReleases"][];
        };
        /**
         * @description What is ranked by: the name of the field.
         * @enum {string}
         */
        RankedMeasure: "movie_count" | "movies_with_budget" | "movies_with_revenue" | "movies_with_both" | "total_budget" | "total_revenue" | "total_profit" | "known_profit" | "average_popularity" | "average_vote" | "return_on_budget";
        /** @description The least that a group must have of a field to be ranked. */
        Minimum: {
            /** @enum {string} */
            field: "movie_count" | "movies_with_both" | "known_budget";
            /** @description The smallest value that is ranked. */
            at_least: number;
        };
        /** @description A ranking: what by what, and where it is. */
        RankingLink: {
            /** @enum {string} */
            group: "year" | "genre" | "company";
            measure: components["schemas"]["RankedMeasure"];
            /** @description For people: Genres by total revenue. */
            title: string;
            /** @description What is ranked, in one sentence. */
            description: string;
            /** @description What a group must have to be ranked; empty where nothing is asked. */
            minimums: components["schemas"]["Minimum"][];
            /** @description A path of this API. */
            path: string;
        };
        /** @description A year in a ranking, with all its measures. */
        RankedYear: components["schemas"]["Measures"] & {
            /** @description 1 for the highest value; equal values rank by the smaller id or the earlier year. */
            rank: number;
            /** @description The measure that is ranked by. */
            value: number;
            /** @description Sum of budgets over movies_with_both, US dollars. */
            known_budget: number;
            /** @description Sum of revenues over movies_with_both, US dollars. */
            known_revenue: number;
            /** @description known_profit / known_budget, to six decimals; null without a known budget. */
            return_on_budget: number | null;
            /** @description The release year. */
            year: number;
        };
        /** @description A genre in a ranking, with all its measures. */
        RankedGenre: components["schemas"]["GenreName"] & components["schemas"]["Measures"] & {
            /** @description 1 for the highest value; equal values rank by the smaller id or the earlier year. */
            rank: number;
            /** @description The measure that is ranked by. */
            value: number;
            /** @description Sum of budgets over movies_with_both, US dollars. */
            known_budget: number;
            /** @description Sum of revenues over movies_with_both, US dollars. */
            known_revenue: number;
            /** @description known_profit / known_budget, to six decimals; null without a known budget. */
            return_on_budget: number | null;
        };
        /** @description A company in a ranking, with all its measures. */
        RankedCompany: components["schemas"]["Measures"] & {
            /** @description 1 for the highest value; equal values rank by the smaller id or the earlier year. */
            rank: number;
            /** @description The measure that is ranked by. */
            value: number;
            /** @description Sum of budgets over movies_with_both, US dollars. */
            known_budget: number;
            /** @description Sum of revenues over movies_with_both, US dollars. */
            known_revenue: number;
            /** @description known_profit / known_budget, to six decimals; null without a known budget. */
            return_on_budget: number | null;
            /** @description The id in the dataset. */
            id: number;
            name: string;
        };
        /** @description A company as a shard lists it. */
        FoundCompany: {
            /** @description The id in the dataset. */
            id: number;
            name: string;
            /** @description Distinct movies in the group. */
            movie_count: number;
            /** @description Sum of revenues, US dollars as given; 0 over nothing. */
            total_revenue: number;
        };
        Index: {
            title: string;
            description: string;
            paths: components["schemas"]["PathEntry"][];
        };
        Openapi: {
            /** @constant */
            openapi: "3.1.0";
        } & {
            [key: string]: unknown;
        };
        Status: {
            /** @description The newest ingest month in the release. */
            month: string | null;
            /** @description The run that made this. */
            run_id: string;
            /**
             * Format: date-time
             * @description When the live release was made, UTC.
             */
            published_at: string;
            /** @description Current movies over all months. */
            movie_count: number;
            months: components["schemas"]["IngestMonth"][];
        };
        Stats: components["schemas"]["Measures"] & {
            /** @description Entries of /v1/stats/year, the unknown year included. */
            year_count: number;
            /** @description Genres of current movies. */
            genre_count: number;
            /** @description Production companies of current movies. */
            company_count: number;
            links: {
                /** @description A path of this API. */
                years: string;
                /** @description A path of this API. */
                decades: string;
                /** @description A path of this API. */
                genres: string;
                /** @description A path of this API. */
                companies: string;
                /** @description A path of this API. */
                rankings: string;
                /** @description A path of this API. */
                company_search: string;
                /** @description A path of this API. */
                downloads: string;
                /** @description A path of this API. */
                status: string;
                /** @description A path of this API. */
                openapi: string;
            };
        };
        Years: {
            years: components["schemas"]["YearEntry"][];
        };
        Year: components["schemas"]["Measures"] & {
            /** @description The release year; null for the movies without a release date (path: unknown). */
            year: number | null;
            /** @description The first of the year's genres by average_popularity (then movie_count, both descending; name; id); null where no genre has an average. */
            most_popular_genre: components["schemas"]["MostPopularGenre"] | null;
            /** @description Most popular first. */
            genres: components["schemas"]["GenreMeasures"][];
            /** @description The 50 companies with the highest total_revenue within the group, with their measures within it. */
            companies: components["schemas"]["CompanyMeasures"][];
            /** @description The 20 movies with the highest revenue above 0 within the group. */
            movies: components["schemas"]["Movie"][];
        };
        Decades: {
            /** @description Ascending, the unknown decade last. */
            decades: components["schemas"]["DecadeMeasures"][];
        };
        Decade: components["schemas"]["Measures"] & {
            /** @description The decade's first year, such as 1990; null for the movies without a release date (path: unknown). */
            decade: number | null;
            years: components["schemas"]["DecadeYear"][];
        };
        Genres: {
            /** @description By name. */
            genres: components["schemas"]["GenreMeasures"][];
        };
        Genre: components["schemas"]["GenreName"] & components["schemas"]["Measures"] & {
            years: components["schemas"]["YearMeasures"][];
            /** @description The 50 companies with the highest total_revenue within the group, with their measures within it. */
            companies: components["schemas"]["CompanyMeasures"][];
            /** @description The 20 movies with the highest revenue above 0 within the group. */
            movies: components["schemas"]["Movie"][];
        };
        Companies: {
            /** @description By total_revenue, highest first, then id; 500 a page. */
            companies: components["schemas"]["CompanyMeasures"][];
            /** @description This page, from 1. */
            page: number;
            /** @description How many pages there are. */
            pages: number;
            /** @description The next page; null on the last. */
            next: string | null;
        };
        Company: components["schemas"]["Measures"] & {
            /** @description The id in the dataset. */
            id: number;
            name: string;
            years: components["schemas"]["CompanyYear"][];
            /** @description The 20 movies with the highest revenue above 0 within the group. */
            movies: components["schemas"]["Movie"][];
        };
        CompanySearch: {
            /** @description Companies that can be found: all but those whose name has no letter and no digit. */
            company_count: number;
            /**
             * @description No prefix is longer; a longer query asks for its beginning.
             * @constant
             */
            max_prefix_length: 24;
            /** @description Ascending: the prefixes whose shard doesn’t list all of its companies and has shards of one character more below it. */
            continued: string[];
        };
        CompanySearchShard: {
            /** @description The beginning of a folded name, or of what stands in it from one of its words on. */
            prefix: string;
            /** @description Companies that the prefix finds. */
            company_count: number;
            /** @description Whether all of them are listed. */
            complete: boolean;
            /** @description By total_revenue, highest first, then id: all up to 200, the first 100 of more. */
            companies: components["schemas"]["FoundCompany"][];
        };
        Rankings: {
            rankings: components["schemas"]["RankingLink"][];
        };
        YearRanking: {
            /** @constant */
            group: "year";
            measure: components["schemas"]["RankedMeasure"];
            /** @description For people: Genres by total revenue. */
            title: string;
            /** @description What is ranked, in one sentence. */
            description: string;
            /** @description What a group must have to be ranked; empty where nothing is asked. */
            minimums: components["schemas"]["Minimum"][];
            /** @description Highest value first. */
            entries: components["schemas"]["RankedYear"][];
        };
        GenreRanking: {
            /** @constant */
            group: "genre";
            measure: components["schemas"]["RankedMeasure"];
            /** @description For people: Genres by total revenue. */
            title: string;
            /** @description What is ranked, in one sentence. */
            description: string;
            /** @description What a group must have to be ranked; empty where nothing is asked. */
            minimums: components["schemas"]["Minimum"][];
            /** @description Highest value first. */
            entries: components["schemas"]["RankedGenre"][];
        };
        CompanyRanking: {
            /** @constant */
            group: "company";
            measure: components["schemas"]["RankedMeasure"];
            /** @description For people: Genres by total revenue. */
            title: string;
            /** @description What is ranked, in one sentence. */
            description: string;
            /** @description What a group must have to be ranked; empty where nothing is asked. */
            minimums: components["schemas"]["Minimum"][];
            /** @description Highest value first. */
            entries: components["schemas"]["RankedCompany"][];
        };
        Downloads: {
            /** @description The terms, as far as they are known. */
            licence: {
                name: string;
                /** Format: uri */
                url: string;
                text: string;
            };
            /** @description What readers of the files must know, a sentence each. */
            notes: string[];
            tables: {
                /** @enum {string} */
                name: "year" | "genre_year" | "company_year" | "company_year_genre" | "movies_metadata" | "genres" | "production_companies";
                title: string;
                description: string;
                /** @description Rows, the header not counted. */
                rows: number;
                /** @description In the order in which they stand in the files. */
                columns: {
                    name: string;
                    /**
                     * @description In Parquet; CSV has the same values as text.
                     * @enum {string}
                     */
                    type: "bigint" | "decimal(38,0)" | "decimal(25,9)" | "double" | "date" | "boolean" | "string" | "array<string>";
                    unit: string | null;
                    description: string;
                }[];
                files: {
                    /** @enum {string} */
                    format: "csv" | "parquet";
                    name: string;
                    /** @description Where the file is served; what is there never changes. */
                    path: string;
                    media_type: string;
                    /** @description Its size in bytes. */
                    bytes: number;
                    /** @description SHA-256 of its bytes, in hex. */
                    sha256: string;
                }[];
            }[];
        };
    };
    responses: {
        /** @description The document is still the one that If-None-Match names. */
        NotModified: {
            headers: {
                ETag: components["headers"]["ETag"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The request could not be understood. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This service was set up to ask for credentials, and the request lacks them. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This may not be read. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such document. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request has a body of an unknown type; reading needs none. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests; try again in a few seconds. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The document could not be read; try again later. */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The storage did not answer in time; try again. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Changes only when the document does. */
        ETag: string;
        /** @description public, max-age=300: a document may be kept for five minutes; private instead where credentials are asked for. */
        "Cache-Control": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    index: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "title": "Movie statistics",
                     *       "description": "Budget, revenue, profit, popularity and releases by year, genre and production company.",
                     *       "paths": [
                     *         {
                     *           "path": "/v1/",
                     *           "summary": "What there is",
                     *           "example": "/v1/"
                     *         },
                     *         {
                     *           "path": "/v1/openapi.json",
                     *           "summary": "This API as OpenAPI 3.1",
                     *           "example": "/v1/openapi.json"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Index"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    indexHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This API as OpenAPI 3.1 */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "Movie statistics",
                     *         "version": "1"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Openapi"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    openapiHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This API as OpenAPI 3.1 */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    status: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was ingested when */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "month": "2026-10",
                     *       "run_id": "20261005T060000Z-1a2b3c4d",
                     *       "published_at": "2026-10-05T06:04:11.000Z",
                     *       "movie_count": 737,
                     *       "months": [
                     *         {
                     *           "month": "2026-08",
                     *           "run_id": "20261005T060000Z-1a2b3c4d",
                     *           "read": 348,
                     *           "accepted": 334,
                     *           "quarantined": 8,
                     *           "duplicates": 6,
                     *           "reasons": {
                     *             "movies_metadata": {
                     *               "budget": 1,
                     *               "column_count": 2,
                     *               "genres": 1,
                     *               "release_date": 2,
                     *               "runtime": 1,
                     *               "video": 1,
                     *               "vote_count": 1
                     *             }
                     *           }
                     *         },
                     *         {
                     *           "month": "2026-09",
                     *           "run_id": "20261005T060000Z-1a2b3c4d",
                     *           "read": 347,
                     *           "accepted": 333,
                     *           "quarantined": 9,
                     *           "duplicates": 5,
                     *           "reasons": {
                     *             "movies_metadata": {
                     *               "budget": 1,
                     *               "column_count": 2,
                     *               "genres": 1,
                     *               "release_date": 2,
                     *               "runtime": 1,
                     *               "video": 2,
                     *               "vote_count": 2
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Status"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    statusHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was ingested when */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    stats: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All movies */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "movie_count": 737,
                     *       "movies_with_budget": 154,
                     *       "movies_with_revenue": 209,
                     *       "movies_with_both": 112,
                     *       "total_budget": 6519160620,
                     *       "total_revenue": 26002556848,
                     *       "total_profit": 19483396228,
                     *       "known_profit": 11847175006,
                     *       "average_popularity": 4.08574,
                     *       "average_vote": 5.80005,
                     *       "year_count": 113,
                     *       "genre_count": 20,
                     *       "company_count": 170,
                     *       "links": {
                     *         "years": "/v1/stats/year",
                     *         "decades": "/v1/stats/decade",
                     *         "genres": "/v1/stats/genre",
                     *         "companies": "/v1/stats/company",
                     *         "rankings": "/v1/stats/ranking",
                     *         "company_search": "/v1/stats/company/search",
                     *         "downloads": "/v1/downloads",
                     *         "status": "/v1/status",
                     *         "openapi": "/v1/openapi.json"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Stats"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    statsHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All movies */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    years: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every release year */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "years": [
                     *         {
                     *           "year": 1902,
                     *           "movie_count": 2,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 4.710042,
                     *           "average_vote": 4.9,
                     *           "most_popular_genre": {
                     *             "id": 12,
                     *             "slug": "adventure",
                     *             "name": "Adventure",
                     *             "average_popularity": 9.375035
                     *           }
                     *         },
                     *         {
                     *           "year": 1904,
                     *           "movie_count": 1,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 3.660316,
                     *           "average_vote": 1.3,
                     *           "most_popular_genre": {
                     *             "id": 18,
                     *             "slug": "drama",
                     *             "name": "Drama",
                     *             "average_popularity": 3.660316
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Years"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    yearsHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every release year */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    year: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A release year such as 1995, or "unknown" for the movies without a release date.
                 * @example 1995
                 */
                year: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One release year */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "year": 1995,
                     *       "movie_count": 14,
                     *       "movies_with_budget": 4,
                     *       "movies_with_revenue": 2,
                     *       "movies_with_both": 2,
                     *       "total_budget": 133000000,
                     *       "total_revenue": 157751828,
                     *       "total_profit": 24751828,
                     *       "known_profit": 65751828,
                     *       "average_popularity": 2.263185,
                     *       "average_vote": 4.609268,
                     *       "most_popular_genre": {
                     *         "id": 9648,
                     *         "slug": "mystery",
                     *         "name": "Mystery",
                     *         "average_popularity": 3.321513
                     *       },
                     *       "genres": [
                     *         {
                     *           "id": 9648,
                     *           "slug": "mystery",
                     *           "name": "Mystery",
                     *           "movie_count": 2,
                     *           "movies_with_budget": 2,
                     *           "movies_with_revenue": 2,
                     *           "movies_with_both": 2,
                     *           "total_budget": 92000000,
                     *           "total_revenue": 157751828,
                     *           "total_profit": 65751828,
                     *           "known_profit": 65751828,
                     *           "average_popularity": 3.321513,
                     *           "average_vote": 5.08
                     *         },
                     *         {
                     *           "id": 18,
                     *           "slug": "drama",
                     *           "name": "Drama",
                     *           "movie_count": 9,
                     *           "movies_with_budget": 4,
                     *           "movies_with_revenue": 2,
                     *           "movies_with_both": 2,
                     *           "total_budget": 133000000,
                     *           "total_revenue": 157751828,
                     *           "total_profit": 24751828,
                     *           "known_profit": 65751828,
                     *           "average_popularity": 2.998394,
                     *           "average_vote": 4.66565
                     *         }
                     *       ],
                     *       "companies": [
                     *         {
                     *           "id": 360,
                     *           "name": "Silent Engine Media",
                     *           "movie_count": 1,
                     *           "movies_with_budget": 1,
                     *           "movies_with_revenue": 1,
                     *           "movies_with_both": 1,
                     *           "total_budget": 47000000,
                     *           "total_revenue": 140123372,
                     *           "total_profit": 93123372,
                     *           "known_profit": 93123372,
                     *           "average_popularity": 6.087356,
                     *           "average_vote": 4.6
                     *         },
                     *         {
                     *           "id": 1,
                     *           "name": "Lanternjaw Pictures",
                     *           "movie_count": 2,
                     *           "movies_with_budget": 1,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 11000000,
                     *           "total_revenue": 0,
                     *           "total_profit": -11000000,
                     *           "known_profit": 0,
                     *           "average_popularity": 1.003494,
                     *           "average_vote": 4.607097
                     *         }
                     *       ],
                     *       "movies": [
                     *         {
                     *           "id": 48592,
                     *           "title": "Festival, Fortune",
                     *           "release_date": "1995-10-03",
                     *           "budget": 47000000,
                     *           "revenue": 140123372,
                     *           "profit": 93123372,
                     *           "popularity": 6.087356,
                     *           "vote_average": 4.6,
                     *           "vote_count": 2
                     *         },
                     *         {
                     *           "id": 49819,
                     *           "title": "Ghost in Fennimore",
                     *           "release_date": "1995-10-10",
                     *           "budget": 45000000,
                     *           "revenue": 17628456,
                     *           "profit": -27371544,
                     *           "popularity": 0.555669,
                     *           "vote_average": 5.4,
                     *           "vote_count": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Year"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    yearHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A release year such as 1995, or "unknown" for the movies without a release date.
                 * @example 1995
                 */
                year: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One release year */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    decades: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every decade */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "decades": [
                     *         {
                     *           "decade": 1900,
                     *           "movie_count": 7,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 2.921936,
                     *           "average_vote": 3.815385
                     *         },
                     *         {
                     *           "decade": 1910,
                     *           "movie_count": 4,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 4,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 1153332345,
                     *           "total_profit": 1153332345,
                     *           "known_profit": 0,
                     *           "average_popularity": 2.193239,
                     *           "average_vote": 7.066896
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Decades"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    decadesHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every decade */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    decade: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The first year of a decade such as 1990, or "unknown" for the movies without a release date.
                 * @example 1990
                 */
                decade: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One decade */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "decade": 1990,
                     *       "movie_count": 104,
                     *       "movies_with_budget": 25,
                     *       "movies_with_revenue": 26,
                     *       "movies_with_both": 18,
                     *       "total_budget": 1269730000,
                     *       "total_revenue": 2527563073,
                     *       "total_profit": 1257833073,
                     *       "known_profit": 1132425971,
                     *       "average_popularity": 3.327857,
                     *       "average_vote": 5.531138,
                     *       "years": [
                     *         {
                     *           "year": 1990,
                     *           "movie_count": 6,
                     *           "movies_with_budget": 2,
                     *           "movies_with_revenue": 1,
                     *           "movies_with_both": 0,
                     *           "total_budget": 50000000,
                     *           "total_revenue": 245002203,
                     *           "total_profit": 195002203,
                     *           "known_profit": 0,
                     *           "average_popularity": 2.05935,
                     *           "average_vote": 6.630328,
                     *           "path": "/v1/stats/year/1990"
                     *         },
                     *         {
                     *           "year": 1991,
                     *           "movie_count": 7,
                     *           "movies_with_budget": 2,
                     *           "movies_with_revenue": 2,
                     *           "movies_with_both": 2,
                     *           "total_budget": 227000000,
                     *           "total_revenue": 65275894,
                     *           "total_profit": -161724106,
                     *           "known_profit": -161724106,
                     *           "average_popularity": 1.248006,
                     *           "average_vote": 6.351025,
                     *           "path": "/v1/stats/year/1991"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Decade"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    decadeHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The first year of a decade such as 1990, or "unknown" for the movies without a release date.
                 * @example 1990
                 */
                decade: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One decade */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    genres: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every genre */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "genres": [
                     *         {
                     *           "id": 28,
                     *           "slug": "action",
                     *           "name": "Action",
                     *           "movie_count": 112,
                     *           "movies_with_budget": 19,
                     *           "movies_with_revenue": 34,
                     *           "movies_with_both": 16,
                     *           "total_budget": 1023330000,
                     *           "total_revenue": 4277914001,
                     *           "total_profit": 3254584001,
                     *           "known_profit": 2386474531,
                     *           "average_popularity": 4.011824,
                     *           "average_vote": 6.073645
                     *         },
                     *         {
                     *           "id": 12,
                     *           "slug": "adventure",
                     *           "name": "Adventure",
                     *           "movie_count": 60,
                     *           "movies_with_budget": 10,
                     *           "movies_with_revenue": 13,
                     *           "movies_with_both": 7,
                     *           "total_budget": 576900620,
                     *           "total_revenue": 718877969,
                     *           "total_profit": 141977349,
                     *           "known_profit": 63846721,
                     *           "average_popularity": 4.377194,
                     *           "average_vote": 6.072348
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Genres"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    genresHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every genre */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    genre: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A genre's slug, as /v1/stats/genre lists it.
                 * @example drama
                 */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One genre */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 18,
                     *       "slug": "drama",
                     *       "name": "Drama",
                     *       "movie_count": 303,
                     *       "movies_with_budget": 69,
                     *       "movies_with_revenue": 92,
                     *       "movies_with_both": 53,
                     *       "total_budget": 3198130000,
                     *       "total_revenue": 12411716710,
                     *       "total_profit": 9213586710,
                     *       "known_profit": 6539104575,
                     *       "average_popularity": 4.073299,
                     *       "average_vote": 5.365286,
                     *       "years": [
                     *         {
                     *           "year": 1902,
                     *           "movie_count": 2,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 4.710042,
                     *           "average_vote": 4.9
                     *         },
                     *         {
                     *           "year": 1904,
                     *           "movie_count": 1,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 3.660316,
                     *           "average_vote": 1.3
                     *         }
                     *       ],
                     *       "companies": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lanternjaw Pictures",
                     *           "movie_count": 58,
                     *           "movies_with_budget": 13,
                     *           "movies_with_revenue": 16,
                     *           "movies_with_both": 9,
                     *           "total_budget": 660600000,
                     *           "total_revenue": 1883389750,
                     *           "total_profit": 1222789750,
                     *           "known_profit": 551880255,
                     *           "average_popularity": 4.613402,
                     *           "average_vote": 5.993784
                     *         },
                     *         {
                     *           "id": 18,
                     *           "name": "春天影业",
                     *           "movie_count": 2,
                     *           "movies_with_budget": 2,
                     *           "movies_with_revenue": 2,
                     *           "movies_with_both": 2,
                     *           "total_budget": 128400000,
                     *           "total_revenue": 1409133360,
                     *           "total_profit": 1280733360,
                     *           "known_profit": 1280733360,
                     *           "average_popularity": 22.150393,
                     *           "average_vote": 6.097162
                     *         }
                     *       ],
                     *       "movies": [
                     *         {
                     *           "id": 50233,
                     *           "title": "The Street and the Widow",
                     *           "release_date": "1997-01-01",
                     *           "budget": 220000000,
                     *           "revenue": 954053521,
                     *           "profit": 734053521,
                     *           "popularity": 38.795614,
                     *           "vote_average": 4.3,
                     *           "vote_count": 4180
                     *         },
                     *         {
                     *           "id": 48567,
                     *           "title": "The Street of São Tomé",
                     *           "release_date": "2025-12-04",
                     *           "budget": 210000000,
                     *           "revenue": 938941903,
                     *           "profit": 728941903,
                     *           "popularity": 36.62222,
                     *           "vote_average": 5.9,
                     *           "vote_count": 4
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Genre"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    genreHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A genre's slug, as /v1/stats/genre lists it.
                 * @example drama
                 */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One genre */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companies: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production companies, first page */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "companies": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lanternjaw Pictures",
                     *           "movie_count": 141,
                     *           "movies_with_budget": 30,
                     *           "movies_with_revenue": 39,
                     *           "movies_with_both": 20,
                     *           "total_budget": 1494800000,
                     *           "total_revenue": 3198542716,
                     *           "total_profit": 1703742716,
                     *           "known_profit": 767163324,
                     *           "average_popularity": 4.08152,
                     *           "average_vote": 5.893325
                     *         },
                     *         {
                     *           "id": 4,
                     *           "name": "Meridian Gull Entertainment",
                     *           "movie_count": 23,
                     *           "movies_with_budget": 7,
                     *           "movies_with_revenue": 7,
                     *           "movies_with_both": 5,
                     *           "total_budget": 363500000,
                     *           "total_revenue": 1905508252,
                     *           "total_profit": 1542008252,
                     *           "known_profit": 1134463543,
                     *           "average_popularity": 5.765414,
                     *           "average_vote": 4.787062
                     *         }
                     *       ],
                     *       "page": 1,
                     *       "pages": 1,
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["Companies"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companiesHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production companies, first page */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companyPage: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A page, from 1 to `pages`.
                 * @example 1
                 */
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production companies, any page */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "companies": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lanternjaw Pictures",
                     *           "movie_count": 141,
                     *           "movies_with_budget": 30,
                     *           "movies_with_revenue": 39,
                     *           "movies_with_both": 20,
                     *           "total_budget": 1494800000,
                     *           "total_revenue": 3198542716,
                     *           "total_profit": 1703742716,
                     *           "known_profit": 767163324,
                     *           "average_popularity": 4.08152,
                     *           "average_vote": 5.893325
                     *         },
                     *         {
                     *           "id": 4,
                     *           "name": "Meridian Gull Entertainment",
                     *           "movie_count": 23,
                     *           "movies_with_budget": 7,
                     *           "movies_with_revenue": 7,
                     *           "movies_with_both": 5,
                     *           "total_budget": 363500000,
                     *           "total_revenue": 1905508252,
                     *           "total_profit": 1542008252,
                     *           "known_profit": 1134463543,
                     *           "average_popularity": 5.765414,
                     *           "average_vote": 4.787062
                     *         }
                     *       ],
                     *       "page": 1,
                     *       "pages": 1,
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["Companies"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companyPageHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A page, from 1 to `pages`.
                 * @example 1
                 */
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production companies, any page */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    company: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A production company's id in the dataset.
                 * @example 1
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One production company */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": 1,
                     *       "name": "Lanternjaw Pictures",
                     *       "movie_count": 141,
                     *       "movies_with_budget": 30,
                     *       "movies_with_revenue": 39,
                     *       "movies_with_both": 20,
                     *       "total_budget": 1494800000,
                     *       "total_revenue": 3198542716,
                     *       "total_profit": 1703742716,
                     *       "known_profit": 767163324,
                     *       "average_popularity": 4.08152,
                     *       "average_vote": 5.893325,
                     *       "years": [
                     *         {
                     *           "year": 1904,
                     *           "movie_count": 1,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 3.660316,
                     *           "average_vote": 1.3,
                     *           "genres": [
                     *             {
                     *               "id": 18,
                     *               "slug": "drama",
                     *               "name": "Drama",
                     *               "movie_count": 1
                     *             },
                     *             {
                     *               "id": 27,
                     *               "slug": "horror",
                     *               "name": "Horror",
                     *               "movie_count": 1
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "year": 1905,
                     *           "movie_count": 1,
                     *           "movies_with_budget": 0,
                     *           "movies_with_revenue": 0,
                     *           "movies_with_both": 0,
                     *           "total_budget": 0,
                     *           "total_revenue": 0,
                     *           "total_profit": 0,
                     *           "known_profit": 0,
                     *           "average_popularity": 0.000072,
                     *           "average_vote": 4.2,
                     *           "genres": [
                     *             {
                     *               "id": 35,
                     *               "slug": "comedy",
                     *               "name": "Comedy",
                     *               "movie_count": 1
                     *             },
                     *             {
                     *               "id": 18,
                     *               "slug": "drama",
                     *               "name": "Drama",
                     *               "movie_count": 1
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "movies": [
                     *         {
                     *           "id": 48563,
                     *           "title": "The Ocean and the Farewell",
                     *           "release_date": "1989-03-23",
                     *           "budget": 150000000,
                     *           "revenue": 522208453,
                     *           "profit": 372208453,
                     *           "popularity": 17.687197,
                     *           "vote_average": 6.4,
                     *           "vote_count": 1801
                     *         },
                     *         {
                     *           "id": 49732,
                     *           "title": "Håkon's Detective",
                     *           "release_date": "1938-12-09",
                     *           "budget": 0,
                     *           "revenue": 421012689,
                     *           "profit": 421012689,
                     *           "popularity": 16.949519,
                     *           "vote_average": 4.4,
                     *           "vote_count": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Company"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companyHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A production company's id in the dataset.
                 * @example 1
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One production company */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companySearch: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How to find a company by its name */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "company_count": 170,
                     *       "max_prefix_length": 24,
                     *       "continued": []
                     *     }
                     */
                    "application/json": components["schemas"]["CompanySearch"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companySearchHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How to find a company by its name */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companySearchShard: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The beginning of a folded name or of one of its words: dis finds Walt Disney Pictures.
                 * @example p
                 */
                prefix: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Companies whose name has a word that begins so */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "prefix": "p",
                     *       "company_count": 39,
                     *       "complete": true,
                     *       "companies": [
                     *         {
                     *           "id": 1,
                     *           "name": "Lanternjaw Pictures",
                     *           "movie_count": 141,
                     *           "total_revenue": 3198542716
                     *         },
                     *         {
                     *           "id": 346,
                     *           "name": "Adeyemi & Beaumont Productions",
                     *           "movie_count": 5,
                     *           "total_revenue": 1022848556
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CompanySearchShard"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companySearchShardHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The beginning of a folded name or of one of its words: dis finds Walt Disney Pictures.
                 * @example p
                 */
                prefix: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Companies whose name has a word that begins so */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    rankings: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every ranking */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rankings": [
                     *         {
                     *           "group": "year",
                     *           "measure": "movie_count",
                     *           "title": "Release years by number of movies",
                     *           "description": "The release years with the highest number of movies; at most 100.",
                     *           "minimums": [],
                     *           "path": "/v1/stats/ranking/year/movie-count"
                     *         },
                     *         {
                     *           "group": "year",
                     *           "measure": "movies_with_budget",
                     *           "title": "Release years by movies with a budget",
                     *           "description": "The release years with the highest number of movies whose budget is known; at most 100.",
                     *           "minimums": [],
                     *           "path": "/v1/stats/ranking/year/movies-with-budget"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Rankings"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    rankingsHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every ranking */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    yearRanking: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example total-revenue
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Release years by a measure */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "year",
                     *       "measure": "total_revenue",
                     *       "title": "Release years by total revenue",
                     *       "description": "The release years with the highest sum of revenues in US dollars; at most 100.",
                     *       "minimums": [],
                     *       "entries": [
                     *         {
                     *           "rank": 1,
                     *           "value": 1303337517,
                     *           "known_budget": 1400000,
                     *           "known_revenue": 460323,
                     *           "return_on_budget": -0.671198,
                     *           "year": 1940,
                     *           "movie_count": 7,
                     *           "movies_with_budget": 1,
                     *           "movies_with_revenue": 4,
                     *           "movies_with_both": 1,
                     *           "total_budget": 1400000,
                     *           "total_revenue": 1303337517,
                     *           "total_profit": 1301937517,
                     *           "known_profit": -939677,
                     *           "average_popularity": 2.500108,
                     *           "average_vote": 5.716786
                     *         },
                     *         {
                     *           "rank": 2,
                     *           "value": 1222371009,
                     *           "known_budget": 165800000,
                     *           "known_revenue": 1000661289,
                     *           "return_on_budget": 5.035352,
                     *           "year": 2006,
                     *           "movie_count": 14,
                     *           "movies_with_budget": 3,
                     *           "movies_with_revenue": 5,
                     *           "movies_with_both": 2,
                     *           "total_budget": 315800000,
                     *           "total_revenue": 1222371009,
                     *           "total_profit": 906571009,
                     *           "known_profit": 834861289,
                     *           "average_popularity": 2.514329,
                     *           "average_vote": 5.783978
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["YearRanking"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    yearRankingHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example total-revenue
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Release years by a measure */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    genreRanking: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example average-vote
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Genres by a measure */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "genre",
                     *       "measure": "average_vote",
                     *       "title": "Genres by average vote",
                     *       "description": "The genres with the highest mean vote weighted by the number of votes, among those with 10 movies or more; at most 100.",
                     *       "minimums": [
                     *         {
                     *           "field": "movie_count",
                     *           "at_least": 10
                     *         }
                     *       ],
                     *       "entries": [
                     *         {
                     *           "rank": 1,
                     *           "value": 6.94265,
                     *           "known_budget": 199000000,
                     *           "known_revenue": 213364218,
                     *           "return_on_budget": 0.072182,
                     *           "id": 36,
                     *           "slug": "history",
                     *           "name": "History",
                     *           "movie_count": 18,
                     *           "movies_with_budget": 3,
                     *           "movies_with_revenue": 4,
                     *           "movies_with_both": 3,
                     *           "total_budget": 199000000,
                     *           "total_revenue": 215254326,
                     *           "total_profit": 16254326,
                     *           "known_profit": 14364218,
                     *           "average_popularity": 3.247506,
                     *           "average_vote": 6.94265
                     *         },
                     *         {
                     *           "rank": 2,
                     *           "value": 6.647234,
                     *           "known_budget": 248200000,
                     *           "known_revenue": 312444255,
                     *           "return_on_budget": 0.258841,
                     *           "id": 10752,
                     *           "slug": "war",
                     *           "name": "War",
                     *           "movie_count": 32,
                     *           "movies_with_budget": 9,
                     *           "movies_with_revenue": 11,
                     *           "movies_with_both": 7,
                     *           "total_budget": 518200000,
                     *           "total_revenue": 1038035775,
                     *           "total_profit": 519835775,
                     *           "known_profit": 64244255,
                     *           "average_popularity": 3.709122,
                     *           "average_vote": 6.647234
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GenreRanking"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    genreRankingHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example average-vote
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Genres by a measure */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companyRanking: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example return-on-budget
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production companies by a measure */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "group": "company",
                     *       "measure": "return_on_budget",
                     *       "title": "Production companies by return on budget",
                     *       "description": "The production companies with the highest profit per US dollar of budget over the movies whose budget and revenue are both known, among those with five such movies and 1,000,000 US dollars of budget or more; at most 100.",
                     *       "minimums": [
                     *         {
                     *           "field": "movies_with_both",
                     *           "at_least": 5
                     *         },
                     *         {
                     *           "field": "known_budget",
                     *           "at_least": 1000000
                     *         }
                     *       ],
                     *       "entries": [
                     *         {
                     *           "rank": 1,
                     *           "value": 3.324922,
                     *           "known_budget": 341200000,
                     *           "known_revenue": 1475663543,
                     *           "return_on_budget": 3.324922,
                     *           "id": 4,
                     *           "name": "Meridian Gull Entertainment",
                     *           "movie_count": 23,
                     *           "movies_with_budget": 7,
                     *           "movies_with_revenue": 7,
                     *           "movies_with_both": 5,
                     *           "total_budget": 363500000,
                     *           "total_revenue": 1905508252,
                     *           "total_profit": 1542008252,
                     *           "known_profit": 1134463543,
                     *           "average_popularity": 5.765414,
                     *           "average_vote": 4.787062
                     *         },
                     *         {
                     *           "rank": 2,
                     *           "value": 1.872072,
                     *           "known_budget": 267500000,
                     *           "known_revenue": 768279220,
                     *           "return_on_budget": 1.872072,
                     *           "id": 2,
                     *           "name": "Grey Falls Studios",
                     *           "movie_count": 49,
                     *           "movies_with_budget": 11,
                     *           "movies_with_revenue": 12,
                     *           "movies_with_both": 5,
                     *           "total_budget": 611500000,
                     *           "total_revenue": 1285137456,
                     *           "total_profit": 673637456,
                     *           "known_profit": 500779220,
                     *           "average_popularity": 3.913867,
                     *           "average_vote": 6.602474
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CompanyRanking"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    companyRankingHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description A measure that is ranked by, with hyphens: total-revenue.
                 * @example return-on-budget
                 */
                measure: "movie-count" | "movies-with-budget" | "movies-with-revenue" | "movies-with-both" | "total-budget" | "total-revenue" | "total-profit" | "known-profit" | "average-popularity" | "average-vote" | "return-on-budget";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Production companies by a measure */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    downloads: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tables to take away */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "licence": {
                     *         "name": "CC0 1.0 (public domain dedication), as the dataset states it",
                     *         "url": "https://creativecommons.org/publicdomain/zero/1.0/",
                     *         "text": "These tables are made from movies_metadata.csv of The Movies Dataset, which Rounak Banik publishes at https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset under CC0. Its metadata were collected from the API of The Movie Database (TMDB), whose own terms ask for attribution: this product uses the TMDB API but is not endorsed or certified by TMDB. The dataset's user ratings come from GroupLens (MovieLens) under other terms; none of them is in these tables. What is computed here adds no terms of its own."
                     *       },
                     *       "notes": [
                     *         "A budget or revenue of 0 means unknown in this dataset. Total profit counts such movies as they are; known_profit counts only those with both above 0.",
                     *         "Movies without a release date form the year null: an empty cell in CSV."
                     *       ],
                     *       "tables": [
                     *         {
                     *           "name": "year",
                     *           "title": "Every release year",
                     *           "description": "One row a release year: the measures of its movies, and its most popular genre.",
                     *           "rows": 113,
                     *           "columns": [
                     *             {
                     *               "name": "year",
                     *               "type": "bigint",
                     *               "unit": null,
                     *               "description": "The release date's year, 1 to 9999; null for the movies without a release date."
                     *             },
                     *             {
                     *               "name": "movie_count",
                     *               "type": "bigint",
                     *               "unit": "movies",
                     *               "description": "Distinct movies in the group."
                     *             }
                     *           ],
                     *           "files": [
                     *             {
                     *               "format": "csv",
                     *               "name": "year.csv",
                     *               "path": "/downloads/8f83c99325ac013e5ac0b2e67fa96c92db2ef6a2bcee337e806bc70adb1917ac/year.csv",
                     *               "media_type": "text/csv; charset=utf-8; header=present",
                     *               "bytes": 9346,
                     *               "sha256": "8f83c99325ac013e5ac0b2e67fa96c92db2ef6a2bcee337e806bc70adb1917ac"
                     *             },
                     *             {
                     *               "format": "parquet",
                     *               "name": "year.parquet",
                     *               "path": "/downloads/19a3432164c52ce90d8652afa83ef73b7f129c010a8a06d96ea27d38e7d8642b/year.parquet",
                     *               "media_type": "application/vnd.apache.parquet",
                     *               "bytes": 7899,
                     *               "sha256": "19a3432164c52ce90d8652afa83ef73b7f129c010a8a06d96ea27d38e7d8642b"
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "name": "genre_year",
                     *           "title": "Every genre, year by year",
                     *           "description": "One row a genre and release year: the measures of their movies. A movie counts once in each of its genres.",
                     *           "rows": 822,
                     *           "columns": [
                     *             {
                     *               "name": "genre_id",
                     *               "type": "bigint",
                     *               "unit": null,
                     *               "description": "The genre's id in the dataset."
                     *             },
                     *             {
                     *               "name": "genre_name",
                     *               "type": "string",
                     *               "unit": null,
                     *               "description": "The genre's name in the newest rows that name it."
                     *             }
                     *           ],
                     *           "files": [
                     *             {
                     *               "format": "csv",
                     *               "name": "genre_year.csv",
                     *               "path": "/downloads/17d52e2a506f1a0515d0c6bc06aea456e9f15adcbe9c10f573da20d5bfb3cc55/genre_year.csv",
                     *               "media_type": "text/csv; charset=utf-8; header=present",
                     *               "bytes": 50360,
                     *               "sha256": "17d52e2a506f1a0515d0c6bc06aea456e9f15adcbe9c10f573da20d5bfb3cc55"
                     *             },
                     *             {
                     *               "format": "parquet",
                     *               "name": "genre_year.parquet",
                     *               "path": "/downloads/722eb46ce57ff786351425475a12bd4b4b808b6a7aafa9d9d9518929f4df555e/genre_year.parquet",
                     *               "media_type": "application/vnd.apache.parquet",
                     *               "bytes": 19552,
                     *               "sha256": "722eb46ce57ff786351425475a12bd4b4b808b6a7aafa9d9d9518929f4df555e"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Downloads"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    downloadsHead: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: answers 304 while it is current. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tables to take away */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}
