-- orgnr: what it reads, what it refuses and how, what it is good for in tables
-- (numbers: public bodies and companies whose check digits were computed by hand)

-- every accepted form is one number
select given, tilskudd.orgnr_is_valid(given) as valid, given::tilskudd.orgnr
from (values
	(1, '923609016'),
	(2, '923 609 016'),
	(3, U&'923\00A0609\00A0016'),		-- no-break space
	(4, U&'923\202F609\202F016'),		-- narrow no-break space
	(5, 'NO923609016MVA'),
	(6, 'NO 923 609 016 MVA'),
	(7, '923609016MVA'),
	(8, '923 609 016 MVA'),
	(9, 'NO923609016'),
	(10, 'no 923609016 mva'),
	(11, E'  923609016\t\n')) as v(n, given)
order by n;

-- check digits: remainder 0 gives 0, remainder 10 gives 1; leading zeros stay
select n::tilskudd.orgnr
from unnest(array['974760673', '971526920', '971040238', '889640782', '974761076', '958935420',
				  '964338531', '942110464', '964965226', '859223672', '820852982',
				  '123456785', '043871668', '000000000']) as n;

-- each refusal has its own message
select '92360901'::tilskudd.orgnr;
select '9236090160'::tilskudd.orgnr;
select '9'::tilskudd.orgnr;
select '12345678901'::tilskudd.orgnr;		-- a national identity number is not cut
select '923609017'::tilskudd.orgnr;
select '932609016'::tilskudd.orgnr;		-- two digits exchanged
select '900000090'::tilskudd.orgnr;		-- remainder 1: no check digit exists
select '900000126'::tilskudd.orgnr;
select ''::tilskudd.orgnr;
select '   '::tilskudd.orgnr;
select 'NO'::tilskudd.orgnr;
select 'MVA'::tilskudd.orgnr;
select 'NOMVA'::tilskudd.orgnr;
select '92360901x'::tilskudd.orgnr;
select '923-609-016'::tilskudd.orgnr;
select '923609016MV'::tilskudd.orgnr;
select '923609016MVA1'::tilskudd.orgnr;
select 'SE923609016'::tilskudd.orgnr;
select '-923609016'::tilskudd.orgnr;
select U&'\0669\0662\0663\0666\0660\0669\0660\0661\0666'::tilskudd.orgnr;	-- Arabic digits
select repeat('9', 1000)::tilskudd.orgnr;
select repeat('å', 1000)::tilskudd.orgnr;

-- none of the ten digits helps where the remainder is 1
select eight, count(*) filter (where tilskudd.orgnr_is_valid(eight || digit)) as valid
from unnest(array['90000009', '90000012', '90000026', '90000043', '90000057', '92360901']) as eight,
	 generate_series(0, 9) as digit
group by eight order by eight;

-- the whole rule again in SQL: weights 3 2 7 6 5 4 3 2 1, divisible by 11
select count(*) as numbers,
	   count(*) filter (where tilskudd.orgnr_is_valid(nr)) as valid,
	   count(*) filter (where tilskudd.orgnr_is_valid(nr) is distinct from
		(select sum(substr(nr, i, 1)::int * (array[3, 2, 7, 6, 5, 4, 3, 2, 1])[i]) % 11 = 0
		 from generate_series(1, 9) as i)) as differ
from (select lpad((i * 10007 % 1000000000)::text, 9, '0') as nr
	  from generate_series(1, 20000::bigint) as i) as n;

-- exchanging two neighbours never goes unnoticed
select count(*) as exchanged, count(*) filter (where tilskudd.orgnr_is_valid(swapped)) as unnoticed
from (select overlay(nr placing substr(nr, i + 1, 1) || substr(nr, i, 1) from i for 2) as swapped, nr
	  from unnest(array['923609016', '974760673', '889640782', '859223672']) as nr,
		   generate_series(1, 8) as i) as s
where swapped <> nr;

-- raises nothing, NULL for NULL
select tilskudd.orgnr_is_valid(given)
from unnest(array['', 'x', '923609017', '900000090', repeat('1', 100000), null]) as given;
select null::tilskudd.orgnr;

-- casts
select '923609016'::text::tilskudd.orgnr, '923609016'::varchar(20)::tilskudd.orgnr,
	   '923609016'::tilskudd.orgnr::text, 923609016::tilskudd.orgnr,
	   923609016::bigint::tilskudd.orgnr, '923609016'::tilskudd.orgnr::integer,
	   43871668::tilskudd.orgnr;
select 923609017::tilskudd.orgnr;
select (-1)::tilskudd.orgnr;
select 9236090160::tilskudd.orgnr;
select 900000090::tilskudd.orgnr;

-- order is that of the digits
select array_agg(n order by n) as ascending, array_agg(n order by n desc) as descending
from unnest(array['974760673', '043871668', '923609016', '123456785']::tilskudd.orgnr[]) as n;
select a < b as lt, a <= b as le, a = b as eq, a <> b as ne, a >= b as ge, a > b as gt
from (values ('123456785'::tilskudd.orgnr, '923609016'::tilskudd.orgnr),
			 ('923609016', '923609016'), ('923609016', '123456785')) as v(a, b);

-- a table: primary key, foreign key, staging text by assignment
create table enterprise (orgnr tilskudd.orgnr primary key, name text);
create table award (orgnr tilskudd.orgnr references enterprise, amount numeric);
create temp table staging (orgnr text);
insert into staging values ('923609016'), ('974 760 673'), ('NO 971 526 920 MVA');
insert into enterprise (orgnr) select orgnr from staging;
insert into enterprise values (' 923 609 016', 'again');
insert into award values ('923609016', 1), ('974760673', 2), (null, 3);
insert into award values ('889640782', 1);
select * from enterprise order by orgnr;
select count(*) from enterprise where orgnr = '974 760 673';

-- hash join, merge join, hash aggregate and index scan agree
create table big as
	select orgnr, i from generate_series(1, 3) as i,
		(select n::text::tilskudd.orgnr as orgnr from generate_series(123000000, 123030000) as n
		 where tilskudd.orgnr_is_valid(n::text)) as o;
create index on big (orgnr);
create index on big using hash (orgnr);
analyze big;
create function plan_has(query text, node text) returns boolean language plpgsql as $$
declare
	line text;
begin
	for line in execute 'explain (costs off) ' || query loop
		if line like '%' || node || '%' then
			return true;
		end if;
	end loop;
	return false;
end $$;
set enable_nestloop = off; set enable_mergejoin = off;
select plan_has('select from big a join big b using (orgnr)', 'Hash Join');
select count(*), count(distinct orgnr) from big a join big b using (orgnr);
set enable_mergejoin = on; set enable_hashjoin = off;
select plan_has('select from big a join big b using (orgnr)', 'Merge Join');
select count(*), count(distinct orgnr) from big a join big b using (orgnr);
reset all;
set enable_seqscan = off; set enable_bitmapscan = off;
select plan_has('select from big where orgnr between ''123000005'' and ''123001001''', 'Index');
select count(*) from big where orgnr between '123000005' and '123001001';
set enable_seqscan = on; set enable_indexscan = off; set enable_indexonlyscan = off;
select count(*) from big where orgnr::text between '123000005' and '123001001';
reset all;
select count(*) = count(distinct orgnr) * 3 as each_three_times from big;

-- hashes spread: as many different ones as there are numbers, nearly
select count(distinct tilskudd.orgnr_hash(orgnr)) > 0.99 * count(distinct orgnr) as spread from big;
select bool_and(tilskudd.orgnr_hash_extended(orgnr, 0) & 4294967295
				= tilskudd.orgnr_hash(orgnr)::bigint & 4294967295) as seed_0_agrees from big;
drop table award, enterprise, big;
drop function plan_has;
