-- Guards: what a limit on a table costs those who write to it, against a
-- foreign key and against the same rule written in PL/pgSQL; and audits.  Runs
-- after de_minimis.sql.  The transactions of `run` come after it, on the same
-- tables; guards_report.sql adds the lines.  :audit is how many awards are
-- audited.

\warn tilskudd: writing guarded tables

set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';

select :rows / 10 as history, :rows / 100 as undertakings, :rows / 50 as load,
	current_setting('data_directory') || '/tilskudd_bench.copy' as file \gset

create table undertaking (id int primary key);
insert into undertaking select generate_series(1, :undertakings);

-- Ten awards for each undertaking over eleven years, in the order of their days
-- as registers grow, until 2026-06-30; what is measured comes after.  One in
-- ten was rejected.  The amounts are so small that all of it is lawful.
create table history (
	undertaking int not null,
	granted_on date not null,
	amount numeric(12, 2) not null,
	status text not null);
with hash as (
	select id, hashint8extended(id, 1) & x'FFFFFFFF'::bigint as a, hashint8extended(id, 2) & x'FFFFFFFF'::bigint as b
	from generate_series(1, :history) id
)
insert into history
	select 1 + a % :undertakings, date '2015-07-01' + (b % 4018)::int, (1 + (a # b) % 20000) * 0.01,
		case when (a >> 16) % 10 = 0 then 'rejected' else 'granted' end
	from hash
	order by 2;

-- All have the same indexes; the second is what guard() would make.  Nothing
-- may vacuum in the background.
create table grant_bare (
	id bigint generated always as identity primary key,
	undertaking int not null,
	granted_on date not null,
	amount numeric(12, 2) not null,
	status text not null
) with (autovacuum_enabled = false);
create index on grant_bare (undertaking, granted_on) include (amount) where status in ('reserved', 'granted');
create table grant_fk (like grant_bare including all,
	foreign key (undertaking) references undertaking) with (autovacuum_enabled = false);
create table grant_guard (like grant_bare including all) with (autovacuum_enabled = false);
create table grant_plpgsql (like grant_bare including all) with (autovacuum_enabled = false);
create table grant_shortcut (like grant_bare including all) with (autovacuum_enabled = false);

select tilskudd.guard('grant_guard', 'de_minimis', key => 'undertaking', amount => 'amount',
	granted_on => 'granted_on', counted => $$status in ('reserved', 'granted')$$) as name \gset
select count(*) <> 2 as has_more_indexes from pg_index where indrelid = 'grant_guard'::regclass \gset
\if :has_more_indexes
	\warn the guard does not use the index that is there
\endif

-- The rule as somebody without the extension would write it, who knows that
-- every window that contains the award has to be tested, that the lock comes
-- first, and that one pass of a window function is better than a sum for each
-- window.  Whole fiscal years exceed a ceiling if the window of their last award
-- does.  With the shortcut, a plain sum first spares most awards the rest: no
-- window that contains the award has more in it, or a lower ceiling.
create function ceiling_on(day date) returns int immutable
begin atomic
	select case when day < '2007-01-01' then 100000 when day < '2024-01-01' then 200000 else 300000 end;
end;
select format($format$
	create function check_%1$s() returns trigger as $$
	declare
		total numeric;
	begin
		perform pg_advisory_xact_lock(1, hashint4(new.undertaking));
		if %2$s then
			select sum(amount) into total
			from %1$I
			where undertaking = new.undertaking and status in ('reserved', 'granted')
				and granted_on between new.granted_on - interval '3 years' and new.granted_on + interval '3 years';
			if total <= ceiling_on(new.granted_on) then
				return null;
			end if;
		end if;
		if exists (
			select from (
				select granted_on,
					sum(amount) over (order by granted_on range between '3 years' preceding and current row) as used
				from %1$I
				where undertaking = new.undertaking and status in ('reserved', 'granted')
					and granted_on between new.granted_on - interval '3 years' and new.granted_on + interval '3 years'
			) as rolling
			where granted_on >= greatest(new.granted_on, '2024-01-01') and used > ceiling_on(granted_on)
		) or new.granted_on < '2024-01-01' and exists (
			select from (
				select year, sum(sum(amount)) over (order by year range between 2 preceding and current row) as used
				from (
					select extract(year from granted_on)::int as year, amount
					from %1$I
					where undertaking = new.undertaking and status in ('reserved', 'granted')
						and granted_on between date_trunc('year', new.granted_on) - interval '2 years'
							and date_trunc('year', new.granted_on) + interval '3 years' - interval '1 day'
				) as by_year
				group by year
			) as fiscal
			where year between extract(year from new.granted_on) and 2023 and used > ceiling_on(make_date(year, 1, 1))
		) then
			raise check_violation using message = 'too much de minimis aid';
		end if;
		return null;
	end $$ language plpgsql
	$format$, name, shortcut)
	from (values ('grant_plpgsql', 'false'), ('grant_shortcut', 'true')) as t(name, shortcut) \gexec
select format('create trigger "check" after insert or update on %1$I for each row
		when (new.status in (''reserved'', ''granted'')) execute function check_%1$s()', name)
	from unnest(array['grant_plpgsql', 'grant_shortcut']) as name \gexec

-- They refuse the same awards.
create table refused (name text, id int);
create procedure try(name text) as $$
begin
	for i in 1 .. 3000 loop
		begin
			execute format('insert into %I (undertaking, granted_on, amount, status) values ($1, $2, $3, $4)', name)
				using 1 + i % 20, date '2007-01-01' + mod(hashint8extended(i, 1), 4000)::int + 4000,
					mod(hashint8extended(i, 2), 30000) + 30000, case i % 10 when 0 then 'rejected' else 'reserved' end;
		exception when check_violation then
			insert into refused values (name, i);
		end;
	end loop;
end $$ language plpgsql;
call try('grant_guard');
call try('grant_plpgsql');
call try('grant_shortcut');
call must_be_zero('refusals of the guard and of PL/pgSQL', '
	select count(*) from (select id from refused group by id having count(*) <> 3) as x');
select count(*) < 3000 or count(*) > 6000 as tells_nothing from refused \gset
\if :tells_nothing
	\warn the guard and PL/pgSQL refuse too few or too many awards to be compared
\endif

-- The history, unseen by triggers.
truncate grant_guard, grant_plpgsql, grant_shortcut restart identity;
set session_replication_role = replica;
select format('insert into %I (undertaking, granted_on, amount, status) select * from history', name)
	from unnest(array['grant_bare', 'grant_fk', 'grant_guard', 'grant_plpgsql', 'grant_shortcut']) as name \gexec
reset session_replication_role;
vacuum (freeze, analyze) undertaking, grant_bare, grant_fk, grant_guard, grant_plpgsql, grant_shortcut;

\warn tilskudd: loading guarded tables

-- Twice as many new awards as undertakings: one to three for each of them, or
-- a hundred for one in fifty.
create table load_spread (like history);
insert into load_spread
	select undertaking, date '2026-07-01' + number % 30, (1 + number % 100) * 0.01, 'granted'
	from generate_series(1, :undertakings) as undertaking, generate_series(0, undertaking % 3) as n,
		lateral (select undertaking * 3 + n) as t(number)
	order by hashint8extended(number, 1);
create table load_concentrated (like history);
insert into load_concentrated
	select 1 + number % greatest(:undertakings / 50, 1), date '2026-07-01' + number % 30, (1 + number % 100) * 0.01, 'granted'
	from generate_series(1, :load) as number
	order by hashint8extended(number, 1);
vacuum (freeze, analyze) load_spread, load_concentrated;

-- What the last statement wrote goes before the next; the checkpoint comes
-- before VACUUM, which so brings into the log the pages that the load changes.
create function loads(rounds int, kind text, command text, tables text[]) returns setof text
begin atomic
	select turns(rounds,
		(select array_agg(array[kind || ' ' || name, format(command, 'grant_' || name), 'grant_' || name])
			from unnest(tables) as name),
		array['delete from %1$I where granted_on >= ''2026-07-01''', 'checkpoint', 'vacuum %1$I']);
end;
select loads(5, 'spread', 'insert into %I (undertaking, granted_on, amount, status) select * from load_spread',
	array['bare', 'fk', 'guard']) \gexec
select loads(5, 'concentrated', 'insert into %I (undertaking, granted_on, amount, status) select * from load_concentrated',
	array['bare', 'fk', 'guard']) \gexec
select loads(1, 'concentrated', 'insert into %I (undertaking, granted_on, amount, status) select * from load_concentrated',
	array['plpgsql', 'shortcut']) \gexec

copy load_spread to :'file';
select loads(5, 'spread copy', 'copy %I (undertaking, granted_on, amount, status) from ' || quote_literal(:'file'),
	array['bare', 'fk', 'guard']) \gexec
copy load_concentrated to :'file';
select loads(5, 'concentrated copy', 'copy %I (undertaking, granted_on, amount, status) from ' || quote_literal(:'file'),
	array['bare', 'fk', 'guard']) \gexec
copy (select) to program 'rm tilskudd_bench.copy';

\warn tilskudd: long histories

-- Two hundred undertakings with 5000 awards each (fewer in a small run), and as
-- many with five, over the same eleven years; five more awards for each.
create table grant_long (like grant_bare including all) with (autovacuum_enabled = false);
select tilskudd.guard('grant_long', 'de_minimis', key => 'undertaking', amount => 'amount',
	granted_on => 'granted_on', counted => $$status in ('reserved', 'granted')$$) as name \gset
set session_replication_role = replica;
insert into grant_long (undertaking, granted_on, amount, status)
	select undertaking, date '2015-07-01' + 4017 * award / awards, (1 + award % 100) * 0.01, 'granted'
	from generate_series(1, 400) as undertaking,
		lateral (select case when undertaking <= 200 then greatest(:history / 200, 5) else 5 end) as t(awards),
		generate_series(1, awards) as award
	order by 2;
reset session_replication_role;
vacuum (freeze, analyze) grant_long;

create procedure insert_each(first int) as $$
begin
	for number in 0 .. 999 loop
		insert into grant_long (undertaking, granted_on, amount, status)
			values (first + number % 200, date '2026-07-01' + number % 30, 0.01, 'granted');
	end loop;
end $$ language plpgsql;
select turns(7, array[
	['long history', 'call insert_each(1)', 'grant_long'],
	['short history', 'call insert_each(201)', 'grant_long']],
	array['delete from %1$I where granted_on >= ''2026-07-01''', 'checkpoint', 'vacuum %1$I']) \gexec

\warn tilskudd: audits

drop index aid_by_undertaking;
truncate aid;
insert into aid select * from aid_rows(:audit);
vacuum (freeze, analyze) aid;
checkpoint;
select tilskudd.guard('aid', 'de_minimis', key => 'undertaking', amount => 'amount', granted_on => 'granted_on',
	mode => 'off', options => '{"index": false}') as name \gset
create view violated as
	select distinct key::int as undertaking from tilskudd.violations('aid');
call must_be_zero('violations() and de_minimis_peak()', '
	select count(*) from violated full join breach using (undertaking) where violated is null or breach is null');
call measure(5, array[
	['violations plain', 'select count(*) from breach_plain', null],
	['violations', 'select count(*) from tilskudd.violations(''aid'')', null],
	['violations plain parallel', 'select count(*) from breach_plain', 'set local max_parallel_workers_per_gather = 2'],
	['violations parallel', 'select count(*) from tilskudd.violations(''aid'')', 'set local max_parallel_workers_per_gather = 2']]);

select tilskudd.guard('aid', 'de_minimis', key => 'undertaking', amount => 'amount', granted_on => 'granted_on',
	mode => 'off') as name \gset
vacuum aid;
call measure(5, array[
	['violations index plain', 'select count(*) from breach_plain', null],
	['violations index', 'select count(*) from tilskudd.violations(''aid'')', null],
	['violations index plain parallel', 'select count(*) from breach_plain', 'set local max_parallel_workers_per_gather = 2'],
	['violations index parallel', 'select count(*) from tilskudd.violations(''aid'')', 'set local max_parallel_workers_per_gather = 2']]);
