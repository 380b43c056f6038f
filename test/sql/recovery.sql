-- recovery: when a grant is demanded back, how long it binds, interest
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- Every ground of every scheme, alone: H3-13 has five that may be demanded, V6-9
-- makes wrong information one that must in NyVekst, V5-7 has four on assets,
-- H3-14 unlawful aid, K11-3 two that must.
create temp table fact (n int, ground text);
insert into fact values (1, 'reports_missing'), (2, 'wrong_information'), (3, 'used_against_intention'), (4, 'less_capital_needed'),
	(5, 'overpaid'), (6, 'unlawful_aid'), (7, 'asset_sold'), (8, 'asset_other_use'), (9, 'asset_moved_to_lower_priority'),
	(10, 'asset_moved_out'), (11, 'not_started'), (12, 'not_as_assumed');
create temp table wanted (scheme text, ground text, may text, must text);
insert into wanted values
	('guidelines', 'reports_missing', 'H3-13', null), ('guidelines', 'wrong_information', 'H3-13', null),
	('guidelines', 'used_against_intention', 'H3-13', null), ('guidelines', 'less_capital_needed', 'H3-13', null),
	('guidelines', 'overpaid', 'H3-13', null), ('guidelines', 'unlawful_aid', 'H3-14', null);
insert into wanted select 'investment', ground, may, must from wanted;
insert into wanted select 'investment', ground, 'V5-7 V5-9', null from fact where ground like 'asset%';
insert into wanted select 'nyvekst', ground, may, case ground when 'wrong_information' then 'V6-9' end from wanted where scheme = 'guidelines';
insert into wanted values ('kompetansepiloter', 'not_started', null, 'K11-3'), ('kompetansepiloter', 'not_as_assumed', null, 'K11-3');
select count(*) from wanted;
select scheme, fact.ground, g.*
from wanted as w join fact using (ground), lateral (
	select array_agg(distinct g.ground) as ground, string_agg(g.rule, ',') filter (where not mandatory) as may, string_agg(g.rule, ',') filter (where mandatory) as must,
		bool_and(applies) as applies
	from recovery_grounds(scheme, n = 1, n = 2, n = 3, n = 4, n = 5, n = 6, n = 7, n = 8, n = 9, n = 10, n = 11, n = 12, true) as g) as g
where (g.ground, g.may, g.must, g.applies) is distinct from (array[fact.ground], w.may, w.must, true);
-- and no scheme has others
create function pg_temp.excluded(scheme text, n int) returns boolean language plpgsql as $$
begin
	perform recovery_grounds(scheme, n = 1, n = 2, n = 3, n = 4, n = 5, n = 6, n = 7, n = 8, n = 9, n = 10, n = 11, n = 12, true);
	return false;
exception when invalid_parameter_value then return true;
end $$;
select count(*) filter (where pg_temp.excluded(scheme, n)) as excluded, count(*) filter (where pg_temp.excluded(scheme, n) = exists (
	select from wanted as w where w.scheme = s.scheme and w.ground = fact.ground)) as differ
from fact, (select distinct scheme from wanted) as s;
-- what follows, and what is weighed (V5-9)
select ground, mandatory, consequence, citation
from recovery_grounds('investment', false, false, false, false, true, true, true, false, false, false, within_binding_period => true);
select ground, mandatory, consequence, citation from recovery_grounds('kompetansepiloter', not_started => true, not_as_assumed => false);

-- not known: a ground that may apply is there, one that does not is not.  A sale
-- counts within the binding period alone, whatever is known of the rest.
select sold, within, (select applies from recovery_grounds('investment', asset_sold => sold, within_binding_period => within) where ground = 'asset_sold') as applies,
	exists (select from recovery_grounds('investment', asset_sold => sold, within_binding_period => within) where ground = 'asset_sold') as listed
from unnest(array[true, false, null]) as sold, unnest(array[true, false, null]) as within;
select ground, applies, mandatory from recovery_grounds('nyvekst', false, null, false, true, false, false);
select count(*) from recovery_grounds('investment');
select count(*) from recovery_grounds(null, true);
select * from recovery_grounds('guidelines', asset_sold => true);
select * from recovery_grounds('kompetansepiloter', overpaid => true);
select count(*) from recovery_grounds('kompetansepiloter', overpaid => false);
select * from recovery_grounds('NyVekst');

-- V5-7: five years from the payment of the grant, the fifth anniversary no longer
-- among them; V5-8: or fewer
create temp table paid (paid_on date, years int, until date);
insert into paid values
	('2010-05-03', null, '2015-05-02'), ('2010-05-03', 5, '2015-05-02'), ('2010-05-03', 3, '2013-05-02'), ('2010-05-03', 1, '2011-05-02'),
	('2010-01-01', null, '2014-12-31'), ('2011-03-01', 1, '2012-02-29'),
	-- 2017-02-28 is the anniversary of 2012-02-29, as date + interval has it; 2016 has a 29th
	('2012-02-29', null, '2017-02-27'), ('2012-02-29', 4, '2016-02-28'),
	('infinity', null, 'infinity'), ('-infinity', null, '-infinity'), (null, null, null);
select * from paid where binding_until(paid_on, years) is distinct from until;
select count(*) as differ from paid where isfinite(paid_on) and (
	within_binding_period(until, paid_on, years) is distinct from true or within_binding_period(until + 1, paid_on, years) is distinct from false
	or within_binding_period(paid_on, paid_on, years) is distinct from true or within_binding_period(paid_on - 1, paid_on, years) is distinct from true
	or until + 1 <> (paid_on + make_interval(years => coalesce(years, 5)))::date);
-- several payments: the last by default, the first where the grant letter says so
select binding_until(max(day)) as last, binding_until(min(day)) as first, within_binding_period('2016-01-01', max(day)) as by_last, within_binding_period('2016-01-01', min(day)) as by_first
from unnest(array['2010-05-03', '2011-02-01']::date[]) as day;
select within_binding_period(null, '2010-05-03'), within_binding_period('2010-05-03', null), within_binding_period('infinity', '2010-05-03') as never_sold;
select binding_until('2010-05-03', 6);
select binding_until('2010-05-03', 0);
select within_binding_period('2010-05-03', '2010-05-03', -1);
select binding_until('5874897-12-31');
-- the other clock runs from the acquisition (G5-2): bought in 2009, paid in 2010, sold in 2014
select realised_within_tax_period('2009-03-02', '2014-06-02') as tax, within_binding_period('2014-06-02', '2010-05-03') as binding;

-- H3-14: the recovery rate of a day is that published for 2007 and 2008, then
-- base rate + 1; every day of the base rates has one, and no other day since 2009
select recovery_rate('2007-01-01') as "2007", recovery_rate('2008-12-31') as "2008", recovery_rate('2009-01-01') as "6.43 + 1",
	recovery_rate('2009-07-31') as "2.84 + 1", recovery_rate('2010-05-03', 2.2) as "2.2 + 1", recovery_rate(null);
select count(*) as days, count(*) filter (where recovery_rate(day::date) is distinct from discount_rate(day::date)) as differ
from law_base_rate, generate_series(valid_from, valid_to, '1 day') as day;
select recovery_rate('2006-12-31');
select recovery_rate('2009-08-01');
select recovery_rate('2025-06-01');
select recovery_rate('2006-12-31', 3);
select recovery_rate('2008-12-31', 3);
select recovery_rate('2009-12-31', 1001);

-- Interest on 100 000, reckoned by hand.
create temp table interest (n int, received date, repaid date, interest numeric);
insert into interest values
	(1, '2007-05-02', '2007-05-02', 0),
	-- a day at 5.26 %: 100 000 x 0.0526 / 365 = 14.41096
	(2, '2007-05-02', '2007-05-03', 14.41),
	-- 364 days: 5 245.589; the whole year: 5 260
	(3, '2007-05-02', '2008-04-30', 5245.59),
	(4, '2007-05-02', '2008-05-02', 5260),
	-- the second year at the rate of its first day, 6.25: 105 260 x 1.0625 = 111 838.75
	(5, '2007-05-02', '2009-05-02', 11838.75),
	-- and 74 days at 3.38 + 1: 111 838.75 x (1 + 0.0438 x 74 / 365) = 112 831.8781
	(6, '2007-05-02', '2009-07-15', 12831.88),
	-- received on 29 February: the anniversary is 28 February 2009, when 5.41 + 1
	-- held, not 1 March with 4.26 + 1: 106 250 x (1 + 0.0641 x 30 / 365) = 106 809.784
	(7, '2008-02-29', '2009-02-28', 6250),
	(8, '2008-02-29', '2009-03-30', 6809.78);
select i.*, recovery_interest(100000, received, repaid) as found from interest as i where recovery_interest(100000, received, repaid) is distinct from interest;
-- the rows of the explanation follow each other from day to day, and add up
select i.n from interest as i, lateral (select sum(e.interest) as sum, count(*) as years, max(balance) as balance, min(from_day) as first, max(to_day) as last, sum(days) as days
	from explain_recovery_interest(100000, received, repaid) as e) as e
where (coalesce(e.sum, 0), coalesce(e.balance, 100000), coalesce(first, received), coalesce(last, repaid), coalesce(e.days, 0))
	is distinct from (i.interest, 100000 + i.interest, received, repaid, repaid - received);
select * from explain_recovery_interest(100000, '2007-05-02', '2009-07-15');

-- the days of a broken year: 105 260 x 0.0625 x 182 / 365, / 360 or / 366, the
-- year from 2008-02-01 having a leap day
select recovery_interest(100000, '2007-02-01', '2008-08-01') as "8540.36", recovery_interest(100000, '2007-02-01', '2008-08-01', day_count => 'actual/360') as "8585.92",
	recovery_interest(100000, '2007-02-01', '2008-08-01', day_count => 'actual/actual') as "8531.40";
-- rounded once: 33.33 x 0.0526 = 1.753158 a year, x 6.25 % = 2.1927..., in all 3.9458...;
-- 1 x 0.0526 x 73 / 365 = 0.01052
select recovery_interest(33.33, '2007-05-02', '2009-05-02') as "3.95", recovery_interest(33.33, '2007-05-02', '2009-05-02', decimals => 0) as "4",
	recovery_interest(33.33, '2007-05-02', '2009-05-02', decimals => 8) as "3.94585538", recovery_interest(1, '2007-05-02', '2007-07-14', decimals => 20) as "0.01052";
-- half an oere is rounded up: 0.1 x 0.05 = 0.005
select recovery_interest(0.1, '2010-05-03', '2011-05-03', '{2010-01-01}', '{5}') as "0.01";
-- several payments: each from its own day
select sum(recovery_interest(amount, received, '2009-07-15')) as sum
from (values (100000, date '2007-05-02'), (50000, date '2009-07-10')) as payment (amount, received);

-- days without a rate are an error that says what to pass
select recovery_interest(100000, '2009-01-15', '2012-02-15');
select recovery_interest(100000, '2006-12-31', '2007-12-31');
select recovery_interest(100000, '2012-10-01', '2012-10-02');
-- a rate that would be needed from the anniversary on is not, if nothing runs then
select recovery_interest(100000, '2009-01-15', '2010-01-15') as "7.43 %";
-- given: 3.5 from 2010, 3.2 from 2011; on 2012-01-15 the tables have one again, 3.57 + 1:
-- 100 000 x 1.0743 x 1.035 x 1.032 = 114 748.1316, x (1 + 0.0457 x 31 / 365) = 115 193.5055
select from_day, days, rate, interest, balance, source from explain_recovery_interest(100000, '2009-01-15', '2012-02-15', '{2011-01-01,2010-01-01}', '{3.2,3.5}');
-- a given rate ends where a row of the law begins, and comes back to life no more: the
-- rate from 2010 does not reach the gap of October 2012
select recovery_interest(100000, '2012-10-01', '2012-10-02', '{2010-01-01}', '{3.5}');
-- but it goes before a row of the law that begins on or before its day
select rate, source from explain_recovery_interest(100000, '2012-01-15', '2012-02-15', '{2012-01-01}', '{9}');
select rate, source from explain_recovery_interest(100000, '2008-03-01', '2008-03-02', '{2008-02-01}', '{9}');
-- and is overtaken by one that begins later: that of July 2009 by the table's
select rate from explain_recovery_interest(100000, '2009-01-31', '2010-02-01', '{2009-01-31,2009-02-28}', '{9,8}');
-- before the tables begin: 1 000 x 1.04 x 1.05 = 1 092
select recovery_interest(1000, '2004-05-20', '2006-05-20', '{2004-01-01,2005-01-01}', '{4,5}') as "92.00";

-- nothing is known, or nothing runs
select recovery_interest(null, '2007-05-02', '2008-05-02'), recovery_interest(1, null, '2008-05-02'), recovery_interest(1, '2007-05-02', null),
	recovery_interest(1, '2007-05-02', '2008-05-02', day_count => null), recovery_interest(1, '2007-05-02', '2008-05-02', decimals => null);
select count(*) from explain_recovery_interest(1, '2007-05-02', null);
select recovery_interest(0, '2007-05-02', '2008-05-02') as nothing, recovery_interest(1, '1990-01-01', '1990-01-01') as no_day;
-- what is wrong
select recovery_interest(1, '2008-05-02', '2008-05-01');
select recovery_interest(-1, '2007-05-02', '2008-05-02');
select recovery_interest('Infinity', '2007-05-02', '2008-05-02');
select recovery_interest(1, '2007-05-02', 'infinity');
select recovery_interest(1, '-infinity', '2008-05-02');
select recovery_interest(1, '1900-01-01', '2000-01-01', '{1900-01-01}', '{3}');
select round(recovery_interest(1, '1900-01-01', '1999-12-31', '{1900-01-01}', '{3}')) as years_99;
select recovery_interest(1, '2007-05-02', '2008-05-02', day_count => '30/360');
select recovery_interest(1, '2007-05-02', '2008-05-02', decimals => 21);
select recovery_interest(1, '2007-05-02', '2008-05-02', decimals => -1);
select recovery_interest(1, '2007-05-02', '2008-05-02', '{2007-01-01}');
select recovery_interest(1, '2007-05-02', '2008-05-02', rates => '{3}');
select recovery_interest(1, '2007-05-02', '2008-05-02', '{2007-01-01}', '{3,4}');
select recovery_interest(1, '2007-05-02', '2008-05-02', '{2007-01-01,2007-01-01}', '{3,4}');
select recovery_interest(1, '2007-05-02', '2008-05-02', '{2007-01-01}', '{NaN}');
select recovery_interest(1, '2007-05-02', '2008-05-02', '{null}', '{3}');
