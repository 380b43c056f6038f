-- From text to types. Every line ends in award or in unresolved.

-- What the server says to a statement; nothing if it has no objection.
-- (PostgreSQL 16 has pg_input_error_info, which does this for single values.)
CREATE FUNCTION error_of(statement text, OUT message text, OUT more text)
LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint   text;
BEGIN
	EXECUTE statement;
EXCEPTION WHEN others THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	more := nullif(concat_ws(' ', nullif(detail, ''), nullif(hint, '')), '');
END
$$;

-- The columns that are read, without blanks around them; NULL if nothing is left.
CREATE TEMP VIEW award_text AS
SELECT line, not_read,
       nullif(btrim(granted_on), '')   AS granted_on,
       nullif(btrim(county), '')       AS county,
       nullif(btrim(municipality), '') AS municipality,
       nullif(btrim(orgnr), '')        AS orgnr,
       nullif(btrim(amount_nok), '')   AS amount_nok
FROM award_line;

-- Dates: 2013-12-31 and no other way, since 01.02.2013 means two things.
CREATE TEMP TABLE date_text AS
SELECT given,
       CASE WHEN given ~ '^\d{4}-\d\d-\d\d$' AND error.message IS NULL
            THEN given::date END AS day,
       error.message
FROM (SELECT DISTINCT granted_on AS given FROM award_text WHERE granted_on IS NOT NULL) AS dates,
     LATERAL error_of(format('SELECT date %L', given)) AS error;

-- What the texts for places mean if they are no municipality. A text is a
-- county if the extension finds a municipality in it: "Møre Og Romsdal" is one,
-- "Flere fylker/Utland" is none. One municipality of each county will do.
CREATE TABLE place_text AS
WITH one_each AS (
	SELECT DISTINCT ON (left(kommunenr::text, 2)) kommunenr
	FROM tilskudd.law_municipality
	WHERE date '2007-01-01' BETWEEN valid_from AND coalesce(valid_to, 'infinity')
	ORDER BY left(kommunenr::text, 2), kommunenr
)
SELECT given,
       EXISTS (SELECT FROM one_each,
                           tilskudd.find_kommune(one_each.kommunenr::text, '2007-01-01', given)
              ) AS is_county,
       (SELECT no.reason FROM no_municipality AS no
        WHERE lower(given) LIKE no.pattern
        ORDER BY no.pattern LIMIT 1) AS means
FROM (SELECT county FROM award_text UNION SELECT municipality FROM award_text) AS texts (given)
WHERE given IS NOT NULL;

ANALYZE date_text;
ANALYZE place_text;

-- The days on which names came into use.
CREATE TEMP TABLE name_day AS
SELECT DISTINCT valid_from AS day FROM tilskudd.law_municipality_name;

-- Each line read: as an award, or with the reason why not.
CREATE TEMP TABLE reading AS
SELECT l.line, d.day, n.amount, p.county, l.municipality, l.not_read,
       coalesce(by_number.kommunenr, by_name.kommunenr) AS kommunenr,
       CASE
       WHEN l.not_read IS NOT NULL            THEN 'not eight columns'
       WHEN d.day IS NULL                     THEN 'unreadable date'
       WHEN n.amount IS NULL                  THEN 'unreadable amount'
       WHEN l.municipality IS NULL            THEN 'no municipality'
       WHEN by_number.kommunenr IS NOT NULL   THEN NULL -- resolved
       WHEN by_name.found = 1 AND p.elsewhere THEN 'not in that county'
       WHEN by_name.found = 1                 THEN NULL -- resolved
       WHEN by_name.found > 1                 THEN 'ambiguous name'
       WHEN m.means IS NOT NULL               THEN m.means
       WHEN p.county IS NOT NULL AND
            EXISTS (SELECT FROM tilskudd.find_kommune(l.municipality, d.day))
                                              THEN 'not in that county'
       WHEN m.is_county                       THEN 'county'
       WHEN d.day < '2007-01-01'              THEN 'name before 2007'
       WHEN EXISTS (SELECT FROM name_day,
                                tilskudd.find_kommune(l.municipality, name_day.day))
                                              THEN 'name of another time'
       ELSE                                        'unknown name'
       END AS reason
FROM award_text AS l
     LEFT JOIN date_text  AS d ON d.given = l.granted_on
     LEFT JOIN place_text AS m ON m.given = l.municipality
     LEFT JOIN place_text AS c ON c.given = l.county
     CROSS JOIN LATERAL (
         SELECT CASE WHEN l.amount_nok ~ '^\d{1,15}(\.\d{1,2})?$'
                     THEN l.amount_nok::numeric END AS amount
     ) AS n
     -- The county is used if it is one; if it is Svalbard, no municipality is right.
     CROSS JOIN LATERAL (
         SELECT CASE WHEN c.is_county THEN l.county END AS county,
                c.means IN ('abroad', 'Svalbard or Jan Mayen') AS elsewhere
     ) AS p
     -- No row, one, or several: here we need the first, and how many there are.
     LEFT JOIN LATERAL (
         SELECT f.kommunenr, count(*) OVER () AS found
         FROM tilskudd.find_kommune(l.municipality, d.day, p.county) AS f
         LIMIT 1
     ) AS by_name ON true
     -- Before 2007 names are not known, but numbers are.
     LEFT JOIN tilskudd.law_municipality AS by_number
         ON by_number.kommunenr::text = l.municipality AND d.day < '2007-01-01'
         AND d.day BETWEEN by_number.valid_from AND coalesce(by_number.valid_to, 'infinity');

INSERT INTO award
SELECT line, r.day, r.kommunenr,
       CASE WHEN tilskudd.orgnr_is_valid(l.orgnr) THEN l.orgnr::tilskudd.orgnr END,
       r.amount, l.instrument_group, l.granting_unit, l.nace
FROM reading AS r JOIN award_line AS l USING (line)
WHERE r.reason IS NULL
ORDER BY line;

-- kommunenr() raises an error where find_kommune() finds nothing, and its
-- detail and hint tell what is wrong: near names, other times, candidates.
INSERT INTO unresolved
SELECT l.*, r.reason,
       CASE WHEN r.reason = 'not eight columns' THEN format('It begins with "%s".', left(l.not_read, 20))
            WHEN r.reason = 'unreadable date'   THEN coalesce(d.message, format('The date is "%s".', l.granted_on))
            WHEN r.reason = 'unreadable amount' THEN format('The amount is "%s".', l.amount_nok)
            WHEN r.reason = 'not in that county' AND r.county IS NULL
                                                THEN format('The county is "%s".', l.county)
            ELSE name_error.more END,
       r.amount
FROM reading AS r JOIN award_line AS l USING (line)
     LEFT JOIN date_text AS d ON d.given = btrim(l.granted_on)
     LEFT JOIN LATERAL error_of(format('SELECT tilskudd.kommunenr(%L, %L, %L)',
                                       r.municipality, r.day, r.county)) AS name_error ON true
WHERE r.reason IS NOT NULL
ORDER BY line;

-- The message without the number in it is the kind of fault.
INSERT INTO orgnr_fault
SELECT line, orgnr, regexp_replace(error.message, ':? ?".*"', ''), error.more
FROM award_text,
     LATERAL error_of(format('SELECT %L::tilskudd.orgnr', orgnr)) AS error
WHERE NOT tilskudd.orgnr_is_valid(orgnr)
ORDER BY line;

ANALYZE award;

-- No line may be missing or be there twice, and no krone.
DO $$
DECLARE
	lines_in_file   integer := (SELECT lines FROM award_file);
	lines_loaded    integer := (SELECT count(*) FROM award_line);
	resolved        integer := (SELECT count(*) FROM award);
	not_resolved    integer := (SELECT count(*) FROM unresolved);
	in_both         integer := (SELECT count(*) FROM award JOIN unresolved USING (line));
	nok_resolved    numeric := (SELECT coalesce(sum(amount_nok), 0) FROM award);
	nok_unresolved  numeric := (SELECT coalesce(sum(nok), 0) FROM unresolved);
	nok_loaded      numeric := (SELECT coalesce(sum(amount_nok::numeric), 0) FROM award_text
	                            WHERE amount_nok ~ '^\d{1,15}(\.\d{1,2})?$');
BEGIN
	IF lines_loaded <> lines_in_file OR in_both <> 0 OR
		resolved + not_resolved <> lines_in_file THEN
		RAISE EXCEPTION 'the lines do not add up'
			USING DETAIL = format('%s in the file, %s loaded, %s resolved, %s unresolved, %s both.',
			                      lines_in_file, lines_loaded, resolved, not_resolved, in_both);
	END IF;
	IF nok_resolved + nok_unresolved <> nok_loaded THEN
		RAISE EXCEPTION 'the amounts do not add up'
			USING DETAIL = format('%s loaded, %s resolved, %s unresolved.',
			                      nok_loaded, nok_resolved, nok_unresolved);
	END IF;
END
$$;
