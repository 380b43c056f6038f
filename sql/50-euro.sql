-- euro: NOK in EUR, by the rate of a day or a year's average

CREATE FUNCTION to_eur(amount_nok numeric, nok_per_eur numeric) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2 AS 'MODULE_PATHNAME', 'tilskudd_to_eur';
COMMENT ON FUNCTION to_eur(numeric, numeric) IS
'NOK in EUR at a rate given as NOK for one EUR: amount_nok / nok_per_eur as the server divides, with at least 16 significant digits; not rounded to cents. NULL for NULL. Errors: 22023 for a rate that is zero, negative, NaN or infinite, and for an amount that is NaN or infinite.';

-- Rates of days: the user's own data, so a table.

CREATE TABLE exchange_rate (
	rate_date date PRIMARY KEY CHECK (isfinite(rate_date)),
	nok_per_eur numeric NOT NULL CHECK (nok_per_eur > 0 AND nok_per_eur < 'Infinity'),
	source text NOT NULL);
COMMENT ON TABLE exchange_rate IS
'Official exchange rates, one row per day with a published rate. Filled by the user, for example through ecb_file; dumped with the database.';
COMMENT ON COLUMN exchange_rate.rate_date IS 'the day of which the rate is';
COMMENT ON COLUMN exchange_rate.nok_per_eur IS 'NOK for one EUR';
COMMENT ON COLUMN exchange_rate.source IS 'who published it; European Central Bank for what came through ecb_file';
SELECT pg_catalog.pg_extension_config_dump('exchange_rate', '');
GRANT SELECT ON exchange_rate TO PUBLIC;

CREATE FUNCTION eur(amount_nok numeric, on_date date, max_age_days integer DEFAULT 4) RETURNS numeric
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_eur';
COMMENT ON FUNCTION eur(numeric, date, integer) IS
'NOK in EUR at the rate that exchange_rate has for a day, or at the latest earlier one that is at most max_age_days older. The default spans every gap in what the European Central Bank published from 1999 to April 2026: at most four days in a row without a rate. Divides as to_eur() does. NULL for NULL. Errors: P0002 where there is no such rate, 22023 for negative max_age_days and an amount that is NaN or infinite, 22008 for an infinite date. Source: the official rate of the granting date (EFTA Surveillance Authority, from 2020-01-01; which rate holds on a day without one is not established).';

CREATE FUNCTION nok_per_eur(on_date date, max_age_days integer DEFAULT 4) RETURNS numeric
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 500 AS 'MODULE_PATHNAME', 'tilskudd_nok_per_eur';
COMMENT ON FUNCTION nok_per_eur(date, integer) IS
'The rate that eur() takes, NOK for one EUR: that of the day in exchange_rate, or the latest earlier one that is at most max_age_days older. NULL where there is none, and for NULL. Errors: 22023 for negative max_age_days, 22008 for an infinite date.';

-- The way in for the European Central Bank's file, which has a column per
-- currency and other columns each time: lines come in as they are, and leave as
-- rows of exchange_rate.

CREATE TABLE ecb_file (line text);
COMMENT ON TABLE ecb_file IS
'COPY the European Central Bank''s eurofxref-hist.csv (or eurofxref-hist-90d.csv) into this table: its NOK rates are added to exchange_rate, and the table is empty again. Days that are there already stay as they are. Needs INSERT on exchange_rate, and INSERT and DELETE on this table. Errors: 22P04 for another file, 23505 for a day that has another rate already or in the file; nothing is loaded then.';
COMMENT ON COLUMN ecb_file.line IS 'a line of the file, the header among them';

-- The extension is trusted: what it makes belongs to a superuser, not to who
-- creates it.  That one may load rates all the same.
GRANT SELECT, INSERT, UPDATE, DELETE ON exchange_rate, ecb_file TO @extowner@;

CREATE FUNCTION ecb_file_load() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	header text;
	headers bigint;
	cells integer;
	nok integer;
	wrong text;
	days date[];
	rates numeric[];
	added bigint;
	differing bigint;
	first_day date;
	old_rate numeric;
	new_rate numeric;
BEGIN
	SELECT count(*), min(l.line) INTO headers, header FROM lines AS l WHERE l.line ~ '^Date *,';
	cells := cardinality(string_to_array(header, ','));
	nok := array_position(string_to_array(replace(header, ' ', ''), ','), 'NOK');
	IF headers <> 1 OR nok IS NULL THEN
		RAISE EXCEPTION USING
			ERRCODE = 'bad_copy_file_format',
			MESSAGE = 'this is not the European Central Bank''s file of euro reference rates',
			DETAIL = CASE WHEN headers <> 1
				THEN format('It has %s lines that begin with "Date,", not one.', headers)
				ELSE 'Its header has no column NOK.' END,
			HINT = 'Load the whole of eurofxref-hist.csv, with its header, in one COPY.';
	END IF;

	SELECT l.line INTO wrong
	FROM lines AS l
	WHERE l.line IS DISTINCT FROM header AND coalesce(l.line !~ '^\s*$'
		AND (cardinality(string_to_array(l.line, ',')) <> cells
			OR btrim(split_part(l.line, ',', 1)) !~ '^\d{4}-\d\d-\d\d$'
			OR btrim(split_part(l.line, ',', nok)) !~ '^(\d+(\.\d+)?|N/A)$'), true)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING
			ERRCODE = 'bad_copy_file_format',
			MESSAGE = 'a line of the European Central Bank''s file can not be read',
			DETAIL = format('The line is "%s".', left(wrong, 100)),
			HINT = format('A line has %s cells as the header has, first a date such as 2024-03-28, and NOK as cell %s: a number or N/A.', cells, nok);
	END IF;

	SELECT array_agg(split_part(l.line, ',', 1)::date), array_agg(btrim(split_part(l.line, ',', nok))::numeric)
	INTO days, rates
	FROM lines AS l
	WHERE l.line <> header AND l.line !~ '^\s*$' AND btrim(split_part(l.line, ',', nok)) <> 'N/A';

	INSERT INTO tilskudd.exchange_rate
		SELECT f.day, f.rate, 'European Central Bank' FROM unnest(days, rates) AS f(day, rate)
		ON CONFLICT (rate_date) DO NOTHING;
	GET DIAGNOSTICS added = ROW_COUNT;

	SELECT count(*), min(f.day), (array_agg(r.nok_per_eur ORDER BY f.day))[1], (array_agg(f.rate ORDER BY f.day))[1]
	INTO differing, first_day, old_rate, new_rate
	FROM unnest(days, rates) AS f(day, rate) JOIN tilskudd.exchange_rate AS r ON r.rate_date = f.day
	WHERE r.nok_per_eur <> f.rate;
	IF differing > 0 THEN
		RAISE EXCEPTION USING
			ERRCODE = 'unique_violation',
			MESSAGE = format('exchange rate of %s is %s, and %s in the file', to_char(first_day, 'YYYY-MM-DD'), old_rate, new_rate),
			DETAIL = format('Days with another rate in the file: %s. Nothing was loaded.', differing),
			HINT = 'Find out which is right. To take the file''s, delete the day from tilskudd.exchange_rate and load again.';
	END IF;

	DELETE FROM tilskudd.ecb_file;
	RAISE NOTICE 'exchange_rate: days added: %, there already: %', added, coalesce(cardinality(days), 0) - added;
	RETURN NULL;
END $$;
COMMENT ON FUNCTION ecb_file_load() IS 'trigger of ecb_file: moves the lines of one statement to exchange_rate';
CREATE TRIGGER load AFTER INSERT ON ecb_file REFERENCING NEW TABLE AS lines
	FOR EACH STATEMENT EXECUTE FUNCTION ecb_file_load();
COMMENT ON TRIGGER load ON ecb_file IS 'moves the lines of one statement to exchange_rate';

-- Yearly averages: law, compiled in.

CREATE FUNCTION eur_year(amount_nok numeric, year integer) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_eur_year';
COMMENT ON FUNCTION eur_year(numeric, integer) IS
'NOK in EUR at a whole year''s average rate of the European Central Bank, for figures of a whole year such as those behind SME status. Divides as to_eur() does. NULL for a year without average in the law tables, and for NULL. Errors: 22023 for an amount that is NaN or infinite. Source: law_eur_year.';

CREATE VIEW law_eur_year AS
	SELECT year, nok_per_eur, days, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('eur_year') AS t(
		year integer, nok_per_eur numeric, days integer, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_eur_year IS 'Yearly averages of the European Central Bank''s reference rate, NOK for one EUR, and the number of published days behind each.';
GRANT SELECT ON law_eur_year TO PUBLIC;
