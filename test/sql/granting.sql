-- granting: who may grant aid, and what posts 60 and 61 may be used for
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- who may grant direct aid, by granter, measure and basis, EUR 100 000 and no
-- other aid (G2-1, G2-2): the county nothing but transport aid, municipalities
-- de minimis aid and what a block exemption covers
create temp table wanted (granter text, measure aid_measure, basis text, allowed boolean, rule text);
insert into wanted values
	('county', 'transport', null, true, 'G2-1'),
	('county', 'transport', 'notified_scheme', true, 'G2-1'),
	('county', 'de_minimis', null, false, 'G2-1'),
	('county', 'sme_consultancy', 'block_exemption', false, 'G2-1'),
	('county', 'regional_investment', null, false, 'G2-1'),
	('innovasjon_norge', 'regional_investment', 'notified_scheme', true, 'G2-1'),
	('innovasjon_norge', 'startup', null, true, 'G2-1'),
	('innovasjon_norge', 'transport', null, true, 'G2-1'),
	('municipality', 'de_minimis', null, true, 'G2-2'),
	('municipality', 'de_minimis', 'de_minimis', true, 'G2-2'),
	('municipality', 'sme_consultancy', 'de_minimis', true, 'G2-2'),
	('municipality', 'sme_consultancy', 'block_exemption', true, 'G2-3'),
	('municipality', 'startup', 'notified_scheme', false, 'G2-2'),
	('municipality', 'sme_consultancy', null, null, 'G2-2'),
	('municipality', 'transport', 'notified_scheme', false, 'G2-2');
insert into wanted select 'regional_council', measure, basis, allowed, rule from wanted where granter = 'municipality';
select count(*) as cases, count(*) filter (where row((v).allowed, (v).rule) is distinct from row(w.allowed, w.rule)) as differ
from wanted as w, lateral (select may_grant(granter, measure, '2010-05-03', basis => basis, aid_eur => 100000, other_de_minimis_eur => 0) as v) as x;
-- what is no direct aid to one enterprise is open to all of them (G2-1)
select count(*) as cases, count(*) filter (where (v).allowed is not true or (v).rule <> 'G2-1' or (v)."limit" is not null) as differ
from wanted as w, lateral (select may_grant(granter, measure, '2010-05-03', false, basis) as v) as x;

-- the outer limit (G2-3): EUR 200 000, of road freight 100 000, to be reached
-- and not to be exceeded; alone where other de minimis aid is not given
create temp table amount (n int, basis text, road_freight boolean, aid numeric, other numeric, allowed boolean, used numeric, lim numeric);
insert into amount values
	(1, 'block_exemption', false, 200000, null, true, 0, 200000),
	(2, 'block_exemption', false, 200000.01, null, false, 0, 200000),
	(3, 'block_exemption', true, 100000, null, true, 0, 100000),
	(4, 'block_exemption', true, 100000.01, null, false, 0, 100000),
	(5, 'block_exemption', false, 150000, 50000, true, 50000, 200000),
	(6, 'block_exemption', false, 150000, 50000.01, false, 50000.01, 200000),
	(7, 'block_exemption', false, null, null, null, 0, 200000),
	-- de minimis aid counts together always (V11-1)
	(8, 'de_minimis', false, 150000, 50000, true, 50000, 200000),
	(9, 'de_minimis', false, 150000, 50000.01, false, 50000.01, 200000),
	(10, 'de_minimis', false, 150000, null, null, null, 200000),
	(11, 'de_minimis', false, 200000.01, null, false, null, 200000),
	(12, 'de_minimis', true, 50000, 50000, true, 50000, 100000),
	-- on no basis may a municipality grant more than the ceiling
	(13, null, false, 200000.01, null, false, null, 200000),
	(14, null, false, 200000, null, null, null, 200000),
	(15, null, false, null, null, null, null, 200000),
	(16, null, true, 60000, 60000, false, 60000, 100000);
select a.n, (v).* from amount as a,
	 lateral (select may_grant('municipality', 'sme_consultancy', '2010-05-03', true, basis, aid, road_freight, other) as v) as x
where row((v).allowed, (v).used, (v)."limit", (v).requested, (v).unit) is distinct from row(a.allowed, a.used, a.lim, a.aid, 'EUR');
select a.n, (v).rule, (v).headroom, (v).undecided from amount as a,
	 lateral (select may_grant('municipality', 'sme_consultancy', '2010-05-03', true, basis, aid, road_freight, other) as v) as x
order by n;
-- the limit is the ceiling of de minimis aid, on each day and for nobody else
select count(*) as days, count(*) filter (where (v)."limit" is distinct from de_minimis_ceiling(d::date, 'general', road)) as differ
from generate_series(date '2008-01-01', '2014-06-30', '1 day') as d, unnest(array[false, true]) as road,
	 lateral (select may_grant('municipality', 'de_minimis', d::date, road_freight => road, aid_eur => 1, other_de_minimis_eur => 0) as v) as x;

-- the guidelines hold from 2008-01-01 until the regulation on which they stand
-- was repealed; Regulation 800/2008 came within that time
select d, (m).allowed as municipality, (m).undecided as open, (c).allowed as county, (c).rule, (c).undecided is null as decided
from unnest(array['-infinity', '2007-12-31', '2008-01-01', '2008-11-13', '2008-11-14', '2014-06-30', '2014-07-01', 'infinity']::date[]) as d,
	 lateral (select may_grant('municipality', 'training_general', d, basis => 'block_exemption', aid_eur => 1) as m,
					 may_grant('county', 'training_general', d) as c) as x;

-- what is wrong, and what is not known
select may_grant('countty', 'transport', '2010-05-03');
select may_grant('Fylkeskommunen', 'transport', '2010-05-03');
select may_grant('', 'transport', '2010-05-03');
select may_grant('county', 'transport', '2010-05-03', basis => 'de minimis');
select may_grant('municipality', 'de_minimis', '2010-05-03', basis => 'block_exemption');
select may_grant('municipality', 'de_minimis', '2010-05-03', aid_eur => -1);
select may_grant('municipality', 'de_minimis', '2010-05-03', aid_eur => 'NaN');
select may_grant('municipality', 'de_minimis', '2010-05-03', other_de_minimis_eur => 'Infinity');
select may_grant('municipality', 'nothing', '2010-05-03');
select may_grant(null, 'transport', '2010-05-03') is null as granter, may_grant('county', null, '2010-05-03') is null as measure,
	   may_grant('county', 'transport', null) is null as day, may_grant('county', 'transport', '2010-05-03', null) is null as direct,
	   may_grant('county', 'transport', '2010-05-03', road_freight => null) is null as road_freight;

-- post 60: + may, - may not, ? undecided, in zones I, II, III, IV and where the
-- zone is not known.  Zone I is outside of what the post is for in the main
-- (G6-1), which by itself neither refuses nor allows.
create temp table use (purpose text, zones text, settled text, rule text);
insert into use values
	('investment_aid', '--++?', '--++?', 'G7-1'),
	('direct_aid', '--++?', '--++?', 'G7-1'),
	('de_minimis', '?+++?', '+++++', 'G7-1'),
	('transport', '?+++?', '+++++', 'G7-8'),
	('equity', '-----', '-----', 'G7-7'),
	('loan_conversion', '?????', '?????', 'G8-4'),
	-- G7-5 refuses in zone I, and by that allows elsewhere
	('physical_infrastructure', '-+++?', '-+++?', 'G7-5'),
	('business_area', '?+++?', '?+++?', 'G7-6'),
	('water_supply', '?+++?', '?+++?', 'G7-6'),
	('welfare_service', '-----', '-----', 'G7-6'),
	('administration', '-----', '-----', 'G7-6'),
	('public_business', '-----', '-----', 'G7-6'),
	('pilot_project', '?????', '?????', 'G7-6'),
	('facilitation', '?+++?', '+++++', 'G6-1');
create function sign(v verdict) returns text language sql as $$ select case when (v).allowed then '+' when not (v).allowed then '-' else '?' end $$;
create temp table zones as select n, z from unnest(array['I', 'II', 'III', 'IV', null]::zone[]) with ordinality as t(z, n);
select purpose, zones, found, settled, found_settled
from use, lateral (
	select string_agg(sign(may_fund(60, z, purpose, '2010-05-03')), '' order by n) as found,
		   string_agg(sign(may_fund(60, z, purpose, '2010-05-03', outside_agreed => true)), '' order by n) as found_settled,
		   min((may_fund(60, z, purpose, '2010-05-03')).rule) filter (where z = 'III') as rule_found
	from zones) as x
where (found, found_settled, rule_found) is distinct from (zones, settled, rule);
select count(*) as purposes from use;
-- what the granter has found not to be among the rest is refused
select sign(may_fund(60, 'I', 'facilitation', '2010-05-03', outside_agreed => false)) as in_i,
	   sign(may_fund(60, 'II', 'facilitation', '2010-05-03', outside_agreed => false)) as in_ii;

-- post 61: its own areas, or by consensus (G6-2); the zone matters as before
-- for G7-1 and G7-5, not for the post
select area, agreed, sign(v) as any_zone, (v).rule, (v).undecided
from unnest(array[true, false, null]) as area, unnest(array[true, false, null]) as agreed,
	 lateral (select may_fund(61, null, 'facilitation', '2010-05-03', post_61_area => area, outside_agreed => agreed) as v) as x
order by area desc nulls last, agreed desc nulls last;
select purpose, string_agg(sign(may_fund(61, z, purpose, '2010-05-03', post_61_area => true)), '' order by n) as found
from zones, unnest(array['investment_aid', 'de_minimis', 'physical_infrastructure', 'business_area', 'equity']) as purpose
group by purpose order by purpose collate "C";

-- exceptions that turn on a fact: a special case (G7-6), a conversion agreed or
-- in place of a loss (G8-4), which outside zones III and IV stays open: the
-- guidelines do not say whether it is direct aid
select fact, string_agg(sign(may_fund(60, z, 'pilot_project', '2010-05-03', special_case => fact)), '' order by n) as pilot,
	   string_agg(sign(may_fund(60, z, 'loan_conversion', '2010-05-03', convertible => fact)), '' order by n) as conversion
from zones, unnest(array[true, false, null]) as fact group by fact order by fact;
select (may_fund(60, 'II', 'loan_conversion', '2010-05-03', convertible => true)).undecided;

-- sectors (V12-1) in zone IV: no regional aid for steel and synthetic fibres,
-- which transport aid is too; rules of its own for each of the others.  They do
-- not touch de minimis aid, nor what is no aid to an enterprise.
select sector, string_agg(sign(may_fund(60, 'IV', purpose, '2010-05-03', sector, convertible => true)), '' order by n) as found
from unnest(array['investment_aid', 'transport', 'direct_aid', 'loan_conversion', 'de_minimis', 'facilitation', 'equity']) with ordinality as p(purpose, n),
	 unnest(array['maritime_transport', 'shipbuilding', 'aviation', 'broadcasting', 'steel', 'synthetic_fibre', 'other', null]) as sector
group by sector order by sector collate "C";
select (v).allowed, (v).rule, (v).citation, (v).undecided from may_fund(60, 'IV', 'investment_aid', '2010-05-03', 'shipbuilding') as v
union all select (v).allowed, (v).rule, (v).citation, (v).undecided from may_fund(60, 'IV', 'investment_aid', '2010-05-03', 'steel') as v;
-- refused is refused, whatever else is open
select (v).allowed, (v).rule, (v).undecided from may_fund(60, 'I', 'investment_aid', '2010-05-03', null) as v;
-- and shown is the rule that refuses, before one that leaves open, before one that allows
select (may_fund(61, 'IV', 'loan_conversion', '2010-05-03', post_61_area => false, outside_agreed => false)).rule as refuses,
	   (may_fund(60, 'II', 'loan_conversion', '2010-05-03', convertible => true)).rule as leaves_open,
	   (may_fund(60, 'IV', 'loan_conversion', '2010-05-03', convertible => true)).rule as allows;

-- when (G0-1); the zones of another map do not matter then
select d, sign(may_fund(60, 'III', 'direct_aid', d)) as iii, sign(may_fund(60, 'II', 'direct_aid', d)) as ii, (may_fund(60, 'II', 'direct_aid', d)).undecided
from unnest(array['-infinity', '2007-12-31', '2008-01-01', '2014-06-30', '2014-07-01', 'infinity']::date[]) as d;
select sign(may_fund(60, 'c', 'direct_aid', '2022-05-03'));
-- with the zone of a place
select zone(kommunenr, '2010-05-03') as zone, sign(may_fund(60, zone(kommunenr, '2010-05-03'), 'direct_aid', '2010-05-03')), count(*) > 0 as there_are
from law_zone where '2010-05-03' between valid_from and valid_to group by 1, 2 order by 1;

-- what is wrong, and what is not known
select may_fund(60, 'c', 'direct_aid', '2010-05-03');
select may_fund(62, 'IV', 'direct_aid', '2010-05-03');
select may_fund(60, 'IV', 'direkt_aid', '2010-05-03');
select may_fund(60, 'IV', 'Equity', '2010-05-03', 'steel');
select may_fund(60, 'IV', 'direct_aid', '2010-05-03', 'ship building');
select may_fund(null, 'IV', 'direct_aid', '2010-05-03') is null as post, may_fund(60, 'IV', null, '2010-05-03') is null as purpose,
	   may_fund(60, 'IV', 'direct_aid', null) is null as day;

-- each verdict stands on a row of the law
select count(*) as verdicts, count(*) filter (where (v).citation is null or (v).rule not in (select rule from law_rule)) as without
from use, zones, unnest(array[60, 61]) as post, lateral (select may_fund(post, z, purpose, '2010-05-03') as v) as x;
drop function sign(verdict);
