-- kompetansepiloter: equal shares of a frame (K9-2, K9-3)
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- NOK 10 million among ten counties, of which two ask for 600 000.  A share is
-- 1 million, so 800 000 are left: to the eight that asked for the full share 100 000
-- each, or to all ten 80 000 each
create temp table county as
	select to_char(i, 'FM00') as county, case when i in (3, 7) then 600000 end as requested from generate_series(1, 10) as i;
select requested, count(*), full_share, to_all, sum(full_share) as sum_full_share, sum(to_all) as sum_to_all
from (select requested, equal_allocation(requested, 10000000) over () as full_share, equal_allocation(requested, 10000000, 'all') over () as to_all from county) as t
group by requested, full_share, to_all order by requested;
select count(*) as differ from (
	select equal_allocation(requested, 10000000) over () as a, equal_allocation(requested, 10000000, 'full_share') over () as b from county) as t
where a <> b;

-- what three counties get of a frame of 90: requests, by full_share, by all
create temp table wanted (n int, county int, requested numeric, full_share numeric, to_all numeric);
insert into wanted values
	-- 30 each
	(1, 1, null, 30, 30), (1, 2, null, 30, 30), (1, 3, null, 30, 30),
	-- 20 are left: 40 and 40; or 20 / 3 = 6.66 to each
	(2, 1, 10, 10, 16.66), (2, 2, null, 40, 36.66), (2, 3, null, 40, 36.66),
	-- to ask for more than a share is to ask for the full share, but no more than that
	-- is given: 20 are left, of which 2 takes 5 and 3 the rest; or 6.66 to each
	(3, 1, 10, 10, 16.66), (3, 2, 35, 35, 36.66), (3, 3, null, 45, 36.66),
	(4, 1, 10, 10, 16.66), (4, 2, 1000, 40, 36.66), (4, 3, 1000, 40, 36.66),
	-- all ask for less: 90 - 60 = 30 remain, or 10 to each above the request
	(5, 1, 10, 10, 20), (5, 2, 20, 20, 30), (5, 3, 30, 30, 40),
	-- 0 is no application: two counties, 45 each
	(6, 1, 0, 0, 0), (6, 2, null, 45, 45), (6, 3, null, 45, 45),
	-- of a share of 45, 35 are left, to two counties 17.50
	(7, 1, 0, 0, 0), (7, 2, 10, 10, 27.50), (7, 3, null, 80, 62.50),
	(8, 1, 0, 0, 0), (8, 2, 0, 0, 0), (8, 3, 0, 0, 0);
select w.*, a, b from (select *, equal_allocation(requested, 90) over (partition by n) as a, equal_allocation(requested, 90, 'all') over (partition by n) as b from wanted) as w
where (a, b) is distinct from (full_share, to_all);
select count(*) as rows from wanted;

-- an oere that does not go into all stays: 10 oere among three are 3 each, so that
-- equal requests have equal sums whoever comes first
select requested, equal_allocation(requested, 0.10) over () from (values (1, null::numeric), (2, null), (3, null)) as t(n, requested);
-- and goes to those whom it goes into: 10 - 4 = 6 are 3 each
select requested, equal_allocation(requested, 0.10) over () from (values (1, 0.04), (2, null), (3, null)) as t(n, requested) order by n;
-- two oere among three: nothing for anybody, but one each for two
select equal_allocation(null, 0.02) over () from generate_series(1, 3);
select equal_allocation(requested, 0.02) over () from (values (1, 0), (2, null), (3, null)) as t(n, requested) order by n;
-- a frame of nothing, and one county
select equal_allocation(requested, 0) over () from (values (null), (5)) as t(requested);
select equal_allocation(null, 12.34) over (), equal_allocation(5, 12.34) over (), equal_allocation(null, 92233720368547758.07) over (),
	   equal_allocation(5, 12.34, 'all') over ();

-- each partition has its frame; NULL where that is not known
select call, requested, equal_allocation(requested, frame) over (partition by call), equal_allocation(requested, frame, 'all') over (partition by call) as to_all
from (values (1, null, 100), (1, null, 100), (2, 10, 50.0), (2, null, 50.00), (3, null, null), (3, 1, null)) as t(call, requested, frame) order by call, requested;
select equal_allocation(1, 2, null) over () is null as no_reading;

-- at random, against what the words mean.  full_share: the largest sum in whole oere
-- that everybody can get who does not ask for less.  all: a share, or less if
-- that was asked for, and an equal part of what is left.
select setseed(0.3);
create temp table given as
	select g, i, case when random() < 0.5 then trunc((random() * 40 * (g % 3))::numeric) end as requested, trunc((3 ^ (g % 6))::numeric) - g % 2 as frame
	from generate_series(1, 600) as g, generate_series(1, 9) as i where i <= 1 + g % 9;
create temp table answer as
	select g, i, requested, frame,
		   100 * equal_allocation(requested / 100, frame / 100) over (partition by g) as full_share,
		   100 * equal_allocation(requested / 100, frame / 100) over (partition by g order by requested desc nulls last, i) as full_share_ordered,
		   100 * equal_allocation(requested / 100, frame / 100, 'all') over (partition by g) as to_all,
		   100 * equal_allocation(requested / 100, frame / 100, 'all') over (partition by g order by requested, i desc) as to_all_ordered
	from given;
with level as (
	select g, max(level) as level
	from (select g, level from given, generate_series(0, 250) as level where level <= frame
			group by g, level, frame having sum(least(level, requested)) <= frame) as t group by g)
select count(*) > 2500 as many, count(*) filter (where full_share <> least(level, requested)) as differ
from answer join level using (g);
with committed as (
	select g, i, requested, frame, to_all, count(*) filter (where requested is distinct from 0) over (partition by g) as n from answer),
first as (
	select *, case when requested is distinct from 0 then least(requested, div(frame, n)) else 0 end as share from committed),
leaves as (
	select *, frame - sum(share) over (partition by g) as leftover from first)
select count(*) > 2500 as many, count(*) filter (where to_all <> case when requested = 0 then 0 else share + div(leftover, n) end) as differ
from leaves;
-- the sum is never above the frame, and the whole of it but for fewer oere than there
-- are counties to which these could go; unless nobody wants more
select count(*) filter (where full_share > frame or to_all > frame) as above,
	   count(*) filter (where wanting > 0 and frame - full_share >= wanting) as undistributed,
	   count(*) filter (where committed > 0 and frame - to_all >= committed) as undistributed_of_all,
	   count(*) filter (where wanting = 0) > 25 as nobody_wants_more, count(*) filter (where frame > full_share and wanting > 0) > 100 as oere_remain
from (select g, frame, sum(full_share) as full_share, sum(to_all) as to_all,
			 count(*) filter (where requested is null or requested > full_share) as wanting, count(*) filter (where requested is distinct from 0) as committed
	  from answer group by g, frame) as t;
-- nobody gets more than was asked for, nor less than another who asked for less, nor
-- another sum than who asked for the same; the order of the rows does not matter
select count(*) filter (where full_share > requested) as above_request,
	   count(*) filter (where full_share <> full_share_ordered or to_all <> to_all_ordered) as ordered_differ from answer;
select count(*) filter (where (a.full_share, a.to_all) <> (b.full_share, b.to_all) and a.requested is not distinct from b.requested) as unequal,
	   count(*) filter (where (a.full_share < b.full_share or a.to_all < b.to_all) and coalesce(a.requested, 'Infinity') > coalesce(b.requested, 'Infinity')) as less
from answer as a join answer as b using (g);

-- what is wrong
select equal_allocation(requested, 10) over () from (values (null), (-1)) as t(requested);
select equal_allocation('NaN', 10) over ();
select equal_allocation('Infinity', 10) over ();
select equal_allocation(0.001, 10) over ();
select equal_allocation(92233720368547758.08, 10) over ();
select equal_allocation(null, -1) over ();
select equal_allocation(null, 'NaN') over ();
select equal_allocation(null, 'Infinity') over ();
select equal_allocation(null, 10.001) over ();
select equal_allocation(null, frame) over () from (values (10), (11)) as t(frame);
select equal_allocation(null, frame) over () from (values (10), (null)) as t(frame);
select equal_allocation(null, 10, 'everybody') over ();
select equal_allocation(null, 10, 'al') over ();
select equal_allocation(null, 10, leftover) over () from (values ('all'), ('full_share')) as t(leftover);
select equal_allocation(null, 10, leftover) over () from (values ('all'), (null)) as t(leftover);
select equal_allocation(null, 10);
