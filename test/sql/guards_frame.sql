-- rule frame: commitments within a frame (H1-1), and what may be committed again
set datestyle = 'ISO';

-- runs a statement, tells how many rows it wrote, or the error
create function outcome(statement text) returns text language plpgsql as $$
declare
	rows bigint;
	detail text;
	hint text;
	name text;
begin
	execute statement;
	get diagnostics rows = row_count;
	return rows || ' rows';
exception when others then
	get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint, name = constraint_name;
	return concat_ws(E'\n  ', sqlstate || ' ' || sqlerrm, 'detail: ' || nullif(detail, ''), 'hint: ' || nullif(hint, ''),
		'constraint: ' || nullif(name, ''));
end
$$;

-- A frame for each post and year.  Its parts add up: the allocation, what is
-- carried over from the year before, and what is cut.
create table part (post int, year int, amount numeric, note text);
insert into part values
	(60, 2012, 1000000, 'allocation'),
	(61, 2012, 500000, 'allocation'),
	(60, 2013, 800000, 'allocation'),
	(60, 2014, null, 'allocation, not decided');
create table commitment (
	id int primary key,
	post int,
	amount numeric,
	day date,
	status text default 'granted',
	frame text generated always as (post || '/' || date_part('year', day::timestamp)::int) stored);
create function declare_guard(mode text default 'block', options text default '{}', source text default
	$q$select post || '/' || year as key, amount from public.part$q$) returns text language sql as $$
	select outcome(format('select tilskudd.guard(%L, %L, key => %L, amount => %L, granted_on => %L, counted => %L, mode => %L, options => %L)',
		'commitment', 'frame', 'frame', 'amount', 'day', 'status = ''granted''', $1, $2::jsonb || jsonb_build_object('frames', $3)))
$$;
create function commit(id int, post int, amount numeric, day text) returns text language sql as $$
	select outcome(format('insert into commitment values (%s, %L, %L, %L)', $1, $2, $3, $4))
$$;

-- what is wrong with a declaration is said when it is made
select outcome($$select tilskudd.guard('commitment', 'frame', key => 'frame', amount => 'amount', granted_on => 'day')$$);
select declare_guard(source => 'public.part');
select declare_guard(source => 'select post as key, amount::int from public.part');
select declare_guard(options => '{"costs": "public.part"}');
select outcome($$select tilskudd.guard('commitment', 'frame', key => 'frame', granted_on => 'day')$$);
select declare_guard();
select name, rule, key, amount, granted_on, counted, mode, options from tilskudd.guards \gx

-- 1 000 000 may be committed in 2012 from post 60, to the oere (600 000 + 400 000)
select commit(1, 60, 600000, '2012-02-01');
select commit(2, 60, 400000.01, '2012-03-01');
select commit(2, 60, 400000, '2012-03-01');
select commit(3, 60, 0.01, '2012-12-31');
-- an award of nothing is no commitment
select commit(3, 60, 0, '2012-12-31');
-- another post, another year: frames of their own
select commit(4, 61, 500000, '2012-03-01');
select commit(5, 60, 800000, '2013-01-01');

-- an update that takes more is refused, one that takes less is not; nor is one of something else
select outcome('update commitment set amount = amount + 1 where id = 1');
select outcome('update commitment set amount = amount - 100 where id = 1');
select outcome('update commitment set day = ''2012-02-02'' where id = 1');
-- the day decides the frame: back from 2013 into 2012, where 100 are left
select outcome('update commitment set day = ''2012-12-01'' where id = 5');
-- a draft does not count until it is granted
insert into commitment values (6, 60, 101, '2012-05-01', 'draft');
select outcome('update commitment set status = ''granted'' where id = 6');

-- H1-1: money that is withdrawn funds new grants
update commitment set status = 'withdrawn' where id = 2;
select allowed, "limit", used, headroom, unit, undecided from tilskudd.headroom('commitment', 'frame', '60/2012', '2012-06-01');
select outcome('update commitment set status = ''granted'' where id = 6');
-- but is not granted again when it has been: 600 000 - 100 + 101 = 600 001, 399 999 are left
select outcome('update commitment set status = ''granted'' where id = 2');

-- H1-1, H1-2: what is not used goes to a later year, as a part of both frames
select commit(7, 60, 1, '2013-06-01');
insert into part values (60, 2012, -300000, 'carried over to 2013'), (60, 2013, 300000, 'carried over from 2012');
select commit(7, 60, 300001, '2013-06-01');
select commit(7, 60, 300000, '2013-06-01');
select commit(8, 60, 100000, '2012-11-01');
select commit(8, 60, 99999, '2012-11-01');
select * from tilskudd.violations('commitment');

-- the rows of a statement together; COPY
select outcome($$insert into commitment values (10, 61, 1, '2012-01-01'), (11, 61, 1, '2012-01-02')$$);
copy commitment (id, post, amount, day) from stdin;
20	61	250000	2012-01-01
21	60	1	2013-01-02
\.

-- what was undone does not count
delete from commitment where id = 4;
begin;
savepoint s;
insert into commitment values (30, 61, 500000, '2012-01-01');
rollback to s;
insert into commitment values (31, 61, 499999.5, '2012-01-01');
savepoint t;
insert into commitment values (32, 61, 0.5, '2012-01-01');
release t;
select outcome($$insert into commitment values (33, 61, 0.01, '2012-01-01')$$);
commit;
select id, amount from commitment where post = 61;

-- a frame that is not known refuses nothing, unless the mode is strict
select commit(40, 60, 5, '2014-01-01');
select commit(41, 62, 5, '2012-01-01');
select commit(42, 62, 0, '2012-01-01');
select commit(43, null, 5, '2012-01-01');
select allowed, "limit", used, headroom, undecided from tilskudd.headroom('commitment', 'frame', '60/2014', '2014-01-01');
select allowed, "limit", used, headroom, undecided from tilskudd.headroom('commitment', 'frame', '99/2014', '2014-01-01');
select declare_guard('strict');
select commit(44, 60, 5, '2014-01-01');
select commit(44, 62, 5, '2012-01-01');
select commit(44, null, 5, '2012-01-01');
select commit(44, 60, -5, '2013-01-01');

-- a frame that is lowered below its commitments: history stays, the audit finds it, nothing more gets in
select declare_guard();
update part set amount = 700000 where year = 2013 and note = 'allocation';
select key, guard, on_date, used, "limit", excess, citation from tilskudd.violations('commitment');
select allowed, "limit", used, headroom from tilskudd.headroom('commitment', 'frame', '60/2013', '2013-01-01');
select * from tilskudd.headroom_curve('commitment', 'frame', '60/2013', '2013-01-01');
select * from tilskudd.headroom_curve('commitment', 'frame', '60/2014', '2013-01-01');
select outcome('update commitment set amount = 299999 where id = 7');
select commit(45, 60, 1, '2013-06-01');
-- below nothing: -1 is left
insert into part values (63, 2012, -1, 'cut');
select commit(46, 63, 1, '2012-06-01');
-- amounts of a frame are numbers
insert into part values (64, 2012, 'NaN', null);
select commit(46, 64, 1, '2012-06-01');
-- an award of no amount does not count beside a new one of its frame, which is said each time
insert into part values (65, 2012, 10, 'allocation');
select commit(60, 65, null, '2012-01-01');
select commit(61, 65, 10, '2012-02-01');
delete from commitment where post = 65;
-- options of headroom() are none
select outcome($$select tilskudd.headroom('commitment', 'frame', '60/2013', '2013-01-01', '{"pool": "sgei"}')$$);

-- modes warn and off, and an override
select declare_guard('warn');
select commit(50, 60, 1, '2013-06-01');
select declare_guard('off');
select commit(51, 60, 1, '2013-06-01');
create role frame_officer;
select declare_guard(options => '{"override_role": "frame_officer"}');
set tilskudd.override_reason = 'Decision 12/345';
select commit(52, 60, 10, '2013-07-01');
reset tilskudd.override_reason;
select key, granted_on, used, requested, ceiling, reason, citation from tilskudd.guard_override;
-- strict: a frame that is not known can be overridden, too
select declare_guard('strict', '{"override_role": "frame_officer"}');
set tilskudd.override_reason = 'Decision 12/346';
select commit(53, 60, 10, '2014-07-01');
reset tilskudd.override_reason;
select key, granted_on, used, requested, ceiling, reason from tilskudd.guard_override order by recorded_at desc limit 1;

-- Rows that a policy hides count, and so do frames that the writer may not read.
select declare_guard();
delete from part where year = 2012;
insert into part values (60, 2012, 1000000, 'allocation');
delete from commitment;
select commit(1, 60, 999999, '2012-01-01');
create role frame_clerk;
grant insert, select on commitment to frame_clerk;
alter table commitment enable row level security;
create policy clerk on commitment to frame_clerk using (id >= 100) with check (true);
set role frame_clerk;
select count(*) from commitment;
select outcome($$insert into public.commitment values (100, 60, 2, '2012-01-01')$$);
select outcome($$insert into public.commitment values (100, 60, 1, '2012-01-01')$$);
reset role;
drop table commitment;
drop role frame_clerk, frame_officer;

-- partitions, with the key of a frame that rows refer to, and integers for amounts
create table frame (id int primary key, amount numeric);
insert into frame values (1, 100), (2, 50);
create table award (frame_id int, nok int, day date) partition by range (day);
create table award_1 partition of award for values from ('2012-01-01') to ('2013-01-01');
create table award_2 partition of award default;
select tilskudd.guard('award', 'frame', key => 'frame_id', amount => 'nok', granted_on => 'day',
	options => '{"frames": "select id as key, amount from public.frame", "timing": "deferrable"}');
select outcome($$insert into award values (1, 60, '2012-05-01'), (1, 40, '2014-05-01')$$);
select outcome($$insert into award_2 values (1, 1, '2014-05-01')$$);
select outcome($$insert into award_1 values (2, 51, '2012-05-01')$$);
-- a row that moves to another partition
select outcome($$update award set day = '2013-05-01' where nok = 60$$);
select outcome($$update award set day = '2012-05-01', nok = 61 where nok = 60$$);
-- until the commit, if the transaction asks for it
begin;
set constraints all deferred;
insert into award values (2, 51, '2012-05-01');
update award set nok = 50 where frame_id = 2;
commit;
select tableoid::regclass, * from award order by 2, 3;

-- many commitments, one statement: each frame by itself
create table many (frame int, nok numeric, day date);
create table many_frame (key int, amount numeric);
insert into many_frame select n, 1000 from generate_series(1, 2000) as n;
select tilskudd.guard('many', 'frame', key => 'frame', amount => 'nok', granted_on => 'day', options => '{"frames": "many_frame"}');
insert into many select 1 + n % 2000, 100, '2012-01-01' from generate_series(0, 19999) as n;
select outcome($$insert into many values (1999, 0.01, '2012-01-01')$$);
select count(*), sum(nok) from many;
select count(*) from tilskudd.violations('many');
drop function outcome(text), declare_guard(text, text, text), commit(int, int, numeric, text);
drop table part, frame, award, many, many_frame;
truncate tilskudd.guard_override;
