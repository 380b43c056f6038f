-- payment: what may be paid of a grant, attestation of accounts, instalments
set datestyle = 'ISO';
set search_path = public, tilskudd;

select item, value, valid_from, valid_to, rule, evidence from law_payment order by rule collate "C";

-- A grant of NOK 400 000 to a budget of 800 000, so half of every krone of
-- cost, and at most 300 000, 75 percent, before the last payment (H3-8).
-- "most" is what may be paid in all, reckoned by hand; what may be paid now
-- is what is left of it, never less than 0.
create temp table wanted (n int, cost numeric, paid numeric, final boolean, attested boolean, most numeric, payable numeric, rule text);
insert into wanted values
	-- H3-6: in arrears, 400 000 x cost / 800 000
	(1, 0, 0, false, false, 0, 0, 'H3-6'),
	(2, 200000, 0, false, false, 100000, 100000, 'H3-6'),
	(3, 200000, 60000, false, false, 100000, 40000, 'H3-6'),
	(4, 200000, 100000.01, false, false, 100000, 0, 'H3-6'),
	(5, 599999.98, 0, false, false, 299999.99, 299999.99, 'H3-6'),
	-- H3-8: 300 000 from a cost of 600 000 on, whatever is attested (H3-7)
	(6, 600000, 0, false, false, 300000, 300000, 'H3-8'),
	(7, 800000, 250000, false, true, 300000, 50000, 'H3-8'),
	(8, 900000, 300000, false, true, 300000, 0, 'H3-8'),
	-- H3-7: the whole grant in the end, and not more where the cost was higher
	(9, 800000, 300000, true, true, 400000, 100000, 'H3-7'),
	(10, 1000000, 300000, true, true, 400000, 100000, 'H3-7'),
	-- H3-9: 700 000 / 800 000 of it
	(11, 700000, 300000, true, true, 350000, 50000, 'H3-9'),
	(12, 799999.99, 300000, true, true, 399999.99, 99999.99, 'H3-9'),
	-- the project needed 500 000: 250 000, so 50 000 was paid too much (H3-13)
	(13, 500000, 300000, true, true, 250000, 0, 'H3-9'),
	-- H3-10: no last payment on accounts that nobody attested
	(14, 800000, 300000, true, false, 300000, 0, 'H3-10'),
	(15, 500000, 0, true, false, 250000, 0, 'H3-10');
select w.n, (v).*, payable(400000, 800000, cost, paid, final, attested) as payable
from wanted as w, lateral (select payment_verdict(w.payable, 400000, 800000, cost, paid, final, attested) as v) as x
where row((v)."limit", (v).used, (v).requested, (v).headroom, (v).unit, (v).rule, payable(400000, 800000, cost, paid, final, attested))
		is distinct from row(most, paid, w.payable, most - paid, 'NOK', w.rule, w.payable)
	or (v).allowed is distinct from (paid <= most and w.rule <> 'H3-10') or (v).undecided is not null;
-- an oere more is refused in each case, and the verdict says by which rule
select count(*) as cases, count(*) filter (where (v).allowed is not false or (v).rule <> w.rule
		or payment_ok(w.payable + 0.01, 400000, 800000, cost, paid, final, attested)) as differ
from wanted as w, lateral (select payment_verdict(w.payable + 0.01, 400000, 800000, cost, paid, final, attested) as v) as x;
select n, (v).headroom, (v).citation
from wanted, lateral (select payment_verdict(0, 400000, 800000, cost, paid, final, attested) as v) as x
where n in (4, 6, 13);

-- H3-11: an exemption counts for grants below NOK 100 000 alone; H3-12: what
-- Riksrevisjonen audits needs none
select granted, payable(granted, 200000, 200000, 0, true, false, exempted => true) as exempted,
	payable(granted, 200000, 200000, 0, true, false, audited_by_riksrevisjonen => true) as riksrevisjonen
from unnest(array[99999.99, 100000]) as granted;

-- H3-6: an operating grant in terms, by the profile of its costs: 90 000 of
-- 120 000 until the end of the term are 3/4 of 60 000; the holdback stays, and
-- the last payment follows the accounts
select payable(60000, 120000, 30000, 0, false, false) as in_arrears,
	payable(60000, 120000, 30000, 0, false, false, planned_cost => 60000) as half_time,
	payable(60000, 120000, 30000, 0, false, false, planned_cost => 120000) as all_planned,
	payable(60000, 120000, 100000, 45000, true, true, planned_cost => 120000) as last;
-- H3-8 is a main rule: another part may be held back, but not nothing (H3-7)
select holdback, payable(400000, 800000, 800000, 0, false, true, holdback_percent => holdback),
	(payment_verdict(0, 400000, 800000, 800000, 0, false, true, holdback_percent => holdback)).rule
from unnest(array[null, 10, 33.333, 50, 100, 0.001]) as holdback;

-- rounded down to whole oere, never above the limit: 100 000 x 1 / 3 = 33 333.333...,
-- 100.01 x 75 % = 75.0075, 0.01 x 75 % = 0.0075, 10 000.019 in whole oere
select payable(100000, 3, 1, 0, false, false) as third, payable(100.01, 1, 1, 0, false, false) as cap,
	payable(0.01, 1, 1, 0, false, false) as one_oere, payable(10000.019, 1, 1, 0, true, true) as finer,
	payable(100000, 3, 2, 66666.655, true, true) as paid_finer;
-- no part of the way is rounded: 30 digits of budget, a grant of 10^20
select payable(100000000000000000000, 300000000000000000000000000001, 300000000000000000000000000000, 0, true, true) as just_below,
	payable(100000000000000000000, 300000000000000000000000000000, 300000000000000000000000000000, 0, true, true) as whole;
-- several payments never add up to more than the limit, wherever they are cut
with recursive payment (n, paid, amount) as (
	select 0, 0.00, 0.00
	union all
	select n + 1, paid + amount, payable(1000.01, 7, n + 1, paid + amount, n = 6, n = 6) from payment where n < 7)
select sum(amount) as paid_in_all, max(paid) filter (where n = 7) as before_the_last, count(*) from payment;
select payable(0, 100, 50, 0, false, false) as nothing_granted, payable(100, 100, 0, 0, true, true) as no_cost;

-- not known: an answer where it does not matter, otherwise none
create temp table open (n int, amount numeric, granted numeric, budget numeric, cost numeric, paid numeric, final boolean, attested boolean, allowed boolean, payable numeric);
insert into open values
	-- 75 percent bind whatever the cost is
	(1, 300000.01, 400000, 800000, null, 0, false, false, false, null),
	(2, 300000, 400000, 800000, null, 0, false, false, null, null),
	(3, 300000, 400000, null, 800000, 0, false, false, null, null),
	(4, 400000.01, 400000, null, null, null, null, null, false, null),
	(5, 1, null, 800000, 800000, 0, false, false, null, null),
	-- more than the limit was paid, or is asked for, before the rest is known
	(6, null, 400000, 800000, 100000, 60000, false, false, false, 0),
	(7, 60000, 400000, 800000, 100000, null, false, false, false, null),
	(8, null, 400000, 800000, 100000, 0, false, false, null, 50000),
	(9, 50000, 400000, 800000, 100000, null, false, false, null, null),
	-- the last or not: 200 000 of cost allow 100 000 either way, if the accounts are in order
	(10, 100000, 400000, 800000, 200000, 0, null, true, true, 100000),
	(11, 100000, 400000, 800000, 200000, 0, null, null, null, null),
	(12, 100000, 400000, 800000, 200000, 0, null, false, null, null),
	(13, 100000.01, 400000, 800000, 200000, 0, null, true, false, 100000),
	-- 800 000 of it allow 300 000 or 400 000
	(14, 300000, 400000, 800000, 800000, 0, null, true, true, null),
	(15, 350000, 400000, 800000, 800000, 0, null, true, null, null),
	(16, 400000.01, 400000, 800000, 800000, 0, null, true, false, null),
	-- attested or not
	(17, 100000, 400000, 800000, 800000, 300000, true, null, null, null),
	(18, 100000.01, 400000, 800000, 800000, 300000, true, null, false, null),
	(19, 1, 400000, 800000, 800000, 400000, true, null, false, 0);
select o.*, (v).*, payable(granted, budget, cost, paid, final, attested) as found
from open as o, lateral (select payment_verdict(amount, granted, budget, cost, paid, final, attested) as v) as x
where (v).allowed is distinct from o.allowed or ((v).undecided is null) <> (o.allowed is not null)
	or payable(granted, budget, cost, paid, final, attested) is distinct from o.payable;
select n, (v).rule, (v)."limit", (v).headroom, (v).undecided
from open as o, lateral (select payment_verdict(amount, granted, budget, cost, paid, final, attested) as v) as x
where o.allowed is null order by n;
-- an exemption that is not known, and one that is, of a grant that is not
select payable(90000, 1, 1, 0, true, false, exempted => null) as exempted, payable(null, 1, 1, 0, true, false, exempted => true) as granted,
	payable(400000, 1, 1, 0, true, false, exempted => null) as too_large, payable(90000, 1, 1, 0, true, false, audited_by_riksrevisjonen => null) as riksrevisjonen;

-- in a CHECK: true, false, or an error; no amount is nothing to test
create temp table paid (amount numeric, paid_before numeric, cost numeric, final boolean, attested boolean,
	constraint lawful check (payment_ok(amount, 400000, 800000, cost, paid_before, final, attested)));
insert into paid values (100000, 0, 200000, false, false), (200000, 100000, 700000, false, false), (50000, 300000, 700000, true, true), (null, null, null, null, null);
insert into paid values (100000.01, 0, 200000, false, false);
insert into paid values (50000, 300000, 700000, true, false);
insert into paid values (50000, 0, null, false, false);
insert into paid values (50000, 300000, 700000, true, null);
select count(*) from paid;

-- what is wrong
select payable(-1, 100, 50, 0, false, false);
select payable(100, 0, 50, 0, false, false);
select payable(100, 100, 'NaN', 0, false, false);
select payable(100, 100, 50, 'Infinity', false, false);
select payable(100, 100, 50, 0, false, false, planned_cost => -1);
select payable(100, 100, 50, 0, false, false, holdback_percent => 0);
select payable(100, 100, 50, 0, false, false, holdback_percent => 100.001);
select payable(100, 100, 50, 0, false, false, holdback_percent => 'NaN');
select payment_verdict(-1, 100, 100, 50, 0, false, false);
select payment_ok('-Infinity', 100, 100, 50, 0, false, false);

-- who attests (H3-10, H3-11, H3-12): every case, known or not
create temp table attestation (granted numeric, duty boolean, riksrevisjonen boolean, wanted text);
insert into attestation values
	(99999.99, true, false, 'exemptible'), (99999.99, false, false, 'exemptible'), (99999.99, null, false, 'exemptible'),
	(100000, true, false, 'auditor'), (100000, false, false, 'accountant'), (100000, null, false, null),
	(null, true, false, null), (null, false, false, null), (null, null, false, null),
	(0, true, false, 'exemptible');
insert into attestation select granted, duty, true, 'none' from attestation;
insert into attestation select granted, duty, null, null from attestation where riksrevisjonen;
select count(*) as cases, count(*) filter (where attestation_required(granted, duty, riksrevisjonen) is distinct from wanted) as differ from attestation;
select attestation_required(-1, true, false);
select attestation_required('NaN', true, false);

-- K11-1: two equal payments a year, the odd oere with the second
select need, array_agg(amount order by instalment) as amounts, sum(amount) = need as exact
from unnest(array[500000, 500000.01, 0.01, 0, 333333.33, 0.005]) as need, instalments(need) group by need order by need;
-- K10-1: 2021 and 2022 depend on the budget
select * from instalments(array[600000, null, 500000.01, 1], 2020);
select subject_to_budget, array_agg(distinct year order by year) from instalments(array_fill(1, array[6]), 2018) group by 1 order by 1;
select * from instalments(null::numeric);
select * from instalments('{}'::numeric[], 2020);
select * from instalments(array[1], null);
select * from instalments(-1);
select * from instalments(array[1, 'NaN']::numeric[], 2020);
select * from instalments(array[[1, 2], [3, 4]], 2020);
select * from instalments(array[1], 0);
select * from instalments(array[1], 10000);
