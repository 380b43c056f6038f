-- kompetansepiloter: the programme of 2020 for regional skills
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- the values as the guidelines have them
select item, value, rule, evidence, caveat from law_kompetansepiloter order by rule collate "C", item collate "C", value collate "C";
select distinct valid_from, valid_to from law_kompetansepiloter;

-- K1-1: the county authorities of the day, but not Oslo.  In 2020 to 2022 there
-- are ten of them beside Oslo.
select county, name_no, (may_apply_kompetansepiloter(county, '2020-05-01')).allowed as by_number, (may_apply_kompetansepiloter(name_no, '2020-05-01')).allowed as by_name
from law_county where '2020-05-01' between valid_from and coalesce(valid_to, 'infinity') order by county;
-- counties of before and after the reforms of 2020 and 2024: an old one is none any
-- more, a new one none yet, and a name may be a county's again
select c as county, (v).allowed, (v).rule
from unnest(array['Hordaland', '12', 'Østfold', '31', 'Troms', 'Finnmark', 'Troms og Finnmark', 'Rogaland fylkeskommune', 'M. og R.', 'oslo', '03']) as c,
	 lateral (select may_apply_kompetansepiloter(c, '2020-05-01') as v) as x;
-- who is no county authority, and what is not known
select c as county, authority, (v).allowed, (v).undecided
from (values ('46', true), ('46', false), ('46', null), (null, true), (null, false), (null, null), ('03', null)) as t(c, authority),
	 lateral (select may_apply_kompetansepiloter(c, '2020-05-01', authority) as v) as x;
-- the days of the guidelines; Hordaland is refused only when it is no county
select d as on_date, (v).allowed as vestland, (h).allowed as hordaland, (o).allowed as oslo, (v).undecided
from unnest(array['-infinity', '2019-12-31', '2020-03-31', '2020-04-01', '2022-12-31', '2023-01-01', 'infinity']::date[]) as d,
	 lateral (select may_apply_kompetansepiloter('46', d) as v, may_apply_kompetansepiloter('12', d) as h, may_apply_kompetansepiloter('03', d) as o) as x;
select (v).rule, (v).citation from may_apply_kompetansepiloter('03', '2020-05-01') as v;
select may_apply_kompetansepiloter('46', null) is null as no_day;
select may_apply_kompetansepiloter('Vestlandet', '2020-05-01');
select may_apply_kompetansepiloter('', '2020-05-01');

-- K1-2 a: more than half of the municipalities in centrality 5 and 6, certain
-- whatever the unknown ones are.  Of four, three are needed; of three, two.
create temp table area (classes integer[], wanted boolean, leaves numeric, other numeric, unknown numeric);
insert into area values
	('{5}', true, 0, 0, 0),
	('{6}', true, 0, 0, 0),
	('{4}', false, 0, 1, 0),
	('{1}', false, 0, 1, 0),
	('{5,6,4}', true, 1, 1, 0),
	('{5,4,3}', false, 1, 2, 0),
	-- half is not most
	('{5,4}', false, 0, 1, 0),
	('{5,6,4,3}', false, 1, 2, 0),
	('{5,6,6,1}', true, 1, 1, 0),
	-- one of two unknown: if it were 5 or 6, yes, else no
	('{5,null}', null, 0, 0, 1),
	-- half at best
	('{4,null}', false, 0, 1, 1),
	-- two of three already
	('{5,6,null}', true, 1, 0, 1),
	('{5,4,null}', null, 1, 1, 1),
	('{4,3,null}', false, 1, 2, 1),
	('{6,6,6,null,null}', true, 2, 0, 2),
	('{6,6,1,null,null}', null, 2, 1, 2),
	('{6,1,2,null,null}', null, 2, 2, 2),
	('{1,2,3,null,null}', false, 2, 3, 2),
	('{null}', null, 0, 0, 1);
create function some_municipalities(n int) returns kommunenr[] language sql as
$$ select (array['1101', '1103', '1106', '1108', '1111']::kommunenr[])[1:n] $$;
select classes, wanted, found, v.* from area,
	 lateral (select some_municipalities(cardinality(classes)) as m) as x,
	 lateral (select district_majority(m, '2020-05-01', classes) as found) as y,
	 lateral district_majority_verdict(m, '2020-05-01', classes) as v
where (found, v.allowed, v."limit", v.used, v.requested, v.headroom, v.unit, v.rule)
	is distinct from (wanted, wanted, leaves, other, unknown, leaves - other, 'municipalities', 'K1-2')
	or (v.undecided is null) <> (wanted is not null);
select count(*) as areas from area;
-- every area of up to five, against a count of the ways in which the unknown
-- ones might turn out: true if all ways have a majority, false if none has
with recursive made as (
	select '{}'::integer[] as classes union all
	select classes || c from made, unnest(array[4, 5, null]) as c where cardinality(classes) < 5),
possible as (
	select classes, ways, (select count(*) from unnest(classes) with ordinality as t(c, n) where c = 5 or c is null and ways >> (n::int - 1) & 1 = 1) as district
	from made, generate_series(0, 31) as ways where classes <> '{}'),
reference as (
	select classes, case when bool_and(2 * district > cardinality(classes)) then true when bool_or(2 * district > cardinality(classes)) then null else false end as wanted
	from possible group by classes)
select count(*) as areas, count(wanted) as decided, count(*) filter (where wanted is distinct from
	district_majority(some_municipalities(cardinality(classes)), '2020-05-01', classes)) as differ
from reference;

-- the classes of the law tables in 2024: of Alta (4), Karasjok (6) and Etne (5) two of
-- three, of Bergen (2) and Etne one of two; in 2020 they are not known
select d as on_date, m, district_majority(m::kommunenr[], d) as majority, (v).undecided
from (values (date '2025-01-01', '{5601,5610,4611}'), ('2025-01-01', '{4601,4611}'), ('2020-05-01', '{4611,4613}'), ('infinity', '{4601}')) as t(d, m),
	 lateral (select district_majority_verdict(m::kommunenr[], d) as v) as x;
select count(*) as municipalities, count(*) filter (where district_majority(array[kommunenr], '2025-01-01') is distinct from centrality(kommunenr, '2025-01-01') in (5, 6)) as differ
from law_municipality where '2025-01-01' between valid_from and coalesce(valid_to, 'infinity');
-- given classes replace those of the law, and NULL among them is not known
select district_majority('{4601,4611}', '2025-01-01', '{5,6}') as given, district_majority('{4611}', '2025-01-01', '{null}') as not_known;
-- a municipality that is not known, none at all, and what is NULL
select district_majority('{4611,null}', '2025-01-01') as one_of_two, district_majority('{4611,4615,null}', '2025-01-01') as two_of_three,
	   district_majority('{}', '2025-01-01') as nothing, (district_majority_verdict('{}', '2025-01-01'))."limit" as leaves,
	   district_majority(null, '2025-01-01') is null as no_array, district_majority('{4611}', null) is null as no_day;
select (district_majority_verdict('{4611,null}', '2025-01-01')).undecided;
select district_majority_verdict(null, '2025-01-01') is null as no_array;
select (district_majority_verdict('{4611}', '2025-01-01')).citation;
-- what is wrong: a number of before a reform, of after it, of nobody; given twice; classes
select district_majority('{4611,1211}', '2025-01-01');
select district_majority('{4611}', '2019-12-31');
select district_majority('{9999}', '2025-01-01');
select district_majority('{4611}', '-infinity');
select district_majority('{4611,4613,4611}', '2025-01-01');
select district_majority('{4611,4613}', '2025-01-01', '{5}');
select district_majority('{4611}', '2025-01-01', '{0}');
select district_majority('{4611}', '2025-01-01', '{7}');

-- K1-2 b: the same of undertakings
select district, other, unknown, undertaking_majority(district, other, unknown)
from (values (6, 5, 0), (5, 5, 0), (5, 4, 1), (5, 4, 2), (4, 5, 1), (4, 5, 2), (0, 0, 0), (0, 0, 1), (2147483647, 2147483646, 0), (2147483647, 2147483647, 0),
		(2147483647, 0, 2147483647)) as t(district, other, unknown);
select undertaking_majority(51, 49) as most, undertaking_majority(50, 50) as half, undertaking_majority(null, 1) is null as not_known;
select undertaking_majority(-1, 5);
select undertaking_majority(1, -5);
select undertaking_majority(1, 5, -1);

-- K1-2: one of a, b and c is enough; c has no measure
select a, b, c, (v).allowed, (v).rule, (v).undecided
from unnest(array[true, false, null]) as a, unnest(array[true, false, null]) as b, unnest(array[true, false, null]) as c,
	 lateral (select may_target_kompetansepiloter(a, b, c) as v) as x
where (v).allowed is distinct from (a or b or c) or ((v).allowed is null) <> ((v).undecided is not null) or (v).rule is distinct from 'K1-2';
select (may_target_kompetansepiloter(null, null)).undecided as all_open, (may_target_kompetansepiloter(false, false)).undecided as c_open;

-- K3-2: any of three grounds makes a cost ineligible
select s, a, e, cost_eligible_kompetansepiloter(s, a, e) as eligible
from unnest(array[true, false, null]) as s, unnest(array[true, false, null]) as a, unnest(array[true, false, null]) as e
where cost_eligible_kompetansepiloter(s, a, e) is distinct from not (s or a or e);
select cost_eligible_kompetansepiloter(false, false, false) as eligible, cost_eligible_kompetansepiloter(false, null, true) as not_eligible,
	   cost_eligible_kompetansepiloter(false, null, false) as not_known;
select * from ineligible_cost(true, null, false);
select ground, applies from ineligible_cost(false, true, true);
select count(*) from ineligible_cost(false, false, false);

-- K4-1: 30 percent of the budget of each project; just 30 is enough
create temp table project (n int, cofinancing numeric, budget numeric, ok boolean, most numeric);
insert into project values
	(1, 300000, 1000000, true, 700000),
	(2, 299999.99, 1000000, false, 700000),
	(3, 300000.01, 1000000, true, 700000),
	(4, 0, 1000000, false, 700000),
	(5, 1000000, 1000000, true, 700000),
	(6, 1200000, 1000000, true, 700000),
	(7, 0, 0, true, 0),
	-- 30 % of 100.01 are 30.003
	(8, 30, 100.01, false, 70.007),
	(9, 30.01, 100.01, true, 70.007);
select p.n, cofinancing_ok(cofinancing, budget), max_grant(budget), v.* from project as p, cofinancing_verdict(cofinancing, budget) as v
where (cofinancing_ok(cofinancing, budget), max_grant(budget), v.allowed, v."limit", v.requested, v.used, v.headroom, v.unit, v.rule)
	is distinct from (ok, most, ok, most, budget - cofinancing, 0::numeric, most, 'NOK', 'K4-1');
select * from cofinancing_verdict(250000, 1000000);
-- two projects, of which one has enough for both: each must have its own
select county, n, cofinancing_ok(cofinancing, budget) as each, cofinancing_ok(sum(cofinancing) over (), sum(budget) over ()) as together
from (values ('46', 1, 600000, 1000000), ('46', 2, 100000, 1000000)) as t(county, n, cofinancing, budget);
select cofinancing_ok(null, 1) is null as cofinancing, cofinancing_ok(1, null) is null as budget, max_grant(null) is null as most;
select (v).allowed, (v)."limit", (v).requested, (v).undecided
from (values (null, 100), (100, null), (null, null)) as t(c, b), lateral (select cofinancing_verdict(c, b) as v) as x;
select cofinancing_ok(-1, 100);
select cofinancing_ok(30, 'NaN');
select cofinancing_verdict(30, 'Infinity');
select max_grant(-1);
create temp table own_project (cofinancing numeric, budget numeric, check (cofinancing_ok(cofinancing, budget)));
insert into own_project values (30, 100);
insert into own_project values (29.99, 100);
drop function some_municipalities(int);
