-- What the views of a register show of the invented year, worked out by hand.
-- Rules: H1-1, H1-2, H3-8, H3-9, H4-1, V3-1, V5-3, V11-1, V11-5.
\set SHOW_CONTEXT never
SET datestyle = ISO;
\set ECHO none
\i test/demo/register.sql
\set ECHO all
SET client_min_messages = warning;
SET tilskudd.as_of = '2012-12-31';
SET search_path = grants;

-- V5-3: small enterprises 35 percent in zone IV, 30 in III; medium ones 25 and 20; in zone IV 15 for large ones.
-- 1 750 000 of 5 000 000 is the whole of it; 1 500 000 of 10 000 000, too; 900 000 of 3 000 000 is 30 percent, its scheme allows 25.
SELECT municipality, zone, enterprise_size, eligible_cost_nok, intensity_percent, max_intensity_percent, maximum, headroom, traffic_light
FROM v_award WHERE measure = 'regional_investment' AND instrument = 'grant' ORDER BY granted_on, award;

-- V11-1: 200 000 EUR in three fiscal years. Vågan: 600 000 at 7.52, 400 000 at 7.67 and 450 000 at 7.70 are 79 787.23, 52 151.24 and
-- 58 441.56, 190 380.03 together; the first drops out with 2013. The holding's three have 500 000 at 7.70 and 700 000 at 7.46: 158 768.84.
SELECT enterprise, window_from, used_eur, ceiling_eur, headroom_eur, room_returns_on, traffic_light
FROM v_de_minimis_balance WHERE orgnr IN ('109730602', '106290725', '166240395', '170157648', '111719799', '108101113') ORDER BY orgnr;
-- The same as the guard says.
SELECT b.orgnr, b.headroom_eur, v.headroom
FROM v_de_minimis_balance AS b CROSS JOIN LATERAL tilskudd.headroom('award', 'de_minimis', b.orgnr, b.as_of, '{"pool": "general", "road_freight": false, "fiscal_year_start_month": 1}') AS v
WHERE b.headroom_eur IS DISTINCT FROM v.headroom;
-- An award that is asked for by its number or enterprise is found by index.
SELECT granted_on, gge_eur, used_besides, headroom, traffic_light FROM v_award WHERE orgnr = '109730602' AND de_minimis ORDER BY granted_on;

-- 22 + 3 + 95 linked, and 30 percent of Plast's 130: 159, which is medium although Båt was declared small.
SELECT enterprise, members, declared_size, size, headcount, linked, partners FROM v_undertaking WHERE orgnr IN ('106290725', '115219111', '161352411') ORDER BY orgnr;

-- V3-1: project 4 has 3 000 000 and a loan worth 850 000, of 20 percent of 20 000 000; of project 6, research bears half of 5 000 000
-- and development a quarter of 3 000 000.
SELECT project, awards, aid_nok, eligible_cost_nok, intensity_percent, maximum_nok, used_nok, excess_nok, traffic_light FROM v_project_cumulation ORDER BY project;

-- H1-1, H1-2: 600 000 of 8 000 000 are 7.5 percent; Hedmark's post 61 was cut by 100 000 below what is committed.
SELECT frame, allocated_nok, carried_nok, changed_nok, frame_nok, awards, committed_nok, reserved_nok, withdrawn_nok, available_nok, carried_percent, traffic_light FROM v_frame ORDER BY frame;
SELECT subject, key, guard, on_date, used, maximum, excess, unit FROM v_violation;

-- H3-8: before the last payment 75 percent, and no more than the part of the cost that is documented: 40 percent of 2 600 000 is 1 040 000.
-- H3-9: 1 750 000 is for 5 000 000 of cost, which came to 4 000 000: 1 400 000. Accounts of project 5 are not attested: 75 percent of 900 000.
SELECT award, project, granted_nok, paid_nok, final, payable_nok, accounts, state FROM v_payment_due WHERE project IS NOT NULL ORDER BY award;

-- V11-5: ten years.
SELECT granted_on, keep_until, may_be_deleted, register_by FROM v_retention ORDER BY granted_on LIMIT 2;
SET tilskudd.as_of = '2020-11-05';
SELECT count(*) AS may_be_deleted FROM v_retention WHERE may_be_deleted;
SET tilskudd.as_of = '2012-12-31';

SELECT zone, year, sum(awards) AS awards, sum(nominal_nok) AS nominal_nok FROM v_municipality_year GROUP BY zone, year ORDER BY year, zone;
SELECT (SELECT sum(nominal_nok) FROM award WHERE status IN ('reserved', 'granted', 'reduced')) - (SELECT sum(nominal_nok) FROM v_municipality_year) AS difference;
SELECT * FROM v_quality ORDER BY fault, subject, key;
SELECT year, granting_authority, scheme, applications, rejected, awards, enterprises, granted_nok, withdrawn_nok, paid_nok, demanded_nok FROM v_annual_report
WHERE year = 2012 ORDER BY granting_authority, scheme;

-- As of another day: reduced on 1 September from 1 000 000, withdrawn on 15 October, reserved from 1 July.
CREATE TEMP VIEW life AS SELECT as_of, enterprise, status, nominal_nok, paid_nok FROM v_award_as_of
WHERE measure = 'regional_investment' AND orgnr IN ('120770527', '109917095', '114419559', '106290725', '161352411') ORDER BY enterprise;
SET tilskudd.as_of = '2012-03-10';
TABLE life;
SET tilskudd.as_of = '2012-07-31';
TABLE life;
SET tilskudd.as_of = '2012-12-31';
TABLE life;
SET tilskudd.as_of = '2024-01-01';
-- Verran is part of Steinkjer, Nord-Trøndelag of Trøndelag.
SELECT DISTINCT kommunenr, municipality, county, zone, centrality FROM v_award_as_of WHERE orgnr IN ('120770527', '136020374', '106290725') ORDER BY kommunenr;
SELECT count(*) FROM v_award_as_of WHERE in_window;
SET tilskudd.as_of = '2012-12-31';
SELECT count(*) FROM v_award_as_of WHERE in_window;

-- Views on a table of one's own.
RESET search_path;
CREATE SCHEMA regress_own;
CREATE TABLE regress_own.mine (nr integer, org text, day timestamp, place integer, nok numeric, eur float8, cost numeric, what text, size text, state text);
INSERT INTO regress_own.mine VALUES
	(1, '106 290 725', '2012-03-20', 1824, 1500000, 197889.18, 6000000, 'regional_investment', 'small', 'ok'),
	(2, '106290726', '2012-03-20', 301, 100, 10, NULL, 'nonsense', 'small', 'ok'),
	(3, '108101113', '2012-03-20', 9999, 900000, 120000, NULL, 'de_minimis', 'large', 'ok'),
	(4, '108101113', '2013-03-20', NULL, 800000, 90000, NULL, 'de_minimis', 'small', 'ok'),
	(5, '108101113', '2012-04-20', NULL, 900000, 120000, NULL, 'de_minimis', NULL, 'no'),
	(6, NULL, '2012-04-20', 1824, 900000, NULL, NULL, 'de_minimis', NULL, 'ok');
SELECT tilskudd.create_views('regress_own.mine', '{"id": "nr", "orgnr": "org", "granted_on": "day", "kommunenr": "place", "nominal_nok": "nok", "gge_nok": "nok",
	"gge_eur": "eur", "eligible_cost_nok": "cost", "measure": "what", "enterprise_size": "size", "de_minimis_pool": null, "counted": "state = ''ok''"}');
SELECT id, orgnr, kommunenr, municipality, zone, measure, enterprise_size, intensity_percent, max_intensity_percent, maximum, headroom, traffic_light FROM regress_own.v_award ORDER BY id;
SELECT * FROM regress_own.v_municipality_year ORDER BY kommunenr;
SELECT * FROM regress_own.v_quality ORDER BY fault, id;
SELECT count(*) FROM regress_own.v_violation;
-- All of it de minimis aid: 120 000 and 90 000 are too much for 2013, not for 2012.
DROP VIEW regress_own.v_award, regress_own.v_de_minimis_balance, regress_own.v_municipality_year, regress_own.v_violation, regress_own.v_quality;
SELECT tilskudd.create_views('regress_own.mine', '{"id": "nr", "orgnr": "org", "granted_on": "day", "gge_eur": "eur", "de_minimis_pool": {"value": "general"}, "counted": "state = ''ok''"}', 'regress_own');
SELECT id, used_besides, maximum, headroom, traffic_light FROM regress_own.v_award WHERE orgnr = '108101113' ORDER BY id;
SET tilskudd.as_of = '2013-12-31';
SELECT * FROM regress_own.v_de_minimis_balance ORDER BY orgnr;
SELECT attrelid::regclass, attname FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
WHERE relnamespace = 'regress_own'::regnamespace AND relkind = 'v' AND attnum > 0
	AND NOT (atttypid IN ('text'::regtype, 'integer'::regtype, 'date'::regtype, 'boolean'::regtype) OR (atttypid = 'numeric'::regtype AND atttypmod <> -1));
\set VERBOSITY default
SELECT tilskudd.create_views('regress_own.mine', '{"orgn": "org"}');
-- policies, which views heed from 15 on; before, what it says there
DO $$
DECLARE
	said text := 'table "mine" has row-level security';
	why text := 'Before PostgreSQL 15 a view reads with the rights of its owner, and would show all rows to everybody who may read it.';
BEGIN
	IF current_setting('server_version_num')::int < 150000 THEN
		ALTER TABLE regress_own.mine ENABLE ROW LEVEL SECURITY;
		PERFORM tilskudd.create_views('regress_own.mine', '{"orgnr": "org", "granted_on": "day"}');
		said := 'views were made';
	END IF;
	RAISE feature_not_supported USING MESSAGE = said, DETAIL = why;
EXCEPTION WHEN feature_not_supported THEN
	GET STACKED DIAGNOSTICS why = PG_EXCEPTION_DETAIL;
	RAISE WARNING USING MESSAGE = SQLERRM, DETAIL = why;
END $$;
SELECT tilskudd.create_views('regress_own.mine', '{"orgnr": "nix"}');
SELECT tilskudd.create_views('regress_own.mine', '{"orgnr": 3}');
SELECT tilskudd.create_views('regress_own.mine', '{"orgnr": {"column": "org"}}');
SELECT tilskudd.create_views('regress_own.mine', '{"counted": {"value": "x"}}');
SELECT tilskudd.create_views('regress_own.mine', '[]');
SELECT tilskudd.create_views('regress_own.mine', '{"orgnr": "org"}');
SELECT tilskudd.create_views('regress_own.mine', '{"orgnr": "org", "granted_on": "day"}');
SELECT tilskudd.create_views(NULL);
SELECT tilskudd.create_views(0);

SET client_min_messages = error;
DROP SCHEMA regress_own CASCADE;
DROP VIEW life;
CALL tilskudd.drop_register('grants', with_data => true);
DROP ROLE grants_reader, grants_officer;
