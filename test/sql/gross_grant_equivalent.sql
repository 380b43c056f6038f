-- gross grant equivalent: lump sums, rates, payment plans, exact methods
set datestyle = 'ISO';

-- Worked examples as published.

-- European Commission, "Calculation of the cash grant equivalent of a soft
-- loan" (ec.europa.eu/competition/state_aid/legislation/archive_docs/cash_en.html):
-- a loan of ECU 500 000 over ten years at 6 %, reference rate 8 %, linear:
-- 9 259, 7 716, 6 351, 5 145, 4 083, 3 151, 2 334, 1 621, 1 000 and 463 ECU,
-- in total 41 123: whole ECU are added up (unrounded it is nearly 41 124)
select year, balance, present_value
from tilskudd.explain_interest_subsidy_gge(tilskudd.loan_balances(500000, 10), 2, 8, decimals => 0);
select tilskudd.interest_subsidy_gge(tilskudd.loan_balances(500000, 10), 2, 8, decimals => 0),
	   tilskudd.loan_gge(tilskudd.loan_balances(500000, 10), 6, 8, 8, decimals => 0),
	   round(tilskudd.loan_gge(tilskudd.loan_balances(500000, 10), 6, 8, 8), 2) as unrounded_years;

-- European Commission, reply on Art 4(3)(b) of 1407/2013
-- (docsbay.net/we-would-like-to-ask-for-a-clarification-regarding-the-interpretation-of-article-4-3-b):
-- 1 million over one year is worth 40 000; the limits are absolute, so that 2
-- million are not allowed for any term
select tilskudd.de_minimis_loan_gge(1000000, 1, '2014-06-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(2000000, 1, '2014-06-01', secured_share => 0.5);

-- Poland, Dz.U. 2013 poz. 239 § 3 (1998/2006): 13.33 % of the guaranteed amount
select round(tilskudd.de_minimis_guarantee_gge(100, 3, '2013-06-01', cover_share => 0.6), 2);

-- Lump sums.

-- at its limits a regime's lump sum is its ceiling
select regime, pool, valid_from,
	   tilskudd.de_minimis_loan_gge(loan_5y_eur, 5, valid_from, pool, secured_share => 0.5) = ceiling_eur as loan_5y,
	   tilskudd.de_minimis_loan_gge(loan_10y_eur, 10, valid_from, pool, secured_share => 0.5) = ceiling_eur as loan_10y,
	   tilskudd.de_minimis_guarantee_gge(guarantee_5y_eur, 5, valid_from, pool, cover_share => 0.8) = ceiling_eur as guarantee_5y,
	   tilskudd.de_minimis_guarantee_gge(guarantee_10y_eur, 10, valid_from, pool, cover_share => 0.8) = ceiling_eur as guarantee_10y
from tilskudd.law_de_minimis
where loan_5y_eur is not null
order by pool, valid_from;

-- below them, from 2014 on, amount x years / 25 and amount x years x 2 / 75 in
-- every regime; each day takes its own regime's limits
select d, tilskudd.de_minimis_loan_gge(400000, 2.5, d, secured_share => 1) as loan,
	   tilskudd.de_minimis_loan_gge(400000, 7.5, d, secured_share => 1) as long_loan,
	   tilskudd.de_minimis_guarantee_gge(600000, 2.5, d, cover_share => 0.4) as guarantee
from unnest(array['2014-01-01', '2023-12-31', '2024-01-01', '2030-12-31']::date[]) as d;
select tilskudd.de_minimis_loan_gge(1500000, 5, '2024-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(1500000, 5, '2023-12-31', secured_share => 0.5);

-- five years is still the short term, a day more the long one
select tilskudd.de_minimis_loan_gge(500001, 5, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(500001, 5.01, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(500000, 5.01, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000000.01, 5, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000, 10.01, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_guarantee_gge(1000, 11, '2020-01-01', cover_share => 0.8);

-- collateral from 50 %, cover up to 80 %
select tilskudd.de_minimis_loan_gge(1000, 1, '2020-01-01', secured_share => 0.4999);
select tilskudd.de_minimis_guarantee_gge(1000, 1, '2020-01-01', cover_share => 0.8001);
select tilskudd.de_minimis_loan_gge(1000, 1, '2020-01-01');
select tilskudd.de_minimis_guarantee_gge(1000, 1, '2020-01-01');
select tilskudd.de_minimis_loan_gge(1000, 1, '2020-01-01', secured_share => 50);
select tilskudd.de_minimis_guarantee_gge(1000, 1, '2020-01-01', cover_share => -0.1);

-- 1998/2006 (V11-3): guarantees whatever the term, no loans; 360/2012 the same; 69/2001 neither
select tilskudd.de_minimis_guarantee_gge(1500000, 1, '2007-01-01', cover_share => 0.8) as one_year,
	   tilskudd.de_minimis_guarantee_gge(1500000, 15, '2013-12-31', cover_share => 0.8) as fifteen_years,
	   tilskudd.de_minimis_guarantee_gge(3750000, 15, '2012-04-29', 'sgei', cover_share => 0.8) as sgei;
select tilskudd.de_minimis_guarantee_gge(1500000.01, 1, '2013-12-31', cover_share => 0.8);
select tilskudd.de_minimis_loan_gge(1000, 1, '2013-12-31', secured_share => 0.5);
select tilskudd.de_minimis_guarantee_gge(1000, 1, '2006-12-31', cover_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000, 1, '2001-02-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000, 1, 'infinity', secured_share => 0.5);

-- road freight: half of everything under 1998/2006 and 1407/2013, nothing of its own from 2024
select tilskudd.de_minimis_guarantee_gge(750000, 1, '2010-01-01', road_freight => true, cover_share => 0.8) as of_2006,
	   tilskudd.de_minimis_loan_gge(500000, 5, '2020-01-01', road_freight => true, secured_share => 0.5) as of_2013,
	   tilskudd.de_minimis_loan_gge(1500000, 5, '2024-01-01', road_freight => true, secured_share => 0.5) as of_2023;
select tilskudd.de_minimis_guarantee_gge(750000.01, 1, '2010-01-01', road_freight => true, cover_share => 0.8);
select tilskudd.de_minimis_loan_gge(500000.01, 5, '2020-01-01', road_freight => true, secured_share => 0.5);

-- cut, not rounded: three times a third of the ceiling does not exceed it
select 3 * tilskudd.de_minimis_guarantee_gge(500000, 5, '2020-01-01', cover_share => 0.8) as thrice,
	   3 * tilskudd.de_minimis_guarantee_gge(500000, 5, '2020-01-01', cover_share => 0.8) <= 200000 as fits;

-- arguments
select tilskudd.de_minimis_loan_gge(0, 1, '2020-01-01', secured_share => 0.5) as zero,
	   tilskudd.de_minimis_loan_gge(null, 1, '2020-01-01', secured_share => 0.5) as amount,
	   tilskudd.de_minimis_loan_gge(1000, null, '2020-01-01', secured_share => 0.5) as years,
	   tilskudd.de_minimis_loan_gge(1000, 1, null, secured_share => 0.5) as on_date,
	   tilskudd.de_minimis_loan_gge(1000, 1, '2020-01-01', null, secured_share => 0.5) as pool,
	   tilskudd.de_minimis_guarantee_gge(1000, 1, '2020-01-01', road_freight => null, cover_share => 0.5) as road_freight;
select tilskudd.de_minimis_loan_gge(-0.01, 1, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge('NaN', 1, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_guarantee_gge('Infinity', 1, '2020-01-01', cover_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000, 0, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000, -1, '2020-01-01', secured_share => 0.5);
select tilskudd.de_minimis_loan_gge(1000, 1, '2020-01-01', 'culture', secured_share => 0.5);

-- SQLSTATEs: outside the harbour 22003, unknown law P0002, missing share 22004, nonsense 22023
do $$
declare
	call text;
begin
	foreach call in array array[
		'tilskudd.de_minimis_loan_gge(2000000, 1, ''2020-01-01'', secured_share => 0.5)',
		'tilskudd.de_minimis_loan_gge(1, 11, ''2020-01-01'', secured_share => 0.5)',
		'tilskudd.de_minimis_loan_gge(1, 1, ''2020-01-01'', secured_share => 0.4)',
		'tilskudd.de_minimis_loan_gge(1, 1, ''2010-01-01'', secured_share => 0.5)',
		'tilskudd.de_minimis_loan_gge(1, 1, ''2000-01-01'', secured_share => 0.5)',
		'tilskudd.de_minimis_loan_gge(1, 1, ''2020-01-01'')',
		'tilskudd.de_minimis_loan_gge(1, 0, ''2020-01-01'', secured_share => 0.5)',
		'tilskudd.base_rate(''2010-06-01'')',
		'tilskudd.guarantee_premium(''CCC'')',
		'tilskudd.reference_rate(''2020-01-01'', ''superb'', ''high'')',
		'tilskudd.present_value(array[1], array[]::date[], 5)',
		'tilskudd.present_value(array[null]::numeric[], array[''2020-01-01'']::date[], 5)',
		'tilskudd.loan_gge(array[-1], 1, 2, 3)']
	loop
		begin
			execute 'select ' || call;
			raise notice 'none %', call;
		exception when others then
			raise notice '% %', sqlstate, call;
		end;
	end loop;
end $$;

-- the same as verdicts: the limit is the largest amount with a lump sum
select v.case, (v.verdict).allowed, (v.verdict)."limit", (v.verdict).requested, (v.verdict).headroom, (v.verdict).undecided
from (values
	('fits', tilskudd.de_minimis_loan_verdict(1500000, 5, '2025-01-01', secured_share => 0.5)),
	('too large', tilskudd.de_minimis_loan_verdict(1500000.01, 5, '2025-01-01', secured_share => 0.5)),
	('too large for the longer term', tilskudd.de_minimis_loan_verdict(1500000, 6, '2025-01-01', secured_share => 0.5)),
	('over ten years', tilskudd.de_minimis_loan_verdict(1000, 11, '2025-01-01', secured_share => 0.5)),
	('little collateral', tilskudd.de_minimis_loan_verdict(1000, 5, '2025-01-01', secured_share => 0.4)),
	('collateral not known', tilskudd.de_minimis_loan_verdict(1000, 5, '2025-01-01')),
	('too large, collateral not known', tilskudd.de_minimis_loan_verdict(2000000, 5, '2025-01-01')),
	('term not known', tilskudd.de_minimis_loan_verdict(1000, null, '2025-01-01', secured_share => 0.5)),
	('too large for any term', tilskudd.de_minimis_loan_verdict(2000000, null, '2025-01-01', secured_share => 0.5)),
	('amount not known', tilskudd.de_minimis_loan_verdict(null, 5, '2025-01-01', secured_share => 0.5)),
	('no loans', tilskudd.de_minimis_loan_verdict(1000, 5, '2010-01-01')),
	('no regime', tilskudd.de_minimis_loan_verdict(1000, 5, '2000-01-01', secured_share => 0.5)),
	('guarantee, term does not count', tilskudd.de_minimis_guarantee_verdict(1000, null, '2010-01-01', cover_share => 0.8)),
	('guarantee, much cover', tilskudd.de_minimis_guarantee_verdict(1000, 5, '2025-01-01', cover_share => 0.9)),
	('no day', tilskudd.de_minimis_guarantee_verdict(1000, 5, null, cover_share => 0.8))
) as v("case", verdict);
select (v).unit, (v).rule, (v).used, (v).citation
from tilskudd.de_minimis_guarantee_verdict(1000, 5, '2010-01-01', cover_share => 0.8) as v;

-- Rates.

-- each row of the law holds from its first to its last day; the day after is
-- a gap unless the next row begins
select count(*) as rows,
	   bool_and(tilskudd.base_rate(valid_from) = base_rate_percent
				and tilskudd.base_rate(valid_to) = base_rate_percent) as hold,
	   bool_and(tilskudd.discount_rate(valid_from) = base_rate_percent + 1) as discount
from tilskudd.law_base_rate;
select tilskudd.base_rate('2008-12-31');
select tilskudd.base_rate('2009-08-01');
select tilskudd.base_rate('2025-06-01');
select tilskudd.base_rate('infinity');
select tilskudd.base_rate('-infinity');
select tilskudd.base_rate(null);

-- published recovery rates, base + 100 basis points (ESA notices): 7.43 in
-- January 2009, 5.71 from 2025-05-01
select tilskudd.discount_rate('2009-01-31'), tilskudd.discount_rate('2025-05-01');
select tilskudd.discount_rate('2010-06-01');
select tilskudd.discount_rate('2010-06-01', 2.5) as given, tilskudd.discount_rate('2009-01-01', 2.5) as given_first,
	   tilskudd.discount_rate(null, 2.5) as no_day, tilskudd.discount_rate('2015-01-01', -0.31) as negative;
select tilskudd.discount_rate('2008-12-31', 2.5);
select tilskudd.discount_rate('2015-01-01', 1001);

-- margins
select rating, collateral, tilskudd.reference_rate('2020-01-01', rating, collateral) as of_2020_01_01,
	   tilskudd.reference_rate('2015-01-01', rating, collateral, 0) as margin
from tilskudd.law_reference_margin order by margin_basis_points, rating, collateral;
select tilskudd.reference_rate('2015-01-01', 'good', 'normal');
select tilskudd.reference_rate('2008-12-31', 'good', 'normal', 5);
select tilskudd.reference_rate('2020-01-01', 'BBB', 'normal');
select tilskudd.reference_rate('2020-01-01', 'good', 'some');
select tilskudd.reference_rate('2020-01-01', 'good', null) as collateral, tilskudd.reference_rate('2020-01-01', null, 'high') as rating,
	   tilskudd.reference_rate(null, 'good', 'high') as on_date;

-- premiums
select rating, tilskudd.guarantee_premium(rating) as premium,
	   tilskudd.guarantee_premium(rating, '2008-09-25') = premium_percent as from_2008
from tilskudd.law_guarantee_premium;
select tilskudd.guarantee_premium('CCC');
select tilskudd.guarantee_premium('AA', '2008-09-24');
select tilskudd.guarantee_premium(null) as rating, tilskudd.guarantee_premium('AA', null) as on_date;

-- Payment plans.

select tilskudd.loan_balances(100, 4) as linear, tilskudd.loan_balances(100, 4, 2) as grace,
	   tilskudd.loan_balances(100, 4, 3) as at_the_end, tilskudd.loan_balances(100, 1) as one_year,
	   tilskudd.loan_balances(0, 2) as nothing;
select tilskudd.loan_balances(100, 3) as thirds;
-- an annuity of 1 000 at 10 % over two years: 576.19 a year, of which 476.19 repay in the first
select tilskudd.loan_balances(1000, 2, repayment => 'annuity', loan_rate => 10),
	   tilskudd.loan_balances(1000, 3, 1, 'annuity', 10),
	   tilskudd.loan_balances(100, 4, repayment => 'annuity', loan_rate => 0) as without_interest;
-- in every year the same payment, and after the last nothing is owed
select bool_and(abs(balance - lead_balance + balance * 0.055 - 13266.7769) < 0.0001) as same_payment,
	   round(max(balance) filter (where year = 10) * 1.055, 4) as last_payment
from (select year, balance, lead(balance, 1, 0) over (order by year) as lead_balance
	  from unnest(tilskudd.loan_balances(100000, 10, 0, 'annuity', 5.5)) with ordinality as b(balance, year)) as plan;
select cardinality(tilskudd.loan_balances(1000000, 100, 0, 'annuity', 1000)) as years;
select tilskudd.loan_balances(100, 0);
select tilskudd.loan_balances(100, 101);
select tilskudd.loan_balances(100, 4, 4);
select tilskudd.loan_balances(100, 4, -1);
select tilskudd.loan_balances(-1, 4);
select tilskudd.loan_balances(100, 4, 0, 'monthly');
select tilskudd.loan_balances(100, 4, 0, 'annuity');
select tilskudd.loan_balances(100, 4, 0, 'annuity', 'NaN');
select tilskudd.loan_balances(null, 4) as amount, tilskudd.loan_balances(100, null) as years,
	   tilskudd.loan_balances(100, 4, null) as grace, tilskudd.loan_balances(100, 4, 0, null) as repayment;

-- Present values.

-- whole years from calendar day to calendar day are exact, across leap years too
select tilskudd.present_value(array[108], array['2023-03-01']::date[], 8) as first_day,
	   tilskudd.present_value(array[0, 108], array['2023-03-01', '2024-03-01']::date[], 8) as one_year,
	   tilskudd.present_value(array[0, 116.64], array['2023-03-01', '2025-03-01']::date[], 8) as two_years,
	   tilskudd.present_value(array[0, 108, 116.64], array['2024-02-29', '2025-02-28', '2026-02-28']::date[], 8) as leap_day,
	   tilskudd.present_value(array[0, 136.048896], array['2024-02-29', '2028-02-29']::date[], 8) as to_leap_day;
-- a part of a year is a part of the exponent: 73 of 365 days are a fifth, and
-- 1.1 ^ 5 is 1.61051; 183 of the 366 days from 2023-03-01 to 2024-02-29 are a
-- half, and 1.1 ^ 2 is 1.21; 1.21 ^ (182 / 366) is 1.0994292...
select tilskudd.present_value(array[0, 110], array['2023-01-01', '2023-03-15']::date[], 61.051) as fifth,
	   tilskudd.present_value(array[0, 110], array['2023-03-01', '2023-08-31']::date[], 21) as half,
	   round(tilskudd.present_value(array[0, 110], array['2024-01-01', '2024-07-01']::date[], 21), 15) as "182 of 366";
-- the day before the anniversary is worth more, the day after less
select v[1] > v[2] and v[2] > v[3] as falls
from (select array_agg(tilskudd.present_value(array[0, 100], array['2024-02-29', d]::date[], 5) order by d) as v
	  from unnest(array['2028-02-28', '2028-02-29', '2028-03-01']::date[]) as d) as of_days;
-- any order after the first, repayments negative, rates zero and negative
select tilskudd.present_value(array[100, 108, -108], array['2023-03-01', '2024-03-01', '2024-03-01']::date[], 8) as back,
	   tilskudd.present_value(array[0, 116.64, 108], array['2023-03-01', '2025-03-01', '2024-03-01']::date[], 8) as unordered,
	   tilskudd.present_value(array[1, 2, 3], array['2023-03-01', '2024-05-01', '2030-01-01']::date[], 0) as zero,
	   tilskudd.present_value(array[0, 95], array['2023-03-01', '2024-03-01']::date[], -5) as negative,
	   tilskudd.present_value('{}', '{}', 5) as empty;
select tilskudd.present_value(null, '{}', 5) as amounts, tilskudd.present_value('{}', null, 5) as dates, tilskudd.present_value('{}', '{}', null) as rate;
select tilskudd.present_value(array[1, 2], array['2024-03-01', '2024-02-29']::date[], 5);
select tilskudd.present_value(array[1, 2], array['2024-03-01']::date[], 5);
select tilskudd.present_value(array[1, null], array['2024-03-01', '2024-03-01']::date[], 5);
select tilskudd.present_value(array[1], array[null]::date[], 5);
select tilskudd.present_value(array[[1, 2], [3, 4]], array['2024-03-01']::date[], 5);
select tilskudd.present_value(array[1], array['infinity']::date[], 5);
select tilskudd.present_value(array[1, 2], array['2024-03-01', 'infinity']::date[], 5);
select tilskudd.present_value(array[1, 2], array['2024-03-01', '2124-03-01']::date[], 5);
select tilskudd.present_value(array['NaN']::numeric[], array['2024-03-01']::date[], 5);
select tilskudd.present_value(array[1], array['2024-03-01']::date[], 'NaN');
select tilskudd.present_value(array[1], array['2024-03-01']::date[], -10.01);
-- arrays that do not begin at 1 are read from their beginning
select tilskudd.present_value('[5:6]={0,108}'::numeric[], array['2023-03-01', '2024-03-01']::date[], 8);

-- Loans, guarantees, subsidies.

-- the explanation adds up to the value, and each factor is that of its year
select *, present_value = round(benefit * discount_factor, 15) as multiplies
from tilskudd.explain_loan_gge(array[1000, 500], 1.5, 4, 25);
select sum(present_value) = tilskudd.loan_gge(tilskudd.loan_balances(77777.77, 30, 4, 'annuity', 1.25), 1.25, 5.71, 5.71) as adds_up,
	   count(*) as years
from tilskudd.explain_loan_gge(tilskudd.loan_balances(77777.77, 30, 4, 'annuity', 1.25), 1.25, 5.71, 5.71);
-- against the formula in plain SQL
select abs(tilskudd.loan_gge(tilskudd.loan_balances(77777.77, 30, 4, 'annuity', 1.25), 1.25, 5.71, 5.21)
		   - sum(balance * (5.71 - 1.25) / 100 / power(1.0521::numeric(40, 30), year::numeric))) < 0.0000000001 as agrees
from unnest(tilskudd.loan_balances(77777.77, 30, 4, 'annuity', 1.25)) with ordinality as b(balance, year);
-- at or above the reference rate there is no aid
select tilskudd.loan_gge(array[1000], 4, 4, 5) as at_rate, tilskudd.loan_gge(array[1000], 6, 4, 5) as above,
	   tilskudd.loan_gge(array[1050], 0, 4, 5) as free, tilskudd.loan_gge(array[1050], -1, 4, 5) as negative_rate,
	   tilskudd.loan_gge('{}', 0, 4, 5) as no_years;
-- a guarantee at no charge for an undertaking without credit history: 3.8 % a
-- year, at the end or at the beginning of each year
select tilskudd.guarantee_gge(array[1000, 500], 0, tilskudd.guarantee_premium('none'), 25) as at_the_end,
	   tilskudd.guarantee_gge(array[1000, 500], 0, tilskudd.guarantee_premium('none'), 25, in_advance => true) as in_advance,
	   tilskudd.guarantee_gge(array[1000, 500], 1.8, 3.8, 25) as charged,
	   tilskudd.guarantee_gge(array[1000, 500], 4, 3.8, 25) as overcharged;
select * from tilskudd.explain_guarantee_gge(array[1000, 500], 1.8, 3.8, 25, in_advance => true);
select * from tilskudd.explain_interest_subsidy_gge(array[1000, 500], 2, 25);
-- decimals round each year, half up: 0.125, 0.375
select tilskudd.interest_subsidy_gge(array[12.5, 37.5], 1, 0) as unrounded,
	   tilskudd.interest_subsidy_gge(array[12.5, 37.5], 1, 0, 2) as two, tilskudd.interest_subsidy_gge(array[50, 50], 1, 0, 0) as none;
-- NULL
select tilskudd.loan_gge(null, 1, 2, 3) as balances, tilskudd.loan_gge(array[1], null, 2, 3) as agreed,
	   tilskudd.guarantee_gge(array[1], 1, null, 3) as market, tilskudd.interest_subsidy_gge(array[1], 1, null) as discount;
select count(*) from tilskudd.explain_loan_gge(null, 1, 2, 3);
-- errors
select tilskudd.loan_gge(array[100, -0.01], 1, 2, 3);
select tilskudd.loan_gge(array[100, null], 1, 2, 3);
select tilskudd.loan_gge(array[[100]], 1, 2, 3);
select tilskudd.loan_gge(array_fill(1::numeric, array[101]), 1, 2, 3);
select tilskudd.loan_gge(array['Infinity']::numeric[], 1, 2, 3);
select tilskudd.loan_gge(array[100], 1, 'Infinity', 3);
select tilskudd.loan_gge(array[100], 1, 2, -100);
select tilskudd.loan_gge(array[100], 1, 2, 3, -1);
select tilskudd.loan_gge(array[100], 1, 2, 3, 21);
select tilskudd.guarantee_gge(array[100], -1, 2, 3);
select tilskudd.interest_subsidy_gge(array[100], -1, 3);
select * from tilskudd.explain_interest_subsidy_gge(array[100, null], 1, 3);
