-- de_minimis_sum: aid within the windows of many awards
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- de_minimis_used: each award's day, by the regime of that day.  Three years
-- until 2006, three fiscal years until 2023, three years since.
create table steps (granted_on date, amount numeric);
insert into steps values
	('2001-02-01', 1), ('2001-02-02', 2), ('2004-02-02', 4), ('2004-02-03', 8), ('2006-12-31', 16),
	('2007-01-01', 32), ('2009-12-31', 64), ('2010-01-01', 128), ('2021-01-01', 256), ('2021-06-30', 512),
	('2021-07-01', 1024), ('2023-12-31', 2048), ('2024-01-01', 4096), ('2024-01-02', 8192), ('2027-01-02', 16384),
	('2030-12-31', 32768), ('2031-01-01', 65536);
-- The amounts are powers of two, so a sum shows which of them are in it.
-- 2001-02-01: no regime yet, but it counts on 2001-02-02.
-- 2004-02-02: 2001-02-02 is in, the same day three years before; 2001-02-01 is
-- out.  2004-02-03: 2001-02-02 is out.  2006-12-31: back to 2003-12-31.
-- 2007-01-01: calendar years 2005 to 2007.  2009-12-31: 2007 to 2009.
-- 2010-01-01: 2008 to 2010.  2023-12-31: 2021 to 2023.  2024-01-01: back to
-- 2021-01-01.  2024-01-02: 2021-01-01 is out.  2027-01-02: back to 2024-01-02.
-- 2031-01-01: no regime any more.
select granted_on, amount, de_minimis_used(amount, granted_on) over (order by granted_on) as used from steps order by 1;
-- The fiscal year starts in July: 2023-12-31 counts from 2021-07-01, and the
-- day after from 2021-01-01: the window begins earlier than the one before.
select granted_on, amount, de_minimis_used(amount, granted_on, 'general', 7) over (order by granted_on) as used
from steps where granted_on > '2007-01-01' order by 1;
-- Agriculture: three fiscal years until 2024-12-15, three years since.
select granted_on, amount, de_minimis_used(amount, granted_on, 'agriculture', 9) over (order by granted_on) as used
from (values (date '2021-12-15', 1), ('2021-12-16', 2), ('2022-08-31', 4), ('2022-09-01', 8), ('2024-12-15', 16),
	('2024-12-16', 32), ('2032-12-31', 64), ('2033-01-01', 128)) as v(granted_on, amount) order by 1;
-- SGEI and fisheries have no regime at first; fisheries are fiscal to the end.
select granted_on, de_minimis_used(amount, granted_on, 'sgei') over w as sgei, de_minimis_used(amount, granted_on, 'fisheries') over w as fisheries
from (values (date '2012-04-28', 1), ('2012-04-29', 2), ('2014-06-30', 4), ('2014-07-01', 8), ('2024-01-01', 16),
	('2026-01-01', 32), ('2026-12-31', 64), ('2029-12-31', 128), ('2030-01-01', 256)) as v(granted_on, amount)
window w as (order by granted_on) order by 1;
-- 29 February: its window begins on the 28th, and it leaves on 1 March.
select granted_on, amount, de_minimis_used(amount, granted_on) over (order by granted_on) as used
from (values (date '2024-02-28', 1), ('2024-02-29', 2), ('2024-03-01', 4), ('2027-02-28', 8), ('2027-03-01', 16),
	('2025-02-28', 32), ('2028-02-29', 64), ('2028-03-01', 128)) as v(granted_on, amount) order by 1;
select granted_on, amount, de_minimis_used(amount, granted_on) over (order by granted_on) as used
from (values (date '2001-02-27', 1), ('2001-02-28', 2), ('2004-02-28', 4), ('2004-02-29', 8), ('2004-03-01', 16)) as v(granted_on, amount) order by 1;

-- all awards of a day count on it, those that come after the row too
select granted_on, amount, de_minimis_used(amount, granted_on) over (order by granted_on) as used,
	de_minimis_used(amount, granted_on) over (order by granted_on, amount desc) as used_again
from (values (date '2025-01-01', 1), ('2025-01-01', 2), ('2025-01-01', 4), ('2025-01-02', 8), ('2025-01-02', null)) as v(granted_on, amount)
order by 1, 2;

-- NULL: an amount counts as nothing, a day has no sum, wherever it comes
select granted_on, amount, de_minimis_used(amount, granted_on) over (order by granted_on nulls first) as nulls_first,
	de_minimis_used(amount, granted_on) over (order by granted_on nulls last) as nulls_last
from (values (date '2025-01-01', 1), (null, 2), ('2025-01-02', null), ('2025-01-03', 4), (null, null), (null, -1), ('infinity', 8), ('-infinity', 16)) as v(granted_on, amount)
order by 1, 2;
select de_minimis_used(null, '2025-01-01') over () as no_amount, de_minimis_used(1, null) over () as no_day,
	de_minimis_used(1, '2025-01-01', null) over () as no_pool, de_minimis_used(1, '2025-01-01', 'sgei', null) over () as no_month,
	de_minimis_used(1, '2000-01-01') over () as no_regime, de_minimis_used(0, '2025-01-01') over () as zero;

-- decimals: as many as an award up to then has; nothing is rounded
select granted_on, de_minimis_used(amount, granted_on) over (order by granted_on) as used
from (values (date '2025-01-01', 0.10), ('2025-01-02', 0.2), ('2025-01-03', 0.0001), ('2025-01-04', 999999999999.9999),
	('2025-01-05', 1e15), ('2025-01-06', 0.000001), ('2025-01-07', 1e-30), ('2028-01-06', 0), ('2028-01-07', 0), ('2028-01-08', 0)) as v(granted_on, amount)
order by 1;
-- more than 2^63 units of 1/10000 together
select count(*), max(used) from (
	select de_minimis_used(999999999999.9999, date '2025-01-01' + i / 10) over (order by i) as used from generate_series(1, 1000) as i) as x;

-- errors
select de_minimis_used(-0.01, '2025-01-01') over ();
select de_minimis_used('NaN', '2025-01-01') over ();
select de_minimis_used('Infinity', '2025-01-01') over ();
select de_minimis_used('-Infinity', '2025-01-01') over ();
select de_minimis_used(1, '2025-01-01', 'General') over ();
select de_minimis_used(1, '2025-01-01', 'sgei', 0) over ();
select de_minimis_used(1, '2025-01-01', 'sgei', 13) over ();
\set VERBOSITY sqlstate
select de_minimis_used(amount, granted_on) over (order by granted_on desc) from steps;
\set VERBOSITY default
select de_minimis_used(amount, granted_on) over (order by granted_on desc) from steps;
select de_minimis_used(1, '2025-01-01', pool) over (order by pool) from (values ('general'), ('general'), ('sgei')) as v(pool);
select de_minimis_used(1, '2025-01-01', pool) over (order by pool) from (values ('general'), (null)) as v(pool);
select de_minimis_used(1, '2025-01-01', 'sgei', month) over (order by month) from (values (1), (2)) as v(month);
select de_minimis_used(1, '2025-01-01');
-- one pool each is what a partition is for
select pool, month, de_minimis_used(1, '2025-01-01', pool, month) over (partition by pool, month)
from (values ('general', 1), ('general', 1), ('sgei', 1), ('fisheries', 7)) as v(pool, month) order by 1, 2;

-- de_minimis_peak
select (de_minimis_peak(amount * 10, granted_on)).* from steps;
select de_minimis_peak(amount, granted_on) from steps where false;
select de_minimis_peak(1, '2000-01-01') as no_regime, de_minimis_peak(null, '2025-01-01') as no_amount, de_minimis_peak(1, null) as no_day,
	de_minimis_peak(1, '2025-01-01', null) as no_pool, de_minimis_peak(1, '2025-01-01', 'general', null) as no_road_freight,
	de_minimis_peak(1, '2025-01-01', 'general', false, null) as no_month, de_minimis_peak(1, 'infinity') as no_end;
-- a day without a regime counts later: 60 + 50 of 100 000
select de_minimis_peak(amount, granted_on) from (values (date '2001-02-01', 60000), ('2001-02-02', 50000)) as v(granted_on, amount);
-- the ceiling differs: 150 000 of 200 000 is more than 200 000 of 300 000;
-- and 60 000 of 100 000 is the same part as 120 000 of 200 000: the first day
select de_minimis_peak(amount, granted_on) from (values (date '2020-05-01', 150000), ('2024-05-01', 200000)) as v(granted_on, amount);
select de_minimis_peak(amount, granted_on) from (values (date '2006-05-01', 60000), ('2010-05-01', 120000), ('2002-05-01', 60000)) as v(granted_on, amount);
select de_minimis_peak(amount, granted_on) from (values (date '2006-05-01', 60000), ('2010-05-01', 120000.0001), ('2002-05-01', 60000)) as v(granted_on, amount);
select de_minimis_peak(amount, granted_on) from (values (date '2006-05-01', 60000), ('2010-05-01', 120000 + 1e-30), ('2002-05-01', 60000)) as v(granted_on, amount);
-- equal to the ceiling is no breach, a hundredth more is
select p, (p).ratio > 1 as breach from (
	select de_minimis_peak(amount, '2025-01-01') as p from (values (299999.99), (0.01)) as v(amount)
	union all select de_minimis_peak(amount, '2025-01-01') from (values (299999.99), (0.02)) as v(amount)) as x;
-- pool, road freight, fiscal year
select de_minimis_peak(50000, '2020-01-01', 'sgei') as sgei, de_minimis_peak(50000, '2020-01-01', 'general', true) as road_freight,
	de_minimis_peak(50000, '2025-01-01', 'general', true) as no_lower_ceiling;
select month, (de_minimis_peak(amount, granted_on, 'general', false, month)).*
from (values (date '2020-06-30', 100000), ('2022-07-01', 100000)) as v(granted_on, amount), (values (1), (7)) as m(month) group by month order by month;
-- as aggregates are called
select de_minimis_peak(amount, granted_on order by granted_on desc) = de_minimis_peak(amount, granted_on order by amount, granted_on) as same,
	de_minimis_peak(distinct amount, granted_on) as once, de_minimis_peak(amount, granted_on) as twice,
	de_minimis_peak(amount, granted_on) filter (where granted_on < '2025-01-01') as before
from (values (date '2024-01-01', 100000), ('2024-01-01', 100000), ('2025-01-01', 100000)) as v(granted_on, amount);
select granted_on, (de_minimis_peak(amount, granted_on) over (order by granted_on)).*
from (values (date '2024-01-01', 60000), ('2025-01-01', 60000), ('2029-01-01', 60000)) as v(granted_on, amount) order by 1;
-- errors
select de_minimis_peak(-1, '2025-01-01');
select de_minimis_peak('NaN', '2025-01-01');
select de_minimis_peak('Infinity', '2025-01-01');
select de_minimis_peak(1, '2025-01-01', 'pool');
select de_minimis_peak(1, '2025-01-01', 'general', false, 13);
select de_minimis_peak(1, '2025-01-01', pool) from (values ('sgei'), ('fisheries')) as v(pool);
select de_minimis_peak(1, '2025-01-01', 'general', road) from (values (true), (false)) as v(road);
select de_minimis_peak(1, '2025-01-01', 'general', false, month) from (values (1), (7)) as v(month);

-- headroom: the window of the day, and those of later awards that contain it.
-- 100 000 on 2024-03-01, 150 000 on 2026-02-28: 50 000 are left in the window
-- of the latter, which begins on 2023-02-28, and on every day within it.
select * from de_minimis_headroom_curve('{100000,150000}', '{2024-03-01,2026-02-28}', '2024-01-01');
select d, de_minimis_headroom('{100000,150000}', '{2024-03-01,2026-02-28}', d) as headroom
from unnest('{2022-12-31,2023-02-27,2023-02-28,2024-03-01,2026-02-28,2027-03-01,2027-03-02,2030-12-31,2031-01-01}'::date[]) as d;
-- registered aid above the ceiling leaves less than nothing, before it too
select * from de_minimis_headroom_curve('{250000,100000}', '{2024-03-01,2026-02-28}', '2024-06-01', '2027-03-02');
-- none registered, the change of regime, and the end of the tables
select * from de_minimis_headroom_curve(null, null, '2006-01-01', '2031-06-01');
select * from de_minimis_headroom_curve('{}', '{}', '2006-01-01', '2031-06-01', 'fisheries', false, 7);
select * from de_minimis_headroom_curve('{120000.50}', '{2023-12-01}', '2023-07-01', '2024-01-01', 'general', true);
select * from de_minimis_headroom_curve('{1}', '{2024-01-01}', '2025-01-01', '2024-12-31');
select * from de_minimis_headroom_curve('{1}', '{2024-01-01}', '-infinity', 'infinity', 'sgei');
select * from de_minimis_headroom_curve('{1,2,null,4,5}', '{2024-01-01,null,2024-01-01,infinity,-infinity}', '2024-01-01', '2024-01-31');
select * from de_minimis_headroom_curve('{1}', '{2024-01-01}', null);
select * from de_minimis_headroom_curve('{1}', '{2024-01-01}', '2024-01-01', null, null);
select de_minimis_headroom('{1}', '{2024-01-01}', null) as no_day, de_minimis_headroom('{1}', '{2024-01-01}', '2024-01-01', null) as no_pool,
	de_minimis_headroom('{1}', '{2024-01-01}', '2024-01-01', 'sgei', null) as no_road, de_minimis_headroom(null, null, '2024-01-01') as no_awards;
select de_minimis_headroom('{1e20,0.00000001}', '{2024-01-01,2024-01-02}', '2024-01-01');
select de_minimis_headroom('{1,2}', '{2024-01-01}', '2024-01-01');
select de_minimis_headroom('{1}', null, '2024-01-01');
select de_minimis_headroom('{-1}', '{2024-01-01}', '2024-01-01');
select de_minimis_headroom('{NaN}', '{2024-01-01}', '2024-01-01');
select de_minimis_headroom('{1}', '{2024-01-01}', '2024-01-01', 'none');
select de_minimis_headroom('{1}', '{2024-01-01}', '2024-01-01', 'general', false, 0);

-- the first day on which so much can be granted: equality passes
select amount, earliest_date_for(amount, '{100000,150000}', '{2024-03-01,2026-02-28}', '2024-03-01') as day
from unnest('{0,50000,50000.01,150000,150000.01,300000,300000.01}'::numeric[]) as amount;
select earliest_date_for(50000.01, '{100000,150000}', '{2024-03-01,2026-02-28}', '2023-02-27') as before_the_window,
	earliest_date_for(1, null, null, '2000-01-01') as first_regime, earliest_date_for(1, null, null, '2031-01-01') as beyond,
	earliest_date_for(250000, '{10}', '{2023-12-01}', '2023-12-01') as next_regime;
select earliest_date_for(null, '{1}', '{2024-01-01}', '2024-01-01') as no_amount, earliest_date_for(1, '{1}', '{2024-01-01}', null) as no_day,
	earliest_date_for(1, '{1}', '{2024-01-01}', '2024-01-01', null) as no_pool;
select earliest_date_for(-1, '{1}', '{2024-01-01}', '2024-01-01');
select earliest_date_for('NaN', '{1}', '{2024-01-01}', '2024-01-01');

-- Against plain SQL: 80 undertakings with 50 awards each, in every pool, with
-- fiscal years of several months.  A third of the days are those on which
-- something turns, so that days come twice; some amounts have many decimals.
create table award as
with special as (
	select array_agg(d order by d) as days
	from (select (y || '-' || md)::date as d
			from generate_series(2001, 2027) as y, unnest('{02-28,03-01,01-01,12-31,06-30,07-01}'::text[]) as md
		union select (y || '-02-29')::date from generate_series(2004, 2024, 4) as y
		union select unnest('{2001-02-02,2012-04-29,2019-03-13,2019-03-14,2024-12-15,2024-12-16,2021-12-15,2021-12-16}'::date[])) as x
), hash as (
	select i, i * 2654435761 % 4294967296 as a, (i * 40503 + 12345) * 2246822519 % 4294967296 as b
	from generate_series(1::bigint, 4000) as i
)
select i as id, i % 80 as undertaking, (array['general', 'sgei', 'agriculture', 'fisheries'])[1 + i % 4] as pool,
	(array[1, 7, 9, 3])[1 + i / 4 % 4] as month,
	case when a / 65536 % 3 = 0 then days[1 + b / 1024 % cardinality(days)] else date '2001-01-01' + (b / 1024 % 9861)::int end as granted_on,
	case when a / 4096 % 20 = 0 then null
		when i % 80 between 20 and 39 then (b / 512 % 3000000) / 100.0 + 1e-9
		else (b / 512 % 3000000) / 100.0 end as amount
from hash, special;
select count(*), count(amount), count(distinct granted_on), count(*) filter (where to_char(granted_on, 'MM-DD') = '02-29') as leap_days,
	count(*) - count(distinct (undertaking, granted_on)) as same_days, min(granted_on), max(granted_on) from award;

create view used as
	select *, de_minimis_used(amount, granted_on, pool, month) over (partition by undertaking, pool, month order by granted_on) as used from award;
create table used_plain as
	select a.*, case when de_minimis_window(a.granted_on, a.pool, a.month) is not null then coalesce(sum(b.amount), 0) end as used
	from award as a left join award as b
		on b.undertaking = a.undertaking and b.granted_on <@ de_minimis_window(a.granted_on, a.pool, a.month)
	group by a.id, a.undertaking, a.pool, a.month, a.granted_on, a.amount;
select count(*), count(p.used) as known, count(*) filter (where u.used is distinct from p.used) as differ
from used as u full join used_plain as p using (id);
select pool, count(distinct de_minimis_window(granted_on, pool, month)) > 400 as many_windows, count(distinct used) > 400 as many_sums
from used group by pool order by pool;

create table peak as
	select undertaking, pool, month, (de_minimis_peak(amount, granted_on, pool, false, month)).* from award group by undertaking, pool, month;
create table peak_plain as
	select distinct on (undertaking) undertaking, used / de_minimis_ceiling(granted_on, pool) as ratio, granted_on as on_date, used,
		de_minimis_ceiling(granted_on, pool) as ceiling
	from used_plain where used is not null and amount is not null order by undertaking, used / de_minimis_ceiling(granted_on, pool) desc, granted_on;
select count(*), count(*) filter (where p.ratio > 1) as breaches,
	count(*) filter (where (p.ratio, p.on_date, p.used, p.ceiling) is distinct from (q.ratio, q.on_date, q.used, q.ceiling)) as differ
from peak as p full join peak_plain as q using (undertaking);

-- the same in every order, by sorting, and in parallel by partial aggregates
create function nodes(query text) returns setof text language plpgsql as $$
declare
	line text;
begin
	for line in execute 'explain (costs off) ' || query loop
		continue when line !~ 'Aggregate';
		return next coalesce(substring(line from '(Partial|Finalize)'), 'whole');
	end loop;
end $$;
create view peak_again as
	select undertaking, (p).* from (select undertaking, de_minimis_peak(amount, granted_on, pool, false, month) as p from award group by undertaking, pool, month offset 0) as x;
set enable_hashagg = off;
select count(*), count(*) filter (where (p.ratio, p.on_date, p.used, p.ceiling) is distinct from (q.ratio, q.on_date, q.used, q.ceiling)) as differ
from peak as p full join peak_again as q using (undertaking);
reset enable_hashagg;
set parallel_setup_cost = 0;
set parallel_tuple_cost = 0;
set min_parallel_table_scan_size = 0;
set max_parallel_workers_per_gather = 2;
alter table award set (parallel_workers = 2);
analyze award;
select distinct nodes('select undertaking, de_minimis_peak(amount, granted_on, pool, false, month) from award group by undertaking, pool, month') as node order by 1;
select count(*), count(*) filter (where (p.ratio, p.on_date, p.used, p.ceiling) is distinct from (q.ratio, q.on_date, q.used, q.ceiling)) as differ
from peak as p full join peak_again as q using (undertaking);
reset parallel_setup_cost;
reset parallel_tuple_cost;
reset min_parallel_table_scan_size;
reset max_parallel_workers_per_gather;

-- headroom, against every day of eight undertakings, two of each pool, whose
-- fiscal years start in January and July
create table later as
	select distinct undertaking, granted_on, de_minimis_window(granted_on, pool, month) as days,
		de_minimis_ceiling(granted_on, pool) - used as headroom
	from used_plain where amount is not null and used is not null;
create table day as
	with day as materialized (
		select undertaking, pool, month, d::date as day, de_minimis_window(d::date, pool, month) as days,
			de_minimis_ceiling(d::date, pool) as ceiling
		from (select distinct undertaking, pool, month from award where undertaking between 0 and 3 or undertaking between 20 and 23) as u,
			generate_series(date '2001-01-01', '2033-12-31', '1 day') as d
	), summed as (
		select day.undertaking, day.pool, day.month, day, ceiling, case when ceiling is not null then coalesce(sum(amount), 0) end as used
		from day left join award on award.undertaking = day.undertaking and granted_on <@ days
		group by 1, 2, 3, 4, 5
	)
	select s.undertaking, s.pool, s.month, day, used, ceiling,
		case when ceiling is not null then least(ceiling - used, min(later.headroom)) end as headroom
	from summed as s left join later on later.undertaking = s.undertaking and day <@ days and granted_on > day
	group by 1, 2, 3, 4, 5, 6;
create table arrays as
	select undertaking, pool, month, array_agg(amount order by id) as amounts, array_agg(granted_on order by id) as granted_on
	from award group by undertaking, pool, month;
create table curve as
	select undertaking, c.* from arrays, de_minimis_headroom_curve(amounts, granted_on, '2001-01-01', '2033-12-31', pool, false, month) as c
	where undertaking in (select undertaking from day);
select count(*) as days, count(d.headroom) as known, count(*) filter (where d.headroom < 0) as exceeded,
	count(*) filter (where d.headroom < d.ceiling - d.used) as bound_by_later,
	count(*) filter (where (c.used, c.ceiling, c.headroom) is distinct from (d.used, d.ceiling, d.headroom)) as differ
from day as d full join (
	select undertaking, used, ceiling, headroom, generate_series(on_date, next - 1, '1 day')::date as day
	from (select *, lead(on_date, 1, date '2034-01-01') over (partition by undertaking order by on_date) as next from curve) as c) as c
	using (undertaking, day);
-- a row of the curve differs from the one before, and none of it is missing
select count(*) filter (where (used, ceiling, headroom) is not distinct from (lag_used, lag_ceiling, lag_headroom)) as superfluous
from (select *, lag(undertaking) over w as lag_undertaking, lag(used) over w as lag_used, lag(ceiling) over w as lag_ceiling, lag(headroom) over w as lag_headroom
	from curve window w as (partition by undertaking order by on_date)) as x
where lag_undertaking is not null;
select count(*), count(*) filter (where headroom is distinct from de_minimis_headroom(amounts, granted_on, day, d.pool, false, d.month)) as differ
from day as d join arrays using (undertaking) where extract(day from day) in (1, 28, 29);
create index on day (undertaking, day);
select count(*), count(distinct found) as days, count(*) filter (where found is distinct from expected) as differ
from (select earliest_date_for(requested, amounts, granted_on, from_date, pool, false, month) as found,
		(select min(day) from day as d where d.undertaking = a.undertaking and day >= from_date and headroom >= requested) as expected
	from arrays as a, unnest('{0,1000.5,10000,40000,120000,190000,250000,400000,750000}'::numeric[]) as requested,
		(select d::date as from_date from generate_series(date '2001-01-01', '2033-01-01', '500 days') as d) as f
	where undertaking in (select undertaking from day)) as x;

drop view used, peak_again;
drop table steps, award, used_plain, peak, peak_plain, later, day, arrays, curve;
drop function nodes;
