-- Enterprises with those that they are linked to or partner of.
set search_path = tilskudd, public;

-- Holdings in percent of capital and votes, headcounts of 2023, each enterprise
-- with 1 EUR of turnover and balance sheet, so that the headcount decides.
create function status(holdings text, headcounts text, variadic more text[] default '{}') returns setof sme_result
language sql as $$
	select * from sme_status(
		'select *, 100 as capital_total, 100 as votes_total from (values ' || holdings || ') as v(owner, owned, capital, votes)',
		'select id, date ''2023-12-31'' as period_end, headcount, 1 as turnover_eur, 1 as balance_eur from (values ' || headcounts || ') as v(id, headcount)',
		'2024-06-01', more[1], more[2])
$$;

-- 25 % makes a partner, a little less does not: 6 + 38/4 = 15.5, 38 + 6/4 = 39.5.
select id, size, type, headcount, linked, partners from status($$ ('b', 'a', 25, 25), ('c', 'b', 24.999999, 24.999999) $$,
	$$ ('a', 6), ('b', 38), ('c', 38) $$);
-- 50 % is a partner, a little more is linked.
select id, size, type, headcount, linked, partners from status($$ ('a', 'b', 50, 50), ('c', 'd', 50, 50.000001) $$,
	$$ ('a', 30), ('b', 30), ('c', 30), ('d', 30) $$);
-- Votes link, capital does not: 60 % of 40 is 24.
select id, type, headcount from status($$ ('a', 'b', 60, 45) $$, $$ ('a', 40), ('b', 40) $$);
-- 49.6 annual work units are less than 50, 50 are not.
select id, size from status($$ ('x', 'y', 1, 1) $$, $$ ('x', 49.6), ('y', 50) $$);
-- a with a third of b and of c: 1/3 + 2/3 of what they have is a whole, so that 9 + 1 are not fewer than 10.
select id, size, headcount from sme_status(
	$$ select * from (values ('a', 'b', 1, 3), ('a', 'c', 1, 3)) as v(owner, owned, capital, capital_total) $$,
	$$ select *, date '2023-12-31' as period_end, 1 as turnover_eur, 1 as balance_eur from (values ('a', 9), ('b', 1), ('c', 2)) as v(id, headcount) $$, '2024-06-01')
	where id = 'a';
-- Sisters hold a majority jointly, or a quarter: 9 + 0.26 * 27 = 16.02.
select id, type, headcount from status($$ ('m', 'a', 60, 60), ('m', 'b', 60, 60), ('a', 'y', 26, 26), ('b', 'y', 26, 26) $$,
	$$ ('m', 9), ('a', 9), ('b', 9), ('y', 9) $$) where id = 'y';
select id, type, headcount from status($$ ('m', 'a', 60, 60), ('m', 'b', 60, 60), ('a', 'y', 13, 13), ('b', 'y', 13, 13) $$,
	$$ ('m', 9), ('a', 9), ('b', 9), ('y', 9) $$) where id = 'y';
-- What is linked last makes the joint majority: b by c's majority, then y by b and a.
select id, linked from status($$ ('a', 'y', 26, 26), ('b', 'y', 26, 26), ('c', 'b', 51, 51), ('c', 'a', 26, 26), ('y2', 'a', 26, 26), ('c', 'y2', 51, 51) $$,
	$$ ('a', 1) $$) where id = 'y';
-- A cycle, and a chain of 30.
select id, headcount, linked from status($$ ('a', 'b', 51, 51), ('b', 'c', 51, 51), ('c', 'a', 49, 49) $$, $$ ('a', 20), ('b', 20), ('c', 20) $$);
select id, size, headcount, linked from status((select string_agg(format('(%L, %L, 60, 60)', 'k' || n, 'k' || n + 1), ', ') from generate_series(1, 29) as n),
	(select string_agg(format('(%L, 9)', 'k' || n), ', ') from generate_series(1, 30) as n)) where id in ('k1', 'k30');
-- No partner of a partner, but what is linked to it.
select id, headcount from status($$ ('a', 'b', 25, 25), ('b', 'c', 25, 25) $$, $$ ('a', 40), ('b', 40), ('c', 40) $$);
select id, type, headcount, linked, partners from status($$ ('a', 'b', 25, 25), ('b', 'c', 75, 75) $$, $$ ('a', 40), ('b', 40), ('c', 40) $$);
-- Cross-holdings count once, by the greater; own shares have no votes: 46 of 90.
select id, headcount from status($$ ('a', 'b', 25, 25), ('b', 'a', 30, 30) $$, $$ ('a', 40), ('b', 40) $$);
select id, type from status($$ ('a', 'b', 46, 46), ('b', 'b', 10, 10) $$, $$ ('a', 40), ('b', 40) $$);
-- A person links on one market; persons who act jointly do together.  A person alone is nobody's partner.
select id, type, headcount from status($$ ('p', 'a', 51, 51), ('p', 'b', 51, 51), ('p', 'c', 51, 51), ('p', 'd', 30, 30) $$,
	$$ ('a', 40), ('b', 40), ('c', 40), ('d', 40) $$,
	$$ select * from (values ('p', 'person', null), ('a', null, '{1}'::text[]), ('b', null, '{2,1}'), ('c', null, '{3}')) as v(id, kind, markets) $$);
select id, type from status($$ ('p', 'a', 30, 30), ('q', 'a', 30, 30), ('p', 'b', 30, 30), ('q', 'b', 30, 30), ('p', 'c', 50, 50) $$,
	$$ ('a', 40), ('b', 40), ('c', 40) $$,
	$$ select * from (values ('p', 'person', 'g', null), ('q', 'person', 'g', null), ('a', null, null, '{1}'::text[]), ('b', null, null, '{1}'), ('c', null, null, '{1}')) as v(id, kind, acting_group, markets) $$);
-- A market that is not known: linked or not, so small or medium.
select id, size, best, worst, type, reasons from status($$ ('p', 'a', 51, 51), ('p', 'b', 51, 51) $$, $$ ('a', 40), ('b', 40) $$,
	$$ select 'p' as id, 'person' as kind $$);
-- Adjacent markets.
select id, linked from sme_status('select *, 100 as capital_total from (values (''p'', ''a'', 51), (''p'', ''b'', 51)) as v(owner, owned, capital)',
	'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-01',
	$$ select * from (values ('p', 'person', null), ('a', null, '{1}'::text[]), ('b', null, '{2}')) as v(id, kind, markets) $$,
	adjacent => $$ select 2 as market, 1 as adjacent $$);
-- Other grounds of control.
select id, linked from status($$ ('a', 'b', 1, 1) $$, $$ ('a', 1) $$, null, $$ select 'a' as owner, 'b' as owned, 'board' as ground $$);
-- Public bodies jointly, and through a company that they control.
select id, size, public_share from status($$ ('s', 'a', 13, 13), ('t', 'a', 12, 12), ('s', 'b', 13, 13), ('t', 'b', 11.9, 11.9) $$, $$ ('a', 1), ('b', 1) $$,
	$$ select unnest(array['s', 't']) as id, 'public_body' as kind $$);
select id, size, public_share from status($$ ('s', 'c', 51, 51), ('c', 'a', 25, 25), ('s', 'd', 50, 50), ('d', 'b', 25, 25) $$, $$ ('a', 1), ('b', 1), ('c', 1), ('d', 1) $$,
	$$ select 's' as id, 'public_body' as kind $$);
-- Exempt investors up to half of the votes.
select id, size, type, headcount from status($$ ('v', 'a', 50, 50), ('v', 'b', 51, 51) $$, $$ ('v', 40), ('a', 40), ('b', 40) $$,
	$$ select 'v' as id, 'venture_capital' as exempt $$);
select id, size from status($$ ('k', 'a', 50, 50), ('k', 'b', 51, 51) $$, $$ ('a', 1), ('b', 1) $$,
	$$ select 'k' as id, 'public_body' as kind, 'small_local_authority' as exempt $$);
-- Figures that are not known: certain, or not.
select id, size, best, worst, headcount, turnover_eur, missing from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
	$$ select *, date '2023-12-31' as period_end from (values ('a', 100, null, null, null, 40e6), ('b', 260, null, null, null, null), ('c', null, 1, 4, 1, 1), ('d', 100, null, null, null, 50e6))
		as v(id, headcount, headcount_lo, headcount_hi, turnover_eur, balance_eur) $$, '2024-06-01');
-- Two periods: small, medium, large is medium; one period too many does not make a small one medium.
select id, size, reasons from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
	$$ select id, make_date(year, 12, 31) as period_end, headcount, 1 as turnover_eur, 1 as balance_eur
		from (values ('a', 2021, 9), ('a', 2022, 60), ('a', 2023, 300), ('b', 2022, 9), ('b', 2023, 60), ('c', 2021, 300), ('c', 2022, 9), ('c', 2023, 9), ('c', 2024, 300)) as v(id, year, headcount) $$, '2024-06-01');
-- A change of owners in 2023: at once, after two periods, or what is worse.
select change, id, size from unnest(array['immediate', 'two_periods', 'loss_only']) as change,
	lateral sme_status('select ''a'' as owner, ''b'' as owned, 60 as capital, 100 as capital_total, date ''2023-07-01'' as valid_from',
	$$ select id, make_date(year, 12, 31) as period_end, headcount, 1 as turnover_eur, 1 as balance_eur
		from (values ('a', 300), ('b', 9)) as v(id, headcount), generate_series(2022, 2023) as year $$, '2024-06-01', ownership_change => change, "only" => '{b}');
-- Six months of turnover are half a year's: 6 million are 12 million.
select id, size, turnover_eur from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
	$$ select 'a' as id, date '2023-12-31' as period_end, 20 as headcount, 6000000 as turnover_eur, 11000000 as balance_eur, 6 as months $$, '2024-06-01', "only" => '{a}');
-- Consolidated accounts stand for the members that they have, and nobody counts twice.
select s, id, headcount, turnover_eur from unnest(array[null, 'select ''m'' as id, ''a'' as member']) as s,
	lateral sme_status('select *, 100 as capital_total from (values (''m'', ''a'', 60), (''m'', ''b'', 60)) as v(owner, owned, capital)',
	$$ select *, date '2023-12-31' as period_end, 1 as balance_eur from (values ('m', 'own', 1, 10), ('a', 'own', 2, 20), ('b', 'own', 4, 40), ('m', 'consolidated', null, 50)) as v(id, kind, headcount, turnover_eur) $$,
	'2024-06-01', scope => s, "only" => '{a}');
-- The guidelines of 2008: own figures, and independence.
select id, size, headcount, reasons from sme_status('select ''a'' as owner, ''b'' as owned, 25 as capital, 100 as capital_total',
	$$ select unnest(array['a', 'b']) as id, date '2007-12-31' as period_end, 9 as headcount, 1 as turnover_eur, 1 as balance_eur $$, '2008-06-01', mode => 'guidelines_2008');
-- Options.
select id, linked from sme_status('select ''a'' as owner, ''b'' as owned, 60 as capital, 100 as capital_total, 10 as votes, 100 as votes_total', 'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-01', capital_majority_links => true);
select id, linked from sme_status('select ''a'' as owner, ''b'' as owned, 60 as capital, 100 as capital_total', 'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-01', 'select ''a'' as id, ''venture_capital'' as exempt', vc_presumption => true);
select id, linked from sme_status('select ''s'' as owner, unnest(array[''a'', ''b'']) as owned, 60 as capital, 100 as capital_total', 'select ''a'' as id, date ''2023-12-31'' as period_end', '2024-06-01', 'select ''s'' as id, ''public_body'' as kind', link_through_public => true);
-- No query, no rows.
select count(*) from sme_status(null, 'select 1', '2024-06-01');

-- Errors.
select * from status($$ ('a', 'b', 101, 1) $$, $$ ('a', 1) $$);
select * from status($$ ('a', 'a', 100, 100) $$, $$ ('a', 1) $$);
select * from status($$ ('a', 'b', -1, 1) $$, $$ ('a', 1) $$);
select * from status($$ ('a', 'b', null::int, null::int) $$, $$ ('a', 1) $$);
select * from status($$ ('a', 'b', 1, 1) $$, $$ ('a', -1) $$);
select * from status($$ ('a', 'b', 1, 1) $$, $$ ('a', 1), ('a', 2) $$);
select * from status($$ ('a', 'b', 1, 1) $$, $$ ('a', 1) $$, $$ select unnest(array['a', 'a']) as id $$);
select * from status($$ ('a', 'b', 1, 1) $$, $$ ('a', 1) $$, $$ select 'a' as id, 'firm' as kind $$);
select * from status($$ ('a', 'b', 1, 1) $$, $$ ('a', 'x') $$);
select * from sme_status('select 1 as owner', 'select 1 as id', '2024-06-01');
select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total', 'select 1 as id, null::date as period_end where false', '2024-06-01', mode => 'rec_1996');
select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total', 'select 1 as id, null::date as period_end where false', '2004-06-01', mode => 'rec_2020');
select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total', 'select 1 as id, null::date as period_end where false', '2004-06-01');
select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total', 'select 1 as id, null::date as period_end where false', '2024-06-01', ownership_change => 'never');
-- What a row says of a holding, of an entity, of a ground of control.
create function refused(ownership text, entities text default null, control text default null, figures text default 'select 1 as id, null::date as period_end where false', scope text default null)
	returns setof sme_result language sql as $$ select * from sme_status('select *, 2 as owned from (select 1 as owner) as o, lateral (' || ownership || ') as r', figures, '2024-06-01', entities, control, scope) $$;
\set SHOW_CONTEXT never
select * from refused('select 1 as capital, null::int as capital_total');
-- 0.5 of 10^18 is 5 of 10^19
select * from refused('select 0.5 as capital, 1000000000000000000 as capital_total');
select * from refused($$ select 1 as capital, 2 as capital_total, date '2024-01-02' as valid_from, date '2024-01-01' as valid_to $$);
-- 10^18 and 10^18 - 1 have no common factor
select * from sme_status('select *, 3 as owned, 1 as capital from (values (1, 1000000000000000000), (2, 999999999999999999)) as v(owner, capital_total)', 'select 1 as id, null::date as period_end where false', '2024-06-01');
select * from refused('select 1 as capital, 2 as capital_total', $$ select 1 as id, 'rich' as exempt $$);
select * from refused('select 1 as capital, 2 as capital_total', $$ select 1 as id, 'family' as acting_group $$);
select * from refused('select 1 as capital, 2 as capital_total', null, $$ select 1 as owner, 1 as owned, 'board' as ground $$);
select * from refused('select 1 as capital, 2 as capital_total', null, $$ select 1 as owner, 2 as owned, 'friendship' as ground $$);
select * from refused('select 1 as capital, 2 as capital_total', null, $$ select 1 as owner, 2 as owned, 'board' as ground, date '2024-01-02' as valid_from, date '2024-01-01' as valid_to $$);
-- and of accounts: a figure of 10^14 is the last that is counted
select id from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 100000000000000 as turnover_eur $$) where id = '1';
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 100000000000001 as turnover_eur $$);
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 5 as headcount, 6 as headcount_hi $$);
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 6 as headcount_lo, 5 as headcount_hi $$);
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 19 as months $$);
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 'draft' as kind $$);
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, null::date as period_end $$);
select * from refused('select 1 as capital, 2 as capital_total', figures => $$ select 1 as id, date '2023-12-31' as period_end, 'consolidated' as kind from generate_series(1, 2) $$);
select * from refused('select 1 as capital, 2 as capital_total', scope => $$ select 1 as id, 2 as member, 'half' as method $$);
select * from refused('select 1 as capital, 2 as capital_total', scope => $$ select 1 as id, 2 as member from generate_series(1, 2) $$);
drop function refused(text, text, text, text, text);

-- Currencies.  The average of 2021 is 10.1633 NOK (European Central Bank): 101633000 NOK
-- are 10 million EUR, a krone more is more; 10.7228 is the rate of the caller, and 8
-- million USD in 6 months at 1.6 are 10 million EUR in 12.
select id, size, turnover_eur, balance_eur from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
	$$ select *, 20 as headcount, 999999999 as balance from (values ('a', date '2021-12-31', 101633000, 'NOK', 12), ('b', '2021-12-31', 101633001, 'NOK', 12), ('c', '2022-06-30', 107228000, 'NOK', 12),
		('d', '2021-12-31', 8000000, 'USD', 6), ('e', '2021-12-31', 10000000, 'EUR', 12)) as v(id, period_end, turnover, currency, months) $$, '2022-12-31',
	rates => $$ select * from (values ('NOK', 10.7228, date '2022-01-01', null::date), ('USD', 1.6, null, '2021-12-31'), ('USD', 2, '2022-01-01', null)) as r(currency, per_eur, valid_from, valid_to) $$);
-- Bounds: 4 to 14 million NOK at 4 are 1 to 3.5 million; a row beside it has EUR.
select id, size, best, worst, turnover_eur from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
	$$ select *, date '2023-12-31' as period_end, 1 as headcount, 99e6 as balance_eur_lo, null::numeric as balance from (values ('b', 3e6, null::numeric, null::numeric, null::text)) as v(id, turnover_eur, turnover_lo, turnover_hi, currency)
		union all select 'a', null, 4e6, 14e6, 'NOK', '2023-12-31', 1, null, 396e6 $$, '2024-06-01', rates => $$ select 'NOK' as currency, 4 as per_eur $$);
create function accounts(money text, rates text default 'select ''SEK'' as currency, 11.5 as per_eur, date ''2022-01-01'' as valid_from, date ''2022-12-31'' as valid_to') returns setof sme_result language sql as $$
	select * from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
		format('select ''a'' as id, date ''2023-12-31'' as period_end, %s', money), '2024-06-01', rates => rates, "only" => '{a}') $$;
\set SHOW_CONTEXT never
select * from accounts($$ 1 as turnover, 'SEK' as currency $$);
select * from accounts($$ 1 as turnover, 'kroner' as currency $$);
select * from accounts($$ 1 as turnover $$);
select * from accounts($$ 1 as turnover, 1 as balance_eur_hi, 'NOK' as currency $$);
select * from accounts($$ -1 as balance, 'NOK' as currency $$);
select * from sme_status('select ''a'' as owner, ''b'' as owned, 1 as capital, 100 as capital_total',
	$$ select 'a' as id, date '1998-12-31' as period_end, 1 as turnover, 'NOK' as currency $$, '2024-06-01');
-- rates
select id, size from accounts($$ 1 as headcount, 3 as turnover, 'NOK' as currency $$, $$ select 'SEK' as currency, 2 as per_eur $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency, 0 as per_eur $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency, null::numeric as per_eur $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency, 1.00000000001 as per_eur $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency, 'NaN'::numeric as per_eur $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency, 2 as per_eur, date '2024-01-02' as valid_from, date '2024-01-01' as valid_to $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency, 2 as per_eur, date '2024-01-01' as valid_from, null::date as valid_to union all select 'SEK', 3, null, '2024-01-01' $$);
select * from accounts('1 as headcount', $$ select 'SEK' as currency $$);
drop function accounts(text, text);

-- Art 3(2): the amounts behind two kinds of exempt investors.  Those of a business angel
-- in one enterprise are added up, and must stay below 1 250 000 EUR; a local
-- authority's budget below 10 million EUR with fewer than 5 000 inhabitants.
select id, type, headcount from sme_status($$ select *, 100 as capital_total from (values ('angel', 'a', 15, 1000000), ('angel', 'a', 15, 249999.99), ('angel', 'b', 15, 1000000), ('angel', 'b', 15, 250000),
		('angel', 'c', 30, null)) as v(owner, owned, capital, invested_eur) $$,
	$$ select *, date '2023-12-31' as period_end from (values ('a', 10), ('b', 10), ('c', 10), ('angel', 100)) as v(id, headcount) $$, '2024-06-01',
	$$ select 'angel' as id, 'business_angel' as exempt $$, "only" => '{a,b,c}');
-- and only those of the day: the second came later
select id, type from sme_status($$ select *, 100 as capital_total, null::date as valid_to from (values ('angel', 'a', 30, 1000000, date '2020-01-01'), ('angel', 'a', 15, 250000, '2024-06-02')) as v(owner, owned, capital, invested_eur, valid_from) $$,
	$$ select 'a' as id, date '2023-12-31' as period_end $$, '2024-06-01', $$ select 'angel' as id, 'business_angel' as exempt $$, "only" => '{a}');
select id, public_share, size from sme_status($$ select *, 100 as capital_total from (values ('k1', 'a', 30), ('k2', 'b', 30), ('k3', 'c', 30), ('k4', 'd', 30)) as v(owner, owned, capital) $$,
	$$ select id, date '2023-12-31' as period_end, 1 as headcount, 1 as turnover_eur from unnest('{a,b,c,d}'::text[]) as id $$, '2024-06-01',
	$$ select *, 'public_body' as kind, 'small_local_authority' as exempt from (values ('k1', 9999999.99, 4999), ('k2', 10000000, 4999), ('k3', 9999999, 5000), ('k4', null, null)) as v(id, budget_eur, inhabitants) $$);
select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total, -1 as invested_eur', 'select 1 as id, null::date as period_end where false', '2024-06-01');
select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total', 'select 1 as id, null::date as period_end where false', '2024-06-01', $$ select 1 as id, 'Infinity'::numeric as budget_eur $$);

-- Art 6(3): a partner of which consolidated accounts have as much as would be added, or
-- more, is not added; less does not help, nor at equity, nor a part that is not said.
-- 14 alone, or with 30 % of 100 as well.
select coalesce(percent::text, 'NULL') as percent, method, headcount from (values (29.999999, 'proportional'), (30, 'proportional'), (null, 'proportional'), (100, 'equity'), (null, 'full')) as v(percent, method),
	lateral sme_status($$ select 'a' as owner, 'p' as owned, 30 as capital, 100 as capital_total $$,
	$$ select *, date '2023-12-31' as period_end from (values ('a', 'consolidated', 14), ('p', 'own', 100)) as v(id, kind, headcount) $$, '2024-06-01',
	scope => format('select ''a'' as id, ''p'' as member, %L as method, %s::numeric as percent', method, coalesce(percent::text, 'null')), "only" => '{a}');
select relation, weight_part, weight_total, reason from sme_explain($$ select 'a' as owner, 'p' as owned, 30 as capital, 100 as capital_total $$,
	$$ select *, date '2023-12-31' as period_end from (values ('a', 'consolidated', 14), ('p', 'own', 100)) as v(id, kind, headcount) $$, 'a', '2024-06-01',
	scope => $$ select 'a' as id, 'p' as member, 'proportional' as method, 30 as percent $$);
create function scoped(percent text) returns setof sme_result language sql as $$
	select * from sme_status('select 1 as owner, 2 as owned, 1 as capital, 2 as capital_total', 'select 1 as id, null::date as period_end where false', '2024-06-01',
		scope => format('select 1 as id, 2 as member, ''proportional'' as method, %s as percent', percent)) $$;
select * from scoped('100.01');
select * from scoped('-1');
select * from scoped($$ 'NaN'::numeric $$);
drop function scoped(text);

-- The definition of 1996: whoever has no partners and is not linked is judged by the own
-- figures; who is held by an enterprise of 250 is not independent; how figures of
-- others count is not settled, so that only the own headcount says something.
select id, size, best, worst, reasons from sme_status($$ select *, 100 as capital_total from (values ('large', 'a', 25), ('small', 'b', 25), ('b', 'c', 24)) as v(owner, owned, capital) $$,
	$$ select *, date '2003-12-31' as period_end, 7000000 as turnover_eur, 99999999 as balance_eur from (values ('a', 1), ('b', 49), ('c', 49), ('d', 50), ('large', 250), ('small', 9)) as v(id, headcount) $$, '2004-06-01', mode => 'rec_1996');
select id, relation, reason, size from sme_explain($$ select *, 100 as capital_total from (values ('large', 'a', 25), ('small', 'b', 25), ('b', 'c', 24)) as v(owner, owned, capital) $$,
	$$ select *, date '2003-12-31' as period_end, 7000000 as turnover_eur, 99999999 as balance_eur from (values ('a', 1), ('b', 49), ('c', 49), ('d', 50), ('large', 250), ('small', 9)) as v(id, headcount) $$, 'a', '2004-06-01', mode => 'rec_1996');

-- More memory than a multiple of work_mem is not taken: 64 kB times 256 are 16 MB.
\set VERBOSITY sqlstate
set work_mem = '64kB';
select count(*) from sme_status('select n as owner, n + 1 as owned, 1 as capital, 2 as capital_total from generate_series(1, 200000) as n', 'select 1 as id, null::date as period_end where false', '2024-06-01');
select count(*) from single_undertaking('select n as owner, n + 1 as owned, 1 as votes, 2 as votes_total from generate_series(1, 200000) as n', '2024-06-01');
-- the whole message; how much it is depends on the server
\set VERBOSITY default
do $$
declare
	detail text; hint text;
begin
	perform tilskudd.sme_status('select n as owner, n + 1 as owned, 1 as capital, 2 as capital_total from generate_series(1, 200000) as n', 'select 1 as id, null::date as period_end where false', '2024-06-01');
exception when configuration_limit_exceeded then
	get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
	raise notice using message = sqlerrm, detail = regexp_replace(detail, 'has [0-9]+ kB', 'has 0 kB'), hint = hint;
end $$;
\set VERBOSITY sqlstate
reset work_mem;
select count(*) from sme_status('select n as owner, n + 1 as owned, 1 as capital, 2 as capital_total from generate_series(1, 200000) as n', 'select 1 as id, null::date as period_end where false', '2024-06-01');
\set VERBOSITY default
