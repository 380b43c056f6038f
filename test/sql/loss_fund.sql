-- loss_fund: the national loss fund of the risk loans, and their interest
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- the limits as the guidelines have them: more than ten points, and five (G8-6, G8-7)
select item, points, comparison, valid_from, valid_to, rule from law_loss_fund order by points;

-- risk less fund, in points; topped up down to a shortfall of ten, and no
-- further; of a portfolio of NOK 200 million a point is 2 million
create temp table wanted (n int, fund numeric, risk numeric, status text, shortfall numeric, points numeric, nok numeric, rule text);
insert into wanted values
	(1, 30, 30, 'ok', 0, 0, 0, 'G8-7'),
	(2, 35, 30, 'ok', -5, 0, 0, 'G8-7'),
	(3, 25.01, 30, 'ok', 4.99, 0, 0, 'G8-7'),
	-- G8-7: read as five or more
	(4, 25, 30, 'warn', 5, 0, 0, 'G8-7'),
	(5, 22, 30, 'warn', 8, 0, 0, 'G8-7'),
	-- G8-6: more than ten, so not ten
	(6, 20, 30, 'warn', 10, 0, 0, 'G8-7'),
	-- 0.01 points of 200 million are 20 000
	(7, 19.99, 30, 'top_up', 10.01, 0.01, 20000, 'G8-6'),
	-- 12.5 - 10 = 2.5 points are 5 million
	(8, 17.5, 30, 'top_up', 12.5, 2.5, 5000000, 'G8-6'),
	-- a fund of nothing and a portfolio that is lost: 90 points
	(9, 0, 100, 'top_up', 100, 90, 180000000, 'G8-6'),
	(10, 0, 0, 'ok', 0, 0, 0, 'G8-7'),
	(11, 140, 100, 'ok', -40, 0, 0, 'G8-7');
select w.n, s.* from wanted as w, loss_fund_status(fund, risk, '2010-12-31', 200000000) as s
where (s.status, s.shortfall_points, s.top_up_points, s.top_up_nok, s.rule) is distinct from (w.status, w.shortfall, w.points, w.nok, w.rule);
-- without a portfolio the points are known, and NOK 0 where there is nothing to pay
select w.n, s.* from wanted as w, loss_fund_status(fund, risk, '2010-12-31') as s
where (s.status, s.shortfall_points, s.top_up_points, s.top_up_nok, s.rule)
	is distinct from (w.status, w.shortfall, w.points, case when w.status <> 'top_up' then 0 end, w.rule);
-- without a day the limits are the same, and a portfolio is not known either
select w.n, s.* from wanted as w, loss_fund_status(fund, risk) as s
where (s.status, s.shortfall_points, s.top_up_points, s.top_up_nok, s.rule)
	is distinct from (w.status, w.shortfall, w.points, case when w.status <> 'top_up' then 0 end, w.rule);
select count(*) as cases, count(*) filter (where loss_fund_status(fund, risk) is distinct from loss_fund_status(fund, risk, '2008-01-01')) as differ from wanted;
-- after the top-up the shortfall is ten, which is a warning and no top-up
select count(*) as cases, count(*) filter (where s.status <> 'warn' or s.shortfall_points <> 10) as differ
from wanted as w, loss_fund_status(fund, risk, '2010-12-31') as t, loss_fund_status(fund + t.top_up_points, risk, '2010-12-31') as s
where t.status = 'top_up';
-- rounded up: 0.07 points of NOK 1 234.56 are 0.864192, and 86 oere would leave more than ten points
select top_up_points, top_up_nok from loss_fund_status(10.93, 21, '2010-12-31', 1234.56) as s;
-- and not where it is whole: 3 % of 100 are 3.00
select top_up_nok from loss_fund_status(0, 13, '2010-12-31', 100);
select * from loss_fund_status(20, 30, '2010-12-31', 0);

-- the guidelines hold from 2008-01-01 to 2014-06-30
select d as on_date, s.status, s.citation
from unnest(array['-infinity', '2007-12-31', '2008-01-01', '2014-06-30', '2014-07-01', 'infinity']::date[]) as d, loss_fund_status(0, 20, d) as s;

-- what is not known, and what is wrong
select loss_fund_status(null, 30, '2010-12-31') is null as fund, loss_fund_status(30, null, '2010-12-31') is null as risk,
	   loss_fund_status(30, 30, null) is null as day, loss_fund_status(null, 30) is null as fund_alone, loss_fund_status(30, null) is null as risk_alone;
select loss_fund_status(-1, 30, '2010-12-31');
select loss_fund_status('NaN', 30, '2010-12-31');
select loss_fund_status(30, -0.01, '2010-12-31');
select loss_fund_status(30, 'Infinity', '2010-12-31');
select loss_fund_status(30, 100.01, '2010-12-31');
select loss_fund_status(20, 30, '2010-12-31', -1);
select loss_fund_status(-1, 30);
select loss_fund_status(30, 100.01);

-- the top-up by county (G8-8), the sum of which is the top-up.  NOK 1 000 by 50, 30
-- and 20 million: 500, 300 and 200
select county, loss_fund_share(portfolio, 1000, county) over () from (values ('14', 50), ('18', 30), ('20', 20)) as t(county, portfolio) order by county;
-- NOK 0.10 by 1, 1, 1: 3.33 oere each; one oere is left, and the remainders are
-- equal: it goes to the first county
select county, loss_fund_share(1, 0.10, county) over () from unnest(array['20', '14', '18']) as county order by county;
-- NOK 1.00 by 1, 2, 4 of 7: 14.28..., 28.57..., 57.14... oere; one is left, and the
-- largest remainder is that of 2
select county, loss_fund_share(portfolio, 1.00, county) over () from (values ('a', 1), ('b', 2), ('c', 4)) as t(county, portfolio) order by county;
-- nothing for a portfolio of nothing, though it comes first
select county, loss_fund_share(portfolio, 0.05, county) over () from (values ('a', 0), ('b', 3), ('c', 3), ('d', 3)) as t(county, portfolio) order by county;
-- nothing to share
select county, loss_fund_share(0, 0, county) over () from unnest(array['a', 'b']) as county order by county;
-- each partition for itself; NULL where a portfolio or the top-up is not known
select year, county, loss_fund_share(portfolio, top_up, county) over (partition by year)
from (values (2009, 'a', 1, 10), (2009, 'b', 3, 10), (2010, 'a', 1, 30), (2010, 'b', 2, 30), (2011, 'a', null, 10), (2011, 'b', 1, 10),
		(2012, 'a', 1, null), (2012, 'b', 1, null)) as t(year, county, portfolio, top_up) order by year, county;
-- portfolios in any unit: 2/3 and 1/3 of 9 223 372 036 854 775 807 oere are ...204.67 and
-- ...602.33; one is left, and goes to the first
select county, loss_fund_share(portfolio, 92233720368547758.07, county) over ()
from (values ('a', 2e-30), ('b', 1e-30), ('c', 0)) as t(county, portfolio) order by county;
select county, loss_fund_share(portfolio, 92233720368547758.07, county) over ()
from (values ('a', 2e100), ('b', 1e100)) as t(county, portfolio) order by county;

-- at random, against the method in SQL: whole oere, then one more for the largest
-- remainders.  The window's order must not matter.
select setseed(0.7);
create temp table random_share as
	select g, lpad(i::text, 2, '0') as county, trunc((random() * 10 ^ (g % 5))::numeric, g % 4) as portfolio, trunc((g * random() * 3)::numeric, 2) as top_up_of_row
	from generate_series(1, 500) as g, generate_series(1, 20) as i where i <= 1 + g % 20;
create temp table given as
	select g, county, portfolio, max(top_up_of_row) over (partition by g) as top_up, sum(portfolio) over (partition by g) as total from random_share;
delete from given where total = 0;
create temp table answer as
	select g, county, portfolio, top_up, total,
		   loss_fund_share(portfolio, top_up, county) over (partition by g) as share,
		   loss_fund_share(portfolio, top_up, county) over (partition by g order by portfolio, county desc) as share_ordered
	from given;
with part as (
	select *, div(100 * top_up * portfolio, total) as whole, mod(100 * top_up * portfolio, total) as remainder from answer),
reference as (
	select *, (whole + case when row_number() over (partition by g order by remainder desc, county collate "C")
		<= 100 * top_up - sum(whole) over (partition by g) then 1 else 0 end) / 100 as wanted
	from part)
select count(*) > 5000 as many, count(distinct g) > 400 as groups, count(*) filter (where remainder > 0) > 3000 as divided,
	   count(*) filter (where share <> wanted) as differ, count(*) filter (where share <> share_ordered) as ordered_differ,
	   count(*) filter (where abs(share - top_up * portfolio / total) >= 0.01) as far
from reference;
select count(*) as sums_differ from (select g from answer group by g having sum(share) <> max(top_up)) as t;
-- more than one oere is left in some of them, so the order of remainders is tested
select count(*) > 100 as several_left from (
	select g from answer group by g having 100 * max(top_up) - sum(div(100 * top_up * portfolio, total)) > 1) as t;
-- frames, and other columns in the window, do not matter
select sum(share) from (select loss_fund_share(1, 100, i::text) over (order by i rows between 1 preceding and current row) as share
	from generate_series(1, 7) as i) as t;

-- what is wrong
select loss_fund_share(portfolio, 1, county) over () from (values ('a', 1), ('b', -1)) as t(county, portfolio);
select loss_fund_share(portfolio, 1, county) over () from (values ('a', 1), ('b', 'NaN'::numeric)) as t(county, portfolio);
select loss_fund_share(1, top_up, county) over () from (values ('a', 1), ('b', 2)) as t(county, top_up);
select loss_fund_share(1, top_up, county) over () from (values ('a', 1), ('b', null)) as t(county, top_up);
select loss_fund_share(1, 1.005, 'a') over ();
select loss_fund_share(1, -1, 'a') over ();
select loss_fund_share(1, 'Infinity', 'a') over ();
select loss_fund_share(1, 92233720368547758.08, 'a') over ();
select loss_fund_share(1, 1, county) over () from unnest(array['a', 'b', 'a']) as county;
select loss_fund_share(1, 1, null) over ();
select loss_fund_share(0, 1, 'a') over ();
select loss_fund_share(1, 1, 'a');
select count(*) from (select loss_fund_share(1, 1, 'a') over () where false) as t;

-- the interest of a risk loan is higher, not the same (G8-3)
select low, risk, risk_loan_rate_ok(risk, low)
from (values (5, 5.01), (5, 5), (5, 4.99), (0, 0), (-0.5, -0.25), (5, null), (null, 5)) as t(low, risk);
select risk_loan_rate_ok('NaN', 5);
select risk_loan_rate_ok(5, '-Infinity');
create temp table risk_loan (rate numeric, low_risk_rate numeric, check (risk_loan_rate_ok(rate, low_risk_rate)));
insert into risk_loan values (6, 5.5);
insert into risk_loan values (5.5, 5.5);
