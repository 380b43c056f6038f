-- A register of awards.  The data is the same in every run.

\warn tilskudd: writing :rows awards

-- Whatever the settings of the server, until plans.sql: one process, no JIT
-- compilation, and memory enough that no plan has to do without.
set max_parallel_workers_per_gather = 0;
set jit = off;
set work_mem = '256MB';

-- Unlogged: the load is not what is measured, and no checkpoint has to write it
-- out later.  Nothing may vacuum in the background while something is measured.
create unlogged table award (
	id bigint not null,
	orgnr tilskudd.orgnr not null,
	kommunenr tilskudd.kommunenr not null,
	granted_on date not null,
	amount numeric(12, 2) not null
) with (autovacuum_enabled = false);

-- Recipients lie in the 434 municipalities of 2003.  Of their territories the
-- lists have the number at the start of each year, 2004 to 2026, and the number
-- of 2026 (the first number, where a territory was divided).  Every fifth award
-- has the latter, however old it is, as in registers that show where the
-- recipient is now.  Places and days come in no order, which is the hardest for
-- the caches and the branch prediction of a processor.
create table place as
	select kommunenr as place, year,
		(select n from tilskudd.kommune_at(kommunenr, make_date(year, 1, 1)) n order by n limit 1) as number_then,
		(select n from tilskudd.kommune_at(kommunenr, '2026-01-01') n order by n limit 1) as number_today
	from tilskudd.law_municipality, generate_series(2004, 2026) year
	where valid_from = '2003-05-09';

with list as (
	select array(select n::tilskudd.orgnr from generate_series(910000000, 910999999) n
			where tilskudd.orgnr_is_valid(n::text)) as orgnr,
		array(select number_then from place order by year, place) as number_then,
		array(select number_today from place order by year, place) as number_today,
		(select count(distinct place) from place) as places
), hash as (
	select id, hashint8extended(id, 1) & x'FFFFFFFF'::bigint as a, hashint8extended(id, 2) & x'FFFFFFFF'::bigint as b
	from generate_series(1, :rows) id
), drawn as (
	select id, a % cardinality(orgnr) + 1 as recipient,
		(a >> 16) % 5 = 0 as has_number_today, b % places as place,
		date '2004-01-01' + ((b >> 16) % 8400)::int as granted_on,
		(1 + (a # b) % 5000) * 1000 as amount
	from hash, list
), placed as (
	select *, (extract(year from granted_on)::int - 2004) * places + place + 1 as number
	from drawn, list
)
insert into award
	select id, orgnr[recipient], case when has_number_today then number_today[number] else number_then[number] end,
		granted_on, amount
	from placed;

-- What somebody without the extension would keep: ranges of days with one
-- answer.  Only on these days can an answer change.
create table zone_lookup as
with day as (
	select valid_from as day from tilskudd.law_zone
	union select valid_to + 1 from tilskudd.law_zone
	union select valid_from from tilskudd.law_municipality_change
), answer as (
	select kommunenr, day, tilskudd.zone(kommunenr, day) as zone
	from tilskudd.law_municipality, day
), change as (
	select *, zone is distinct from lag(zone) over (partition by kommunenr order by day) as changes
	from answer
), range as (
	select kommunenr, day as valid_from, zone,
		lead(day) over (partition by kommunenr order by day) - 1 as valid_to
	from change
	where changes
)
select kommunenr, valid_from, coalesce(valid_to, 'infinity') as valid_to, zone from range where zone is not null;
alter table zone_lookup add primary key (kommunenr, valid_from);

-- A tenth of the rows, for what takes too long on all of them; the same in order
-- of their days; and as many that pass the CHECK of write.sql.
create unlogged table award_tenth (like award including all) with (autovacuum_enabled = false);
insert into award_tenth select * from award where id <= :rows / 10;
create unlogged table award_by_day (like award including all) with (autovacuum_enabled = false);
insert into award_by_day select * from award_tenth order by granted_on, id;
create unlogged table award_not_in_i (like award including all) with (autovacuum_enabled = false);
insert into award_not_in_i
	select * from award
	where tilskudd.zone(kommunenr, granted_on) is distinct from 'I' and id <= :rows / 5
	order by id limit :rows / 10;

-- After this, scans need look at no transaction's state, and statistics are there.
vacuum (freeze, analyze) award, award_tenth, award_by_day, award_not_in_i, zone_lookup;
checkpoint;
