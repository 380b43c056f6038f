-- The register with a year's worth of a country: views against what they read.
-- Runs after measure.sql; register_report.sql adds its lines to the table.
-- :awards is how many awards there are, 1000000 unless set, of three tenths as
-- many enterprises, of which every fifth is linked with another.

\if :{?awards}
\else
	\set awards 1000000
\endif
\warn tilskudd: writing a register of :awards awards

set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';
reset search_path;

-- A schema of the register's own; dropped at the end of report.sql.
call tilskudd.create_register('tilskudd_bench_register', roles => false);
set search_path = tilskudd_bench_register, tilskudd_bench;

insert into granting_authority (name) select 'authority ' || i from generate_series(1, 20) as i;
insert into exchange_rate select date '2014-01-01' + i, 11.5, 'invented' from generate_series(0, 4299) as i;
create table tilskudd_bench.firm as
	select row_number() over (order by orgnr) - 1 as number, orgnr
	from (
		select (base * 10 + digit)::integer::tilskudd.orgnr as orgnr
		from generate_series(10000000, 10000000 + :awards * 2 / 5) as base
			cross join lateral (select (11 - (base / 10000000 * 3 + base / 1000000 % 10 * 2 + base / 100000 % 10 * 7 + base / 10000 % 10 * 6
				+ base / 1000 % 10 * 5 + base / 100 % 10 * 4 + base / 10 % 10 * 3 + base % 10 * 2) % 11) % 11 as digit) as last
		where digit < 10 limit :awards * 3 / 10) as numbers;
insert into enterprise (orgnr, name, kommunenr) select orgnr, 'Firm ' || number, '0301' from tilskudd_bench.firm;
insert into ownership (owner, owned, capital, capital_total, votes, votes_total, valid_from)
	select a.orgnr, b.orgnr, 60, 100, 60, 100, '2015-01-01'
	from tilskudd_bench.firm as a join tilskudd_bench.firm as b on b.number = a.number + 1 where a.number % 10 = 0;

-- Their guards and keys stand by while history is written, as in a restore.
alter table award disable trigger all;
insert into award (granting_authority, orgnr, kommunenr, granted_on, measure, enterprise_size, nominal_nok, gge_nok, gge_eur, nok_per_eur, rate_date,
	eligible_cost_nok, de_minimis_pool)
select 'authority ' || 1 + i % 20, firm.orgnr, place.kommunenr, day, case when small then 'de_minimis' else 'sme_investment' end::tilskudd.aid_measure, 'small',
	nok, nok, round(nok / 11.5, 2), 11.5, day, case when not small then 10 * nok end, case when small then 'general' end
from (
	select i, (i * 7919 % (:awards * 3 / 10)) as firm, i * 31 % 300 as place, date '2014-01-01' + (i * 13 % 4300)::integer as day, (1000 + i * 17 % 90000)::numeric as nok, i % 2 = 0 as small
	from generate_series(1, :awards::bigint) as i) as made
	join tilskudd_bench.firm on firm.number = made.firm
	join (select row_number() over (order by kommunenr) - 1 as number, kommunenr from tilskudd.law_municipality
		where date '2023-06-01' between valid_from and coalesce(valid_to, 'infinity')) as place on place.number = made.place;
alter table award enable trigger all;
vacuum analyze award;
analyze enterprise;
analyze ownership;

-- A thousand undertakings, one statement each, prepared: what takes microseconds
-- is measured in thousands.
create procedure tilskudd_bench.each_firm(query text) as $$
declare
	one text;
	result record;
begin
	execute 'prepare one (text) as ' || query;
	for one in select orgnr::text from tilskudd_bench.firm where number % 251 = 7 order by number limit 1000 loop
		execute format('execute one (%L)', one) into result;
	end loop;
	deallocate one;
end $$ language plpgsql;

set plan_cache_mode = force_generic_plan;
set tilskudd.as_of = '2025-06-01';
\warn tilskudd: reading the register
call measure(9, array[
	array['register rows', $$call tilskudd_bench.each_firm('select e.name, a.gge_eur, a.granted_on from enterprise as e join award as a using (orgnr)
		where e.orgnr::text = $1 and a.de_minimis_pool is not null and a.status in (''reserved'', ''granted'', ''reduced'')')$$],
	array['register scan', $$call tilskudd_bench.each_firm('select gge_eur, granted_on from award
		where orgnr = $1::tilskudd.orgnr and de_minimis_pool is not null and status in (''reserved'', ''granted'', ''reduced'')')$$],
	array['register balance', $$call tilskudd_bench.each_firm('select * from v_de_minimis_balance where orgnr = $1')$$]]);
reset plan_cache_mode;

set max_parallel_workers_per_gather = 2;
set min_parallel_table_scan_size = 0;
call measure(5, array[
	array['register group', $$create temp table grouped on commit drop as select kommunenr, extract(year from granted_on)::integer as year, count(*), sum(nominal_nok) as nominal_nok, sum(gge_nok) as gge_nok, sum(gge_eur) as gge_eur
		from award where status in ('reserved', 'granted', 'reduced') group by 1, 2$$],
	array['register municipality', 'create temp table grouped on commit drop as select * from v_municipality_year'],
	array['register balances', 'create temp table grouped on commit drop as select * from v_de_minimis_balance'],
	array['register awards', $$create temp table grouped on commit drop as select zone, count(*), sum(gge_nok) as gge_nok from v_award group by zone$$]]);
select (plan('select * from v_municipality_year')::text like '%Gather%')::integer as parallel \gset
insert into tilskudd_bench.fact values ('register parallel', :parallel);
call must_be_zero('v_municipality_year', $$select (select count(*) from award where status in ('reserved', 'granted', 'reduced')) - (select sum(awards) from v_municipality_year)$$);
set max_parallel_workers_per_gather = 0;
reset min_parallel_table_scan_size;
reset tilskudd.as_of;
set search_path = tilskudd_bench;
