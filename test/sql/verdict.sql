-- verdict: the type, as a column and as fields
select attname, format_type(atttypid, atttypmod)
from pg_attribute where attrelid = 'tilskudd.verdict'::regclass order by attnum;
create table decision (id int, v tilskudd.verdict);
insert into decision select 1, tilskudd.de_minimis_verdict(180000, 20000, '2013-05-05');
insert into decision values (2, null);
select id, (v).allowed, (v)."limit", (v).used, (v).requested, (v).headroom, (v).unit, (v).rule, (v).undecided from decision order by id;
-- allowed and not undecided, or undecided and not allowed, or refused
select count(*) as verdicts,
	   count(*) filter (where (v).allowed and (v).undecided is not null
						   or (v).allowed is null and (v).undecided is null
						   or (v).headroom <> (v)."limit" - (v).used) as contradictions
from generate_series(0, 320000, 20000) as used, generate_series(0, 320000, 20000) as requested,
	 unnest(array['2000-01-01', '2005-01-01', '2010-01-01', '2020-01-01', '2025-01-01']::date[]) as d,
	 unnest(array[0, 1000, null]) as other,
	 lateral (select tilskudd.de_minimis_verdict(used, requested, d, used_agriculture => other) as v) as x;
drop table decision;
