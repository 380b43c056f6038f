-- A register, grants, with an invented year of grants: 2012, under the guidelines
-- of 2008, which had four aid zones.  Everything in it is made up, and the same
-- each time.  (Organisation numbers begin with 1; those in use with 8 and 9.)
--
-- Afterwards, SET tilskudd.as_of = '2012-12-31' asks as of the end of that year.

SET client_min_messages = error;
CALL tilskudd.create_register('grants');

INSERT INTO grants.granting_authority (name) VALUES ('Nordland'), ('Nord-Trøndelag'), ('Hedmark'), ('Innovasjon Norge');

INSERT INTO grants.exchange_rate (rate_date, nok_per_eur, source)
SELECT make_date(2010 + i / 12, 1 + i % 12, 1), 7.4 + (i * 7 % 11) * 0.03, 'invented' FROM generate_series(0, 35) AS i;

INSERT INTO grants.enterprise (orgnr, name, kommunenr, nace, founded_on) VALUES
	('106290725', 'Eksempel Båt', '1824', '30.1', '1998-03-01'),
	('108101113', 'Eksempel Laks', '1840', '10.2', '2003-05-12'),
	('109730602', 'Eksempel Reiseliv', '1865', '55.1', '2006-01-15'),
	('109917095', 'Eksempel Mekanisk', '1833', '25.6', '1987-09-01'),
	('111719799', 'Eksempel Programvare', '1804', '62.0', '2010-02-01'),
	('112152792', 'Eksempel Sagbruk', '0428', '16.1', '1975-06-30'),
	('114419559', 'Eksempel Møbel', '0402', '31.0', '1991-11-11'),
	('115219111', 'Eksempel Plast', '0425', '22.2', '1999-04-01'),
	('115792407', 'Eksempel Industri', '1714', '24.4', '1968-01-01'),
	('120770527', 'Eksempel Mat', '1702', '10.8', '2001-08-20'),
	('125308295', 'Eksempel Havbruk', '1750', '03.2', '1995-10-10'),
	('136020374', 'Eksempel Energi', '1724', '35.1', '2004-12-01'),
	('140376558', 'Eksempel Transport', '1824', '49.4', '1989-02-02'),
	('154330127', 'Eksempel Rådgiving', '0403', '70.2', '2008-05-05'),
	('161352411', 'Eksempel Bioteknologi', '1902', '72.1', '2009-09-09'),
	('166240395', 'Eksempel Holding', '0301', '64.2', '1996-03-03'),
	('170157648', 'Eksempel Verft', '1804', '30.1', '1979-07-07'),
	('171222508', 'Eksempel Kultur', '1738', '90.0', '2007-01-01');

-- The holding owns most of two of them: one undertaking with three members.
INSERT INTO grants.ownership (owner, owned, capital, capital_total, votes, votes_total, valid_from) VALUES
	('166240395', '106290725', 60, 100, 60, 100, '2005-01-01'),
	('166240395', '170157648', 100, 100, 100, 100, '2005-01-01'),
	('166240395', '115219111', 30, 100, 30, 100, '2009-01-01');

INSERT INTO grants.figures (orgnr, period_end, headcount, turnover_nok, balance_nok)
SELECT f.orgnr::tilskudd.orgnr, make_date(year, 12, 31), f.headcount, f.turnover, f.balance
FROM (VALUES ('106290725', 22, 41000000, 30000000), ('108101113', 45, 160000000, 120000000), ('109730602', 6, 5200000, 7000000),
		('109917095', 120, 210000000, 150000000), ('111719799', 8, 9000000, 4000000), ('112152792', 38, 88000000, 60000000),
		('114419559', 75, 96000000, 80000000), ('115219111', 130, 260000000, 190000000), ('115792407', 410, 900000000, 1100000000),
		('120770527', 27, 60000000, 35000000), ('125308295', 48, 140000000, 170000000), ('140376558', 12, 19000000, 9000000),
		('154330127', 4, 4100000, 1200000), ('166240395', 3, 0, 250000000), ('170157648', 95, 230000000, 140000000),
		('171222508', 5, 3000000, 1000000)) AS f (orgnr, headcount, turnover, balance),
	generate_series(2010, 2011) AS year;

INSERT INTO grants.scheme (name, legal_basis, eea_basis, purpose, pool, own_max_percent) VALUES
	('Bedriftsutvikling', 'Kap. 551 post 60', 'Regulation (EC) No 800/2008', 'regional development', NULL, NULL),
	('Omstilling', 'Kap. 551 post 60', 'Regulation (EC) No 800/2008', 'regional development', NULL, 25),
	('Kompensasjon', 'Kap. 551 post 61', 'Regulation (EC) No 1998/2006', 'compensation for higher payroll tax', 'general', NULL),
	('Bagatellmessig støtte', 'Kap. 551 post 60', 'Regulation (EC) No 1998/2006', 'small aid to enterprises', 'general', NULL);

INSERT INTO grants.frame (granting_authority, year, post, kind, nok, note) VALUES
	('Nordland', 2012, 60, 'allocation', 14000000, 'letter of assignment'), ('Nordland', 2012, 60, 'carried over', 1500000, 'from 2011'),
	('Nordland', 2012, 61, 'allocation', 2500000, 'letter of assignment'),
	('Nord-Trøndelag', 2012, 60, 'allocation', 8000000, 'letter of assignment'), ('Nord-Trøndelag', 2012, 60, 'carried over', -600000, 'to 2013'),
	('Nord-Trøndelag', 2013, 60, 'carried over', 600000, 'from 2012'),
	('Nord-Trøndelag', 2012, 61, 'allocation', 1000000, 'letter of assignment'),
	('Hedmark', 2012, 60, 'allocation', 5000000, 'letter of assignment'), ('Hedmark', 2012, 61, 'allocation', 800000, 'letter of assignment');

INSERT INTO grants.call (granting_authority, scheme, title, purpose, criteria, information_required, opened_on, deadline, nok) VALUES
	('Nordland', 'Bedriftsutvikling', 'Utlysing vår 2012', 'investment and development in enterprises', 'jobs, profitability, need of aid', 'goals, milestones, cost, financing', '2012-01-10', '2012-02-29', 9000000),
	('Hedmark', 'Bedriftsutvikling', 'Utlysing 2012', 'investment and development in enterprises', 'jobs, profitability, need of aid', 'goals, milestones, cost, financing', '2012-01-15', '2012-03-15', 4000000);

INSERT INTO grants.application (granting_authority, call, orgnr, title, received_on, applied_nok, goals, milestones, cost_estimate_nok, financed_otherwise_nok, decision, decided_on) VALUES
	('Nordland', 1, '106290725', 'Ny slipp', '2012-02-10', 1500000, 'four jobs', 'hall in June, slip in October', 6000000, 4500000, 'granted', '2012-03-20'),
	('Nordland', 1, '108101113', 'Filetlinje', '2012-02-20', 2600000, 'ten jobs', 'line in August', 10000000, 7400000, 'granted', '2012-03-20'),
	('Nordland', 1, '109730602', 'Nye rom', '2012-02-28', 900000, NULL, 'opening in June', 2000000, 1100000, 'rejected', '2012-03-22'),
	('Hedmark', 2, '112152792', 'Tørkeanlegg', '2012-03-01', 1700000, 'half the drying time', 'start in May', 5000000, 3300000, 'granted', '2012-04-16'),
	('Hedmark', 2, '114419559', 'Robot', '2012-03-20', 600000, 'two jobs', 'robot in August', 2500000, 1900000, NULL, NULL);

INSERT INTO grants.project (granting_authority, application, title, started_on, ended_on, budget_cost_nok, documented_cost_nok, accounts_attested) VALUES
	('Nordland', 1, 'Ny slipp', '2012-04-01', '2012-11-15', 6000000, 6000000, true),
	('Nordland', 2, 'Filetlinje', '2012-04-10', NULL, 10000000, 4000000, false),
	('Hedmark', 4, 'Tørkeanlegg', '2012-05-01', '2012-11-30', 5000000, 4000000, true),
	('Nordland', NULL, 'Verftsmodernisering', '2012-02-01', NULL, 20000000, 12000000, false),
	('Nord-Trøndelag', NULL, 'Nytt kjølelager', '2012-05-15', '2012-12-10', 3000000, 3000000, false),
	('Innovasjon Norge', NULL, 'Ny legering', '2012-01-20', NULL, 8000000, NULL, false),
	('Nord-Trøndelag', NULL, 'Opplæring i havbruk', '2012-03-01', '2012-10-01', 800000, 800000, true);
INSERT INTO grants.cost_item (project, item, eligible_cost_nok) VALUES (6, 'research', 5000000), (6, 'development', 3000000);

INSERT INTO grants.award (granting_authority, orgnr, kommunenr, granted_on, scheme, project, measure, enterprise_size, nominal_nok, eligible_cost_nok,
	items, de_minimis_pool, frame_post, frame_year, status, status_on, reduced_from_nok, reserved_on, lapses_on, instrument, holdback, gge_nok, gge_eur, nok_per_eur, rate_date, reasons)
SELECT given.authority, given.orgnr::tilskudd.orgnr, given.kommunenr::tilskudd.kommunenr, given.day::date, given.scheme, given.project,
	given.measure::tilskudd.aid_measure, given.size::tilskudd.enterprise_size, given.nok, given.cost, given.items::text[], s.pool, given.post,
	CASE WHEN given.post IS NOT NULL THEN extract(year FROM given.day::date)::integer END, given.status, given.status_on::date, given.reduced_from,
	given.reserved_on::date, given.lapses_on::date, given.instrument, given.measure <> 'de_minimis' AND given.instrument = 'grant', given.gge, round(tilskudd.to_eur(given.gge, rate.nok_per_eur), 2), rate.nok_per_eur, rate.rate_date, given.reasons
FROM (VALUES
	-- investment, at and below the rates of the map
	('Nordland', '106290725', '1824', '2012-03-20', 'Bedriftsutvikling', 1, 'regional_investment', 'small', 1500000, 6000000, NULL, 60, 'granted', NULL, NULL::numeric, '2012-03-01', '2013-03-20', 'grant', 1500000, NULL),
	('Nordland', '108101113', '1840', '2012-03-20', 'Bedriftsutvikling', 2, 'regional_investment', 'small', 2600000, 10000000, NULL, 60, 'granted', NULL, NULL, '2012-03-01', '2013-03-20', 'grant', 2600000, NULL),
	('Hedmark', '112152792', '0428', '2012-04-16', 'Bedriftsutvikling', 3, 'regional_investment', 'small', 1750000, 5000000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-04-16', 'grant', 1750000, 'the whole of 35 percent'),
	('Nordland', '170157648', '1804', '2012-02-15', 'Bedriftsutvikling', 4, 'regional_investment', 'medium', 3000000, 20000000, NULL, 60, 'granted', NULL, NULL, NULL, '2014-02-15', 'grant', 3000000, NULL),
	('Innovasjon Norge', '170157648', '1804', '2012-06-20', 'Bedriftsutvikling', 4, 'regional_investment', 'medium', 6000000, 20000000, NULL, NULL, 'granted', NULL, NULL, NULL, NULL, 'loan', 850000, 'low-risk loan'),
	-- more than the 25 percent that its scheme allows
	('Nord-Trøndelag', '120770527', '1702', '2012-05-10', 'Omstilling', 5, 'regional_investment', 'small', 900000, 3000000, NULL, 60, 'reduced', '2012-09-01', 1000000, NULL, '2013-05-10', 'grant', 900000, 'less machinery'),
	('Hedmark', '114419559', '0402', '2012-08-20', 'Bedriftsutvikling', NULL, 'regional_investment', 'medium', 500000, 2500000, NULL, 60, 'reserved', NULL, NULL, '2012-07-01', NULL, 'grant', 500000, 'awaits the financing'),
	('Nordland', '109917095', '1833', '2012-04-02', 'Bedriftsutvikling', NULL, 'regional_investment', 'medium', 1200000, 6000000, NULL, 60, 'withdrawn', '2012-10-15', NULL, NULL, NULL, 'grant', 1200000, 'the project was given up'),
	('Nordland', '109730602', '1865', '2012-06-12', 'Bedriftsutvikling', NULL, 'regional_investment', 'micro', 600000, 2000000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-06-12', 'grant', 600000, NULL),
	('Nordland', '161352411', '1804', '2011-10-03', 'Bedriftsutvikling', NULL, 'regional_investment', 'small', 400000, 1600000, NULL, NULL, 'lapsed', '2012-10-03', NULL, NULL, '2012-10-03', 'grant', 400000, 'not used within a year'),
	('Hedmark', '115219111', '0425', '2012-05-22', 'Bedriftsutvikling', NULL, 'regional_investment', 'medium', 1000000, 5000000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-05-22', 'grant', 1000000, NULL),
	('Nord-Trøndelag', '115792407', '1738', '2012-06-01', 'Bedriftsutvikling', NULL, 'regional_investment', 'large', 1500000, 10000000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-06-01', 'grant', 1500000, NULL),
	-- research and development, in two cost items
	('Innovasjon Norge', '115792407', '1714', '2012-01-25', 'Bedriftsutvikling', 6, 'rd_industrial', 'large', 2000000, 5000000, '{research}', NULL, 'granted', NULL, NULL, NULL, NULL, 'grant', 2000000, NULL),
	('Nord-Trøndelag', '115792407', '1714', '2012-02-20', 'Bedriftsutvikling', 6, 'rd_experimental', 'large', 700000, 3000000, '{development}', 60, 'granted', NULL, NULL, NULL, '2013-02-20', 'grant', 700000, NULL),
	-- training, consultancy, start-up
	('Nord-Trøndelag', '125308295', '1750', '2012-03-05', 'Bedriftsutvikling', 7, 'training_general', 'small', 500000, 800000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-03-05', 'grant', 500000, NULL),
	('Hedmark', '154330127', '0403', '2012-03-28', 'Bedriftsutvikling', NULL, 'sme_consultancy', 'micro', 90000, 180000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-03-28', 'grant', 90000, NULL),
	('Nordland', '111719799', '1804', '2012-05-03', 'Bedriftsutvikling', NULL, 'rd_experimental', 'micro', 450000, 1000000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-05-03', 'grant', 450000, NULL),
	('Nordland', '108101113', '1840', '2012-09-17', 'Bedriftsutvikling', NULL, 'training_specific', 'small', 140000, 400000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-09-17', 'grant', 140000, NULL),
	('Nord-Trøndelag', '136020374', '1724', '2012-10-08', 'Bedriftsutvikling', NULL, 'employment', NULL, 300000, 1000000, NULL, 60, 'granted', NULL, NULL, NULL, '2013-10-08', 'grant', 300000, 'size not declared'),
	-- de minimis aid: near the ceiling, at it, far from it, and in one undertaking
	('Nordland', '109730602', '1865', '2010-11-04', 'Kompensasjon', NULL, 'de_minimis', 'micro', 600000, NULL, NULL, NULL, 'granted', NULL, NULL, NULL, NULL, 'grant', 600000, NULL),
	('Nordland', '109730602', '1865', '2011-06-09', 'Kompensasjon', NULL, 'de_minimis', 'micro', 400000, NULL, NULL, NULL, 'granted', NULL, NULL, NULL, NULL, 'grant', 400000, NULL),
	('Nordland', '109730602', '1865', '2012-02-01', 'Kompensasjon', NULL, 'de_minimis', 'micro', 450000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 450000, NULL),
	('Nordland', '106290725', '1824', '2011-03-14', 'Bagatellmessig støtte', NULL, 'de_minimis', 'small', 500000, NULL, NULL, NULL, 'granted', NULL, NULL, NULL, NULL, 'grant', 500000, NULL),
	('Nordland', '170157648', '1804', '2012-04-11', 'Bagatellmessig støtte', NULL, 'de_minimis', 'medium', 700000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 700000, NULL),
	('Nordland', '140376558', '1824', '2012-05-21', 'Kompensasjon', NULL, 'de_minimis', 'small', 700000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 700000, NULL),
	('Hedmark', '114419559', '0402', '2012-01-30', 'Kompensasjon', NULL, 'de_minimis', 'medium', 350000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 350000, NULL),
	('Hedmark', '115219111', '0425', '2012-02-14', 'Kompensasjon', NULL, 'de_minimis', 'medium', 250000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 250000, NULL),
	('Hedmark', '154330127', '0403', '2012-11-12', 'Bagatellmessig støtte', NULL, 'de_minimis', 'micro', 120000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 120000, NULL),
	('Nord-Trøndelag', '171222508', '1738', '2012-03-19', 'Bagatellmessig støtte', NULL, 'de_minimis', 'micro', 200000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 200000, NULL),
	('Nord-Trøndelag', '120770527', '1702', '2012-11-26', 'Kompensasjon', NULL, 'de_minimis', 'small', 380000, NULL, NULL, 61, 'granted', NULL, NULL, NULL, NULL, 'grant', 380000, NULL),
	('Innovasjon Norge', '111719799', '1804', '2012-08-30', 'Bagatellmessig støtte', NULL, 'de_minimis', 'micro', 1490000, NULL, NULL, NULL, 'granted', NULL, NULL, NULL, NULL, 'grant', 1490000, 'close to the ceiling'))
	AS given (authority, orgnr, kommunenr, day, scheme, project, measure, size, nok, cost, items, post, status, status_on, reduced_from, reserved_on, lapses_on, instrument, gge, reasons)
	LEFT JOIN grants.scheme AS s ON s.name = given.scheme
	CROSS JOIN LATERAL (SELECT rate_date, nok_per_eur FROM grants.exchange_rate WHERE rate_date <= given.day::date ORDER BY rate_date DESC LIMIT 1) AS rate
ORDER BY given.day, given.orgnr, given.nok;

INSERT INTO grants.payment (award, nok, paid_on, final, holdback)
SELECT a.id, p.nok, p.paid_on::date, p.final, a.holdback
FROM (VALUES ('106290725', 'regional_investment', 1000000, '2012-08-01', false), ('108101113', 'regional_investment', 800000, '2012-09-03', false),
		('112152792', 'regional_investment', 1000000, '2012-09-20', false), ('170157648', 'regional_investment', 2000000, '2012-10-01', false),
		('125308295', 'training_general', 375000, '2012-07-02', false), ('125308295', 'training_general', 125000, '2012-10-20', true),
		('109730602', 'de_minimis', 337500, '2012-03-01', false)) AS p (orgnr, measure, nok, paid_on, final)
	CROSS JOIN LATERAL (SELECT id, holdback FROM grants.award WHERE orgnr = p.orgnr::tilskudd.orgnr AND measure = p.measure::tilskudd.aid_measure AND instrument = 'grant'
		ORDER BY granted_on DESC, id LIMIT 1) AS a;

-- A frame that is cut after it was committed.
INSERT INTO grants.frame (granting_authority, year, post, kind, nok, note) VALUES ('Hedmark', 2012, 61, 'change', -100000, 'revised budget');

INSERT INTO grants.recovery (award, ground, demanded_on, demanded_nok)
SELECT id, 'less_capital_needed', '2012-12-01', 50000 FROM grants.award WHERE orgnr = '125308295' AND measure = 'training_general';

UPDATE grants.enterprise SET audit_duty = orgnr NOT IN ('109730602', '154330127', '171222508');

ANALYZE;
RESET client_min_messages;
