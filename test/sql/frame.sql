-- frame: what is left of a frame (H1-1), what is carried over (H1-2), letters of assignment (H2-1)
set datestyle = 'ISO';

-- the error of a query, as one line
create function outcome(query text) returns text language plpgsql as $$
declare
	result text;
	detail text;
	hint text;
begin
	execute query into result;
	return coalesce(result, 'NULL');
exception when others then
	get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
	return concat_ws(' | ', sqlstate || ' ' || sqlerrm, nullif(detail, ''), nullif(hint, ''));
end
$$;

-- H1-1: 1 000 000 + 200 000 carried over + 50 000 withdrawn - 900 000 committed = 350 000
select tilskudd.frame_available(1000000, 900000, 200000, 50000) = 350000 as all_parts,
	tilskudd.frame_available(1000000, 900000) = 100000 as without_others,
	tilskudd.frame_available(1000000, 1000000.01) = -0.01 as too_much,
	tilskudd.frame_available(1000000, 900000, null) as not_known;
select (v).allowed, (v).limit, (v).used, (v).requested, (v).headroom, (v).unit, (v).rule, (v).undecided
from (values
	(350000, 1000000, 900000, 200000, 50000),	-- exactly what is left
	(350000.01, 1000000, 900000, 200000, 50000),
	(0, 0, 0, 0, 0),
	(1, 0, 0, 0, 0),
	(null, 1000, 900, 0, 0),	-- not known, and may be too much
	(null, 1000, 1001, 0, 0),	-- too much whatever it is
	(1001, 1000, null, 0, 0),
	(1000, 1000, null, 0, 0),
	(2000, 1000, 0, null, 0),	-- what is carried over may be enough
	(1, 1000, 0, 0, null),
	(1, null, null, null, null)) as q(amount, frame, committed, carried_over, withdrawn),
	tilskudd.frame_verdict(amount, frame, committed, carried_over, withdrawn) as v;
select (tilskudd.frame_verdict(1, 2, 0)).citation;
-- the boolean decides as the verdict does, and nothing is undecided
select tilskudd.frame_ok(350000, 1000000, 900000, 200000, 50000) as within, tilskudd.frame_ok(350000.01, 1000000, 900000, 200000, 50000) as above,
	tilskudd.frame_ok(null, 1000, 0) as nothing;
select outcome('select tilskudd.frame_ok(1, 1000, null)');
select outcome('select tilskudd.frame_ok(1001, 1000, null)');
create temp table commitment (amount numeric check (tilskudd.frame_ok(amount, 1000, 0)));
insert into commitment values (1000), (null);
select outcome('insert into commitment values (1000.01)');

-- H1-2: 150 000 of 1 000 000 are 15 %; a third is not rounded to a whole percent
select tilskudd.frame_carried_share(150000, 1000000) = 15 as share, tilskudd.frame_carried_share(0, 1000000) = 0 as none,
	round(tilskudd.frame_carried_share(1, 3), 10) = 33.3333333333 as third, tilskudd.frame_carried_share(1500, 1000) = 150 as of_more_years,
	tilskudd.frame_carried_share(5, 0) as of_nothing, tilskudd.frame_carried_share(null, 5) as unknown;

-- amounts are numbers, zero or more
select outcome('select tilskudd.frame_available(-1, 0)');
-- as of any value, a message repeats 100 bytes of a long number: the sign, the one, and of 999 zeros 98
select outcome('select tilskudd.frame_available(-1e999, 0)') = '22023 frame can not be -1' || repeat('0', 98) || '... | It must be a number, zero or more.' as shortened;
select outcome('select tilskudd.frame_available(1, ''NaN'')');
select outcome('select tilskudd.frame_verdict(''Infinity'', 1, 0)');
select outcome('select tilskudd.frame_verdict(1, 1, 0, -1)');
select outcome('select tilskudd.frame_ok(1, 1, 0, 0, -1)');
select outcome('select tilskudd.frame_carried_share(1, -1)');
select outcome('select tilskudd.frame_carried_share(-1, 1)');

-- H2-1: the end of the first quarter, in the years of the guidelines
select year, tilskudd.assignment_letter_due(year) from unnest(array[-5, 0, 2007, 2008, 2012, 2014, 2015, 10000, 2147483647, null]) as year;
select sent_on, year, outcome(format('select tilskudd.assignment_letter_ok(%L, %L)', sent_on, year)) as in_time
from (values (date '2012-03-31', 2012), ('2012-04-01', 2012), ('2011-12-20', 2012), ('2012-03-31', 2011), ('infinity', 2012),
	('-infinity', 2012), ('2015-03-31', 2015), (null, 2012), ('2012-03-31', null)) as q(sent_on, year);
select item, month, day, valid_from, valid_to, rule, evidence, caveat from tilskudd.law_frame;
drop function outcome(text);
