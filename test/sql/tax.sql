-- tax: how investment grants are taxed
set datestyle = 'ISO';
set search_path = public, tilskudd;

-- 300 000 to an asset of 2009-03-02: G5-1 no income, G5-2 part of the consideration if
-- realised before 2014-03-02, G5-3 any other grant lowers the balance
create temp table wanted (n int, under_regulation boolean, acquired_on date, realised_on date, treatment text, consideration numeric, balance numeric, rule text);
insert into wanted values
	(1, true, '2009-03-02', null, 'not_income', 0, 0, 'G5-1'),
	(2, true, '2009-03-02', '2014-03-01', 'part_of_consideration', 300000, 0, 'G5-2'),
	(3, true, '2009-03-02', '2014-03-02', 'not_income', 0, 0, 'G5-1'),
	(4, true, '2009-03-02', '2009-03-02', 'part_of_consideration', 300000, 0, 'G5-2'),
	(5, true, '2009-03-02', 'infinity', 'not_income', 0, 0, 'G5-1'),
	(6, false, '2009-03-02', null, 'reduces_depreciation_balance', 0, -300000, 'G5-3'),
	(7, false, '2009-03-02', '2010-01-01', 'reduces_depreciation_balance', 0, -300000, 'G5-3'),
	(8, false, null, '2010-01-01', 'reduces_depreciation_balance', 0, -300000, 'G5-3'),
	-- the day of acquisition does not matter for what is not realised
	(9, true, null, null, 'not_income', 0, 0, 'G5-1'),
	(10, true, null, '2010-01-01', null, null, null, null),
	(11, null, '2009-03-02', null, null, null, null, null),
	(12, null, null, '2010-01-01', null, null, null, null);
select w.*, t.* from wanted as w, investment_grant_tax(300000, under_regulation, acquired_on, realised_on) as t
where (t.treatment, t.consideration_change, t.balance_change, t.rule, t.undecided is null)
	is distinct from (w.treatment, w.consideration, w.balance, w.rule, w.treatment is not null);
select n, undecided from wanted, investment_grant_tax(300000, under_regulation, acquired_on, realised_on) where n >= 10 order by n;
-- the source of each
select t.rule, t.citation from wanted, investment_grant_tax(300000, under_regulation, acquired_on, realised_on) as t where n in (1, 2, 6) order by n;
-- without an amount the treatment stands alone
select treatment, consideration_change, balance_change, rule from investment_grant_tax(null, true, '2009-03-02', '2010-01-01');
select (investment_grant_tax(0.005, false, '2009-03-02')).balance_change;

-- G5-2: up to the day before the fifth anniversary of the acquisition, 28 February
-- for an asset of 29 February
select acquired, realised_within_tax_period(acquired, last) as last, realised_within_tax_period(acquired, last + 1) as after
from (values (date '2009-03-02', date '2014-03-01'), ('2008-02-29', '2013-02-27'), ('2010-01-01', '2014-12-31')) as asset (acquired, last);
select realised_within_tax_period(null, '2010-01-01'), realised_within_tax_period('2010-01-01', null), realised_within_tax_period('2010-01-01', 'infinity') as never;

-- what is wrong
select realised_within_tax_period('2010-01-02', '2010-01-01');
select investment_grant_tax(1, true, '2010-01-02', '2010-01-01');
select realised_within_tax_period('5874897-01-01', '5874897-12-31');
select investment_grant_tax(-1, true, '2010-01-02');
select investment_grant_tax('NaN', true, '2010-01-02');
