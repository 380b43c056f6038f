-- Aid intensities.  Expected figures are typed from the texts, by size; a row
-- that comes out is one where the function says something else.
\set VERBOSITY default
set search_path = public, tilskudd;
set datestyle = iso;
create table wanted (measure aid_measure, zone zone, small numeric, medium numeric, large numeric);

-- The guidelines of 2008 without any option: Vedlegg 1 chapters 5 to 11.
insert into wanted values
	('regional_investment', 'IV', 35, 25, 15),
	('regional_investment', 'III', 30, 20, 10),
	('regional_investment', 'II', 0, 0, 0),	-- V5-3
	('regional_investment', 'I', 0, 0, 0),
	('regional_investment', null, null, null, null),
	('regional_investment', 'c', null, null, null),	-- no zone of that map
	('shipbuilding', 'I', null, null, null),	-- not said
	('shipbuilding', null, 12.5, 12.5, 12.5),	-- V5-4
	('shipbuilding', 'III', 12.5, 12.5, 12.5),
	('shipbuilding', 'IV', 12.5, 12.5, 12.5),
	('startup', 'IV', null, 0, 0),		-- small: depends on the year; V6-1: only they
	('startup', 'I', 0, 0, 0),			-- V6-1: outside the district-policy area
	('sme_consultancy', 'I', 50, 50, 0),	-- V7-1
	('sme_consultancy', null, 50, 50, 0),
	('training_general', 'I', 70, 70, 50),	-- V8-1: 50 and 25, 20 and 10 more for smaller ones, 5 in III and IV
	('training_general', 'II', 70, 70, 50),
	('training_general', 'III', 75, 75, 55),
	('training_general', 'IV', 75, 75, 55),
	('training_general', null, 70, 70, 50),	-- no zone, no bonus for it
	('training_specific', 'I', 35, 35, 25),
	('training_specific', 'IV', 40, 40, 30),
	('employment', 'I', 15, 7.5, 0),	-- V9-1
	('employment', 'II', 15, 7.5, 0),
	('employment', 'III', 30, 20, 10),
	('employment', 'IV', 35, 25, 15),
	('employment', null, null, null, null),
	('rd_fundamental', null, 100, 100, 100),
	('rd_industrial', null, 70, 60, 50),
	('rd_experimental', null, 45, 35, 25),
	('rd_feasibility_industrial', null, 75, 75, 65),
	('rd_feasibility_experimental', null, 50, 50, 40),
	('cluster_investment', null, 35, 25, 15),	-- V10-8
	('cluster_operating', null, 50, 50, 50),
	('process_innovation', null, 35, 25, 0),	-- V10-9: large only with smaller ones
	('personnel_loan', null, 50, 50, 0),	-- V10-5
	('innovation_support', null, 75, 75, 0),	-- V10-4
	('young_innovative', null, null, 0, 0),	-- small: no ceiling in percent
	('property_rights', null, null, null, 0),	-- as the research, which is not said
	('transport', 'IV', null, null, null),	-- the rates stand elsewhere
	('de_minimis', 'I', 100, 100, 100);	-- V11-6: whatever the cost, wherever
create view asked as
	select measure, zone, day,
		max_intensity(measure, 'micro', day, zone) as micro, max_intensity(measure, 'small', day, zone) as small,
		max_intensity(measure, 'medium', day, zone) as medium, max_intensity(measure, 'large', day, zone) as large,
		max_intensity(measure, null, day, zone) as unknown_size
	from wanted, (values (date '2008-01-01'), ('2010-06-15'), ('2014-06-30')) as d (day);
select w.*, a.* from wanted as w join asked as a on a.measure = w.measure and a.zone is not distinct from w.zone
where (w.small, w.medium, w.large, w.small) is distinct from (a.small, a.medium, a.large, a.micro)
	or a.unknown_size is distinct from case when w.small = w.medium and w.medium = w.large then w.large end;
select count(*) from asked;
drop view asked;

-- On the days around, and before and after any text.
select day, max_intensity('regional_investment', 'small', day, 'III') as iii,
	max_intensity('regional_investment', 'small', day, 'outside') as outside,
	max_intensity('sme_consultancy', 'small', day) as consultancy,
	max_intensity('training_general', 'small', day) as training_general,
	max_intensity('training', 'small', day) as training
from unnest(array['2003-05-08', '2006-12-31', '2007-01-01', '2007-12-31', '2008-01-01', '2014-06-30', '2014-07-01',
	'2021-12-31', '2022-01-01', '2026-12-31', '2027-01-01', '2027-12-31', '2028-01-01', '-infinity', 'infinity']::date[]) as day;

-- The map of 2003 counts net grant equivalents, which are not known in gross.
select zone, max_intensity('regional_investment', 'large', '2004-06-01', zone)
from unnest(array['A', 'B', 'C', 'D', 'outside']::zone[]) as zone;
select undecided from intensity_verdict(1, 100, 'regional_investment', 'large', '2004-06-01', 'A');
-- The percentages from 2022 were not found; outside the area there are none.
select max_intensity('regional_investment', 'small', '2023-01-01', 'c') as c,
	max_intensity('regional_investment', 'small', '2023-01-01', 'outside') as outside;

-- Collaboration and dissemination, V10 table: the last column is the table's
-- printed value, which differs in one cell.
select size, max_intensity('rd_industrial', size, '2009-01-01', collaboration => true) as industrial,
	max_intensity('rd_industrial', size, '2009-01-01', dissemination => true) as disseminated,
	max_intensity('rd_industrial', size, '2009-01-01', collaboration => true, dissemination => true) as both,
	max_intensity('rd_experimental', size, '2009-01-01', collaboration => true) as experimental,
	max_intensity('rd_experimental', size, '2009-01-01', dissemination => true) as not_disseminated,
	max_intensity('rd_industrial', size, '2009-01-01', collaboration => true, as_printed => true) as printed
from unnest(array['small', 'medium', 'large']::enterprise_size[]) as size;
-- Both values are in the table.
select small, medium, large, reading, evidence from law_intensity
where regime = 'guidelines' and measure = 'rd_industrial' and condition is not null order by reading;

-- V8-1: training, every bonus adds, without a cap (85 and 50 in all).
select max_intensity('training_general', 'small', '2009-01-01', 'IV', disadvantaged => true) as general,
	max_intensity('training_specific', 'small', '2009-01-01', 'IV', disadvantaged => true) as specific,
	max_intensity('training_general', 'large', '2009-01-01', 'I', disadvantaged => true) as large;

-- Zone IV's rates in zone III under restructuring (G7-2, V5-5), also for
-- employment (V9-2); nowhere else.
select zone, max_intensity('regional_investment', 'small', '2009-01-01', zone, restructuring => true) as investment,
	max_intensity('employment', 'medium', '2009-01-01', zone, restructuring => true) as employment
from unnest(array['I', 'II', 'III', 'IV']::zone[]) as zone;
select max_intensity('regional_investment', 'small', '2015-01-01', 'III', restructuring => true) as later;

-- NyVekst: 30 % in years 1 to 3, 20 % in 4 and 5, then none (V6-4); only small
-- ones, none in zone I, and of zone II the text does not say (V6-1).
select year, max_intensity('startup', 'small', '2009-01-01', 'III', years_since_creation => year) as nyvekst,
	max_intensity('startup', 'small', '2009-01-01', 'I', years_since_creation => year) as zone_i,
	max_intensity('startup', 'small', '2009-01-01', 'II', years_since_creation => year) as zone_ii,
	max_intensity('startup', 'small', '2009-01-01', years_since_creation => year) as anywhere,
	max_intensity('startup', 'medium', '2009-01-01', 'III', years_since_creation => year) as medium,
	max_intensity('startup', 'small', '2009-01-01', 'III', '800/2008', years_since_creation => year) as exempted,
	max_intensity('startup', 'small', '2009-01-01', 'III', '800/2008', years_since_creation => year, sparsely_populated => true) as sparse
from generate_series(1, 7) as year;

-- V10-7: operating aid of clusters, 50 for five years, or declining from 100 to 0,
-- which three readings cut into years; ten years in an extension.
select year, max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => year) as midpoint,
	max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => year, cluster_steps => 'start') as start,
	max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => year, cluster_steps => 'quarters') as quarters,
	max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => year, cluster_steps => 'fixed') as fixed,
	max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => year, cluster_steps => 'fixed', cluster_extended => true) as extended,
	max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => year, cluster_extended => true) as line_extended,
	max_intensity('cluster_operating', 'small', '2015-01-01', cluster_year => year) as of_2014
from generate_series(1, 11) as year;

-- V10-9: the share that smaller partners bear decides for large enterprises.
select share, max_intensity('process_innovation', 'large', '2009-01-01', sme_cost_share => share) as large,
	max_intensity('process_innovation', 'medium', '2009-01-01', sme_cost_share => share) as medium,
	max_intensity('process_innovation', 'large', '2015-01-01', sme_cost_share => share) as of_2014
from unnest(array[null, 0, 29.99, 30, 100]) as share;

-- V10-4: support services, the certificate of their provider.
select max_intensity('innovation_support', 'small', '2009-01-01', certified_provider => true) as certified,
	max_intensity('innovation_support', 'large', '2009-01-01', certified_provider => true) as large;

-- V10-2: property rights, as the research that led to them, with its options.
select underlying, max_intensity('property_rights', 'small', '2009-01-01', underlying => underlying) as plain,
	max_intensity('property_rights', 'small', '2009-01-01', underlying => underlying, collaboration => true) as together,
	max_intensity('property_rights', 'large', '2009-01-01', underlying => underlying) as large,
	max_intensity('property_rights', 'small', '2009-01-01', regime => '800/2008', underlying => underlying, collaboration => true) as exempted
from unnest(array['rd_fundamental', 'rd_industrial', 'rd_experimental']::aid_measure[]) as underlying;
select max_intensity('property_rights', 'small', '2009-01-01', underlying => 'de_minimis');

-- V10-3: young innovative enterprises, at most EUR 1 million, less than six years
-- old, so in their sixth year.
select year, undecided, "limit", rule from generate_series(5, 7) as year,
	intensity_verdict(1000000, 5000000, 'young_innovative', 'small', '2009-01-01', years_since_creation => year);

-- Regulation 800/2008, asked for, and by default for what the guidelines do not have.
truncate wanted;
insert into wanted values
	('regional_investment', 'IV', 35, 25, 15),
	('regional_investment', 'III', 30, 20, 10),
	('sme_investment', null, 20, 10, 0),
	('environmental_standards', null, 55, 45, 35),
	('energy_saving', null, 80, 70, 60),
	('cogeneration', null, 65, 55, 45),
	('renewable_energy', null, 65, 55, 45),
	('environmental_study', null, 70, 60, 50),
	('sme_consultancy', null, 50, 50, 0),
	('sme_fairs', null, 50, 50, 0),
	('rd_fundamental', null, 100, 100, 100),
	('rd_industrial', null, 70, 60, 50),
	('rd_experimental', null, 45, 35, 25),
	('rd_feasibility_industrial', null, 75, 75, 65),
	('rd_feasibility_experimental', null, 50, 50, 40),
	('innovation_support', null, 75, 75, 0),
	('personnel_loan', null, 50, 50, 0),
	('training_specific', null, 45, 35, 25),
	('training_general', null, 80, 70, 60),
	('disadvantaged_recruitment', null, 50, 50, 50),
	('disabled_wage', null, 75, 75, 75),
	('disabled_cost', null, 100, 100, 100);
create view wrong as
	select w.*, s, m, l, day, regime from wanted as w,
		(values (date '2008-11-14', '800/2008'), ('2014-06-30', '800/2008'), ('2014-07-01', '651/2014'), ('2015-01-01', '651/2014'),
			('2022-01-01', '651/2014'), ('2024-01-01', '651/2014'), ('2026-12-31', '651/2014')) as d (day, regime),
		max_intensity(measure, 'small', day, zone, regime) as s, max_intensity(measure, 'medium', day, zone, regime) as m,
		max_intensity(measure, 'large', day, zone, regime) as l
	where (small, medium, large) is distinct from (s, m, l);
select * from wrong where regime = '800/2008';
select max_intensity('sme_consultancy', 'small', '2008-11-13', regime => '800/2008') as before,
	max_intensity('sme_investment', 'small', '2010-01-01') as by_default,
	max_intensity('energy_saving', 'small', '2010-01-01', full_cost => true) as full_cost,
	max_intensity('training_general', 'small', '2010-01-01', regime => '800/2008', disadvantaged => true) as capped,
	max_intensity('training_specific', 'small', '2010-01-01', regime => '800/2008', disadvantaged => true) as below_the_cap,
	max_intensity('training_specific', 'large', '2010-01-01', regime => '800/2008', maritime => true) as at_sea,
	max_intensity('rd_industrial', 'small', '2010-01-01', regime => '800/2008', collaboration => true) as industrial,
	max_intensity('rd_industrial', 'large', '2010-01-01', regime => '800/2008', dissemination => true) as large,
	max_intensity('rd_experimental', 'large', '2010-01-01', regime => '800/2008', dissemination => true) as experimental;

-- Regulation 651/2014 in all its versions.
truncate wanted;
insert into wanted values
	('sme_investment', null, 20, 10, 0),
	('sme_consultancy', null, 50, 50, 0),
	('sme_fairs', null, 50, 50, 0),
	('scouting', null, 50, 50, 50),
	('rd_fundamental', null, 100, 100, 100),
	('rd_industrial', null, 70, 60, 50),
	('rd_experimental', null, 45, 35, 25),
	('rd_feasibility', null, 70, 60, 50),
	('research_infrastructure', null, 50, 50, 50),
	('cluster_investment', null, 50, 50, 50),
	('cluster_investment', 'outside', 50, 50, 50),
	('cluster_operating', null, 50, 50, 50),
	('innovation_sme', null, 50, 50, 0),
	('innovation_support', null, 100, 100, 0),
	('process_innovation', null, 50, 50, 0),
	('training', null, 70, 60, 50),
	('disadvantaged_recruitment', null, 50, 50, 50),
	('disabled_wage', null, 75, 75, 75),
	('disabled_cost', null, 100, 100, 100),
	('disadvantaged_assistance', null, 50, 50, 50),
	('culture_investment', null, null, null, null),
	('publishing', null, 70, 70, 70),
	('environmental_standards', null, null, null, null);
select * from wrong where regime = '651/2014';
select day, max_intensity('rd_industrial', 'small', day, collaboration => true) as capped,
	max_intensity('rd_industrial', 'large', day, dissemination => true) as disseminated,
	max_intensity('rd_experimental', 'large', day, dissemination => true) as experimental,
	max_intensity('rd_experimental', 'large', day, licensing => true) as licensed,
	max_intensity('rd_experimental', 'large', day, zone) as area,
	max_intensity('rd_experimental', 'large', day, zone, collaboration => true) as one_of_both,
	max_intensity('rd_experimental', 'large', day, zone, collaboration => true, joint_call => true) as joint_call,
	max_intensity('rd_industrial', 'small', day, joint_call => true) as joint_capped,
	max_intensity('research_infrastructure', 'large', day, multi_state => true) as two_states,
	max_intensity('environmental_study', 'small', day) as study
from (values (date '2014-07-01', zone 'III'), ('2021-08-01', 'III'), ('2023-06-30', 'c'), ('2023-07-01', 'c'), ('2026-12-31', 'c')) as d (day, zone);
select max_intensity('training', 'small', '2020-01-01', disadvantaged => true) as capped,
	max_intensity('training', 'large', '2020-01-01', disadvantaged => true) as large,
	max_intensity('training', 'large', '2020-01-01', maritime => true) as at_sea,
	max_intensity('regional_investment', 'small', '2020-01-01', 'III') as regional,
	max_intensity('regional_investment', 'small', '2020-01-01', 'III', large_project => true) as large_project,
	max_intensity('cluster_investment', 'small', '2020-01-01', 'III') as cluster,
	max_intensity('culture_operating', 'small', '2020-01-01', flat_rate => true) as culture,
	max_intensity('territorial_cooperation', 'large', '2021-07-31') as cooperation,
	max_intensity('territorial_cooperation', 'large', '2021-08-01') as cooperation_2021;

-- Transport: 350 km is where the regulation's purpose begins, 340 what its table prints.
select km, max_intensity('transport', 'small', '2015-01-01', 'III', distance_km => km) as aid,
	max_intensity('transport', 'small', '2015-01-01', 'III', distance_km => km, as_printed => true) as printed
from unnest(array[null, 0, 339.9, 340, 349.99, 350, 699.9, 700, 2500]) as km;

-- Amounts.  The share, exactly; and what the law adds to it.
select max_aid(1000000, 'rd_experimental', 'small', '2009-01-01') as share,
	max_aid(0.01, 'employment', 'medium', '2009-01-01', 'I') as exact,
	max_aid(1e30 + 0.03, 'employment', 'medium', '2009-01-01', 'I') as wide,
	max_aid(0, 'training', 'small', '2020-01-01') as nothing,
	max_aid(100, 'sme_consultancy', 'large', '2009-01-01') as not_for_large,
	max_aid(null, 'sme_consultancy', 'large', '2009-01-01') as whatever_it_costs,
	max_aid(null, 'sme_consultancy', 'small', '2009-01-01') as cost_unknown,
	max_aid(100, null, 'small', '2009-01-01') as measure_unknown;
-- NyVekst: 30 % of the cost, at most EUR 330 000 a year (V6-3) and 1 million in
-- all (V6-2), so that 900 000 before leave 100 000.
select cost, max_aid(cost, 'startup', 'small', '2009-01-01', 'IV', years_since_creation => 1) as in_euro,
	max_aid(cost, 'startup', 'small', '2009-01-01', 'IV', years_since_creation => 1, per_eur => 8) as at_eight,
	max_aid(cost, 'startup', 'small', '2009-01-01', 'IV', years_since_creation => 1, granted_this_year => 30000) as this_year,
	max_aid(cost, 'startup', 'small', '2009-01-01', 'IV', years_since_creation => 1, granted_before => 900000) as in_all,
	max_aid(cost, 'startup', 'small', '2009-01-01', 'IV', years_since_creation => 1, granted_before => 1000001) as too_much,
	max_aid(cost, 'startup', 'small', '2009-01-01', 'IV', years_since_creation => 1, granted_before => null) as not_known
from unnest(array[100000, 1100000, 1100001, 9000000]) as cost;
select zone, day, max_aid(null, 'startup', 'small', day, zone, years_since_creation => 5) as "grant",
	max_aid(null, 'startup', 'small', day, zone, years_since_creation => 5, innovative => true) as innovative,
	max_aid(null, 'startup', 'small', day, zone, years_since_creation => 5, instrument => 'loan') as loan,
	max_aid(null, 'startup', 'small', day, zone, years_since_creation => 5, instrument => 'guarantee') as guarantee
from unnest(array['outside', 'III', 'c']::zone[]) as zone, unnest(array['2016-01-01', '2023-06-30', '2023-07-01']::date[]) as day;
-- V10-4: EUR 200 000, though all of the cost.
select max_aid(1000000, 'innovation_support', 'small', '2009-01-01', certified_provider => true) as of_2008,
	max_aid(1000000, 'innovation_support', 'small', '2023-06-30') as until_2023,
	max_aid(1000000, 'innovation_support', 'small', '2023-07-01') as of_2023,
	max_aid(1000000, 'innovation_support', 'small', '2023-07-01', granted_before => 219999.5) as rest,
	max_aid(9000000, 'young_innovative', 'small', '2009-01-01', 'IV', '800/2008', years_since_creation => 6) as area_c,
	max_aid(9000000, 'young_innovative', 'small', '2009-01-01', 'I', '800/2008', years_since_creation => 6) as elsewhere,
	max_aid(9000000, 'de_minimis', 'large', '2009-01-01') as de_minimis,
	max_aid(9000000, 'culture_operating', 'large', '2018-01-01', flat_rate => true) as culture;

-- Large investment projects: above 50 million (from 2023-07-01: 55) the large
-- enterprise's rate of the adjusted cost, 11.25 million at most; a cost of
-- exactly 50 million is none.  A medium enterprise at 52 million: 15 % of 51.
select cost, max_aid(cost, 'regional_investment', 'medium', '2015-01-01', 'III') as medium,
	max_aid(cost, 'regional_investment', 'large', '2015-01-01', 'III') as large,
	max_aid(cost * 8.5, 'regional_investment', 'large', '2015-01-01', 'III', per_eur => 8.5) / 8.5 = max_aid(cost, 'regional_investment', 'large', '2015-01-01', 'III') as in_any_currency,
	max_aid(cost, 'regional_investment', 'medium', '2024-01-01', 'c') as of_2024
from unnest(array[50000000, 50000001, 52000000, 100000000, 500000000]) as cost;
select step, value from explain_intensity('regional_investment', 'small', '2015-01-01', 'III', eligible_cost => 120000000);

-- Verdicts: equality passes, one øre more does not.
select aid, allowed, "limit", used, headroom, unit, rule, undecided
from unnest(array[300000, 300000.01, null]) as aid, intensity_verdict(aid, 1000000, 'regional_investment', 'small', '2009-01-01', 'III');
-- The amount per year leaves less than the share, and not all of it is left.
select allowed, "limit", used, requested, headroom, rule, citation
from intensity_verdict(100000.01, 2000000, 'startup', 'small', '2009-01-01', 'III', years_since_creation => 2, granted_this_year => 230000);
-- What is over a limit that is known is refused, though another is not known.
select allowed, rule, undecided
from intensity_verdict(400000, 2000000, 'startup', 'small', '2009-01-01', 'III', years_since_creation => 2, granted_before => null);
select allowed, undecided from intensity_verdict(1, null, 'training', 'small', '2020-01-01');
-- A size or zone that is not given matters only where the verdict depends on
-- it: training gets 50 % whatever the size and 70 at most, small enterprises'
-- employment 15 outside the aid area and 35 at most in it.
select aid, (intensity_verdict(aid, 100, 'training', null, '2020-01-01')).* from unnest(array[50, 50.01, 70, 70.01]) as aid;
select aid, (intensity_verdict(aid, 100, 'employment', 'small', '2009-01-01')).* from unnest(array[15, 15.01, 35, 35.01]) as aid;
select aid, (intensity_verdict(aid, 100, 'employment', null, '2009-01-01')).* from unnest(array[0, 0.01, 35, 35.01]) as aid;
select (intensity_verdict(1, 100, 'startup', 'small', '2009-01-01', years_since_creation => 2)).undecided;
select (intensity_verdict(1, 100, 'training_general', 'small', '2009-01-01', 'outside')).undecided;
-- V5-6: large projects before 2014 have rules of their own.
select cost, allowed, undecided from unnest(array[50000000, 50000001]) as cost,
	intensity_verdict(7500000, cost, 'regional_investment', 'large', '2009-01-01', 'IV');
-- A loan of five years or less may be twice as high as one of ten.
select years, max_aid(null, 'startup', 'small', '2015-01-01', 'outside', years_since_creation => 2, instrument => 'loan', term_years => years) as loan,
	max_aid(null, 'startup', 'small', '2015-01-01', 'outside', years_since_creation => 2, term_years => years) as "grant"
from unnest(array[1, 5, 7, 10]) as years;
select max_aid(null, 'startup', 'small', '2015-01-01', years_since_creation => 2, term_years => 11);
select allowed, undecided from intensity_verdict(1, 100, 'cluster_operating', 'small', '2009-01-01', cluster_year => 7, cluster_extended => true);
select allowed, undecided from intensity_verdict(1, 100, 'transport', 'small', '2020-01-01');
select allowed, undecided from intensity_verdict(1, 100, 'property_rights', 'small', '2010-01-01');
select allowed, undecided from intensity_verdict(1, 100, 'risk_finance', 'small', '2020-01-01');
select allowed, undecided from intensity_verdict(1, 100, 'training', 'small', '2027-01-01');
select allowed, undecided from intensity_verdict(1, 100, null, 'small', '2020-01-01');

-- As a constraint: an undecided row is not let in, one without aid is.
create table award (
	orgnr text, measure aid_measure, size enterprise_size, zone zone, granted_on date, cost numeric, aid numeric,
	constraint intensity check (intensity_ok(aid, cost, measure, size, granted_on, zone)),
	most numeric generated always as (max_aid(cost, measure, size, granted_on, zone)) stored);
insert into award values ('a', 'regional_investment', 'small', 'IV', '2009-01-01', 1000, 350),
	('b', 'sme_consultancy', 'large', 'IV', '2009-01-01', 1000, null);
\set VERBOSITY terse
insert into award values ('c', 'regional_investment', 'small', 'IV', '2009-01-01', 1000, 350.01);
insert into award values ('c', 'regional_investment', 'small', null, '2009-01-01', 1000, 1);
insert into award values ('c', null, 'small', 'IV', '2009-01-01', 1000, 1);
insert into award values ('c', 'regional_investment', 'small', 'IV', '2009-01-01', null, 1);
insert into award values ('c', 'regional_investment', 'small', 'IV', '2009-01-01', 0, 1);
insert into award values ('c', 'regional_investment', 'small', 'c', '2023-01-01', 1000, 1);
\set VERBOSITY default
insert into award values ('c', 'regional_investment', 'small', null, '2009-01-01', 1000, 1);
select orgnr, aid, most from award;

-- Step by step.
select step, value, rule from explain_intensity('training_general', 'small', '2009-01-01', 'III', disadvantaged => true);
select step, value, rule from explain_intensity('rd_industrial', 'large', '2009-01-01', collaboration => true, eligible_cost => 1000);
select step, value, rule from explain_intensity('rd_industrial', 'small', '2024-01-01', 'c', collaboration => true);
select step, value, rule from explain_intensity('employment', 'small', '2009-01-01', 'III', restructuring => true);
select step, value, rule from explain_intensity('startup', 'small', '2009-01-01', 'III', years_since_creation => 4, eligible_cost => 2000000, granted_this_year => 100000);
select step, value, rule from explain_intensity('regional_investment', 'small', '2004-01-01', 'A');
select step, value, rule from explain_intensity('young_innovative', 'small', '2009-01-01', years_since_creation => 3, eligible_cost => 100);
select step, value, rule from explain_intensity('risk_finance', 'small', '2020-01-01');
select count(*) from explain_intensity(null, 'small', '2020-01-01');
-- Every number has a citation, but for sums.
select distinct e.step from law_measure, unnest(array['2009-01-01', '2013-01-01', '2016-01-01', '2024-01-01']::date[]) as day,
	explain_intensity(measure, 'small', day, 'III', eligible_cost => 100, years_since_creation => 2) as e
where e.citation is null and e.value is not null order by e.step;

-- What can not be meant.
select max_intensity('rd_industral', 'small', '2009-01-01');
select max_intensity('rd_industrial', 'tiny', '2009-01-01');
select max_intensity('rd_industrial', 'small', '2009-01-01', regime => '651/2013');
select max_intensity('rd_industrial', 'small', '2009-01-01', regime => '');
select max_intensity('startup', 'small', '2009-01-01', years_since_creation => 0);
select max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => -1);
select max_intensity('cluster_operating', 'small', '2009-01-01', cluster_year => 1, cluster_steps => 'printed');
select max_intensity('process_innovation', 'large', '2009-01-01', sme_cost_share => 100.01);
select max_intensity('process_innovation', 'large', '2009-01-01', sme_cost_share => 'NaN');
select max_intensity('transport', 'large', '2015-01-01', distance_km => -1);
select max_aid(-1, 'training', 'small', '2020-01-01');
select max_aid('NaN', 'training', 'small', '2020-01-01');
select max_aid('Infinity', 'training', 'small', '2020-01-01');
select intensity_ok(-0.01, 1, 'training', 'small', '2020-01-01');
select max_aid(1, 'startup', 'small', '2020-01-01', years_since_creation => 1, instrument => 'gift');
select max_aid(1, 'training', 'small', '2020-01-01', per_eur => 0);

-- Options may change from call to call: in PL/pgSQL, the expression stays.
create function asked_again() returns setof numeric language plpgsql as $$
declare
	answer numeric;
begin
	for year in 3..6 loop
		answer := max_intensity('startup', 'small', '2009-01-01', 'III', years_since_creation => year);
		return next answer;
	end loop;
end $$;
select asked_again();
drop function asked_again();

-- The types.
select 'micro'::enterprise_size < 'small' and 'small'::enterprise_size < 'medium' and 'medium'::enterprise_size < 'large' as ordered,
	min(size::text), (array_agg(size order by size))[1] as least from law_enterprise_size;
select count(*), count(distinct measure) = count(*) as distinct, bool_and(meaning <> '') as meant from law_measure;
select pg_column_size('large'::enterprise_size) as bytes_of_size, pg_column_size('training'::aid_measure) as bytes_of_measure;
select 'Large'::enterprise_size;
select ''::aid_measure;

drop table award;
drop view wrong;
drop table wanted;
