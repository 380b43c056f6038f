-- eligibility: conditions of aid beside its amount
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- the limits as the guidelines have them: half, a third, more than half, twelve months, 7.5 million
select item, value, comparison, valid_from, valid_to, rule, evidence from law_eligibility;

-- V5-10: ad hoc aid is at most half of the aid to the project, which includes it
create temp table ad_hoc_case (n int, ad_hoc numeric, total numeric, most numeric, ok boolean);
insert into ad_hoc_case values
	(1, 500000, 1000000, 500000, true),		-- just half
	(2, 500000.01, 1000000, 500000, false),
	(3, 0.005, 0.01, 0.005, true),
	(4, 0, 1000000, 500000, true),
	(5, 0, 0, 0, true),
	-- nothing but ad hoc aid: a whole is more than half
	(6, 1, 1, 0.5, false),
	-- half of 1e30 + 0.03 is 5e29 + 0.015
	(7, 5e29 + 0.015, 1e30 + 0.03, 5e29 + 0.015, true),
	(8, 5e29 + 0.016, 1e30 + 0.03, 5e29 + 0.015, false);
select c.*, ad_hoc_share_ok(ad_hoc, total), v.* from ad_hoc_case as c, ad_hoc_share_verdict(ad_hoc, total) as v
where (ad_hoc_share_ok(ad_hoc, total), v.allowed, v."limit", v.used, v.requested, v.headroom, v.rule, v.undecided)
	is distinct from (ok, ok, most, 0, ad_hoc, most, 'V5-10', null);
-- what is not known; no ad hoc aid is not half of anything
select ad_hoc, total, v.allowed, v."limit", v.undecided
from (values (null, 100), (1, null), (0, null), (null, null::numeric)) as t(ad_hoc, total), ad_hoc_share_verdict(ad_hoc, total) as v;
select ad_hoc_share_ok(null, 1) is null as ad_hoc, ad_hoc_share_ok(1, null) is null as total;
select citation from ad_hoc_share_verdict(1, 2);
-- the total without the ad hoc aid, and what is no amount
select ad_hoc_share_ok(600, 400);
select ad_hoc_share_verdict(600, 400);
select ad_hoc_share_ok(-1, 400);
select ad_hoc_share_verdict(1, 'NaN');
select ad_hoc_share_ok(1, 'Infinity');

-- V6-7: at least a third of the enterprise, more than half of another company, and
-- that one closed down or idle in the last twelve months: all three
create temp table owner_case (n int, part numeric, whole numeric, other_part numeric, other_whole numeric, closed date, idle boolean, ok boolean);
insert into owner_case values
	(1, 1, 3, 2, 3, '2010-01-15', false, false),
	-- a third is a fraction: 100 of 300 are one, 33.33 % are none
	(2, 100, 300, 51, 100, '2010-01-15', false, false),
	(3, 33.33, 100, 51, 100, '2010-01-15', false, true),
	(4, 33.34, 100, 51, 100, '2010-01-15', false, false),
	(5, 333333333333333333333333333333, 1000000000000000000000000000000, 51, 100, '2010-01-15', false, true),
	(6, 333333333333333333333333333334, 1000000000000000000000000000000, 51, 100, '2010-01-15', false, false),
	-- half is no majority
	(7, 1, 3, 50, 100, '2010-01-15', false, true),
	(8, 1, 3, 50.01, 100, '2010-01-15', false, false),
	(9, 1, 3, 1, 1, '2010-01-15', false, false),
	-- asked on 2010-05-03: closed on that day, on the last day that counts, on the day before it
	(10, 1, 1, 1, 1, '2010-05-03', false, false),
	(11, 1, 1, 1, 1, '2009-05-04', false, false),
	(12, 1, 1, 1, 1, '2009-05-03', false, true),
	-- not closed yet, not closed at all, closed who knows how long ago
	(13, 1, 1, 1, 1, '2010-05-04', false, true),
	(14, 1, 1, 1, 1, 'infinity', false, true),
	(15, 1, 1, 1, 1, '-infinity', false, true),
	-- there, and idle
	(16, 1, 1, 1, 1, 'infinity', true, false),
	(17, 1, 4, 1, 1, 'infinity', true, true),
	(18, 1, 1, 1, 2, 'infinity', true, true),
	-- nothing of the one or the other
	(19, 0, null, 1, 1, '2010-01-15', true, true),
	(20, 1, 1, 0, null, '2010-01-15', true, true),
	-- one that is not known matters only where the others do not settle it
	(21, null, 3, 2, 3, '2010-01-15', false, null),
	(22, 1, null, 2, 3, '2010-01-15', false, null),
	(23, 1, 3, null, 3, '2010-01-15', false, null),
	(24, 1, 3, 2, null, '2010-01-15', false, null),
	(25, null, null, 1, 2, '2010-01-15', false, true),
	(26, 1, 4, null, null, null, null, true),
	(27, 1, 3, 2, 3, null, false, null),
	(28, 1, 3, 2, 3, null, true, false),
	(29, 1, 3, 2, 3, '2010-01-15', null, false),
	(30, 1, 3, 2, 3, 'infinity', null, null),
	(31, null, null, null, null, '2008-01-15', false, true),
	(32, null, null, null, null, null, null, null);
select c.*, v.allowed, v.undecided from owner_case as c,
	nyvekst_owners_verdict(part, whole, other_part, other_whole, closed, '2010-05-03', idle) as v
where v.allowed is distinct from ok or v.rule <> 'V6-7' or (v.undecided is null) <> (ok is not null);
select count(*) as cases, count(*) filter (where nyvekst_owners_ok(part, whole, other_part, other_whole, closed, '2010-05-03', idle) <> ok) as differ
from owner_case where ok is not null;
select n, v.undecided from owner_case, nyvekst_owners_verdict(part, whole, other_part, other_whole, closed, '2010-05-03', idle) as v
where ok is null order by n;
-- idle is false unless it is given
select allowed from nyvekst_owners_verdict(1, 1, 1, 1, 'infinity', '2010-05-03');
-- twelve months as the server has them, from every day to every day around: 29 February too
select count(*) as cases, count(*) filter (where v.allowed = (closed <= d and d < closed + interval '12 months')) as differ
from (select closed::date, (closed + interval '12 months' + n * interval '1 day')::date as d
	from generate_series(date '2008-01-01', '2012-12-31', '1 day') as closed, generate_series(-3, 3) as n) as t,
	nyvekst_owners_verdict(1, 1, 1, 1, closed, d) as v;
-- V6-7 is a rule of guidelines that hold from 2008-01-01 to 2014-06-30
select d as on_date, v.allowed, v.rule, v.undecided
from unnest(array['-infinity', '2007-12-31', '2008-01-01', '2014-06-30', '2014-07-01', 'infinity']::date[]) as d,
	nyvekst_owners_verdict(1, 1, 1, 1, '2007-12-15', d, true) as v;
select nyvekst_owners_ok(1, 1, 1, 1, '2010-01-15', null) is null as ok, nyvekst_owners_verdict(1, 1, 1, 1, '2010-01-15', null) is null as verdict;
-- as a constraint
create temp table nyvekst (owner numeric, capital numeric, other_owner numeric, other_capital numeric, closed_on date, applied_on date,
	check (nyvekst_owners_ok(owner, capital, other_owner, other_capital, closed_on, applied_on)));
insert into nyvekst values (40, 100, 60, 100, 'infinity', '2010-05-03');
insert into nyvekst values (40, 100, 60, 100, '2010-01-15', '2010-05-03');
insert into nyvekst values (40, 100, 60, 100, null, '2010-05-03');
insert into nyvekst values (40, 100, 60, 100, 'infinity', '2014-07-01');
-- shares that can not be
select nyvekst_owners_ok(4, 3, 2, 3, '2010-01-15', '2010-05-03');
select nyvekst_owners_verdict(1, 3, 4, 3, '2010-01-15', '2010-05-03');
select nyvekst_owners_ok(0, 0, 2, 3, '2010-01-15', '2010-05-03');
select nyvekst_owners_verdict(1, 3, null, 0, '2010-01-15', '2010-05-03');
select nyvekst_owners_ok(-1, 3, 2, 3, '2010-01-15', '2010-05-03');
select nyvekst_owners_ok(1, 'NaN', 2, 3, '2010-01-15', '2010-05-03');
select nyvekst_owners_ok(1, 3, 'Infinity', 3, '2010-01-15', '2010-05-03');
select nyvekst_owners_ok(1, 3, 2, -3, '2010-01-15', '2010-05-03');

-- V10-1: category 1 is below 7.5 million, of small and medium-sized enterprises.
-- V10-6: the effect is shown by large ones, and above 7.5 million; just 7.5 million
-- is neither below nor above
create temp table effect_case (size enterprise_size, aid numeric, simplified boolean, required boolean);
insert into effect_case values
	('micro', 7499999.99, true, false), ('micro', 7500000, false, null), ('micro', 7500000.01, false, true), ('micro', null, null, null),
	('small', 7499999.99, true, false), ('small', 7500000, false, null), ('small', 7500000.01, false, true), ('small', null, null, null),
	('medium', 0, true, false), ('medium', 7500000.00, false, null), ('medium', 1e30, false, true), ('medium', null, null, null),
	('large', 0, false, true), ('large', 7500000, false, true), ('large', 7500000.01, false, true), ('large', null, false, true),
	(null, 7499999.99, null, null), (null, 7500000, false, null), (null, 7500000.01, false, true), (null, null, null, null);
select c.*, simplified_procedure(size, aid) as now_simplified, incentive_effect_required(size, aid) as now_required from effect_case as c
where (simplified_procedure(size, aid), incentive_effect_required(size, aid)) is distinct from (simplified, required);
-- shown allows, whatever else; not required needs nothing shown
select c.*, shown, v.allowed, v.rule from effect_case as c, unnest(array[true, false, null]) as shown, incentive_effect_verdict(size, aid, shown) as v
where v.allowed is distinct from (shown or not required) or v.requested is distinct from aid or v.unit <> 'EUR'
	or v.rule is distinct from case when required is false then 'V10-1' else 'V10-6' end or (v.allowed is null) <> (v.undecided is not null);
select count(*) as cases, count(*) filter (where incentive_effect_ok(size, aid, shown) <> (shown or not required)) as differ
from effect_case, unnest(array[true, false, null]) as shown where (shown or not required) is not null;
select size, aid, shown, v.undecided
from (values ('small', 7500000, false), ('small', 7500000, null), ('small', null, false), (null, 7499999, false), (null, 7500000, false),
		(null, null, null), ('large', 1, null)) as t(size, aid, shown), incentive_effect_verdict(size::enterprise_size, aid, shown) as v;
create temp table research (size enterprise_size, aid numeric, shown boolean, check (incentive_effect_ok(size, aid, shown)));
insert into research values ('small', 7499999, false), ('small', 7500001, true), ('large', 1, true), (null, null, true);
insert into research values ('large', 1, false);
insert into research values ('medium', 7500001, false);
insert into research values ('medium', 7500000, false);
select simplified_procedure('small', -1);
select incentive_effect_required('large', 'NaN');
select incentive_effect_verdict('large', 'Infinity', true);
select incentive_effect_ok('small', -0.01, true);

-- V11-2: five grounds, each of which is enough, and all of which must be denied
create temp table answer (a boolean);
insert into answer values (true), (false), (null);
create temp table excluded_case as
	select a.a as coal, b.a as vehicle, c.a as difficulty, d.a as export, e.a as domestic from answer as a, answer as b, answer as c, answer as d, answer as e;
select count(*) as cases,
	count(*) filter (where v.allowed is distinct from not (coal or vehicle or difficulty or export or domestic)) as differ,
	count(*) filter (where v.rule <> 'V11-2') as other_rule,
	count(*) filter (where coalesce(cardinality(v.undecided), 0) <> num_nulls(coal, vehicle, difficulty, export, domestic)) as other_points,
	count(v.allowed) as decided
from excluded_case, de_minimis_eligible_verdict('2010-05-03', coal, vehicle, difficulty, export, domestic) as v;
-- 3^5 cases, of which 2^5 - 1 = 31 without a true one and with a NULL are undecided
select count(*) as cases, count(*) filter (where ok <> not (coal or vehicle or difficulty or export or domestic)) as differ
from (select *, de_minimis_eligible_ok('2010-05-03', coal, vehicle, difficulty, export, domestic) as ok from excluded_case
	where (coal or vehicle or difficulty or export or domestic) is not null offset 0) as t;
-- the grounds by name, and what is not known of them
select * from de_minimis_excluded('2010-05-03', coal => true, road_freight_vehicle => true, in_difficulty => true, export => true, domestic_goods => true);
select ground, applies from de_minimis_excluded('2010-05-03', coal => false, in_difficulty => true, domestic_goods => false);
select count(*) from de_minimis_excluded('2010-05-03', false, false, false, false, false);
select count(*) as rows, count(*) filter (where (select count(*) from de_minimis_excluded('2010-05-03', coal, vehicle, difficulty, export, domestic))
		<> 5 - (coal is false)::int - (vehicle is false)::int - (difficulty is false)::int - (export is false)::int - (domestic is false)::int) as differ
from excluded_case;
select unnest(v.undecided) as undecided from de_minimis_eligible_verdict('2010-05-03') as v;
-- the guidelines speak from 2008-01-01 to 2014-06-30
select d as on_date, v.allowed, v.rule, v.undecided,
	(select count(*) filter (where applies) || ' of ' || count(*) from de_minimis_excluded(d, true, false, false, false, false)) as grounds
from unnest(array['-infinity', '2007-12-31', '2008-01-01', '2014-06-30', '2014-07-01', 'infinity']::date[]) as d,
	de_minimis_eligible_verdict(d, true, false, false, false, false) as v;
select de_minimis_eligible_ok(null, true) is null as ok, de_minimis_eligible_verdict(null, true) is null as verdict,
	(select count(*) from de_minimis_excluded(null, false, false, false, false, false)) as grounds;
create temp table small_aid (granted_on date, in_difficulty boolean, check (de_minimis_eligible_ok(granted_on, false, false, in_difficulty, false, false)));
insert into small_aid values ('2010-05-03', false);
insert into small_aid values ('2010-05-03', true);
insert into small_aid values ('2010-05-03', null);
insert into small_aid values ('2014-07-01', false);

-- SQLSTATEs: what is undecided, and what can not be
\set VERBOSITY sqlstate
select incentive_effect_ok('small', 7500000, false);
select ad_hoc_share_ok(600, 400);
select nyvekst_owners_ok(1, 0, 2, 3, '2010-01-15', '2010-05-03');
\set VERBOSITY default

-- each verdict stands on a row of the law
select count(*) as verdicts, count(*) filter (where (v).citation is null or (v).rule not in (select rule from law_rule)) as without
from (select nyvekst_owners_verdict(part, whole, other_part, other_whole, closed, '2010-05-03', idle) as v from owner_case
	union all select ad_hoc_share_verdict(ad_hoc, total) from ad_hoc_case
	union all select incentive_effect_verdict(size, aid, null) from effect_case
	union all select de_minimis_eligible_verdict('2010-05-03', coal, vehicle, difficulty, export, domestic) from excluded_case) as t;
