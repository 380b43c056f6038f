-- What came out, and what it means.

\pset border 1
\pset linestyle ascii
\pset format wrapped
\pset columns 118
\pset footer off
\pset null -
\pset numericlocale on
SET datestyle = ISO;

\pset format unaligned
\pset tuples_only on
\echo
SELECT format(E'tilskudd %s on PostgreSQL %s, with %s\n', extversion,
              split_part(current_setting('server_version'), ' ', 1), :'file')
FROM pg_extension WHERE extname = 'tilskudd';
\pset tuples_only off
\pset format wrapped

-- A text in lines of at most so many letters.
CREATE FUNCTION pg_temp.folded(given text, width integer) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT rtrim(regexp_replace(given, format('([^\n]{1,%s})( |\n|$)', width), E'\\1\n', 'g'), E'\n')
$$;

-- Each award with its map, what the zone means there, and whether the law has a
-- reservation about it: a zone is made of the zones of its parts (zone_parts).
CREATE TEMP TABLE answer AS
SELECT a.*, tilskudd.county(a.kommunenr, a.granted_on) AS county, map.map,
       CASE WHEN a.zone IS NOT NULL THEN label.meaning
            WHEN map.map IS NULL THEN 'no zone: no aid map covers the date'
            WHEN parts.n > 1 THEN 'no one zone: parts of the municipality lie in different zones'
            ELSE 'no zone: the map says nothing' END AS meaning,
       a.zone IS NULL OR parts.caveat AS has_note
FROM award AS a
     LEFT JOIN tilskudd.law_zone_map AS map
         ON a.granted_on BETWEEN map.valid_from AND map.valid_to
     LEFT JOIN tilskudd.law_zone_label AS label
         ON label.zone = a.zone AND a.granted_on BETWEEN label.valid_from AND label.valid_to
     LEFT JOIN (
         SELECT a.line, count(DISTINCT part.zone) AS n, bool_or(law.caveat IS NOT NULL) AS caveat
         FROM award AS a
              CROSS JOIN LATERAL tilskudd.zone_parts(a.kommunenr, a.granted_on) AS part
              JOIN tilskudd.law_zone AS law
                  ON coalesce(law.part, law.kommunenr) = part.former
                  AND a.granted_on BETWEEN law.valid_from AND law.valid_to
         GROUP BY a.line
     ) AS parts USING (line);


\echo '1. WHAT WAS LOADED'
\echo '------------------'
\echo 'Every line of the file is in one of the tables award and unresolved; resolve.sql fails if one is not.'
\echo 'NOK are those of the lines whose amount can be read: grants, loans and guarantees as they stand, not aid.'
\echo
SELECT 'resolved' AS " ", count(*) AS lines, coalesce(sum(amount_nok), 0) AS nok,
       'the municipality on that day is known: table award' AS "what this means"
FROM award
UNION ALL
SELECT 'unresolved', count(*), coalesce(sum(nok), 0),
       'it is not, or the line cannot be read: table unresolved'
FROM unresolved
UNION ALL
SELECT 'in the file', count(*), coalesce(sum(coalesce(a.amount_nok, u.nok)), 0),
       'lines after the header: table award_line'
FROM award_line LEFT JOIN award AS a USING (line) LEFT JOIN unresolved AS u USING (line);


\echo '2. AWARDS PER ZONE'
\echo '------------------'
\echo 'zone(kommunenr, granted_on): the zone of the regional aid map in force on the day of the award.'
\echo 'A label may mean another thing on another map. "-" is NULL: there is no one answer.'
\echo
SELECT CASE WHEN grouping(map) = 0 THEN map ELSE 'all' END AS map,
       CASE WHEN grouping(map) = 0 THEN zone::text ELSE '' END AS zone,
       CASE WHEN grouping(map) = 0 THEN pg_temp.folded(meaning, 66) ELSE '' END AS "what this means",
       count(*) AS awards, coalesce(sum(amount_nok), 0) AS nok
FROM answer
GROUP BY GROUPING SETS ((map, zone, meaning), ())
ORDER BY grouping(map), answer.map, answer.zone, meaning;


\echo '3. AWARDS PER COUNTY'
\echo '--------------------'
\echo 'county(kommunenr, granted_on): the county of that day, by its number; not what the file has in its column.'
\echo '"in aid area": granted where investment aid was possible, zones A, B, C, III, IV and c. "not": in the others.'
\echo '"undecided": no one zone. The three add up to nok.'
\echo
SELECT left(kommunenr::text, 2) AS no, county, count(*) AS awards, sum(amount_nok) AS nok,
       coalesce(sum(amount_nok) FILTER (WHERE zone IN ('A', 'B', 'C', 'III', 'IV', 'c')), 0) AS "in aid area",
       coalesce(sum(amount_nok) FILTER (WHERE zone IN ('D', 'I', 'II', 'outside')), 0) AS "not",
       coalesce(sum(amount_nok) FILTER (WHERE zone IS NULL), 0) AS undecided
FROM answer
GROUP BY left(kommunenr::text, 2), county
ORDER BY no, county;


\echo '4. WHAT WAS NOT RESOLVED, AND WHY'
\echo '---------------------------------'
\echo 'A line with several faults counts for the first in this list. A name matches exactly (but for case and letters'
\echo 'such as ø/o, aa/å) or not at all: Moss is not Voss. The county helps where two municipalities have one name.'
\echo
SELECT reason, count(*) AS lines, coalesce(sum(nok), 0) AS nok, pg_temp.folded(meaning, 40) AS "what this means",
       (array_agg(CASE reason WHEN 'not eight columns'  THEN left(not_read, 24) || '...'
                              WHEN 'unreadable date'    THEN granted_on
                              WHEN 'unreadable amount'  THEN amount_nok
                              WHEN 'not in that county' THEN municipality || ' in ' || county
                              ELSE municipality END ORDER BY line))[1] AS example
FROM unresolved JOIN reason USING (reason)
GROUP BY position, reason, meaning
ORDER BY position;

\echo 'What the column county has that is no county. It could not help; names that one municipality has need no help.'
\echo
SELECT l.county, count(*) AS lines, count(a.line) AS "resolved all the same"
FROM award_line AS l
     JOIN place_text AS c ON c.given = btrim(l.county) AND NOT c.is_county
     LEFT JOIN award AS a USING (line)
GROUP BY l.county
ORDER BY l.county COLLATE "C";

\echo 'Organisation numbers, over all lines. The check digit shows whether a number can exist, not whether it does.'
\echo 'An award with a faulty number keeps its zone; its column orgnr is empty, the number stands in orgnr_fault.'
\echo
SELECT pg_temp.folded(quality, 30) AS orgnr, count(*) AS lines, count(DISTINCT given) AS "different ones",
       (array_agg(given ORDER BY line))[1] AS example,
       pg_temp.folded((array_agg(explanation ORDER BY line))[1], 44) AS "explanation of the example"
FROM (SELECT 1, 'valid', line, orgnr, NULL FROM award_line WHERE tilskudd.orgnr_is_valid(orgnr)
      UNION ALL
      SELECT 2, fault, line, given, explanation FROM orgnr_fault
      UNION ALL
      SELECT 3, 'none given', line, NULL, NULL FROM award_line WHERE btrim(orgnr) = '' OR orgnr IS NULL AND not_read IS NULL
      UNION ALL
      SELECT 4, 'line not read', line, NULL, NULL FROM award_line WHERE not_read IS NOT NULL
     ) AS number (position, quality, line, given, explanation)
GROUP BY position, quality
ORDER BY position, quality COLLATE "C";


\if :own
\echo '5. EVERY LINE'
\echo '-------------'
\echo 'line: in the file. kommunenr: the number in force on the day, found from the name, or before 2007 given as it is.'
\echo 'name: the official one on that day, from 2007 on. orgnr: as the type prints it, whatever way it was written.'
\echo
SELECT line, granted_on, kommunenr, tilskudd.kommune_name(kommunenr, granted_on) AS name, map, zone,
       amount_nok, orgnr
FROM answer
ORDER BY line;

\echo 'And those that are no awards yet. The last column is what the extension has to say: the detail and the hint'
\echo 'of the error that kommunenr(name, date, county) raises.'
\echo
SELECT line, granted_on, county, municipality, pg_temp.folded(reason, 14) AS reason,
       pg_temp.folded(explanation, 36) AS explanation
FROM unresolved
ORDER BY line;
\else
\echo '5. THE UNRESOLVED IN DETAIL'
\echo '---------------------------'
\echo 'The ten largest amounts among them:'
\echo
SELECT line::text, granted_on, county, municipality, nok, reason
FROM unresolved
WHERE nok IS NOT NULL
ORDER BY nok DESC, unresolved.line
LIMIT 10;

\echo 'All of them, by what the file says; first: the number of the first such line. Line by line, in full: table unresolved.'
\echo
SELECT pg_temp.folded(reason, 14) AS reason, county, municipality,
       count(*) AS lines, coalesce(sum(nok), 0) AS nok, min(line)::text AS first,
       pg_temp.folded((array_agg(explanation ORDER BY line))[1], 24) AS "explanation of the first"
FROM unresolved JOIN reason USING (reason)
GROUP BY position, reason, county, municipality, CASE WHEN reason LIKE 'unreadable %' OR not_read IS NOT NULL THEN line END
ORDER BY position, county COLLATE "C", municipality COLLATE "C", min(line);
\endif

\echo 'Awards without a zone, and zones with a reservation: what zone_source(kommunenr, granted_on) says. Each line is'
\echo 'a row of the law: zone, part of the municipality, citation, [how sure: text, derived, secondary], reservation.'
\echo
\pset format unaligned
\pset tuples_only on
SELECT format(E'%s %s, %s: zone %s\n%s',
              kommunenr, (array_agg(coalesce(tilskudd.kommune_name(kommunenr, granted_on), '') ORDER BY line))[1],
              CASE WHEN count(*) = 1 THEN format('line %s of %s', min(line), min(granted_on))
                   ELSE format('%s awards from %s to %s', count(*), min(granted_on), max(granted_on)) END,
              coalesce(zone::text, 'NULL'),
              regexp_replace(pg_temp.folded(source, 108), '^', '    ', 'gn') || E'\n')
FROM (SELECT *, tilskudd.zone_source(kommunenr, granted_on) AS source FROM answer WHERE has_note) AS noted
GROUP BY kommunenr, zone, source
ORDER BY kommunenr, min(granted_on);
\pset tuples_only off
\pset format wrapped


\echo '6. YOUR TURN'
\echo '------------'
\echo 'What to type, and what comes back.'
\echo
\echo 'in_zone: true where all of a municipality lies in one of the zones. For a fixed day it uses the index on'
\echo 'kommunenr, because the planner is told which numbers those are, with the numbers that the same places had at'
\echo 'other times. For the day of each award itself, ask the column: WHERE zone IN (''III'', ''IV'').'
SELECT count(*) < 1000 AS few FROM award \gset
\if :few
\echo '(So few rows are read faster without an index: enable_seqscan is off here to show it.)'
SET enable_seqscan = off;
\endif
\echo
\set ECHO queries
SELECT count(*) AS awards, coalesce(sum(amount_nok), 0) AS nok
FROM award WHERE tilskudd.in_zone(kommunenr, '2013-06-01', 'II');

EXPLAIN (COSTS OFF)
SELECT count(*) AS awards, coalesce(sum(amount_nok), 0) AS nok
FROM award WHERE tilskudd.in_zone(kommunenr, '2013-06-01', 'II');
\set ECHO none
RESET enable_seqscan;

\echo 'zone_parts: which parts of the municipalities without a zone lie where, so that somebody who knows the address'
\echo 'can decide. "former" is the municipality of old that the map names.'
\echo
\set ECHO queries
SELECT a.kommunenr, p.former, p.zone, count(*) AS awards, min(a.granted_on) AS first
FROM award AS a, tilskudd.zone_parts(a.kommunenr, a.granted_on) AS p
WHERE a.zone IS NULL
GROUP BY a.kommunenr, p.former, p.zone ORDER BY a.kommunenr, p.former;
\set ECHO none

\echo 'kommune_at: where an award of then belongs today (here: on 2026-01-01), and its zone now. One that has been'
\echo 'divided since belongs to several. The twelve with the most successors, then by number:'
\echo
\set ECHO queries
SELECT a.kommunenr, count(DISTINCT a.line) AS awards,
       string_agg(DISTINCT k || ' ' || tilskudd.kommune_name(k, '2026-01-01'), ', ') AS today,
       coalesce(tilskudd.zone(a.kommunenr, '2026-01-01')::text, 'parts differ') AS "zone today"
FROM award AS a, tilskudd.kommune_at(a.kommunenr, '2026-01-01') AS k
WHERE k <> a.kommunenr
GROUP BY a.kommunenr ORDER BY count(DISTINCT k) DESC, a.kommunenr LIMIT 12;
\set ECHO none

\echo 'And what the table refuses, whoever writes to it: a number that never was a municipality, one without its'
\echo 'leading zero, an enterprise with a wrong check digit. (error_of is in resolve.sql.)'
\echo
\set ECHO queries
SELECT attempt, coalesce(message, 'accepted') AS answer
FROM (VALUES ($$'2012-05-02', '0399', NULL$$),
             ($$'2012-05-02', '301', NULL$$),
             ($$'2012-05-02', '0301', '104732101'$$)) AS new_row (attempt),
     error_of('INSERT INTO award (line, granted_on, kommunenr, orgnr, amount_nok)
               VALUES (1, ' || attempt || ', 100000)');
\set ECHO none

\echo 'The full lists are the tables award, unresolved and orgnr_fault; the file as it is: award_line. A server that'
\echo '"make demo" started is gone after this. To keep them: test/demo/run FILE, with PGHOST, PGDATABASE and so on.'
\echo 'The law behind the answers, row by row: tilskudd.law_zone, law_zone_map, law_municipality_name and others.'
