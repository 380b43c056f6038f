-- cumulation: several aids to the same costs
set search_path = public, tilskudd;

select step, mode, rule, citation, evidence, caveat from law_cumulation;

-- V4-1: cumulated_intensity, 30 % and 10 % of one million; decimals are exact where
-- the quotient is
select cumulated_intensity(aid, 1000000) as forty from (values (300000), (100000)) as v(aid);
select cumulated_intensity(aid, 300.00) as third from (values (99.99), (0.01)) as v(aid);
select base, cumulated_intensity(aid, cost)
from (values ('a', 1, 4), ('a', 2, 4), ('b', 0, 5), ('c', null, 5), ('c', 1, 5), ('d', 1, null), ('d', 1, 5)) as v(base, aid, cost)
group by base order by base;
select cumulated_intensity(1, 2) as no_rows where false;
-- one cost base has one cost, however it is written
select cumulated_intensity(1, cost) from (values (2), (2.00)) as v(cost);
select cumulated_intensity(1, cost) from (values (2), (null), (2.01)) as v(cost);
select cumulated_intensity(1, 0);
select cumulated_intensity(1, -1);
select cumulated_intensity(1, 'NaN');
select cumulated_intensity(1, 'Infinity');
select cumulated_intensity(-1, 1);
select cumulated_intensity('NaN', 1);
-- in parallel workers: the same, and costs that differ are found across them
create table many as select n as aid, 10000000 as cost, case when n = 77777 then null else n end as hole from generate_series(1, 100000) as n;
create table other_cost as table many;
update other_cost set cost = 10000001 where aid = 99999;
analyze many, other_cost;
set parallel_setup_cost = 0;
set parallel_tuple_cost = 0;
set min_parallel_table_scan_size = 0;
set max_parallel_workers_per_gather = 2;
select cumulated_intensity(aid, cost) = 100000::numeric * 100001 / 2 / 100000 as gauss, cumulated_intensity(hole, cost) is null as unknown from many;
do $$
begin
	perform cumulated_intensity(aid, cost) from other_cost;
	raise notice 'not noticed';
exception when invalid_parameter_value then raise notice 'noticed';
end $$;
reset parallel_setup_cost;
reset parallel_tuple_cost;
reset min_parallel_table_scan_size;
reset max_parallel_workers_per_gather;

-- the tables that the queries read
create table item (item text, eligible_cost numeric, intensity numeric);
create table aid (aid text, amount numeric, items text[], intensity numeric, max_amount numeric, de_minimis boolean default false,
	eu_central boolean default false, disabled_workers boolean default false, financing_threshold numeric);
\pset null '-'

-- small enterprise, experimental development 45 % of one million: a grant of
-- 300 000 and de minimis aid of 100 000 are 40 %
insert into item values ('development', 1000000);
insert into aid (aid, amount, items, intensity, de_minimis) values
	('grant', 300000, '{development}', 45, false), ('small', 100000, '{development}', null, true);
select * from cumulation_verdict('table aid', 'table item');
-- 50 %: 50 000 too much
update aid set amount = 200000 where aid = 'small';
select * from cumulation_verdict('table aid', 'table item');
select * from explain_cumulation('table aid', 'table item');
-- equality passes, one øre more does not
update aid set amount = 150000.00 where aid = 'small';
select allowed, used, "limit", excess from cumulation_verdict('table aid', 'table item');
update aid set amount = 150000.01 where aid = 'small';
select allowed, used, "limit", excess from cumulation_verdict('table aid', 'table item');
-- exact to the last decimal there is
update aid set amount = 150000.000000000001 where aid = 'small';
select allowed, used, "limit", excess from cumulation_verdict('table aid', 'table item');
-- V11-6: de minimis aid alone may take up the item, and not more
delete from aid where aid = 'grant';
update aid set amount = 1000000;
select allowed, used, "limit", excess, citation from cumulation_verdict('table aid', 'table item');
update aid set amount = 1000000.01;
select allowed, used, "limit", excess, citation from cumulation_verdict('table aid', 'table item');
-- but beside aid of an intensity, that intensity is the ceiling
insert into aid (aid, amount, items, intensity) values ('token', 0, '{development}', 10);
select allowed, used, "limit", excess from cumulation_verdict('table aid', 'table item');

-- investment of small and medium-sized enterprises at 20 % and development at
-- 45 % on the same item: the highest holds
truncate aid;
insert into aid (aid, amount, items, intensity) values ('investment', 200000, '{development}', 20), ('research', 250000, '{development}', 45);
select * from cumulation_verdict('table aid', 'table item');
-- each is within its own intensity still, the two are too much together
update aid set amount = 250000.01 where aid = 'research';
select * from cumulation_verdict('table aid', 'table item');
-- over its own intensity, although the item would carry it
update aid set amount = 200000.01 where aid = 'investment';
update aid set amount = 0 where aid = 'research';
select * from cumulation_verdict('table aid', 'table item');
-- and over its own amount: the two limits are exceeded by 0.01 and 0.02
update aid set max_amount = 199999.99 where aid = 'investment';
select * from cumulation_verdict('table aid', 'table item');

-- two items 600 000 at 20 % and 400 000 at 45 %, one aid covers both, the other
-- the second only: 120 000 + 180 000 are met exactly
truncate aid, item;
insert into item values ('first', 600000), ('second', 400000);
insert into aid (aid, amount, items, intensity) values ('both', 150000, '{first,second}', 20), ('one', 150000, '{second}', 45);
select * from cumulation_verdict('table aid', 'table item');
select * from explain_cumulation('table aid', 'table item');
update aid set amount = 150000.01 where aid = 'both';
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');
-- 180 000.01 on the second item alone is too much, even if the other aid is none
update aid set amount = case aid when 'one' then 180000.01 else 0 end;
update aid set intensity = 50 where aid = 'one';
update item set eligible_cost = 360000.00 where item = 'second';
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');

-- Hall's condition: each aid fits, and each pair; three do not.  Each item
-- carries 50, so x and y carry two aids of 40, but not three.
truncate aid, item;
insert into item values ('x', 100), ('y', 100), ('z', 100);
insert into aid (aid, amount, items, intensity) values ('a', 40, '{x,y}', 50), ('b', 40, '{x,y}', 50), ('c', 40, '{x,y}', 50), ('d', 50, '{z}', 50);
select pair, v.allowed from unnest(array['ab', 'ac', 'bc']) as pair,
	cumulation_verdict(format('select * from aid where position(aid in %L) > 0', pair), 'table item') as v order by pair;
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');
-- a and b fill x and y, so c must be on z
truncate aid;
insert into aid (aid, amount, items, intensity) values ('a', 50, '{x,y}', 50), ('b', 50, '{x,y}', 50), ('c', 50, '{y,z}', 50), ('d', 30, '{z}', 50);
select allowed, used, "limit", excess, aids, items from cumulation_verdict('select * from aid where aid <> ''d''', 'table item');
-- where d leaves only 20
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');
-- a pair: two aids of 30 on one item of 50; the others do not come into it
update aid set items = '{z}', amount = 30 where aid = 'c';
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');
-- the one in the middle decides: a to y only if b leaves it
update aid set amount = 50.01 where aid = 'b';
update aid set amount = 20 where aid = 'c';
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');
-- two groups of items: both are named, each has its row
update aid set amount = 40 where aid = 'c';
select allowed, used, "limit", excess, aids, items from cumulation_verdict('table aid', 'table item');
select step, subject, used, "limit" from explain_cumulation('table aid', 'table item');
-- an item twice in an array counts once
select allowed, "limit" from cumulation_verdict($$select 'a' as aid, 60 as amount, '{x,x}'::text[] as items, 60 as intensity$$, 'table item');
select allowed, "limit" from cumulation_verdict($$select 'a' as aid, 61 as amount, '{x,x}'::text[] as items, 60 as intensity$$, 'table item');

-- mode qualified: an item carries what the project qualifies for, V3-3; the
-- limit of a scheme itself does not rise, V3-2
truncate aid, item;
insert into item values ('plant', 1000, 35);
insert into aid (aid, amount, items, intensity) values ('a', 200, '{plant}', 20), ('b', 150, '{plant}', 15);
select * from cumulation_verdict('table aid', 'table item', 'used');
select * from cumulation_verdict('table aid', 'table item', 'qualified');
select step, subject, used, "limit", rule, citation from explain_cumulation('table aid', 'table item', 'qualified');
update aid set amount = 201 where aid = 'a';
update aid set amount = 0 where aid = 'b';
select allowed, used, "limit", rule from cumulation_verdict('table aid', 'table item', 'qualified');
-- lower than what is used: does not lower the ceiling
update item set intensity = 5;
update aid set amount = 200 where aid = 'a';
select allowed, used, "limit", rule from cumulation_verdict('table aid', 'table item', 'qualified');
-- with de minimis aid, V3-1
insert into aid (aid, amount, items, de_minimis) values ('c', 1, '{plant}', true);
select allowed, used, "limit", rule from cumulation_verdict('table aid', 'table item', 'qualified');

-- disabled workers: 75 % of the wage, and with other aid the whole of it
truncate aid, item;
insert into item values ('wage', 400);
insert into aid (aid, amount, items, intensity, disabled_workers) values ('subsidy', 300, '{wage}', 75, true), ('other', 100, '{wage}', 50, false);
select allowed, used, "limit", excess from cumulation_verdict('table aid', 'table item');
select step, subject, used, "limit", citation from explain_cumulation('table aid', 'table item') where step = 'item ceiling';
update aid set amount = 100.01 where aid = 'other';
select allowed, used, "limit", excess from cumulation_verdict('table aid', 'table item');
-- its own ceiling stays
update aid set amount = 300.01 where aid = 'subsidy';
update aid set amount = 0 where aid = 'other';
select allowed, used, "limit", citation from cumulation_verdict('table aid', 'table item');

-- money that the Union manages centrally: not State aid, but all public funding
-- of the cost stays within the most favourable rate
truncate aid, item;
insert into item values ('study', 1000), ('elsewhere', 1000);
insert into aid (aid, amount, items, intensity, eu_central) values ('state', 450, '{study}', 45, false), ('union', 250, '{study}', 70, true);
select allowed, used, "limit", aids from cumulation_verdict('table aid', 'table item');
select step, subject, used, "limit", citation from explain_cumulation('table aid', 'table item');
update aid set amount = 250.01 where aid = 'union';
select * from cumulation_verdict('table aid', 'table item');
-- the rate of the Union does not raise the ceiling of State aid
update aid set amount = 0 where aid = 'union';
insert into aid (aid, amount, items, intensity) values ('more', 1, '{study}', 10);
select allowed, used, "limit", aids, citation from cumulation_verdict('table aid', 'table item');
-- its rate is not known: 450 + 250 are too much if it is 45 or less, and 450 + 551
-- whatever it is; 450 + 0 are lawful whatever it is
delete from aid where aid = 'more';
update aid set amount = 250, intensity = null where aid = 'union';
select allowed, excess, undecided from cumulation_verdict('table aid', 'table item');
update aid set amount = 551 where aid = 'union';
select allowed, used, "limit", excess, undecided from cumulation_verdict('table aid', 'table item');
update aid set amount = 0 where aid = 'union';
select allowed, excess, undecided from cumulation_verdict('table aid', 'table item');
-- on other costs it changes nothing
update aid set amount = 900, intensity = 100, items = '{elsewhere}' where aid = 'union';
select allowed, used, "limit", aids from cumulation_verdict('table aid', 'table item');

-- without identifiable costs: together up to the highest threshold, apart from
-- aid that has such costs; de minimis aid is not among them
truncate aid, item;
insert into item values ('study', 1000);
insert into aid (aid, amount, items, intensity, financing_threshold, de_minimis) values
	('start', 400, null, null, 500, false), ('risk', 1100, '{}', null, 1500, false), ('tied', 450, '{study}', 45, null, false), ('small', 300, null, null, null, true);
select allowed, used, "limit", aids from cumulation_verdict('table aid', 'table item');
select step, subject, used, "limit", citation from explain_cumulation('table aid', 'table item');
update aid set amount = 1100.5 where aid = 'risk';
select * from cumulation_verdict('table aid', 'table item');
-- a threshold that is not known: the other one is not enough
update aid set financing_threshold = null where aid = 'start';
select allowed, used, "limit", undecided from cumulation_verdict('table aid', 'table item');
update aid set amount = 1000 where aid = 'risk';
select allowed, undecided from cumulation_verdict('table aid', 'table item');
-- nothing but that
select * from cumulation_verdict($$select * from aid where items = '{}'$$, 'table item');
select * from cumulation_verdict('select * from aid where false', 'table item');
select step, subject, used, "limit" from explain_cumulation('select * from aid where false', 'table item');

-- what is not known: undecided, unless it does not matter
truncate aid, item;
insert into item values ('known', 1000), ('unknown', null);
insert into aid (aid, amount, items, intensity) values ('a', 400, '{known}', 40), ('b', null, '{known}', 40);
select * from cumulation_verdict('table aid', 'table item');
select step, subject, used, "limit" from explain_cumulation('table aid', 'table item');
update aid set amount = 400.01 where aid = 'a';
select * from cumulation_verdict('table aid', 'table item');
update aid set amount = 1, intensity = null;
select allowed, "limit", used, excess, undecided from cumulation_verdict('table aid', 'table item');
-- more than the whole cost is unlawful at any intensity
update aid set amount = 501;
select allowed, "limit", used, excess, undecided from cumulation_verdict('table aid', 'table item');
update aid set amount = 1, intensity = 40, items = '{unknown}';
select allowed, "limit", used, excess, undecided from cumulation_verdict('table aid', 'table item');
-- no cost lets aid be at 0 %
update aid set intensity = 0;
select allowed, "limit", used, excess from cumulation_verdict('table aid', 'table item');
-- an item that no aid covers does not matter; nor does what it qualifies for
-- where the intensities used are enough
update aid set amount = 100, intensity = 20, items = '{known}';
select allowed, undecided from cumulation_verdict('table aid', 'table item');
select allowed, undecided from cumulation_verdict('table aid', 'table item', 'qualified');
update aid set amount = 110;
select allowed, undecided from cumulation_verdict('table aid', 'table item');
select allowed, undecided from cumulation_verdict('table aid', 'table item', 'qualified');
update aid set amount = 600, intensity = 60;
select allowed, "limit", used, undecided from cumulation_verdict('table aid', 'table item', 'qualified');
select cumulation_verdict(null, 'table item') as no_aids, cumulation_verdict('table aid', null) as no_items, cumulation_verdict('table aid', 'table item', null) as no_mode;
select count(*) from explain_cumulation('table aid', null);

-- Against enumeration of all subsets.  Pseudo-random problems of up to five aids
-- and four items, with de minimis aid and money of the Union among them.
create table random_item (c int, item int, eligible_cost int, intensity int);
create table random_aid (c int, aid int, amount int, items int[], intensity int, de_minimis boolean, eu_central boolean);
do $$
declare
	state bigint := 20080101;
begin
	for c in 1 .. 400 loop
		for j in 1 .. 4 loop
			state := (state * 1103515245 + 12345) % 2147483648;
			insert into random_item values (c, j, state / 65536 % 8 * 100, state / 1048576 % 10 * 10);
		end loop;
		for i in 1 .. 2 + c % 4 loop
			state := (state * 1103515245 + 12345) % 2147483648;
			insert into random_aid values (c, i, state / 65536 % 32 * (4 + c % 9), array(select j from generate_series(1, 4) as j where (state / 4194304 % 15 + 1) & (1 << j - 1) <> 0),
				(array[20, 45, 50, 80])[1 + state / 1048576 % 4], state / 16777216 % 5 = 0, state / 16777216 % 7 = 1);
		end loop;
	end loop;
	update random_aid set eu_central = false where de_minimis;
	update random_aid set intensity = null where de_minimis;
end $$;
-- what may be on each item, as a table: for State aid and for public funding
create table ceiling as
	select m.mode, p.public, i.c, i.item, i.eligible_cost * greatest(coalesce(max(a.intensity) filter (where not a.de_minimis), 100),
		case when m.mode = 'qualified' then i.intensity end) as hundredths
	from random_item as i cross join (values ('used'), ('qualified')) as m(mode) cross join (values (false), (true)) as p(public)
		left join random_aid as a on a.c = i.c and i.item = any (a.items) and (p.public or not a.eu_central)
	group by m.mode, p.public, i.c, i.item, i.eligible_cost, i.intensity;
create index on ceiling (c, mode, public);
analyze ceiling, random_item, random_aid;
create table enumerated as
with subset as (
	select a.c, s, p.public, sum(a.amount) * 100 as used, array_agg(a.aid::text order by a.aid) as aids,
		array(select distinct unnest(b.items) from random_aid as b where b.c = a.c and (s >> b.aid - 1) & 1 = 1) as items
	from random_aid as a, generate_series(1, 31) as s, (values (false), (true)) as p(public)
	where (s >> a.aid - 1) & 1 = 1 and (p.public or not a.eu_central)
	group by a.c, s, p.public
	having count(*) = (select count(*) from generate_series(0, 4) as bit where (s >> bit) & 1 = 1)),
excess as (
	select u.c, mode, public, max(used - (select sum(hundredths) from ceiling as k
		where k.c = u.c and k.mode = m.mode and k.public = u.public and k.item = any (u.items))) as excess
	from subset as u, (values ('used'), ('qualified')) as m(mode) group by u.c, mode, public),
own as (
	select a.c, bool_and(a.de_minimis or a.eu_central or a.amount * 100 <= a.intensity *
		(select sum(i.eligible_cost) from random_item as i where i.c = a.c and i.item = any (a.items))) as kept
	from random_aid as a group by a.c)
select c, mode, kept and max(excess) <= 0 as allowed, greatest(max(excess) filter (where not public), 0) / 100 as too_much
from excess join own using (c) group by c, mode, kept;
create table solved as
select c, mode, v.allowed, v.excess, v.used, v."limit", v.aids, v.items,
	(select coalesce(sum(x.used - x."limit"), 0) from explain_cumulation(q.aids, q.items, mode) as x where x.step = 'too much together') as too_much
from generate_series(1, 400) as c, (values ('used'), ('qualified')) as m(mode),
	lateral (select format('select * from random_aid where c = %s', c) as aids, format('select * from random_item where c = %s', c) as items) as q,
	lateral cumulation_verdict(q.aids, q.items, mode) as v;
select count(*) as problems, count(*) filter (where s.allowed is distinct from e.allowed) as other_answer,
	count(*) filter (where s.too_much <> e.too_much) as other_excess, count(*) filter (where s.excess < e.too_much) as not_worst,
	count(*) filter (where e.allowed) > 100 as some_lawful, count(*) filter (where not e.allowed) > 100 as some_not,
	count(*) filter (where e.too_much > 0) > 100 as some_too_much
from solved as s full join enumerated as e using (c, mode);
-- the modes differ, and qualified never refuses what used allows
select count(*) filter (where u.allowed <> q.allowed) > 10 as differ, bool_and(q.allowed or not u.allowed) as monotone
from enumerated as u join enumerated as q using (c) where u.mode = 'used' and q.mode = 'qualified';
-- the subset named is what it is said to be
select count(*) > 100 as refused,
	bool_and(s.used = (select sum(amount) from random_aid as a where a.c = s.c and a.aid::text = any (s.aids))) as sums,
	bool_and(s.items @> x.covered and s.items <@ x.covered) as all_items
from solved as s, lateral (select array_agg(distinct i::text) as covered from random_aid as a, unnest(a.items) as i where a.c = s.c and a.aid::text = any (s.aids)) as x
where not s.allowed;

-- Three values: of the same problems with holes, what is refused is refused
-- with the most favourable filling, and what is allowed is allowed with the least.
create table filled as
select c, v.allowed, most.allowed as at_best, least.allowed as at_worst, v.undecided
from generate_series(1, 400) as c,
	lateral cumulation_verdict(format('select c, aid, nullif(amount, 4 * (4 + c %% 9)) as amount, items, case when (c + aid) %% 11 > 0 then intensity end as intensity, de_minimis, eu_central from random_aid where c = %s', c),
		format('select item, nullif(eligible_cost, 300) as eligible_cost from random_item where c = %s', c)) as v,
	lateral cumulation_verdict(format('select c, aid, case when amount = 4 * (4 + c %% 9) then 0 else amount end as amount, items, case when de_minimis then null when (c + aid) %% 11 > 0 then intensity else 100 end as intensity, de_minimis, eu_central from random_aid where c = %s', c),
		format('select item, case eligible_cost when 300 then 1000000 else eligible_cost end as eligible_cost from random_item where c = %s', c)) as most,
	lateral cumulation_verdict(format('select c, aid, case when amount = 4 * (4 + c %% 9) then 1000000 else amount end as amount, items, case when de_minimis then null when (c + aid) %% 11 > 0 then intensity else 0 end as intensity, de_minimis, eu_central from random_aid where c = %s', c),
		format('select item, case eligible_cost when 300 then 0 else eligible_cost end as eligible_cost from random_item where c = %s', c)) as least;
select count(*) filter (where (allowed is false) <> not at_best) as refused_otherwise, count(*) filter (where (allowed is true) <> at_worst) as allowed_otherwise,
	count(*) filter (where (undecided is null) <> (at_best = at_worst) and allowed is not false) as unexplained,
	count(*) filter (where allowed is null) > 50 as some_undecided, count(*) filter (where allowed) > 20 as some_allowed, count(*) filter (where not allowed) > 20 as some_refused
from filled;

-- Many: 5000 aids of 600, each over two neighbours of 5000 items that carry 600
-- each, and one item has no aid of its own: what is on the first item moves along
-- the whole chain to make room.  One øre more fits nowhere.
create table long_item as select n as item, 1000 as eligible_cost from generate_series(1, 5000) as n;
create table long_aid as select n as aid, 600.00 as amount, array[n, n + 1] as items, 60 as intensity from generate_series(1, 4999) as n
	union all select 5000, 600.00, '{1}', 60;
select allowed, used, "limit", excess, cardinality(aids) as aids, cardinality(items) as items from cumulation_verdict('table long_aid', 'table long_item');
update long_aid set amount = 600.01, intensity = 61 where aid = 4999;
select allowed, used, "limit", excess, cardinality(aids) as aids, cardinality(items) as items from cumulation_verdict('table long_aid', 'table long_item');
update long_aid set amount = 600.01, intensity = 60 where aid = 4999;
select allowed, used, "limit", excess, cardinality(aids) as aids, cardinality(items) as items from cumulation_verdict('table long_aid', 'table long_item');
-- 20 items each: all of them together carry 3 000 000
update long_aid set amount = 600.01, intensity = 60, items = array(select 1 + (aid * 37 + k * k * 101) % 5000 from generate_series(1, 20) as k);
select allowed, used, "limit", excess, cardinality(aids) as aids, cardinality(items) as items from cumulation_verdict('table long_aid', 'table long_item');

-- digits: as many as 38 in one unit, and never fewer than are given
select allowed, used, "limit", excess from cumulation_verdict($$select 'a' as aid, 333333333333.3333333333333333 as amount, array['x'] as items, 33.33333333333333333333 as intensity$$,
	$$select 'x' as item, 1000000000000 as eligible_cost$$);
select allowed, used, "limit", excess from cumulation_verdict($$select 'a' as aid, 0.3333333333333333333333333 as amount, array['x'] as items, 33.3333333333 as intensity$$, $$select 'x' as item, 1 as eligible_cost$$);
select allowed, used, "limit", excess from cumulation_verdict($$select 'a' as aid, 45.000000000000000000000000000000000000000000 as amount, array['x'] as items, 45.0000000000000000000000000 as intensity$$,
	$$select 'x' as item, 100.00000000000000000000000000 as eligible_cost$$);
select allowed from cumulation_verdict($$select 'a' as aid, 1e-30 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item, 1e9 as eligible_cost$$);
select allowed from cumulation_verdict($$select 'a' as aid, 1e40 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item, 1 as eligible_cost$$);
select allowed from cumulation_verdict($$select 'a' || n as aid, 9e37 as amount, array['x'] as items, 45 as intensity from generate_series(1, 2) as n$$, $$select 'x' as item, 1 as eligible_cost$$);

-- bad input
create function verdict_of(aid text, item text default $$select 'x' as item, 1 as eligible_cost$$, mode text default 'used') returns boolean
	language sql as 'select (cumulation_verdict($1, $2, $3)).allowed';
select verdict_of($$select 'a' as aid, -1 as amount, array['x'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 'NaN'::numeric as amount, array['x'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 100.01 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, -1 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity, -1 as max_amount$$);
select verdict_of($$select 'a' as aid, 1 as amount, null::text[] as items, null::int as intensity, 'Infinity'::numeric as financing_threshold$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item, -1 as eligible_cost$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item, 1 as eligible_cost, 101 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x', 'y'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x', null] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity from generate_series(1, 2)$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item, 1 as eligible_cost from generate_series(1, 2)$$);
select verdict_of($$select null as aid, 1 as amount, array['x'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, $$select null as item, 1 as eligible_cost$$);
-- contradictions
select verdict_of($$select 'a' as aid, 1 as amount, null::text[] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity, 1 as financing_threshold$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity, true as de_minimis, true as eu_central$$);
select verdict_of($$select 'a' as aid, 1 as amount, '{}'::text[] as items, null::int as intensity, true as disabled_workers$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity, null::boolean as de_minimis$$);
-- columns: found by name, in any order, among others
select verdict_of($$select 1 as id, 45::smallint as intensity, '{7}'::bigint[] as items, 0.45 as amount, 9::bigint as aid$$, $$select 1::bigint as eligible_cost, 'note' as note, 7 as item$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items$$);
select verdict_of($$select 'a' as aid, 1.0::float8 as amount, array['x'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, 'x' as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity, 'yes' as de_minimis$$);
select verdict_of($$select date '2024-01-01' as aid, 1 as amount, array['x'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, 2 as amount, array['x'] as items, 45 as intensity$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item$$);
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, $$select 'x' as item, 1 as eligible_cost$$, 'qualified');
select verdict_of($$select 'a' as aid, 1 as amount, array['x'] as items, 45 as intensity$$, mode => 'Used');
-- queries: one, that returns rows and writes nothing
select verdict_of('select 1; select 2');
select verdict_of('');
select verdict_of('create table t()');
select verdict_of('delete from aid returning *');
select verdict_of('select * from nowhere');
select verdict_of('select');
-- with the rights of the caller
create role regress_cumulation;
set role regress_cumulation;
select verdict_of('table public.aid', 'table public.item');
reset role;
drop role regress_cumulation;
drop function verdict_of;
drop table many, other_cost, item, aid, random_item, random_aid, ceiling, enumerated, solved, filled, long_item, long_aid;

-- The guidelines add all de minimis aid of the project (V3-1), also that which
-- names no cost; the regulation leaves that out.
select mode, allowed, "limit", used, aids from unnest('{used,qualified}'::text[]) as mode,
	tilskudd.cumulation_verdict($$select *, aid = 'd' as de_minimis from (values ('g', 450000, array['p'], 45), ('d', 200000, null, null)) as v(aid, amount, items, intensity)$$,
		$$select 'p' as item, 1000000 as eligible_cost, 45 as intensity$$, mode);

-- V3-6: a grant of 15.2 counts with the aid in a free loan of 1 050 for a year (4 % of
-- it, discounted at 5 %: 40), a guarantee and an interest subsidy (two points of
-- 1 000 and 500, at 25 %: 16 + 6.4 each): 100 of 400 are 25 % (V4-1)
select tilskudd.cumulated_intensity(aid, 400) as of_all
from (values (15.2), (tilskudd.loan_gge(array[1050], 0, 4, 5)), (tilskudd.guarantee_gge(array[1000, 500], 1.8, 3.8, 25)),
	(tilskudd.interest_subsidy_gge(array[1000, 500], 2, 25))) as v(aid);
-- V6-8: NyVekst at 30 % of one million, with the reduced payroll contribution and
-- de minimis aid: 250 000 + 20 000 + 30 000 are just the limit.
-- V8-5: training at 50 % of 200 000, with other aid: 80 000 + 20 000
select law, more, v.allowed, v.excess
from unnest(array['V6-8', 'V8-5']) as law, unnest(array[0, 0.01]) as more, lateral tilskudd.cumulation_verdict(
	case law when 'V6-8' then format($$select aid, amount, array['x'] as items, intensity, aid = 'de minimis' as de_minimis
		from (values ('NyVekst', 250000, 30), ('contribution', 20000, 30), ('de minimis', 30000 + %s, null)) as v(aid, amount, intensity)$$, more)
	else format($$select aid, amount, array['x'] as items, 50 as intensity from (values ('training', 80000), ('other', 20000 + %s)) as v(aid, amount)$$, more) end,
	case law when 'V6-8' then $$select 'x' as item, 1000000 as eligible_cost$$ else $$select 'x' as item, 200000 as eligible_cost$$ end) as v
order by law, more;
