-- Writing: a CHECK and a generated column, into a bare table, where they weigh
-- most, and into one with the keys that a table of awards has.

\warn tilskudd: writing

create table award_plain (like award including all) with (autovacuum_enabled = false);
create table award_check (like award_plain including all,
	check (tilskudd.zone(kommunenr, granted_on) is distinct from 'I')) with (autovacuum_enabled = false);
create table award_generated (like award_plain including all,
	zone tilskudd.zone generated always as (tilskudd.zone(kommunenr, granted_on)) stored) with (autovacuum_enabled = false);
create table award_both (like award_generated including all,
	check (tilskudd.zone(kommunenr, granted_on) is distinct from 'I')) with (autovacuum_enabled = false);

-- What of it is the server's own work: both, without tilskudd's function.
create table award_constant (like award_plain including all,
	zone tilskudd.zone generated always as ('III'::tilskudd.zone) stored,
	check (kommunenr is distinct from '0000')) with (autovacuum_enabled = false);

-- Every run starts right after a checkpoint and with all tables empty, so that
-- no other checkpoint falls into it.
call measure(11, array[
	['write', 'insert into award_plain select * from award_not_in_i'],
	['write check', 'insert into award_check select * from award_not_in_i'],
	['write generated', 'insert into award_generated select * from award_not_in_i'],
	['write both', 'insert into award_both select * from award_not_in_i'],
	['write constant', 'insert into award_constant select * from award_not_in_i']],
	array['truncate award_plain, award_check, award_generated, award_both, award_constant', 'checkpoint']);
drop table award_plain, award_check, award_generated, award_both, award_constant;

create table award_keyed (like award including all,
	primary key (id)) with (autovacuum_enabled = false);
create index on award_keyed (orgnr, granted_on);
create table award_keyed_both (like award including all,
	zone tilskudd.zone generated always as (tilskudd.zone(kommunenr, granted_on)) stored,
	check (tilskudd.zone(kommunenr, granted_on) is distinct from 'I'),
	primary key (id)) with (autovacuum_enabled = false);
create index on award_keyed_both (orgnr, granted_on);
call measure(7, array[
	['write keyed', 'insert into award_keyed select * from award_not_in_i'],
	['write keyed both', 'insert into award_keyed_both select * from award_not_in_i']],
	array['truncate award_keyed, award_keyed_both', 'checkpoint']);
drop table award_keyed, award_keyed_both;
