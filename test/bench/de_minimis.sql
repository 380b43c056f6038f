-- De minimis aid: sums within windows, and audits.  Runs after measure.sql;
-- de_minimis_report.sql adds its lines to the table.  :awards is how many
-- awards there are, 1000000 unless set, of half as many undertakings.

\if :{?awards}
\else
	\set awards 1000000
\endif
\warn tilskudd: writing :awards awards of de minimis aid

set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';

-- Eight undertakings to fifteen awards: each has one, the rest go to some more
-- than to others, a few get hundreds.  The rows lie in no order.
create unlogged table aid (
	undertaking int not null,
	granted_on date not null,
	amount numeric(12, 2) not null
) with (autovacuum_enabled = false);

create function aid_rows(awards bigint) returns setof aid stable
begin atomic
	with hash as (
		select id, hashint8extended(id, 1) & x'FFFFFFFF'::bigint as a, hashint8extended(id, 2) & x'FFFFFFFF'::bigint as b
		from generate_series(1, awards) id
	), undertakings as (
		select awards * 8 / 15 as n
	)
	select case when id <= n then id else 1 + floor(n * (a / 4294967296.0::float8) ^ 2) end,
		date '2002-01-01' + (b % 9090)::int, (1 + (a # b) % 2000) * 50
	from hash, undertakings
	order by b;
end;
insert into aid select * from aid_rows(:awards);

-- The same, divided: PostgreSQL then groups the parts in parallel.
create unlogged table aid_divided (like aid) partition by hash (undertaking);
select format('create unlogged table aid_divided_%s partition of aid_divided for values with (modulus 8, remainder %s) with (autovacuum_enabled = false)', i, i)
	from generate_series(0, 7) as i \gexec
insert into aid_divided select * from aid;
vacuum (freeze, analyze) aid;
vacuum (freeze, analyze) aid_divided;
checkpoint;

-- What a query without the extension does.  It knows no fiscal years: a RANGE
-- frame has the same length on every day.
create view aid_used_plain as
	select *, sum(amount) over (partition by undertaking order by granted_on
		range between '3 years' preceding and current row) as used from aid;
create view aid_used as
	select *, tilskudd.de_minimis_used(amount, granted_on) over (partition by undertaking order by granted_on) as used from aid;
create view aid_sorted as
	select *, row_number() over (partition by undertaking order by granted_on) as number from aid;
create view breach_plain as
	select distinct undertaking from aid_used_plain
	where used > case when granted_on < '2007-01-01' then 100000 when granted_on < '2024-01-01' then 200000 else 300000 end;
create view breach as
	select undertaking from aid group by undertaking having (tilskudd.de_minimis_peak(amount, granted_on)).ratio > 1;
create view breach_divided as
	select undertaking from aid_divided group by undertaking having (tilskudd.de_minimis_peak(amount, granted_on)).ratio > 1;
create view grouped as
	select undertaking from aid group by undertaking having count(*) > 100;

-- Since 2024 the law's window is three years too.
call must_be_zero('de_minimis_used() and sum()', '
	select count(*) from (select undertaking, granted_on, used from aid_used where granted_on >= ''2024-01-01''
		except select undertaking, granted_on, used from aid_used_plain where granted_on >= ''2024-01-01'') as x');
call must_be_zero('de_minimis_peak() and de_minimis_used()', '
	select count(*) from breach full join (
		select distinct undertaking from aid_used where used > tilskudd.de_minimis_ceiling(granted_on)) as x using (undertaking)
	where breach is null or x is null');
call must_be_zero('the audits of both tables', '
	select count(*) from breach full join breach_divided using (undertaking) where breach is null or breach_divided is null');

call measure(5, array[
	['aid sort', 'select count(number) from aid_sorted', null],
	['aid sum', 'select count(used) from aid_used_plain', null],
	['aid used', 'select count(used) from aid_used', null],
	['aid audit plain', 'select count(*) from breach_plain', null],
	['aid audit', 'select count(*) from breach', null],
	['aid group', 'select count(*) from grouped', null]]);
call measure(5, array[
	['aid audit divided', 'select count(*) from breach_divided', 'set local enable_partitionwise_aggregate = on'],
	['aid audit parallel', 'select count(*) from breach_divided',
		'set local enable_partitionwise_aggregate = on; set local max_parallel_workers_per_gather = 2']]);

create index aid_by_undertaking on aid (undertaking, granted_on) include (amount);
vacuum aid;
call measure(5, array[
	['aid index sum', 'select count(used) from aid_used_plain', 'set local enable_sort = off; set local enable_hashagg = off'],
	['aid index used', 'select count(used) from aid_used', 'set local enable_sort = off; set local enable_hashagg = off'],
	['aid index audit plain', 'select count(*) from breach_plain', 'set local enable_sort = off; set local enable_hashagg = off'],
	['aid index audit', 'select count(*) from breach', 'set local enable_sort = off; set local enable_hashagg = off']]);
