-- geography: municipality numbers, aid zones, and what else follows from place

CREATE TYPE kommunenr;

CREATE FUNCTION kommunenr_in(cstring) RETURNS kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_in';
CREATE FUNCTION kommunenr_out(kommunenr) RETURNS cstring
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_out';
CREATE FUNCTION kommunenr_recv(internal) RETURNS kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_recv';
CREATE FUNCTION kommunenr_send(kommunenr) RETURNS bytea
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_send';
COMMENT ON FUNCTION kommunenr_in(cstring) IS 'text input of kommunenr';
COMMENT ON FUNCTION kommunenr_out(kommunenr) IS 'text output of kommunenr: four digits';
COMMENT ON FUNCTION kommunenr_recv(internal) IS 'binary input of kommunenr: int2, checked as text is';
COMMENT ON FUNCTION kommunenr_send(kommunenr) IS 'binary output of kommunenr: int2';

CREATE TYPE kommunenr (
	INPUT = kommunenr_in, OUTPUT = kommunenr_out, RECEIVE = kommunenr_recv, SEND = kommunenr_send,
	LIKE = smallint);
COMMENT ON TYPE kommunenr IS
'Norwegian municipality number, four digits. Knows the form only: whether and when a number is in force is asked of law_municipality or kommune_at(). Errors: 22P02 for anything but four digits; a lost leading zero is not put back.';

@ordered_type kommunenr int2
CREATE FUNCTION kommunenr_sortsupport(internal) RETURNS void
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'btint2sortsupport';
COMMENT ON FUNCTION kommunenr_sortsupport(internal) IS 'sort support of kommunenr';
ALTER OPERATOR FAMILY kommunenr_ops USING btree ADD FUNCTION 2 (kommunenr, kommunenr) kommunenr_sortsupport(internal);

CREATE FUNCTION kommunenr(integer) RETURNS kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_from_int4';
COMMENT ON FUNCTION kommunenr(integer) IS 'An integer as municipality number: 301 is 0301. NULL for NULL. Errors: 22003 outside 0 to 9999.';
CREATE FUNCTION kommunenr_to_integer(kommunenr) RETURNS integer
	LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'i2toi4';
COMMENT ON FUNCTION kommunenr_to_integer(kommunenr) IS 'The number as an integer. NULL for NULL.';
CREATE CAST (integer AS kommunenr) WITH FUNCTION kommunenr(integer);
CREATE CAST (kommunenr AS integer) WITH FUNCTION kommunenr_to_integer(kommunenr);
COMMENT ON CAST (integer AS kommunenr) IS 'an integer has no leading zeros: 301 is 0301';
COMMENT ON CAST (kommunenr AS integer) IS 'the number as an integer';

@label_type zone "char"
COMMENT ON TYPE zone IS
'Label of a regional aid map: A, B, C, D (2003-2006), I, II, III, IV (2007-2013), III (2014-2021), c (2022-2027), outside. Ordered outside, A to D, I to IV, c; case counts. The meaning of each label is in law_zone_label. Errors: 22P02 for any other text.';

@ordered_type zone char

-- What holds for a municipality on a day.  A number that is not in force on
-- the day stands for its territory.

CREATE FUNCTION zone(municipality kommunenr, on_date date) RETURNS zone
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_zone';
COMMENT ON FUNCTION zone(kommunenr, date) IS
'Zone of the regional aid map in force on a day (2003-05-09 to 2027-12-31). A number not in force then is followed through renumberings, mergers and divisions, in both directions. NULL where the parts lie in different zones (see zone_parts), for a number that never was a municipality, outside the maps'' time, and for NULL. Source: law_zone; per answer: zone_source.';

CREATE FUNCTION zone_parts(municipality kommunenr, on_date date, OUT former kommunenr, OUT zone zone) RETURNS SETOF record
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_zone_parts';
COMMENT ON FUNCTION zone_parts(kommunenr, date) IS
'The parts that a municipality''s territory consists of in the aid map of a day: the municipality as the map names it, and its zone. One row for an undivided municipality; none where the maps say nothing, or for NULL. Source: law_zone.';

CREATE FUNCTION zone_source(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 AS 'MODULE_PATHNAME', 'tilskudd_zone_source';
COMMENT ON FUNCTION zone_source(kommunenr, date) IS
'Where zone() has its answer from, or why it has none: a line per row of law_zone used, with citation, [evidence] and caveat. For people, not for parsing. NULL for NULL.';

CREATE FUNCTION in_zone_support(internal) RETURNS internal
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'tilskudd_in_zone_support';
COMMENT ON FUNCTION in_zone_support(internal) IS 'planner support of in_zone: btree index on the municipality, row estimate';

CREATE FUNCTION in_zone(municipality kommunenr, on_date date, VARIADIC zones zone[]) RETURNS boolean
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 SUPPORT in_zone_support
	AS 'MODULE_PATHNAME', 'tilskudd_in_zone';
COMMENT ON FUNCTION in_zone(kommunenr, date, zone[]) IS
'Whether a municipality lies in one of the zones on a day. True or false where that is certain for every part of it, even if the parts differ; otherwise NULL; NULL for NULL. With constant date and zones a btree index on the municipality is used. Source: law_zone.';

CREATE FUNCTION transport_zone(municipality kommunenr, on_date date) RETURNS smallint
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_transport_zone';
COMMENT ON FUNCTION transport_zone(kommunenr, date) IS
'Zone for regional transport aid, 1 or 2 (2008-01-01 to 2014-06-30). NULL for a municipality that the list does not name, one that lies in both zones, outside that time, and for NULL. Source: law_transport_zone (guidelines of 2008, V14-1).';

CREATE FUNCTION payroll_zone(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_payroll_zone';
COMMENT ON FUNCTION payroll_zone(kommunenr, date) IS
'Zone of the differentiated employer''s social security contribution: I, Ia, II, III, IV, IVa, V (2007-01-01 to 2022-12-31). NULL where the parts differ, outside that time, and for NULL. Source: law_payroll_zone.';

CREATE FUNCTION payroll_rate(municipality kommunenr, on_date date) RETURNS numeric
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_payroll_rate';
COMMENT ON FUNCTION payroll_rate(kommunenr, date) IS
'Rate of the differentiated employer''s social security contribution, in percent (2007-01-01 to 2022-12-31); for zone Ia the full rate, not the lower one up to the free amount. NULL where parts have different rates, outside that time, and for NULL. Source: law_payroll_rate.';

CREATE FUNCTION centrality(municipality kommunenr, on_date date) RETURNS smallint
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'MODULE_PATHNAME', 'tilskudd_centrality';
COMMENT ON FUNCTION centrality(kommunenr, date) IS
'Centrality class of Statistics Norway, 1 (most central) to 6, vintage 2024 (2024-01-01 to 2026-12-31; earlier vintages are not complete). NULL where parts differ, outside that time, and for NULL. Source: law_centrality.';

CREATE FUNCTION kommune_name(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_kommune_name';
COMMENT ON FUNCTION kommune_name(kommunenr, date) IS
'Official name on a day (from 2007-01-01) of the municipality in which the number''s territory lay. NULL where it lay in several, before 2007, for infinite dates, and for NULL. Source: law_municipality_name (SSB Klass 131).';

CREATE FUNCTION county(municipality kommunenr, on_date date) RETURNS text
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'tilskudd_county';
COMMENT ON FUNCTION county(kommunenr, date) IS
'Norwegian name of the county in which a number''s territory lay on a day (from 2003-05-09). NULL where it lay in several, for infinite dates, and for NULL. Source: law_county (SSB Klass 131).';

CREATE FUNCTION kommune_at(municipality kommunenr, on_date date) RETURNS SETOF kommunenr
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 ROWS 2 AS 'MODULE_PATHNAME', 'tilskudd_kommune_at';
COMMENT ON FUNCTION kommune_at(kommunenr, date) IS
'The municipalities in force on a day (from 2003-05-09) in which the number''s territory lay: the number itself while it is in force, else what it was before or became. No row for a number that never was a municipality, for infinite dates, and for NULL. Border adjustments are not followed. Source: law_municipality_change (SSB Klass 131).';

-- Names.

CREATE FUNCTION kommunenr(name text, on_date date, county text DEFAULT NULL) RETURNS kommunenr
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_kommunenr_by_name';
COMMENT ON FUNCTION kommunenr(text, date, text) IS
'The municipality in force on a day (from 2007-01-01) that has this name: an official name of it, of that day or another, any part of a double name in any order, or another spelling in use; without regard to case, accents or how Norwegian and Sami letters are written; with or without "kommune" or "herad", its four-digit number, and the county (of any time; name, abbreviation with a dot, or two-digit number) in brackets, after " i ", or as third argument. Exact apart from that: near names are only hints. NULL for a NULL name or date; a NULL county does not restrict. Errors: P0002 for an unknown name or county, P0003 for an ambiguous name (candidates in the detail). Source: law_municipality_name, law_county (SSB Klass 131).';

CREATE FUNCTION find_kommune(given text, on_date date, in_county text DEFAULT NULL)
	RETURNS TABLE (kommunenr kommunenr, name text, county text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 50 ROWS 1 AS 'MODULE_PATHNAME', 'tilskudd_find_kommune';
COMMENT ON FUNCTION find_kommune(text, date, text) IS
'Every municipality that kommunenr(name, on_date, county) may mean, by number, with its official name and its county''s Norwegian name on the day: none where that function says unknown (also for an unknown county), several where it says ambiguous; never near names. No rows for a NULL name or date. Source: law_municipality_name, law_county (SSB Klass 131).';

-- The law of geography, row by row.

CREATE VIEW law_municipality AS
	SELECT kommunenr, name, valid_from, valid_to, rule, citation, evidence
	FROM law_table('municipality') AS t(
		kommunenr kommunenr, name text, valid_from date, valid_to date,
		rule text, citation text, evidence text);
COMMENT ON VIEW law_municipality IS 'Municipality numbers: when in force (numbers older than 2003-05-09 from that day), with the Norwegian form of their last name.';

CREATE VIEW law_municipality_name AS
	SELECT kommunenr, name, name_no, aliases, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('municipality_name') AS t(
		kommunenr kommunenr, name text, name_no text, aliases text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_municipality_name IS 'Official names of municipalities from 2007-01-01, their Norwegian form, and other spellings in use.';

CREATE VIEW law_municipality_change AS
	SELECT kommunenr, successor, parts, kind, valid_from, rule, citation, evidence, caveat
	FROM law_table('municipality_change') AS t(
		kommunenr kommunenr, successor kommunenr, parts text, kind text, valid_from date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_municipality_change IS 'What became of municipality numbers, and when: renumber, merge, split; for a split along former borders, the parts that went to the successor.';

CREATE VIEW law_county AS
	SELECT county, name, name_no, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('county') AS t(
		county text, name text, name_no text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_county IS 'Counties: the first two digits of their municipalities'' numbers (older than 2003-05-09 from that day).';

CREATE VIEW law_zone_map AS
	SELECT map, zones, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('zone_map') AS t(
		map text, zones text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_zone_map IS 'The regional aid maps, their time and their labels.';

CREATE VIEW law_zone_label AS
	SELECT zone, meaning, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('zone_label') AS t(
		code smallint, zone zone, meaning text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_zone_label IS 'What each zone label means.';

CREATE VIEW law_zone AS
	SELECT kommunenr, part, name, zone, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('zone') AS t(
		kommunenr kommunenr, part kommunenr, name text, zone zone, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_zone IS 'The regional aid maps: a row per municipality as it was on valid_from, or per part of it; it holds for that territory until valid_to, whatever the municipality is called then.';

CREATE VIEW law_transport_zone AS
	SELECT kommunenr, part, name, transport_zone, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('transport_zone') AS t(
		kommunenr kommunenr, part kommunenr, name text, transport_zone smallint, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_transport_zone IS 'Municipalities with regional transport aid, by zone.';

CREATE VIEW law_payroll_zone AS
	SELECT kommunenr, part, coalesce(border = 'yes', false) AS border, name, payroll_zone, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('payroll_zone') AS t(
		kommunenr kommunenr, part kommunenr, border text, name text, payroll_zone text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_payroll_zone IS 'Zones of the employer''s social security contribution: a row per municipality as it was on valid_from, or per part of it; border marks a piece of another municipality that came by a border adjustment.';

CREATE VIEW law_payroll_rate AS
	SELECT payroll_zone, rate_percent, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('payroll_rate') AS t(
		payroll_zone text, rate_percent numeric, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_payroll_rate IS 'Rates of the employer''s social security contribution by zone, in percent.';

CREATE VIEW law_centrality AS
	SELECT kommunenr, part, name, centrality, centrality_index, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('centrality') AS t(
		kommunenr kommunenr, part kommunenr, name text, centrality smallint, centrality_index smallint,
		valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_centrality IS 'Centrality of municipalities: class and index (0 to 1000) of Statistics Norway.';

GRANT SELECT ON law_municipality, law_municipality_name, law_municipality_change, law_county,
	law_zone_map, law_zone_label, law_zone, law_transport_zone, law_payroll_zone, law_payroll_rate,
	law_centrality TO PUBLIC;
