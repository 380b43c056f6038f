-- enterprise_size: how large an enterprise is, by its own figures
set datestyle = 'ISO';
set search_path = tilskudd, public;

-- the definitions; that of 1996 says that nobody has checked it
select mode, size, headcount_below, turnover_eur, turnover_strict, balance_eur, valid_from, valid_to, rule, evidence from law_size_threshold;
select mode, count(*) filter (where caveat is null) as silent, count(*) filter (where citation is null) as uncited
from law_size_threshold group by mode order by mode;

-- every limit of every definition, a cent and a thousandth of a work unit to each
-- side: the headcount is strict, one money limit is enough, and reached is kept
select mode, size,
	   enterprise_size(headcount_below - 0.001, turnover_eur, balance_eur, valid_from, mode => mode) as reached,
	   enterprise_size(headcount_below, turnover_eur, balance_eur, valid_from, mode => mode) as heads,
	   enterprise_size(headcount_below - 0.001, turnover_eur + 0.01, balance_eur, valid_from, mode => mode) as by_balance,
	   enterprise_size(headcount_below - 0.001, turnover_eur, balance_eur + 0.01, valid_from, mode => mode) as by_turnover,
	   enterprise_size(headcount_below - 0.001, turnover_eur + 0.01, balance_eur + 0.01, valid_from, mode => mode) as neither
from law_size_threshold where turnover_eur is not null;
-- micro of 1996: fewer than 10 of those that are small or medium-sized by money
select headcount, turnover, enterprise_size(headcount, turnover, 27000001, '2000-01-01')
from (values (9.999, 40000000), (10, 40000000), (9.999, 40000001)) as v(headcount, turnover);
-- small in staff and medium in money is medium; tiny in staff and large in money is large
select enterprise_size(5, 3000000, 3000000, '2020-01-01') as small, enterprise_size(5, 20000000, 20000000, '2020-01-01') as medium,
	   enterprise_size(0, 50000001, 43000001, '2020-01-01') as large, enterprise_size(0, 0, 0, '2020-01-01') as micro;
-- nothing is rounded
select enterprise_size(249.9999999999999999999999999999, 1e30, 43000000, '2020-01-01') as medium,
	   enterprise_size(1, 50000000.000000000000000000000000000001, 43000000.000000000000000000000000000001, '2020-01-01') as large;

-- which definition is in force, and how far each one reaches
select on_date, enterprise_size(249, 45000000, 100000000, on_date) as in_force,
	   enterprise_size(249, 45000000, 100000000, on_date, mode => 'rec_1996') as rec_1996,
	   enterprise_size(249, 45000000, 100000000, on_date, mode => 'rec_2003') as rec_2003,
	   enterprise_size(249, 45000000, 100000000, on_date, mode => 'guidelines_2008') as guidelines_2008
from unnest('{-infinity, 1996-04-02, 1996-04-03, 2004-12-31, 2005-01-01, 2007-12-31, 2008-01-01, 2014-06-30, 2014-07-01, 2100-01-01, infinity}'::date[]) as on_date;

-- the guidelines: no micro; small turnover as they print it, or as the definition they follow has it
select turnover, balance, enterprise_size(5, turnover, balance, '2010-01-01', mode => 'guidelines_2008') as corrected,
	   enterprise_size(5, turnover, balance, '2010-01-01', mode => 'guidelines_2008', as_printed => true) as as_printed,
	   enterprise_size(5, turnover, balance, '2010-01-01', mode => 'rec_2003', as_printed => true) as rec_2003
from (values (1000000, 1000000), (9999999.99, 10000001), (10000000, 10000001), (10000000, 10000000), (10000000.01, 10000001), (50000000, 43000001)) as v(turnover, balance);

-- V4-2: fewer than 250, and at most 50 million of turnover or 43 million of balance;
-- V4-3: fewer than 50, and at most 10 million of the one or the other
select wanted, headcount, turnover, balance, enterprise_size(headcount, turnover, balance, '2010-01-01', mode => 'guidelines_2008')
from (values ('medium', 249.9, 50000000, 50000000), ('medium', 249.9, 60000000, 43000000), ('large', 250, 1, 1), ('large', 10, 50000000.01, 43000000.01),
		('small', 49.9, 10000000, 20000000), ('small', 49.9, 20000000, 10000000), ('medium', 50, 1, 1), ('medium', 10, 10000000.01, 10000000.01))
	as v(wanted, headcount, turnover, balance)
where enterprise_size(headcount, turnover, balance, '2010-01-01', mode => 'guidelines_2008') is distinct from wanted::enterprise_size;

-- independence: a condition in 1996 and the guidelines; in 2003 a question of whose
-- figures count, which the headcount alone can settle
select mode, headcount, independent, enterprise_size(headcount, 1000000, 1000000, '2004-06-01'::date + case mode when 'rec_1996' then 0 else 2000 end, independent, mode)
from unnest('{rec_1996, rec_2003, guidelines_2008}'::text[]) as mode, (values (5), (249), (250)) as v(headcount), (values (true), (false), (null)) as i(independent)
order by mode, headcount, independent;
-- consolidated accounts may hold less money than the own ones, never fewer people
select enterprise_size(5, 1e9, 1e9, '2020-01-01', false) as money_alone, enterprise_size(250, null, null, '2020-01-01', false) as headcount_alone,
	   enterprise_size(1, 300, null, null, null, null, '2020-01-01', false) as perhaps;

-- three values: a figure that is not known decides nothing, and keeps nothing open that is decided
select headcount, turnover, balance, enterprise_size(headcount, turnover, balance, '2020-01-01')
from (values (100::numeric, null::numeric, 40000000::numeric), (260, null, null), (100, null, null), (null, 1, 1), (null, 50000001, 43000001),
		(9, null, 2000000), (9, null, 2000001), (9, 2000001, null), (49, null, 10000000), (5, 2000001, 10000001), (null, null, null)) as v(headcount, turnover, balance);
-- against the definition of "certain": the same size for every figure in the place of the NULL
create temp table grid as
	select h, t, b, enterprise_size(h, t, b, '2020-01-01') as size
	from unnest('{0, 9, 10, 49, 50, 249, 250, 1000}'::numeric[]) as h,
		unnest('{0, 2000000, 2000001, 10000000, 10000001, 50000000, 50000001, 1e12}'::numeric[]) as t,
		unnest('{0, 2000000, 2000001, 10000000, 10000001, 43000000, 43000001, 1e12}'::numeric[]) as b;
select count(*) as cases, count(size) as decided, count(*) filter (where size is distinct from certain) as wrong
from (
	select enterprise_size(v.h, v.t, v.b, '2020-01-01') as size,
		(select case when min(g.size::text) = max(g.size::text) then min(g.size::text) end::enterprise_size from grid as g
			where g.h = coalesce(v.h, g.h) and g.t = coalesce(v.t, g.t) and g.b = coalesce(v.b, g.b)) as certain
	from (select distinct h, t, b from grid union all select distinct null::numeric, t, b from grid union all select distinct h, null::numeric, b from grid
		union all select distinct h, t, null::numeric from grid union all select distinct h, null::numeric, null::numeric from grid
		union all select distinct null::numeric, t, null::numeric from grid union all select distinct null::numeric, null::numeric, b from grid) as v) as c;
-- and the same of bounds
select count(*) as cases, count(size) as decided, count(*) filter (where size is distinct from certain) as wrong
from (
	select enterprise_size(hl, hh, tl, th, bl, bh, '2020-01-01') as size,
		(select case when min(g.size::text) = max(g.size::text) then min(g.size::text) end::enterprise_size from grid as g
			where g.h between coalesce(hl, 0) and coalesce(hh, 1e9) and g.t between coalesce(tl, 0) and coalesce(th, 1e12) and g.b between coalesce(bl, 0) and coalesce(bh, 1e12)) as certain
	from (values (null::numeric, 9::numeric), (9, 10), (10, 49), (0, 49), (50, 249), (249, 250), (250, null)) as h(hl, hh),
		(values (null::numeric, 2000000::numeric), (2000001, 10000000), (10000000, 10000001), (10000001, 50000000), (50000001, null)) as t(tl, th),
		(values (null::numeric, 2000000::numeric), (0, 10000000), (2000001, 43000000), (43000000, 43000001), (43000001, null)) as b(bl, bh)) as c;

-- bounds: registers hide 1 to 4 employees
select enterprise_size(headcount_lo => 1, headcount_hi => heads, turnover_lo => tl, turnover_hi => th, balance_lo => bl, balance_hi => null, on_date => '2010-01-01') as rec_2003,
	   enterprise_size(headcount_lo => 1, headcount_hi => heads, turnover_lo => tl, turnover_hi => th, balance_lo => bl, balance_hi => null, on_date => '2010-01-01',
			mode => 'guidelines_2008') as guidelines,
	   enterprise_size(headcount_lo => 1, headcount_hi => heads, turnover_lo => tl, turnover_hi => th, balance_lo => bl, balance_hi => null, on_date => '2010-01-01',
			mode => 'guidelines_2008', as_printed => true) as as_printed
from (values (4, 1000000, 2000000, null), (4, null, null, null), (49, 2000001, 10000000, 2000001), (10, null, 2000000, null), (4, null, 10000000, 10000001)) as v(heads, tl, th, bl);

-- NULL
select enterprise_size(1, 1, 1, null) as no_day, enterprise_size(1, 1, 1, '2010-01-01', mode => 'guidelines_2008', as_printed => null) as not_as_printed,
	   enterprise_size(1, 1, 1, 1, 1, 1, null) as no_day_of_bounds;

-- in a generated column and a CHECK, which a NULL passes
create temp table firm (id int, headcount numeric, turnover numeric, balance numeric, closed date,
	size enterprise_size generated always as (enterprise_size(headcount, turnover, balance, closed)) stored,
	check (enterprise_size(headcount, turnover, balance, closed) <= 'medium'));
insert into firm values (1, 9, 2000000, 9000000, '2020-12-31'), (2, 49, null, null, '2020-12-31'), (3, 249, 50000000, null, '2020-12-31');
select * from firm order by size, id;
insert into firm values (4, 250, null, null, '2020-12-31');

-- errors
select enterprise_size(-1, 1, 1, '2020-01-01');
select enterprise_size(1, 'NaN', 1, '2020-01-01');
select enterprise_size(1, 1, 'infinity', '2020-01-01');
select enterprise_size(1, 1, -0.01, null);
select enterprise_size(1, 1, 1, '2020-01-01', mode => 'rec_2004');
select enterprise_size(1, 1, 1, null, mode => '');
select enterprise_size(1, 1, 1, null, mode => repeat('x', 5000));
select enterprise_size(4, 1, 1, 1, 1, 1, '2020-01-01');
select enterprise_size(1, 4, 1, 0.99, 1, 1, '2020-01-01');
select enterprise_size(null, null, null, null, null, -1, '2020-01-01');
\set VERBOSITY sqlstate
select enterprise_size(1, 1, 'NaN', '2020-01-01');
select enterprise_size(1, 1, 1, '2020-01-01', mode => 'rec_2004');
select enterprise_size(4, 1, 1, 1, 1, 1, '2020-01-01');
