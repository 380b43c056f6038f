-- The table.

create function median(name text) returns float8
begin atomic
	select percentile_cont(0.5) within group (order by ms) from timing where what = name;
end;

-- What a row costs beyond a row of the base, in nanoseconds.
create function extra(name text, base text, rows bigint) returns float8
begin atomic
	select (median(name) - median(base)) * 1e6 / rows;
end;

create function fact(name text) returns float8
begin atomic
	select value from fact where what = name;
end;

create function yes_or_no(value float8) returns text
begin atomic
	select case value when 1 then 'yes' else 'NO' end;
end;

-- A small fraction is easier read as one.
create function ratio_text(ratio float8) returns text
begin atomic
	select case when ratio between 1e-6 and 0.5 then '1/' || trim_scale(round((1 / ratio)::numeric, (ratio > 0.1)::int))
		else to_char(ratio, 'FM9990.00') end;
end;

select (:rows / 10)::bigint as tenth \gset

create table line (
	number int generated always as identity,
	what text, name text, rows bigint, extra float8, ratio float8, ratio_to text, goal float8);

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('READING', null, null, null, null, null, null),
	('count(kommunenr): the base', 'read', :rows, null, null, null, null),
	('count(zone(kommunenr, granted_on))', 'read zone()', :rows, extra('read zone()', 'read', :rows),
		median('read zone()') / median('read'), 'base', 1.4),
	('the same where awards lie in order of days', 'read by day zone()', :tenth, extra('read by day zone()', 'read by day', :tenth),
		median('read by day zone()') / median('read by day'), 'base', null),
	('hash join with a table of zones and days', 'read join', :rows, extra('read join', 'read', :rows),
		extra('read zone()', 'read', :rows) / extra('read join', 'read', :rows), 'zone()''s extra : this', 1 / 3.0),
	('PL/pgSQL function that reads this table', 'read tenth plpgsql', :tenth, extra('read tenth plpgsql', 'read tenth', :tenth),
		extra('read zone()', 'read', :rows) / extra('read tenth plpgsql', 'read tenth', :tenth), 'zone()''s extra : this', 1 / 100.0),
	('the join as planned without a hint', 'read tenth planned join', :tenth, extra('read tenth planned join', 'read tenth', :tenth),
		extra('read zone()', 'read', :rows) / extra('read tenth planned join', 'read tenth', :tenth), 'zone()''s extra : this', null),
	('WRITING', null, null, null, null, null, null),
	('INSERT ... SELECT into a bare table: the base', 'write', :tenth, null, null, null, null),
	('CHECK (zone(...) is distinct from ''I'')', 'write check', :tenth, extra('write check', 'write', :tenth),
		median('write check') / median('write'), 'base', null),
	('column generated as zone(...)', 'write generated', :tenth, extra('write generated', 'write', :tenth),
		median('write generated') / median('write'), 'base', null),
	('both', 'write both', :tenth, extra('write both', 'write', :tenth),
		median('write both') / median('write'), 'base', 1.05),
	('both, but without zone(): a constant column', 'write constant', :tenth, extra('write constant', 'write', :tenth),
		median('write constant') / median('write'), 'base', null),
	('zone() in both', null, null, extra('write both', 'write constant', :tenth),
		median('write both') / median('write constant'), 'the line above', null),
	('INSERT with primary key and index (orgnr, granted_on)', 'write keyed', :tenth, null, null, null, null),
	('the same with CHECK and generated column', 'write keyed both', :tenth, extra('write keyed both', 'write keyed', :tenth),
		median('write keyed both') / median('write keyed'), 'the line above', 1.05),
	('PLANNING', null, null, null, null, null, null),
	('count(zone(...)), one process', 'one process', :rows, null, null, null, null),
	('the same, parallel', 'parallel', :rows, null, median('parallel') / median('one process'), 'one process', null),
	('in_zone(kommunenr, ''2010-05-01'', ''II''), index', 'in_zone() index', :rows, null, null, null, null),
	('the same, without the index', 'in_zone() scan', :rows, null, median('in_zone() index') / median('in_zone() scan'), 'index : this', null),
	('list of numbers written by hand, index', 'in_zone() list', :rows, null, median('in_zone() index') / median('in_zone() list'), 'in_zone() : this', null),
	('join with the table of zones, index', 'in_zone() join', :rows, null, median('in_zone() index') / median('in_zone() join'), 'in_zone() : this', null);

\ir intensity_report.sql
\ir sme_report.sql
\ir de_minimis_report.sql
\ir guards_report.sql
\ir scale_report.sql
\ir register_report.sql

\pset footer off
\pset linestyle ascii
\echo
select case when name is null and ratio is null then what else '  ' || what end as "what",
	to_char(rows, 'FM999,999,999') as "rows",
	round(median::numeric, case when median < 100 then 1 else 0 end) as "median ms",
	round(low::numeric) || ' - ' || round(high::numeric) as "from - to",
	round(extra::numeric, case when abs(extra) < 100 then 1 else 0 end) as "extra ns/row",
	ratio_text(ratio) as "ratio",
	ratio_to as "ratio to",
	'<= ' || ratio_text(goal) as "goal",
	case when ratio <= goal then 'reached' when goal is not null then 'not reached' end as "result"
from line
	left join lateral (
		select median(name), min(ms) as low, max(ms) as high from timing where timing.what = name
	) as t on true
order by number;

\pset format unaligned
\pset tuples_only on
select 'count(zone(...)) gets a parallel plan: ' || yes_or_no(fact('parallel')) || ', v_municipality_year: ' || yes_or_no(fact('register parallel'))
union all
select format('in_zone() gets an index scan: %s; rows expected %s, found %s (the join expects %s)',
	yes_or_no(fact('index')), fact('rows expected'), fact('rows found'), fact('rows expected of join'))
union all
select format('All of it read from memory: %s. PostgreSQL %s, shared_buffers %s', yes_or_no(fact('cached')),
	current_setting('server_version'), current_setting('shared_buffers'))
union all
select format('An award takes %s bytes of the table and %s of the guard''s index; four servers are asked at the same time: %s',
	round(fact('scale row')), round(fact('scale entry')), yes_or_no(fact('scale async')))
union all
select 'Reading and writing: one process, no JIT compilation, work_mem 256MB; the rest as the server is set.'
union all
select 'Extra: what a row costs beyond one of the base; where fewer rows are read, beyond a count of just these.';

drop schema tilskudd_bench cascade;
call tilskudd.drop_register('tilskudd_bench_register', with_data => true);
