-- The register: what is made, what it refuses, who sees what, how it goes.
-- Rules: H1-1, H3-7, H3-8, V3-1, V11-1, V11-5.
\set VERBOSITY default
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SET datestyle = ISO;

-- What is no register.
CALL tilskudd.create_register(NULL);
CALL tilskudd.create_register('r', NULL);
CALL tilskudd.create_register('pg_mine', false);
CALL tilskudd.create_register('a_name_of_fifty_seven_letters_is_too_long_to_get_its_roles');
CALL tilskudd.drop_register(NULL);
CALL tilskudd.drop_register('public', NULL);
CALL tilskudd.drop_register('public');
CALL tilskudd.drop_register('nowhere');
\set VERBOSITY sqlstate
CREATE SCHEMA taken;
CALL tilskudd.create_register('taken', false);
CALL tilskudd.drop_register('taken');
DROP SCHEMA taken;
\set VERBOSITY default

-- A name that needs quoting.
CALL tilskudd.create_register('Støtte "i" ''Nord''\', false);
SELECT count(*) AS views FROM pg_views WHERE schemaname = 'Støtte "i" ''Nord''\' AND viewname LIKE 'v\_%';
SELECT count(*) FROM "Støtte ""i"" 'Nord'\".v_violation;
CALL tilskudd.drop_register('Støtte "i" ''Nord''\');

CREATE ROLE regress_case_owner;
CREATE ROLE regress_officer_north;
CREATE ROLE regress_officer_south;
CREATE ROLE regress_analyst;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_case_owner', current_database()) \gexec

-- Who may not create roles is told before anything is there; nothing is left.
SET ROLE regress_case_owner;
CALL tilskudd.create_register('regress_case');
SELECT to_regnamespace('regress_case') IS NULL AS nothing;
RESET ROLE;
ALTER ROLE regress_case_owner CREATEROLE;
SET ROLE regress_case_owner;
-- Objects of the caller do not come between.
CREATE TEMP TABLE pg_roles (rolname name, oid oid);
SET search_path = pg_temp, public;
CALL tilskudd.create_register('regress_case');
RESET search_path;
CALL tilskudd.create_register('regress_case');
SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'regress_case';
SELECT rolname, rolcanlogin, rolsuper, rolcreaterole, rolbypassrls FROM pg_catalog.pg_roles WHERE rolname LIKE 'regress_case\_%' AND rolname <> 'regress_case_owner' ORDER BY rolname;
SELECT name, rule, key, amount, mode FROM tilskudd.guards WHERE target::text LIKE 'regress_case.%' ORDER BY target::text, name;

-- Everything has a comment.
SELECT c.oid::regclass, a.attname
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND (a.attnum > 0 OR a.attnum = -1) AND NOT a.attisdropped
WHERE c.relnamespace = 'regress_case'::regnamespace AND c.relkind IN ('r', 'v') AND a.attname <> 'ctid' AND col_description(c.oid, a.attnum) IS NULL
UNION ALL SELECT oid::regclass, NULL FROM pg_class WHERE relnamespace = 'regress_case'::regnamespace AND relkind IN ('r', 'v') AND obj_description(oid, 'pg_class') IS NULL;

-- Views have text, integer, numeric(p,s), date and boolean, and nothing else.
SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod)
FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
WHERE relnamespace = 'regress_case'::regnamespace AND relname LIKE 'v\_%' AND attnum > 0
	AND NOT (atttypid IN ('text'::regtype, 'integer'::regtype, 'date'::regtype, 'boolean'::regtype) OR (atttypid = 'numeric'::regtype AND atttypmod <> -1));

-- The smallest register, of two authorities.
SET search_path = regress_case;
INSERT INTO granting_authority (name, role) VALUES ('North', 'regress_officer_north'), ('South', 'regress_officer_south'), ('Nobody', 'role that does not exist');
INSERT INTO exchange_rate VALUES ('2024-01-02', 10, 'invented');
INSERT INTO enterprise (orgnr, name) VALUES ('106290725', 'One'), ('108101113', 'Two'), ('109730602', 'Three');
INSERT INTO frame (granting_authority, year, post, nok) VALUES ('North', 2024, 60, 5000000);
INSERT INTO project (granting_authority, title) VALUES ('North', 'Quay'), ('North', 'Crane');
GRANT regress_case_officer TO regress_officer_north, regress_officer_south;
GRANT regress_case_reader TO regress_analyst;

-- CHECKs.
\set VERBOSITY terse
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, status, status_on) VALUES ('North', '106290725', '2024-02-01', 'training', 1, 'promised', '2024-02-01');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, status) VALUES ('North', '106290725', '2024-02-01', 'training', 1, 'withdrawn');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, status, status_on) VALUES ('North', '106290725', '2024-02-01', 'training', 1, 'lapsed', '2024-01-31');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, status, status_on) VALUES ('North', '106290725', '2024-02-01', 'training', 1, 'reduced', '2024-03-01');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, reserved_on) VALUES ('North', '106290725', '2024-02-01', 'training', 1, '2024-02-02');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok) VALUES ('North', '106290725', '2024-02-01', 'training', 'NaN');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok) VALUES ('North', '106290725', 'infinity', 'training', 1);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, frame_post) VALUES ('North', '106290725', '2024-02-01', 'training', 1, 60);
-- 1000 NOK at 10 are 100 EUR; a cent more or less is rounding.
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date) VALUES ('North', '106290725', '2024-02-01', 'training', 1000, 1000, 100.02, 10, '2024-01-02');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur) VALUES ('North', '106290725', '2024-02-01', 'training', 1000, 1000, 100, 10);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date) VALUES ('North', '106290725', '2024-01-01', 'training', 1000, 1000, 100, 10, '2024-01-02');
INSERT INTO ownership (owned) VALUES ('106290725');
INSERT INTO ownership (owner, owned) VALUES ('106290725', '106290725');
INSERT INTO ownership (owner, owned, votes, votes_total) VALUES ('106290725', '108101113', 101, 100);
INSERT INTO recovery (award, ground, demanded_on, demanded_nok, repaid_nok) VALUES (1, 'overpaid', '2024-05-01', 100, 50);

\set VERBOSITY default

-- Guards: 300 000 EUR within three years for One and Two, which are one undertaking (2023/2831 Art 3(2)).
INSERT INTO ownership (owner, owned, votes, votes_total) VALUES ('106290725', '108101113', 60, 100);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool, holdback)
VALUES ('North', '106290725', '2024-02-01', 'de_minimis', 2500000, 2500000, 250000, 10, '2024-01-02', 'general', false);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
VALUES ('South', '108101113', '2024-03-01', 'de_minimis', 500010, 500010, 50001, 10, '2024-01-02', 'general');
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
VALUES ('South', '108101113', '2024-03-01', 'de_minimis', 400000, 400000, 40000, 10, '2024-01-02', 'general');
-- training is 50 percent (651/2014 Art 31): 500 000 of a million, for a single award and for a project.
INSERT INTO award (granting_authority, orgnr, granted_on, measure, enterprise_size, nominal_nok, gge_nok, eligible_cost_nok) VALUES ('North', '109730602', '2024-03-01', 'training', 'large', 500001, 500001, 1000000);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, enterprise_size, nominal_nok, gge_nok, eligible_cost_nok, project, frame_post, frame_year) VALUES
	('North', '109730602', '2024-03-01', 'training', 'large', 300000, 300000, 1000000, 1, 60, 2024);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, enterprise_size, nominal_nok, gge_nok, eligible_cost_nok, project) VALUES ('South', '109730602', '2024-03-01', 'training', 'large', 200001, 200001, 1000000, 1);
-- Parts of a project (V3-1): wages carry 50 percent of 400 000.
INSERT INTO cost_item VALUES (2, 'wages', 400000), (2, 'machines', 600000);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, enterprise_size, nominal_nok, gge_nok, eligible_cost_nok, project, items) VALUES ('North', '109730602', '2024-03-01', 'training', 'large', 200001, 200001, 400000, 2, '{wages}');
-- H1-1: of 5 000 000 there are 4 700 000 left.
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, frame_post, frame_year) VALUES ('North', '109730602', '2024-04-01', 'transport', 4700000.01, 60, 2024);
-- H3-8: 75 percent of 300 000 before the last payment, and H3-7: none that is the last without accounts.
SELECT id FROM award WHERE project = 1 \gset
INSERT INTO payment (award, nok, paid_on) VALUES (:id, 225000.01, '2024-06-01');
INSERT INTO payment (award, nok, paid_on, final) VALUES (:id, 1, '2024-06-01', true);
INSERT INTO payment (award, nok, paid_on) VALUES (:id, 225000, '2024-06-01');
-- A payment is held to what its award says.
INSERT INTO payment (award, nok, paid_on, holdback) VALUES (:id, 1000, '2024-06-01', false);
-- Ten years (2023/2831 Art 6(3)).
DELETE FROM award WHERE de_minimis;
-- The rate of the day of the grant stays, whatever is published later.
UPDATE exchange_rate SET nok_per_eur = 11;
SELECT gge_eur, nok_per_eur FROM award WHERE de_minimis ORDER BY id;
SELECT fault, key, detail FROM v_quality WHERE fault = 'rate differs' ORDER BY key;
RESET ROLE;

-- A reader sees everything, and writes nothing.
SET ROLE regress_analyst;
SET tilskudd.as_of = '2024-12-31';
SELECT count(*) FROM award;
SELECT orgnr, used_eur, headroom_eur, room_returns_on FROM v_de_minimis_balance ORDER BY orgnr;
SELECT (SELECT count(*) FROM v_award) AS award, (SELECT count(*) FROM v_undertaking) AS undertaking, (SELECT count(*) FROM v_project_cumulation) AS project,
	(SELECT count(*) FROM v_frame) AS frame, (SELECT count(*) FROM v_payment_due) AS due, (SELECT count(*) FROM v_retention) AS retention,
	(SELECT count(*) FROM v_municipality_year) AS municipality, (SELECT count(*) FROM v_violation) AS violation, (SELECT count(*) > 0 FROM v_quality) AS quality,
	(SELECT count(*) FROM v_annual_report) AS report, (SELECT count(*) FROM v_award_as_of) AS as_of;
INSERT INTO enterprise (orgnr, name) VALUES ('109917095', 'Four');
UPDATE award SET nominal_nok = 0;
RESET ROLE;

-- An officer sees and writes what is the authority's; of the rest, guards tell totals, and views nothing.
SET ROLE regress_officer_south;
SELECT granting_authority, count(*) FROM award GROUP BY 1;
SELECT count(*) AS payments FROM payment;
SELECT count(*) AS frames FROM frame;
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok) VALUES ('North', '109730602', '2024-04-01', 'transport', 1);
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok) VALUES ('South', '109730602', '2024-04-01', 'transport', 1);
UPDATE award SET granting_authority = 'North' WHERE measure = 'transport';
INSERT INTO payment (award, nok, paid_on) VALUES (:id, 1, '2024-07-01');
UPDATE scheme SET purpose = 'other';
SELECT orgnr, used_eur, headroom_eur, traffic_light FROM v_de_minimis_balance ORDER BY orgnr;
SELECT unit, used_besides, traffic_light, undecided FROM v_award WHERE de_minimis;
SELECT "limit", used, headroom FROM tilskudd.headroom('award', 'de_minimis', '108101113', '2024-12-31', '{"pool": "general", "road_freight": false, "fiscal_year_start_month": 1}');
RESET ROLE;
-- 300 000 less 290 000.
SET ROLE regress_officer_south;
INSERT INTO award (granting_authority, orgnr, granted_on, measure, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date, de_minimis_pool)
VALUES ('South', '108101113', '2024-05-01', 'de_minimis', 100010, 100010, 10001, 10, '2024-01-02', 'general');
RESET ROLE;
-- Whoever has no role in it sees nothing, and whose authority's role is gone, too.
GRANT USAGE ON SCHEMA regress_case TO PUBLIC;
GRANT SELECT ON award, granting_authority TO PUBLIC;
CREATE ROLE regress_outsider;
SET ROLE regress_outsider;
SELECT count(*) FROM award;
RESET ROLE;

-- The setting.
SET tilskudd.as_of = '2024-2-29';
SET tilskudd.as_of = '29.02.2024';
SET tilskudd.as_of = '2023-02-29';
SET tilskudd.as_of = '2024-02-30x';
SET tilskudd.as_of = '0000-01-01';
SET tilskudd.as_of = '2024-13-01';
SET tilskudd.as_of = '2024-02-29';
SELECT tilskudd.as_of();
SET tilskudd.as_of = '';
SELECT tilskudd.as_of() = current_date AS today;

-- Members of an undertaking, by links of a day: A owns B from 2020, B owns C until 2021; around in a circle.
CREATE TABLE public.regress_link (owner tilskudd.orgnr, owned tilskudd.orgnr, valid_from date, valid_to date);
INSERT INTO public.regress_link VALUES ('106290725', '108101113', '2020-01-01', NULL), ('108101113', '109730602', NULL, '2021-12-31'), ('109730602', '106290725', '2020-06-01', '2020-12-31'), (NULL, '106290725', NULL, NULL);
SELECT day, tilskudd.undertaking('public.regress_link', '108101113', day) FROM unnest('{2019-12-31,2020-01-01,2020-07-01,2022-01-01}'::date[]) AS day;
SELECT tilskudd.undertaking('public.regress_link', NULL, '2020-01-01') IS NULL AS null;
ALTER TABLE public.regress_link RENAME TO regress_renamed;
SELECT tilskudd.undertaking('public.regress_renamed', '108101113', '2022-01-01');
SELECT tilskudd.undertaking(0, '108101113', '2022-01-01');
SELECT tilskudd.undertaking('regress_case.enterprise', '108101113', '2022-01-01');
DROP TABLE public.regress_renamed;

-- It goes only if it is told to, and stays if others build on it.
SET ROLE regress_case_owner;
CALL tilskudd.drop_register('regress_case');
RESET ROLE;
CREATE VIEW public.regress_report AS SELECT * FROM regress_case.v_award;
CALL tilskudd.drop_register('regress_case', with_data => true);
DROP VIEW public.regress_report;
SET ROLE regress_analyst;
CALL tilskudd.drop_register('regress_case', with_data => true);
SET ROLE regress_case_owner;
CALL tilskudd.drop_register('regress_case', with_data => true);
SELECT to_regnamespace('regress_case') IS NULL AS gone;
RESET ROLE;
-- The roles stay, and are used again.
SET client_min_messages = notice;
CALL tilskudd.create_register('regress_case');
CALL tilskudd.drop_register('regress_case');
SET client_min_messages = warning;
SELECT format('REVOKE CREATE ON DATABASE %I FROM regress_case_owner', current_database()) \gexec
DROP TABLE pg_temp.pg_roles;
DROP ROLE regress_case_reader, regress_case_officer, regress_officer_north, regress_officer_south, regress_analyst, regress_outsider, regress_case_owner;
