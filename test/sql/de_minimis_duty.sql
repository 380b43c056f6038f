-- de_minimis_duty: what who grants de minimis aid must write, keep and register
set datestyle = 'ISO';

-- the letter under each regime: that it is such aid, the regulation, and a declaration
-- of this year and the two before in 2008 (G2-4, V3-5)
\pset format unaligned
select * from tilskudd.de_minimis_notice(12345.67, '2008-05-02');
select * from tilskudd.de_minimis_notice(12345.67, '2014-01-01');
select * from tilskudd.de_minimis_notice(12345.67, '2024-02-29');
\pset format aligned
-- fiscal years that begin in July; the rolling window does not look at them
select granted_on, content
from unnest(array['2010-06-30', '2010-07-01', '2024-07-01']::date[]) as granted_on,
	 tilskudd.de_minimis_notice(1, granted_on, 'general', 7)
where item = 'declaration';
-- each regime from its first day to its last
select granted_on, string_agg(item, ' ') as items, max(substring(content from '\d+/\d+')) filter (where item = 'regulation') as regulation
from unnest(array['2007-01-01', '2013-12-31', '2014-01-01', '2023-12-31', '2024-01-01', '2030-12-31']::date[]) as granted_on,
	 tilskudd.de_minimis_notice(1, granted_on)
group by granted_on order by granted_on;
-- the regulation of the letter is the regime of the law tables
select count(*) as days, count(*) filter (where position(regime in content) = 0) as differ
from generate_series(date '2007-01-01', '2030-12-31', '1 month') as d, tilskudd.de_minimis_notice(1, d::date) as n, tilskudd.law_de_minimis
where n.item = 'regulation' and pool = 'general' and d between valid_from and valid_to;
-- the amount as given
select content from tilskudd.de_minimis_notice(0, '2024-05-03') where item = 'amount'
union all select content from tilskudd.de_minimis_notice(25797.575027947373291254622065525840570986, '2024-05-03') where item = 'amount';
-- what is not known is said, not left out
select * from tilskudd.de_minimis_notice(1, '2006-12-31');
select * from tilskudd.de_minimis_notice(1, '2031-01-01');
select * from tilskudd.de_minimis_notice(1, 'infinity');
select * from tilskudd.de_minimis_notice(1, '2024-05-03', 'sgei');
select * from tilskudd.de_minimis_notice(1, '2024-05-03', 'General');
select * from tilskudd.de_minimis_notice(1, '2024-05-03', 'general', 13);
select * from tilskudd.de_minimis_notice(-1, '2024-05-03');
select * from tilskudd.de_minimis_notice('NaN', '2024-05-03');
select * from tilskudd.de_minimis_notice('Infinity', '2024-05-03');
select count(*) from tilskudd.de_minimis_notice(null, '2024-05-03');
select count(*) from tilskudd.de_minimis_notice(1, null);

-- ten years; 29 February has none such then
select granted_on, tilskudd.retention_until(granted_on)
from unnest(array['-infinity', '2006-12-31', '2007-01-01', '2010-05-01', '2012-02-29', '2024-02-28', '2024-02-29', '2024-03-01',
				  '2030-12-31', '2031-01-01', 'infinity', null]::date[]) as granted_on;
select count(*) filter (where tilskudd.retention_until(d::date) is distinct from (d + interval '10 years')::date) as differ
from generate_series(date '2007-01-01', '2030-12-31', '1 day') as d;

-- Easter: earliest and latest in this time, years in which the tables of full
-- moons are corrected (2049, 2076), 29 February in the year and not
select extract(year from day) as year, day from generate_series(1996, 2300) as y, tilskudd.public_holidays(y)
where name = 'Easter Sunday' and y in (1996, 2000, 2008, 2011, 2024, 2025, 2026, 2038, 2049, 2076, 2160, 2285)
order by day;
-- the same as by the tables of golden number, century and epact (Knuth, The Art
-- of Computer Programming, 1.3.2, exercise 14)
select count(*) as years, count(*) filter (where day <> make_date(y, 3, 1) + n - 1) as differ
from generate_series(1996, 9999) as y,
	 lateral (select y % 19 + 1 as golden, y / 100 + 1 as century) as a,
	 lateral (select 3 * century / 4 - 12 as x, (8 * century + 5) / 25 - 5 as z) as b,
	 lateral (select 5 * y / 4 - x - 10 as d, (((11 * golden + 20 + z - x) % 30) + 30) % 30 as e) as c,
	 lateral (select 44 - e - (e = 25 and golden > 11 or e = 24)::int as full_moon) as f,
	 lateral (select full_moon + 30 * (full_moon < 21)::int as moon) as g,
	 lateral (select moon + 7 - (d + moon) % 7 as n) as h,
	 tilskudd.public_holidays(y)
where name = 'Easter Sunday';

select * from tilskudd.public_holidays(2026);
-- 1 May on Ascension Day, 17 May on Whit Monday
select day, string_agg(name_no, ', ' order by name_no) from tilskudd.public_holidays(2008) group by day having count(*) > 1
union all select day, string_agg(name_no, ', ' order by name_no) from tilskudd.public_holidays(2027) group by day having count(*) > 1;
-- Sundays, Mondays, Thursdays and Fridays where they must be; in order
select name, string_agg(distinct to_char(day, 'Dy'), ' ') as weekdays from generate_series(1996, 2100) as y, tilskudd.public_holidays(y)
where name not in ('New Year''s Day', 'Labour Day', 'Constitution Day', 'Christmas Day', 'Boxing Day')
group by name order by min(day);
select count(*) as years, count(*) filter (where days <> array(select d from unnest(days) as d order by d)) as out_of_order,
	   count(*) filter (where cardinality(days) <> 12) as not_twelve
from (select y, array(select day from tilskudd.public_holidays(y)) as days from generate_series(1996, 9999) as y) as x;
select * from tilskudd.public_holidays(1995);
select * from tilskudd.public_holidays(10000);
select count(*) from tilskudd.public_holidays(null);

-- 20 working days after the grant: a month without holidays, over Easter, over
-- May, over Christmas, granted on a holiday and on a Saturday
select granted_on, to_char(granted_on, 'Dy') as weekday, tilskudd.register_deadline(granted_on)
from unnest(array['2026-01-02', '2026-03-20', '2026-04-28', '2026-12-18', '2026-01-01', '2026-01-03']::date[]) as granted_on;
-- the duty begins on a day, and ends with the law tables
select granted_on, tilskudd.register_deadline(granted_on)
from unnest(array['-infinity', '2025-12-31', '2026-01-01', '2030-12-31', '2031-01-01', 'infinity', null]::date[]) as granted_on;
-- holidays of one's own: none, more, and such as fall on a weekend anyway
select tilskudd.register_deadline('2026-03-20') as norwegian, tilskudd.register_deadline('2026-03-20', '{}') as none,
	   tilskudd.register_deadline('2026-03-20', '{2026-04-02,2026-04-03,2026-04-06}') as the_same,
	   tilskudd.register_deadline('2026-03-20', '{2026-04-02,2026-04-03,2026-04-06,2026-04-01}') as one_more,
	   tilskudd.register_deadline('2026-03-20', '{2026-04-04,2026-04-05,2026-03-20,2026-03-20}') as no_difference;
select tilskudd.register_deadline('2026-03-20', array(select day from generate_series(2026, 2027) as y, tilskudd.public_holidays(y)));
select tilskudd.register_deadline(null, '{}') as no_day;
select tilskudd.register_deadline('2026-03-20', '{2026-04-02,null}');
-- against counting day by day
create temp table working_day as
	select d::date as day, row_number() over (order by d) as n
	from generate_series(date '2025-12-01', '2031-03-31', '1 day') as d
	where extract(isodow from d) < 6
		and d::date not in (select day from generate_series(2025, 2031) as y, tilskudd.public_holidays(y));
select count(*) as grants, count(*) filter (where tilskudd.register_deadline(g::date) is distinct from
	(select day from working_day where n = 20 + (select max(n) from working_day where day <= g))) as differ
from generate_series(date '2026-01-01', '2030-12-31', '1 day') as g;
