-- de_minimis: regimes, ceilings, windows and verdicts
set datestyle = 'ISO';

-- the regimes, one at a time in each pool
select regime, pool, ceiling_eur, road_freight_ceiling_eur as road, window_kind, valid_from, valid_to, evidence
from tilskudd.law_de_minimis order by pool, valid_from;

-- ceilings on the first and last day of each, and the days around them
select d, tilskudd.de_minimis_ceiling(d) as general, tilskudd.de_minimis_ceiling(d, road_freight => true) as road,
	   tilskudd.de_minimis_ceiling(d, 'sgei') as sgei, tilskudd.de_minimis_ceiling(d, 'agriculture') as agriculture,
	   tilskudd.de_minimis_ceiling(d, 'fisheries') as fisheries
from unnest(array['-infinity', '2001-02-01', '2001-02-02', '2006-12-31', '2007-01-01', '2012-04-28', '2012-04-29',
				  '2013-12-31', '2014-01-01', '2014-06-30', '2014-07-01', '2019-03-13', '2019-03-14', '2023-12-31',
				  '2024-01-01', '2024-12-15', '2024-12-16', '2029-12-31', '2030-01-01', '2030-12-31', '2031-01-01',
				  '2032-12-31', '2033-01-01', 'infinity']::date[]) as d;
select tilskudd.de_minimis_ceiling('2020-01-01', 'General');
select tilskudd.de_minimis_ceiling('2020-01-01', '');
select tilskudd.de_minimis_ceiling('2020-01-01', repeat('x', 1000));
select tilskudd.de_minimis_ceiling(null), tilskudd.de_minimis_ceiling('2020-01-01', null);

-- windows: rolling (69/2001), fiscal (1998/2006, 1407/2013), rolling (2023/2831);
-- V11-4: the year of the award and the two before
select d, tilskudd.de_minimis_window(d) as general, tilskudd.de_minimis_window(d, 'agriculture') as agriculture,
	   tilskudd.de_minimis_window(d, 'fisheries') as fisheries
from unnest(array['2001-02-01', '2001-02-02', '2006-12-31', '2007-01-01', '2013-12-31', '2014-01-01', '2023-12-31',
				  '2024-01-01', '2024-12-15', '2024-12-16', '2030-12-31', '2031-01-01']::date[]) as d;
-- the day itself and the same calendar day three years before count; 29 February
select d, lower(tilskudd.de_minimis_window(d)) as first_day, upper(tilskudd.de_minimis_window(d)) - 1 as last_day
from unnest(array['2024-02-28', '2024-02-29', '2024-03-01', '2027-02-28', '2027-03-01', '2028-02-29', '2004-02-29']::date[]) as d;
-- as the server's own interval arithmetic has it, on every day of the rolling regimes
select count(*) as days, count(*) filter (where lower(tilskudd.de_minimis_window(d::date)) <> (d - interval '3 years')::date) as differ
from generate_series(timestamp '2024-01-01', '2030-12-31', '1 day') as d;

-- fiscal years that begin in another month
select month, d, tilskudd.de_minimis_window(d, fiscal_year_start_month => month)
from unnest(array[1, 2, 7, 12]) as month, unnest(array['2013-01-31', '2013-02-01', '2013-06-30', '2013-07-01', '2013-12-01']::date[]) as d
order by month, d;
select tilskudd.de_minimis_window('2013-01-01', fiscal_year_start_month => 0);
select tilskudd.de_minimis_window('2013-01-01', fiscal_year_start_month => 13);

-- actual fiscal years: a short one in the middle, a long one, in any order
select d, tilskudd.de_minimis_window(d, array['[2010-07-01,2011-06-30]', '[2011-07-01,2011-12-31]', '[2012-01-01,2013-06-30]', '[2009-07-01,2010-06-30]']::daterange[])
from unnest(array['2010-06-30', '2011-06-30', '2011-07-01', '2011-12-31', '2012-01-01', '2013-06-30', '2013-07-01', '2025-01-01']::date[]) as d;
select tilskudd.de_minimis_window('2012-05-05', array['[2010-01-01,2010-12-31]', '[2011-02-01,2011-12-31]', '[2012-01-01,2012-12-31]']::daterange[]);
select tilskudd.de_minimis_window('2012-05-05', array['[2010-01-01,2010-12-31]', '[2010-12-01,2011-12-31]', '[2012-01-01,2012-12-31]']::daterange[]);
select tilskudd.de_minimis_window('2012-05-05', array['[2010-01-01,2010-12-31]', null]::daterange[]);
select tilskudd.de_minimis_window('2012-05-05', array['empty']::daterange[]);
select tilskudd.de_minimis_window('2012-05-05', array['[2010-01-01,)']::daterange[]);
select tilskudd.de_minimis_window('2012-05-05', array['[2010-01-01,infinity)']::daterange[]);
select tilskudd.de_minimis_window('2012-05-05', '{}'::daterange[]);

-- verdicts: equality passes, a cent more is refused whole; headroom is signed
select requested, (v).allowed, (v)."limit", (v).used, (v).headroom, (v).unit, (v).rule, (v).undecided
from unnest(array[0, 20000, 20000.00, 20000.01, 300000]) as requested,
	 lateral (select tilskudd.de_minimis_verdict(180000, requested, '2013-05-05') as v) as x;
select (tilskudd.de_minimis_verdict(320000, 0.01, '2025-05-05')).*;
-- road freight has a lower ceiling until 2023, none of its own from 2024
select d, (tilskudd.de_minimis_verdict(90000, 20000, d, road_freight => true)).allowed
from unnest(array['2013-12-31', '2023-12-31', '2024-01-01']::date[]) as d;

-- pools: services of general economic interest beside the general aid
select d, general, sgei, requested, (v).allowed, (v)."limit", (v).used, (v).headroom, (v).undecided
from (values ('2023-12-31'::date, 100000, 300000, 100000), ('2023-12-31', 100000, 300000, 100000.01),
			 ('2024-01-01', 200000, 700000, 50000), ('2024-01-01', 300000, 700000, 50000.01)) as t(d, general, sgei, requested),
	 lateral (select tilskudd.de_minimis_verdict(sgei, requested, d, 'sgei', used_general => general) as v) as x;
-- agriculture and fisheries under the general ceiling from 2024
select requested, (v).allowed, (v)."limit", (v).used, (v).headroom, (v).undecided
from unnest(array[10000, 10000.01]) as requested,
	 lateral (select tilskudd.de_minimis_verdict(250000, requested, '2024-06-01', used_agriculture => 20000, used_fisheries => 20000) as v) as x;
-- agriculture and fisheries together: 30 000 in 2024 until 2024-12-15; later not read
select d, requested, (v).allowed, (v)."limit", (v).used, (v).undecided
from unnest(array['2024-06-01', '2024-12-16']::date[]) as d, unnest(array[3000, 3000.01]) as requested,
	 lateral (select tilskudd.de_minimis_verdict(12000, requested, d, 'agriculture', used_fisheries => 15000) as v) as x
order by d, requested;
-- before 2024 nothing that was read says how general aid and agriculture add up
select (v).allowed, (v).headroom, (v).undecided
from tilskudd.de_minimis_verdict(100000, 1000, '2020-01-01', used_agriculture => 1) as v;
-- what is certainly too much is refused all the same
select (v).allowed, (v).undecided
from tilskudd.de_minimis_verdict(200000, 1000, '2020-01-01', used_agriculture => 1) as v;
select (v).allowed, (v)."limit", (v).used, (v).headroom, (v).undecided
from tilskudd.de_minimis_verdict(null, 200000.01, '2020-01-01') as v;

-- not known: amounts, a day without a regime
select (tilskudd.de_minimis_verdict(null, 1000, '2020-01-01')).*;
select (v).allowed, (v).headroom, (v).undecided from tilskudd.de_minimis_verdict(1000, null, '2020-01-01') as v;
select (tilskudd.de_minimis_verdict(1000, 1000, '2031-01-01')).*;
select (v).allowed, (v).undecided from tilskudd.de_minimis_verdict(1000, 1000, '2024-06-01', used_agriculture => null) as v;
select tilskudd.de_minimis_verdict(1000, 1000, null) is null as no_day;
select tilskudd.de_minimis_verdict(-1, 1000, '2020-01-01');
select tilskudd.de_minimis_verdict(1, -1000.5, '2020-01-01');
select tilskudd.de_minimis_verdict('NaN', 1, '2020-01-01');
select tilskudd.de_minimis_verdict(1, 'infinity', '2020-01-01');
select tilskudd.de_minimis_verdict(1, 1, '2020-01-01', used_general => 5);
select tilskudd.de_minimis_verdict(1, 1, '2020-01-01', 'sgei', used_sgei => null);

-- the citation repeats evidence and caveat: in force in Norway on 2024-11-11
\pset format unaligned
select (tilskudd.de_minimis_verdict(0, 1, '2024-06-01')).citation;
select (tilskudd.de_minimis_verdict(300000, 1, '2023-06-01', used_sgei => 250000)).citation;
\pset format aligned

-- in a CHECK: what is undecided raises, NULL passes as always
create table award (used numeric, gge_eur numeric, granted_on date,
	constraint de_minimis check (tilskudd.de_minimis_ok(used, gge_eur, granted_on)));
insert into award values (100000, 100000, '2013-01-01'), (null, 1, '2013-01-01');
insert into award values (100000, 100000.01, '2013-01-01');
insert into award values (1, 1, '2031-01-01');
do $$
begin
	insert into award values (1, 1, '2031-01-01');
exception when others then
	raise notice '%', sqlstate;
end $$;
select count(*) from award;
drop table award;
