-- guards: rule intensity, awards for the costs of one project
set datestyle = 'ISO';
\pset format unaligned
\pset tuples_only on

-- all that a client can learn of an error, without the citation
create function attempt(command text) returns text language plpgsql as $$
declare
	rows bigint;
	message text; detail text; hint text; table_name text; constraint_name text;
begin
	execute command;
	get diagnostics rows = row_count;
	return format('%s rows', rows);
exception when others then
	get stacked diagnostics message = message_text, detail = pg_exception_detail, hint = pg_exception_hint,
		table_name = table_name, constraint_name = constraint_name;
	return concat_ws(E'\n', sqlstate || ' ' || message,
		'  detail: ' || nullif(regexp_replace(detail, ': (Regulation|Retningsliner) .*', ''), ''),
		'  hint: ' || nullif(hint, ''), '  table: ' || nullif(table_name, ''), '  constraint: ' || nullif(constraint_name, ''));
end $$;

create type aid_kind as enum ('rd', 'sme', 'de_minimis', 'other');
create table awards (id int primary key, project text, kind aid_kind, cost numeric, aid numeric, decided_on date default '2025-03-01',
	status text default 'granted', most numeric, region int[], note text,
	max_percent numeric generated always as (case kind when 'rd' then 45 when 'sme' then 20 end) stored,
	small boolean generated always as (kind = 'de_minimis') stored);

--
-- Declaration
--
create function declare_guard(mode text default 'block', options jsonb default '{}', amount name default 'aid') returns name language sql as $$
	select tilskudd.guard('awards', 'intensity', key => 'project', amount => amount, granted_on => 'decided_on',
		counted => 'status = ''granted''', mode => mode,
		options => '{"eligible_cost": {"column": "cost"}, "intensity": {"column": "max_percent"}, "max_amount": {"column": "most"},
			"de_minimis": {"column": "small"}}' || options)
$$;
select declare_guard();
select target, name, rule, key, amount, granted_on, counted, mode, options, enabled, constraint_name from tilskudd.guards;
-- all columns, so that no update of one of them goes unnoticed
select string_agg(attname, ', ' order by ordinality) from pg_trigger, unnest(tgattr::int2[]) with ordinality as a(attnum, ordinality)
	join pg_attribute using (attnum) where attrelid = tgrelid and tgname = 'intensity_guard_columns' and tgrelid = 'awards'::regclass;
select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'awards'::regclass and not indisprimary;
-- columns are followed when they are renamed
alter table awards rename cost to eligible;
select options from tilskudd.guards;
alter table awards rename eligible to cost;

create function declare_with(options jsonb) returns text language sql as $$
	select attempt(format('select tilskudd.guard(%L, %L, %L, %L, %L, options => %L)', 'awards', 'intensity', 'project', 'aid', 'decided_on', options))
$$;
select declare_with('{}');
select declare_with('{"eligible_cost": {"column": "cost"}}');
select declare_with('{"eligible_cost": 1000, "intensity": {"column": "max_percent"}}');
-- the law is in the column, never in the guard
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": 45}');
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": {"column": "note"}}');
select declare_with('{"eligible_cost": {"column": "region"}, "intensity": {"column": "max_percent"}}');
select declare_with('{"eligible_cost": {"column": "aid"}, "intensity": {"column": "max_percent"}}');
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": {"column": "max_percent"}, "de_minimis": true}');
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": {"column": "max_percent"}, "de_minimis": {"column": "most"}}');
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": {"column": "max_percent"}, "max_amount": {"column": "note"}}');
-- options of another rule
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": {"column": "max_percent"}, "pool": "general"}');
select declare_with('{"eligible_cost": {"column": "cost"}, "intensity": {"column": "max_percent"}, "ownership": "select 1"}');
select attempt($$select tilskudd.guard('awards', 'de_minimis', 'project', 'aid', 'decided_on', options => '{"eligible_cost": {"column": "cost"}}')$$);

--
-- What passes and what does not: an R&D project of 1 000 000, 45 %
--
create function award(id int, project text, kind text, cost numeric, aid numeric, decided_on date default '2025-03-01', most numeric default null)
	returns text language sql as $$
	select attempt(format('insert into awards values (%L, %L, %L, %L, %L, %L, %L, %L)', id, project, kind, cost, aid, decided_on, 'granted', most))
$$;
-- alone: equal passes, a hundredth of a cent more does not
select award(1, 'A', 'rd', 1000000, 450000.0001);
select award(1, 'A', 'rd', 1000000, 450000);
select award(2, 'A', 'rd', 1000000, 0.0001);
-- back-dated, or much later, is no different: there is no window
select award(2, 'A', 'rd', 1000000, 1, '1990-01-01');
select award(2, 'A', 'rd', 1000000, 1, '2090-01-01');
-- another project has its own ceiling
select award(3, 'B', 'rd', 1000000, 300000);
-- de minimis counts: 100 000 are 40 % of 1 000 000 in all, 200 000 would be 50 %
select award(4, 'B', 'de_minimis', 1000000, 200000);
select award(4, 'B', 'de_minimis', 1000000, 100000);
-- the two examples of several rules: 20 % and 45 % together have 45 %
select award(5, 'C', 'sme', 1000000, 200000.01);
select award(5, 'C', 'sme', 1000000, 200000);
select award(6, 'C', 'sme', 1000000, 1);
select award(6, 'C', 'rd', 1000000, 250000.01);
select award(6, 'C', 'rd', 1000000, 250000);
-- the ceiling is the highest of all, whoever comes last
select award(7, 'D', 'rd', 1000000, 250000);
select award(8, 'D', 'sme', 1000000, 200000);
select award(9, 'D', 'sme', 1000000, 0.01);
-- only de minimis aid: up to all of the costs, and it raises nothing for others
select award(10, 'E', 'de_minimis', 1000000, 1000000);
select award(11, 'E', 'de_minimis', 1000000, 0.01);
select award(11, 'F', 'de_minimis', 1000000, 300000);
select award(12, 'F', 'sme', 1000000, 1);
-- an amount of its own, below its share; it is the ceiling of all unless another is higher
select award(13, 'G', 'rd', 1000000, 300000.01, most => 300000);
select award(13, 'G', 'rd', 1000000, 300000, most => 300000);
select award(14, 'G', 'sme', 1000000, 0.01);
select award(14, 'G', 'rd', 1000000, 150000);
-- an amount that its share is below does not bind
select award(15, 'H', 'rd', 1000000, 450001, most => 500000);
-- and where the intensity is not known, it is all that there is; nothing is lawful for certain
select award(60, 'amount', 'other', 1000000, 300001, most => 300000);
-- several rows at once: together, and by the statement's end
select attempt($$insert into awards (id, project, kind, cost, aid) select 100 + i, 'I', 'rd', 900, 100 from generate_series(1, 5) i$$);
select attempt($$insert into awards (id, project, kind, cost, aid) select 100 + i, 'I', 'rd', 900, 81 from generate_series(1, 5) i$$);
-- nothing of nothing
select award(20, 'J', 'rd', 0, 0);
select award(21, 'J', 'rd', 0, 0.01);
-- exact, whatever the scale
select award(22, 'K', 'rd', 0.000000000000000000000002, 0.00000000000000000000000090000001);
select award(22, 'K', 'rd', 0.000000000000000000000002, 0.0000000000000000000000009);
select award(23, 'L', 'rd', 1e30, 450000000000000000000000000000.01);
select award(23, 'L', 'rd', 1e30, 450000000000000000000000000000);
select count(*) from tilskudd.violations('awards');

--
-- Updates
--
select attempt($$update awards set aid = 450000.01 where id = 1$$);
select attempt($$update awards set cost = 999999 where id = 1$$);
select attempt($$update awards set kind = 'sme' where id = 1$$);
-- alone on its project it is lawful as de minimis aid, too
select attempt($$update awards set kind = 'de_minimis' where id = 1$$);
select attempt($$update awards set kind = 'rd' where id = 1$$);
select attempt($$update awards set most = 449999 where id = 1$$);
select attempt($$update awards set project = 'C' where id = 3$$);
select attempt($$update awards set cost = 1000001, note = 'more' where id = 1$$);
select attempt($$update awards set cost = 1000000, most = 450000 where id = 1$$);
select attempt($$update awards set status = 'draft' where id = 1$$);
select attempt($$update awards set aid = 500000 where id = 1$$);
select attempt($$update awards set status = 'granted' where id = 1$$);
update awards set aid = 450000 where id = 1;
update awards set status = 'granted' where id = 1;
-- a row that gets no worse passes, although its project has too much already
alter table awards disable trigger user;
update awards set aid = 500000, most = null, status = 'granted' where id = 1;
alter table awards enable trigger user;
select attempt($$update awards set aid = 499999 where id = 1$$);
select attempt($$update awards set aid = 499999.5 where id = 1$$);
select attempt($$update awards set cost = 1100000, decided_on = '2025-04-01', note = 'later' where id = 1$$);
select attempt($$update awards set cost = 1000000 where id = 1$$);
select attempt($$update awards set most = 2000000 where id = 1$$);
-- what was there is not held against other projects, but against each new award of this one
select award(30, 'A2', 'rd', 1000000, 1);
select award(31, 'A', 'rd', 1200000, 0);
select key, on_date, used, "limit", excess from tilskudd.violations('awards');
-- one award that has too much by itself
select distinct citation from tilskudd.violations('awards');
delete from awards where id = 1;
select count(*) from tilskudd.violations('awards');

--
-- Who set the ceiling goes: what is left is for the audit, and for the next award
--
delete from awards where id = 6;
select award(24, 'C', 'sme', 1000000, 1);
select award(40, 'N', 'rd', 1000000, 100000);
select award(41, 'N', 'sme', 1000000, 150000);
select award(42, 'N', 'sme', 1000000, 150000);
select attempt($$update awards set aid = 0 where id = 40$$);
select key, used, "limit", excess from tilskudd.violations('awards');
-- an award of nothing raises no ceiling
select award(25, 'M', 'rd', 1000000, 0);
select award(26, 'M', 'sme', 1000000, 100000);
select award(27, 'M', 'sme', 1000000, 100001);
truncate awards;

--
-- Different costs on one project: too much by the greatest is unlawful, between that is in doubt
--
select award(1, 'A', 'rd', 1000000, 100000);
-- 45 % of 400 000 is 180 000: lawful whichever cost is the project's
select award(2, 'A', 'rd', 400000, 80000);
insert into awards values (3, 'A', 'sme', 1000000, 1);
select award(4, 'A', 'rd', 400000, 100001);
-- 450 000 less 280 002 is at most lawful
select award(5, 'A', 'sme', 1000000, 170000);
begin;
select award(5, 'A', 'sme', 1000000, 169999);
insert into awards values (5, 'A', 'sme', 1000000, 169998);
rollback;
insert into awards values (6, 'B', 'rd', 100, 45), (7, 'B', 'rd', 100.00, 0.00);
select count(*) from tilskudd.violations('awards');
select declare_guard('strict');
select award(8, 'A', 'sme', 1000000, 1);
select award(9, 'A', 'sme', 1000000, 300000);
-- an award that is equal, and a withdrawn one, put nothing in doubt
select award(10, 'C', 'rd', 1000000, 100);
select award(11, 'C', 'rd', 1000000.0, 100);
select award(12, 'C', 'rd', 1, 0);
-- less aid passes even so
select attempt('update awards set aid = 99999 where id = 1');
truncate awards;

--
-- What is not known
--
select declare_guard();
-- an unknown intensity can be any: only more than all of the costs is certainly too much
insert into awards values (1, 'A', 'other', 1000000, 600000);
insert into awards values (2, 'A', 'rd', 1000000, 1);
select award(3, 'A', 'rd', 1000000, 400000);
select award(3, 'A', 'other', 1000000, 400000);
select count(*) from tilskudd.violations('awards');
-- of a project that has little, nothing is in doubt but what is said of the row
insert into awards values (3, 'A3', 'rd', 1000000, 10), (103, 'A3', 'other', 1000000, 10);
insert into awards values (104, 'A3', null, 1000000, 10);
insert into awards values (4, null, 'rd', 1, 1);
insert into awards values (5, 'B', 'rd', null, 1);
insert into awards values (6, 'B', 'rd', 10, null);
insert into awards values (7, 'B', 'rd', 10, 1, null);
-- the project has rows that do not count
insert into awards values (8, 'B', 'rd', 10, 1);
select award(9, 'B', 'rd', 10, -1);
select award(9, 'B', 'rd', -10, 1);
select award(9, 'B', 'rd', 'NaN', 1);
select award(9, 'B', 'rd', 'infinity', 1);
select award(9, 'B', 'rd', 10, 1, most => -1);
select declare_guard('strict');
select award(9, 'C', 'other', 1000000, 1);
select award(9, 'A', 'de_minimis', 1000000, 1);
select award(9, 'C', 'rd', null, 1);
select attempt($$insert into awards (id, project, cost, aid) values (9, 'C', 1, 1)$$);
select award(9, 'B', 'rd', 10, 1);
select award(9, 'C', 'de_minimis', 10, 10);
-- an intensity is a percentage
create table raw (project int, aid int, cost bigint, percent smallint, small boolean, day date);
select tilskudd.guard('raw', 'intensity', 'project', 'aid', 'day',
	options => '{"eligible_cost": {"column": "cost"}, "intensity": {"column": "percent"}, "de_minimis": {"column": "small"}}');
select attempt($$insert into raw values (1, 1, 100, 101, false, '2025-01-01')$$);
select attempt($$insert into raw values (1, 1, 100, -1, false, '2025-01-01')$$);
select attempt($$insert into raw values (1, 33, 100, 33, false, '2025-01-01')$$);
select attempt($$insert into raw values (1, 1, 100, 33, false, '2025-01-01')$$);
-- of de minimis aid, the intensity is not read
select attempt($$insert into raw values (2, 99, 100, 101, true, '2025-01-01')$$);
insert into raw values (2, 1, 100, 33, null, '2025-01-01');

--
-- Modes warn and off, override
--
truncate awards;
select declare_guard('warn');
insert into awards values (1, 'A', 'rd', 100, 46), (2, 'A', 'sme', 100, 2), (3, 'B', 'rd', 100, 20);
select declare_guard('off');
insert into awards values (4, 'B', 'rd', 100, 26), (5, 'C', 'sme', 100, 10), (6, 'C', 'sme', 100, 11);
select key, guard, rule, on_date, used, "limit", excess from tilskudd.violations('awards');
select attempt($$select declare_guard(options => '{"override_role": "postgres_of_old"}')$$);
create role regress_tilskudd_court;
select declare_guard(options => '{"override_role": "regress_tilskudd_court"}');
set tilskudd.override_reason = 'Judgment LB-2026-1';
insert into awards values (7, 'C', 'sme', 100, 1);
insert into awards values (8, 'D', 'sme', 100, 21);
reset tilskudd.override_reason;
select by_role = current_user, target, guard, key, granted_on, used, requested, ceiling, reason, citation from tilskudd.guard_override;
truncate awards;

--
-- headroom(): of all awards, and of the one that is asked about
--
select declare_guard();
drop role regress_tilskudd_court;
insert into awards values (1, 'A', 'sme', 1000000, 150000), (2, 'B', 'de_minimis', 1000000, 100000), (3, 'C', 'sme', 1000000, 1), (4, 'C', 'sme', 2000000, 1);
create function room(project text, options jsonb default '{}') returns text language sql as $$
	select format('%s: %s of %s, %s left%s', allowed, used, "limit", headroom, ' ' || undecided::text)
	from tilskudd.headroom('awards', 'intensity', project, '2025-06-01', options)
$$;
select rule, citation from tilskudd.headroom('awards', 'intensity', 'A', '2013-06-01');
select rule, citation from tilskudd.headroom('awards', 'intensity', 'A', '2025-06-01', '{"intensity": 4}');
select room('A');
-- with its intensity it may raise the ceiling of all: 450 000 less 150 000
select room('A', '{"intensity": 45}');
-- by itself it may have 10 % of 1 000 000
select room('A', '{"intensity": 10}');
select room('A', '{"intensity": 4}');
select room('A', '{"intensity": 45, "max_amount": 7}');
select room('A', '{"de_minimis": true}');
select room('A', '{"intensity": 45, "eligible_cost": 1000000}');
-- the costs differ, so the ceiling is not known
select room('A', '{"intensity": 45, "eligible_cost": 3000000}');
-- de minimis aid tells nothing of the ceiling of other aid
select room('B');
select room('B', '{"de_minimis": true}');
select room('B', '{"intensity": 20}');
select room('C');
select room('nothing yet');
select room('nothing yet', '{"intensity": 45}');
select room('nothing yet', '{"intensity": 45, "eligible_cost": 1000}');
select room('nothing yet', '{"de_minimis": true, "eligible_cost": 1000}');
select attempt($$select room('A', '{"intensity": 145}')$$);
select attempt($$select room('A', '{"intensity": "45"}')$$);
select attempt($$select room('A', '{"eligible_cost": -1}')$$);
select attempt($$select room('A', '{"de_minimis": 1}')$$);
select attempt($$select room('A', '{"pool": "general"}')$$);
select attempt($$select room('A', '{"intensities": 45}')$$);
select * from tilskudd.headroom_curve('awards', 'intensity', 'A', '2025-06-01', null, '{"intensity": 45}');
select * from tilskudd.headroom_curve('awards', 'intensity', 'C', '2025-06-01');
-- what headroom tells passes, a cent more does not
select award(9, 'A', 'rd', 1000000, 300000.01);
select award(9, 'A', 'rd', 1000000, 300000);
select room('A');

--
-- Two guards on a table; a partitioned table, read by plan; deferred
--
select tilskudd.guard('awards', 'de_minimis', 'project', 'aid', 'decided_on', 'small');
select award(10, 'B', 'de_minimis', 1000000, 200001);
create table parted (project int, aid numeric, cost numeric, percent numeric, day date) partition by list (project);
create table parted_1 partition of parted for values in (1);
create table parted_2 (percent numeric, day date, cost numeric, project int, aid numeric);
alter table parted attach partition parted_2 for values in (2, 3);
select tilskudd.guard('parted', 'intensity', 'project', 'aid', 'day', options =>
	'{"eligible_cost": {"column": "cost"}, "intensity": {"column": "percent"}, "timing": "deferred"}');
insert into parted select 1 + i % 3, 10, 100, 30, '2025-01-01' from generate_series(1, 9) i;
begin;
insert into parted_2 (percent, cost, project, aid, day) values (30, 100, 2, 1, '2025-01-01');
insert into parted_2 (percent, cost, project, aid, day) values (31, 100, 2, 0, '2025-01-01');
commit;
begin;
insert into parted values (3, 1, 100, 30, '2025-01-01');
insert into parted values (3, 1, 100, 32, '2025-01-01');
commit;
select project, sum(aid), max(percent) from parted group by project order by project;
select count(*) from tilskudd.violations('parted');

drop table awards, raw, parted;
drop type aid_kind;
drop function attempt, declare_guard, declare_with, award, room;
truncate tilskudd.guard_override;
