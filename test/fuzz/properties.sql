-- Two ways to one answer, over cases out of random numbers: each query returns
-- the cases in which they differ, and so none.
--
-- psql variables: seed (-1 to 1), cases
--
-- The window functions and aggregates of the extension against sums over all
-- days, the arithmetic of working days against counting, and sets of zones
-- against their parts.

SELECT setseed(:seed) \g /dev/null

CREATE TEMP TABLE award AS
SELECT i % (:cases / 5) AS undertaking, round((random() * 150000)::numeric, 2) AS eur, date '2005-01-01' + (random() * 9000)::int / (1 + i % 3) AS granted_on
FROM generate_series(1, :cases) AS i;

-- The peak of the use of the ceiling, against every day on which there was an award.
WITH use AS (
	SELECT a.undertaking, a.granted_on, tilskudd.de_minimis_ceiling(a.granted_on) AS ceiling,
		(SELECT sum(b.eur) FROM award AS b WHERE b.undertaking = a.undertaking AND b.granted_on <@ tilskudd.de_minimis_window(a.granted_on)) AS used
	FROM award AS a)
SELECT 'de_minimis_peak', p.*, u.*
FROM (SELECT undertaking, (tilskudd.de_minimis_peak(eur, granted_on)).* FROM award GROUP BY undertaking) AS p
	JOIN LATERAL (SELECT max(used / ceiling) AS ratio FROM use WHERE use.undertaking = p.undertaking) AS u ON true
WHERE p.ratio IS DISTINCT FROM u.ratio
	OR NOT EXISTS (SELECT FROM use WHERE use.undertaking = p.undertaking AND use.granted_on = p.on_date AND use.used = p.used AND use.ceiling = p.ceiling);

-- What is used on the day of each award, as a window function, against a sum.
SELECT 'de_minimis_used', *
FROM (SELECT *, tilskudd.de_minimis_used(eur, granted_on) OVER (PARTITION BY undertaking ORDER BY granted_on) AS used,
		(SELECT sum(b.eur) FROM award AS b WHERE b.undertaking = a.undertaking AND b.granted_on <@ tilskudd.de_minimis_window(a.granted_on)) AS by_sum
	FROM award AS a) AS x
WHERE used IS DISTINCT FROM by_sum;

-- What the headroom allows is the most that keeps every day within its ceiling.
SELECT 'de_minimis_headroom', h.*
FROM (SELECT a.undertaking, d.day, tilskudd.de_minimis_headroom(array_agg(eur), array_agg(granted_on), d.day) AS headroom,
		array_agg(eur) AS eur, array_agg(granted_on) AS granted_on
	FROM award AS a, LATERAL (SELECT date '2008-01-01' + (random() * 6500)::int AS day WHERE a.undertaking >= 0 OFFSET 0) AS d
	WHERE a.undertaking < 20 GROUP BY a.undertaking, d.day) AS h
WHERE headroom IS NOT NULL AND headroom IS DISTINCT FROM (
	SELECT min(tilskudd.de_minimis_ceiling(t.day) - coalesce((SELECT sum(e) FROM unnest(h.eur, h.granted_on) AS x (e, g) WHERE g <@ tilskudd.de_minimis_window(t.day)), 0))
	FROM (SELECT h.day UNION SELECT g FROM unnest(h.granted_on) AS g WHERE g > h.day) AS t (day)
	WHERE h.day <@ tilskudd.de_minimis_window(t.day));

-- Working days there and back.
SELECT 'working_days', *
FROM (SELECT day, n, tilskudd.add_working_days(day, n) AS later
	FROM (SELECT date '1997-01-01' + (random() * 15000)::int AS day, 1 + (random() * 300)::int AS n FROM generate_series(1, :cases)) AS x) AS y
WHERE tilskudd.working_days_between(day, later) <> n OR tilskudd.working_days_between(later, day) <> -n OR NOT tilskudd.is_working_day(later)
	OR tilskudd.add_working_days(later, -n) > day
	OR (SELECT count(*) FROM generate_series(day + 1, later, '1 day') AS d WHERE tilskudd.is_working_day(d::date)) <> n;

-- A number lies in the zones of its parts, and its one zone is that of them all.
SELECT 'zone_parts', *
FROM (SELECT k, day, tilskudd.zone(k, day) AS zone, array(SELECT zone FROM tilskudd.zone_parts(k, day)) AS parts
	FROM (SELECT (random() * 5500)::int::tilskudd.kommunenr AS k, date '2003-05-09' + (random() * 8900)::int AS day FROM generate_series(1, :cases)) AS x) AS y
WHERE zone IS NOT NULL AND NOT (zone = ALL (parts) AND parts <> '{}')
	OR zone IS NULL AND (SELECT count(DISTINCT p) = 1 AND bool_and(p IS NOT NULL) FROM unnest(parts) AS p);

-- Equal shares add up to no more than the frame, and what is left does not go into all.
SELECT 'equal_allocation', g, frame, sum(share), array_agg(requested)
FROM (SELECT *, tilskudd.equal_allocation(requested, frame) OVER (PARTITION BY g) AS share
	FROM (SELECT i % (:cases / 4) AS g, (i % (:cases / 4) * 7919 % 100000)::numeric AS frame,
			CASE WHEN random() < 0.8 THEN round((random() * 40000)::numeric, 2) END AS requested
		FROM generate_series(1, :cases) AS i) AS x) AS y
GROUP BY g, frame
HAVING sum(share) > frame OR bool_or(share > requested)
	OR (bool_or(share < requested OR requested IS NULL) AND frame - sum(share) >= 0.01 * count(*) FILTER (WHERE share < requested OR requested IS NULL));

DROP TABLE award;
