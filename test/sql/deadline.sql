-- deadline: of applications, reports, answers and complaints; working days
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- the deadline's day counts (K9-1), the next does not; without a deadline (H3-1,
-- "any deadline") nothing is late
select received, deadline, application_in_time(received, deadline)
from (values (date '2020-05-14', date '2020-05-15'), ('2020-05-15', '2020-05-15'), ('2020-05-16', '2020-05-15'),
			 ('2020-05-16', 'infinity'), ('2020-05-16', null), (null, '2020-05-15'), ('infinity', '2020-05-15'), ('-infinity', '2020-05-15'),
			 ('2020-05-15', '-infinity')) as a(received, deadline);
-- to midnight on the clock of Norway, UTC+2 in summer and UTC+1 in winter, also on
-- the days on which the clock changes, whatever the session's time zone is
create temp table received (at timestamptz, deadline date, in_time boolean);
insert into received values
	('2020-05-15 21:59:59.999999+00', '2020-05-15', true),
	('2020-05-15 22:00:00+00', '2020-05-15', false),
	('2020-11-15 22:59:59.999999+00', '2020-11-15', true),
	('2020-11-15 23:00:00+00', '2020-11-15', false),
	('2020-03-29 21:59:59+00', '2020-03-29', true),	-- summer time began that night
	('2020-03-29 22:00:00+00', '2020-03-29', false),
	('2020-10-25 22:59:59+00', '2020-10-25', true),	-- and ended that night
	('2020-10-25 23:00:00+00', '2020-10-25', false),
	('infinity', '2020-05-15', false),
	('-infinity', '2020-05-15', true),
	('2020-05-15 22:00:00+00', 'infinity', true);
set timezone = 'UTC';
select * from received where application_in_time(at, deadline) is distinct from in_time;
set timezone = 'Asia/Tokyo';
select * from received where application_in_time(at, deadline) is distinct from in_time;
set timezone = 'America/Los_Angeles';
select * from received where application_in_time(at, deadline) is distinct from in_time;
select count(*) as cases from received;
-- a time without zone is the clock of the place
select application_in_time(timestamp '2020-05-15 23:59:59.999999', '2020-05-15') as before_midnight,
	   application_in_time(timestamp '2020-05-16 00:00', '2020-05-15') as midnight,
	   application_in_time(timestamp 'infinity', '2020-05-15') as never, application_in_time(null::timestamp, '2020-05-15') as unknown;
-- another place
select application_in_time(timestamptz '2020-05-15 22:30+00', '2020-05-15', 'Atlantic/Reykjavik') as reykjavik,
	   application_in_time(timestamptz '2020-05-15 22:30+00', '2020-05-15', null) as unknown,
	   application_in_time(null::timestamptz, '2020-05-15') as not_received;
select application_in_time(timestamptz '2020-05-15 22:30+00', '2020-05-15', 'Europe/Olso');
create temp table application (received timestamptz, deadline date, check (application_in_time(received, deadline)));
create index on application (application_in_time(received, deadline));
reset timezone;

-- the ministry's answer: four months after receipt (H4-2), within the month
select received, ministry_answer_due(received)
from unnest('{2010-03-01,2010-10-30,2010-10-31,2011-10-29,2011-10-31,2009-12-31,2010-09-15}'::date[]) as received;
select count(*) as days, count(*) filter (where ministry_answer_due(d::date) is distinct from (d + interval '4 months')::date) as differ
from generate_series(date '2008-01-01', '2014-06-30', '1 day') as d;
-- as long as the guidelines hold (G0-1)
select received, ministry_answer_due(received)
from unnest('{-infinity,2007-12-31,2008-01-01,2014-06-30,2014-07-01,infinity,null}'::date[]) as received;

-- what is owed for a year (H4-1, H4-2, H8-1): the day of the report is set in the
-- yearly letter, the answer runs from the receipt, 2011-02-10 + 4 months
\pset format unaligned
select * from reporting_deadlines('guidelines', 2010, '2011-02-15', '2011-02-10');
-- K12-1, K11-2: no day but the end of the project
select * from reporting_deadlines('kompetansepiloter', 2021);
\pset format aligned
-- what is not known is not due on some day
select item, due from reporting_deadlines('guidelines', 2010);
select item, due from reporting_deadlines('guidelines', 2010, '2011-02-15');
select item, due from reporting_deadlines('guidelines', 2010, report_received => '2010-10-31');
select item, due from reporting_deadlines('kompetansepiloter', 2021, '2022-03-01', '2022-03-01');
-- a report that the ministry got when the guidelines held no more
select item, due from reporting_deadlines('guidelines', 2013, '2014-06-30', '2014-07-01');
select item, due from reporting_deadlines('guidelines', 2013, 'infinity', 'infinity');
-- the years of a programme: 2008 to 2014 (G0-1), from 2020 on
select programme, year, count(*)
from (values ('guidelines', 2008), ('guidelines', 2014), ('kompetansepiloter', 2020), ('kompetansepiloter', 2024)) as p(programme, year),
	 reporting_deadlines(programme, year) group by programme, year order by programme, year;
select * from reporting_deadlines('guidelines', 2007);
select * from reporting_deadlines('guidelines', 2015);
select * from reporting_deadlines('kompetansepiloter', 2019);
select * from reporting_deadlines('guidelines', -2147483648);
select count(*) > 0 as open_end from reporting_deadlines('kompetansepiloter', 2147483647);
select * from reporting_deadlines('guideline', 2010);
select count(*) from reporting_deadlines(null, 2010);
select count(*) from reporting_deadlines('guidelines', null);

-- complaints (H5-1), written out: Innovasjon Norge's decisions can not be complained
-- of, a county's individual ones can, to fylkestinget; what is no individual
-- decision can not; of individual ones of others the guidelines do not speak
create temp table decision (decided_by text, individual boolean, allowed boolean, undecided int);
insert into decision values
	('innovasjon_norge', true, false, 0),
	('innovasjon_norge', false, false, 0),
	('innovasjon_norge', null, false, 0),
	('county', true, true, 0),
	('county', false, false, 0),
	('county', null, null, 1),
	('municipality', true, null, 1),
	('municipality', false, false, 0),
	('municipality', null, null, 2),
	('regional_council', true, null, 1),
	('regional_council', false, false, 0),
	('regional_council', null, null, 2);
select d.*, (v).allowed as found, (v).rule, (v).undecided as points, complaint_body(decided_by, '2010-05-03', individual)
from decision as d, lateral (select may_complain(decided_by, '2010-05-03', individual) as v) as x
where (v).allowed is distinct from allowed or (v).rule is distinct from 'H5-1' or coalesce(cardinality((v).undecided), 0) <> undecided
	or (complaint_body(decided_by, '2010-05-03', individual) is not null) is distinct from coalesce(allowed, false);
select count(*) as cases,
	   count(*) filter (where complaint_ok(decided_by, '2010-05-03', individual) is distinct from allowed) as differ
from decision where allowed is not null;
select complaint_body('county', '2010-05-03', true);
\pset format unaligned
select decided_by, (may_complain(decided_by, '2010-05-03')).* from unnest('{county,innovasjon_norge,municipality}'::text[]) as decided_by;
\pset format aligned
select complaint_ok('county', '2010-05-03');
select complaint_ok('municipality', '2010-05-03', true);
-- the days of the guidelines
select day, (may_complain('county', day, true)).allowed, complaint_body('county', day, true)
from unnest('{2007-12-31,2008-01-01,2014-06-30,2014-07-01,infinity,-infinity,null}'::date[]) as day;
select (may_complain('innovasjon_norge', '2014-07-01')).rule, (may_complain('innovasjon_norge', '2014-07-01')).undecided;
select complaint_ok('innovasjon_norge', '2014-07-01');
select (may_complain(null, '2010-05-03', true)).allowed, complaint_ok('county', null, true), complaint_ok(null, '2010-05-03', true),
	   complaint_body(null, '2010-05-03', true);
select (may_complain('fylkestinget', '2010-05-03')).allowed;
select complaint_body('countie', '2010-05-03');
create temp table complaint (decided_by text not null, decided_on date not null, individual boolean, check (complaint_ok(decided_by, decided_on, individual)));
insert into complaint values ('county', '2010-05-03', true);
\set VERBOSITY terse
insert into complaint values ('innovasjon_norge', '2010-05-03', true);
\set VERBOSITY default

-- working days: 2024 has Maundy Thursday to Easter Monday on 28 March to 1 April
select day, to_char(day, 'Dy') as weekday, is_working_day(day), is_working_day(day, '{}') as without_holidays, is_working_day(day, array[day]) as a_holiday
from unnest('{2024-03-27,2024-03-28,2024-03-29,2024-03-30,2024-04-01,2024-04-02,2024-05-17,2024-12-24,2024-12-25,1999-12-31}'::date[]) as day;
select is_working_day(null) as no_day, is_working_day(null, '{}') as nor_here;
-- 5 after 23 December: 24, 27, 30, 31 December, 2 January
select day, count, add_working_days(day, count)
from (values (date '2024-03-27', 1), ('2024-03-27', 0), ('2024-03-30', 0), ('2024-03-30', 1), ('2024-03-30', -1), ('2024-04-02', -1),
			 ('2024-04-02', -2), ('2024-12-23', 5), ('infinity', 3), ('-infinity', -3), (null, 1), ('2024-03-27', null)) as a(day, count);
-- 2024 has 262 weekdays; not counted are 1 January, the first day, and 9 holidays
select from_day, to_day, working_days_between(from_day, to_day)
from (values (date '2024-03-27', date '2024-04-02'), ('2024-04-02', '2024-03-27'), ('2024-03-27', '2024-03-27'), ('2024-03-28', '2024-04-01'),
			 ('2024-01-01', '2024-12-31'), (null, '2024-04-02'), ('2024-03-27', null)) as a(from_day, to_day);
-- against a calendar that is counted day by day
create temp table calendar as
	select d::date as day, extract(isodow from d) < 6 and d::date not in (select h.day from generate_series(1996, 2031) as y, public_holidays(y) as h) as working
	from generate_series(date '1996-01-01', '2031-12-31', '1 day') as d;
create temp table working as select day, row_number() over (order by day) as n from calendar where working;
select count(*) as days, count(*) filter (where is_working_day(day) <> working) as differ from calendar;
create temp table start as select day, (select count(*) from working as w where w.day <= c.day) as until from calendar as c
	where extract(year from day) in (1999, 2000, 2008, 2024);
select count(*) as cases, count(*) filter (where add_working_days(s.day, count) is distinct from
	(select w.day from working as w where w.n = s.until + count)) as differ
from start as s, unnest('{1,2,5,20,250}'::int[]) as count;
-- backwards from a working day its own number counts one
select count(*) as cases, count(*) filter (where add_working_days(s.day, -count) is distinct from
	(select w.day from working as w where w.n = s.until - count + case when is_working_day(s.day) then 0 else 1 end)) as differ
from start as s, unnest('{1,2,5,20,250}'::int[]) as count;
select count(*) as cases, count(*) filter (where working_days_between(a.day, b.day) <> b.until - a.until) as differ
from start as a, start as b where a.day > '2007-12-31' and extract(day from b.day) in (1, 17, 30);
select count(*) as cases, count(*) filter (where working_days_between(day, add_working_days(day, count)) <> count) as differ
from start, unnest('{0,1,7,30}'::int[]) as count;
-- holidays of one's own replace those of Norway
select add_working_days('2024-03-27', 1, '{}') as none, add_working_days('2024-03-27', 1, '{2024-03-28,2024-03-29}') as two,
	   working_days_between('2024-03-27', '2024-04-02', '{2024-04-02,2024-04-02,2024-03-30}') as one_of_weekdays,
	   add_working_days('2024-03-27', 3, null) as norwegian;
-- 14 October 1066 of the old calendar, the 20th of ours, was a Saturday
select is_working_day('1066-10-19', '{}') as friday, is_working_day('1066-10-20', '{}') as saturday, is_working_day('1066-10-21', '{}') as sunday,
	   is_working_day('1066-10-22', '{}') as monday, add_working_days('1066-10-19', 1, '{}') as next, add_working_days('1066-10-22', -1, '{}') as last;
-- where the holidays are not known: before 1996 and after 9999
select add_working_days('1996-01-02', -1) as into_1995, add_working_days('1995-12-31', 1) as out_of_1995, add_working_days('1995-12-30', 1) as in_1995,
	   add_working_days('9999-12-30', 1) as last, add_working_days('9999-12-31', 1) as beyond, add_working_days('2024-01-01', 2147483647) as far;
select working_days_between('1995-12-31', '1996-01-02') as from_1996, working_days_between('1995-12-30', '1996-01-02') as from_1995,
	   working_days_between('1996-01-02', '1995-12-30') as backward, working_days_between('9999-12-30', '10000-01-01') as beyond,
	   working_days_between('1995-05-05', '1995-05-05') as same_day, working_days_between('1996-01-01', '9999-12-31') > 2000000 as all_of_them;
select is_working_day('1995-12-31');
select is_working_day('10000-01-03');
select is_working_day('infinity');
select is_working_day('-infinity', '{}');
select working_days_between('2024-03-27', 'infinity');
select working_days_between('-infinity', '2024-03-27', '{}');
select is_working_day('2024-03-27', '{2024-03-28,null}');
select add_working_days('2024-03-27', 1, '{null}');
select working_days_between('2024-03-27', '2024-03-28', '{null}');
select add_working_days('5874897-12-30', 5, '{}');
select add_working_days('4713-01-01 BC', -1000, '{}');
