-- guards on tables that Citus distributes, by what its catalogs say.  They are
-- made here, so that no Citus is needed; test/t/073_citus.pl is about the real one.

\set VERBOSITY default
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on
SET search_path = public, tilskudd;
BEGIN;
SET LOCAL allow_system_table_mods = on;
CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass NOT NULL, partmethod "char" NOT NULL, partkey text,
	colocationid int NOT NULL, repmodel "char" NOT NULL);
CREATE TABLE pg_catalog.pg_dist_shard (logicalrelid regclass NOT NULL, shardid bigint NOT NULL);
CREATE UNIQUE INDEX pg_dist_partition_logical_relid_index ON pg_catalog.pg_dist_partition (logicalrelid);
SET LOCAL allow_system_table_mods = off;

-- What Citus would note of a table, and that caches must look again.
CREATE PROCEDURE distribute(target regclass, method "char", key int, replication "char", colocation int) LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM pg_dist_partition WHERE logicalrelid = target;
	IF method IS NOT NULL THEN
		INSERT INTO pg_dist_partition VALUES (target, method,
			CASE WHEN key > 0 THEN format('{VAR :varno 1 :varattno %s :vartype 23}', key) END, colocation, replication);
	END IF;
	EXECUTE format('ALTER TABLE %s ALTER id SET STATISTICS 10', target);
END $$;
CREATE PROCEDURE declare_guard(target regclass, rule text DEFAULT 'de_minimis', options jsonb DEFAULT '{}', mode text DEFAULT 'block') LANGUAGE plpgsql AS $$
BEGIN
	PERFORM guard(target, rule, key => 'k', amount => CASE WHEN rule <> 'retention' THEN 'eur' END, granted_on => 'day', options => options, mode => mode);
END $$;

CREATE TABLE aid (id int, k int, eur numeric, day date);
CREATE TABLE link (id int, owner int, owned int);
CREATE TABLE frames (id int, key int, amount numeric);

-- By hash, as one in 'h': refused unless the key, column 2, is what distributes.
CALL distribute('aid', 'h', 1, 's', 5);
CALL declare_guard('aid');
CALL distribute('aid', 'h', 2, 's', 5);
CALL declare_guard('aid');
SELECT name, mode FROM guards WHERE target = 'aid'::regclass;
-- Enterprises of one undertaking would be in several shards.
CALL declare_guard('aid', options => '{"ownership": "link"}');
-- Each placement of a shard would decide by itself.
CALL distribute('aid', 'h', 2, 'c', 5);
CALL declare_guard('aid');
-- Not by hash.
CALL distribute('aid', 'r', 2, 's', 5);
CALL declare_guard('aid');
-- The shards get no triggers for TRUNCATE.
CALL distribute('aid', 'h', 2, 's', 5);
CALL declare_guard('aid', 'retention');
-- A guard that is off audits the whole table by a query.
CALL distribute('aid', 'h', 1, 's', 5);
CALL declare_guard('aid', mode => 'off');
SELECT name, mode FROM guards WHERE target = 'aid'::regclass;

-- What the shards read besides must be whole there.
CALL distribute('aid', 'h', 2, 's', 5);
CALL declare_guard('aid', 'frame', '{"frames": "public.frames"}');
CALL distribute('frames', 'h', 2, 's', 6);
CALL declare_guard('aid', 'frame', '{"frames": "public.frames"}');
CALL distribute('frames', 'n', 0, 's', 0);	-- on the coordinator only
CALL declare_guard('aid', 'frame', '{"frames": "public.frames"}');
CALL distribute('frames', 'h', 2, 's', 5);	-- in the group of aid
CALL declare_guard('aid', 'frame', '{"frames": "public.frames", "name": "together"}');
CALL distribute('frames', 'n', 0, 't', 3);	-- a reference table
CREATE VIEW frames_view AS SELECT key, amount FROM frames;
CALL declare_guard('aid', 'frame', '{"frames": "public.frames_view", "name": "reference"}');
CREATE FUNCTION read_frame(key int) RETURNS numeric STABLE LANGUAGE sql AS 'SELECT sum(amount) FROM public.frames f WHERE f.key = $1';
CALL declare_guard('aid', 'frame', '{"frames": "SELECT key, public.read_frame(key) AS amount FROM public.frames", "name": "by_function"}');
SELECT name, rule FROM guards WHERE target = 'aid'::regclass ORDER BY name;
CREATE FUNCTION counts(eur numeric) RETURNS boolean STABLE LANGUAGE sql AS 'SELECT true';
SELECT guard('aid', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day', counted => 'public.counts(eur)');
CREATE OR REPLACE FUNCTION counts(eur numeric) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';
SELECT guard('aid', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day', counted => 'public.counts(eur)');

-- Where all rows are in one place, any key will do, and groups: one shard,
-- a reference table, a table that Citus only knows of.
CALL distribute('link', 'n', 0, 's', 9);
CALL distribute('aid', 'n', 0, 's', 9);
CALL declare_guard('aid', options => '{"ownership": "public.link"}');
CALL distribute('aid', 'n', 0, 's', 0);
CALL declare_guard('aid', options => '{"ownership": "public.link"}');
CALL distribute('link', 'n', 0, 't', 3);
CALL distribute('aid', 'n', 0, 't', 3);
CALL declare_guard('aid', options => '{"ownership": "public.link"}');
CALL distribute('link', NULL, 0, NULL, 0);
CALL declare_guard('aid', options => '{"ownership": "public.link"}');
CALL distribute('aid', 'n', 0, 's', 0);
CALL declare_guard('aid', options => '{"ownership": "public.link"}');

-- Citus appends the number of the shard to the names of triggers, which may
-- have 63 bytes: 63 - length('_guard_columns') - 11 = 38 are left.
CALL distribute('aid', 'h', 2, 's', 5);
CALL declare_guard('aid', options => '{"name": "a23456789 b23456789 c23456789 d2345678"}');
CALL declare_guard('aid', options => '{"name": "a23456789 b23456789 c23456789 d23456789"}');
-- Triggers on distributed tables have to be wanted.
SET LOCAL citus.enable_unsafe_triggers = off;
CALL declare_guard('aid');
SET LOCAL citus.enable_unsafe_triggers = on;
CALL declare_guard('aid');

-- A shard, with the triggers that Citus gives it, which have no comment.
CREATE TABLE aid_102008 (id int, k int, eur numeric, day date);
CREATE TRIGGER de_minimis_guard_begin_102008 BEFORE INSERT OR UPDATE ON aid_102008 FOR EACH STATEMENT EXECUTE FUNCTION guard_begin();
CREATE CONSTRAINT TRIGGER de_minimis_guard_102008 AFTER INSERT OR UPDATE ON aid_102008 FOR EACH ROW
	EXECUTE FUNCTION guard_row('{"rule": "de_minimis", "mode": "block", "columns": [], "options": {}}');
CREATE CONSTRAINT TRIGGER de_minimis_guard_columns_102008 AFTER UPDATE OF k, eur, day ON aid_102008 FOR EACH ROW WHEN (false) EXECUTE FUNCTION guard_columns();
CREATE TRIGGER de_minimis_guard_end_102008 AFTER INSERT OR UPDATE ON aid_102008 FOR EACH STATEMENT EXECUTE FUNCTION guard_end();
-- Not known as a shard, it is any table to which somebody has given triggers.
INSERT INTO aid_102008 VALUES (1, 1, 200000, '2025-01-15');
INSERT INTO pg_dist_shard VALUES ('aid', 102008);
ALTER TABLE aid_102008 ALTER id SET STATISTICS 10;
INSERT INTO aid_102008 VALUES (1, 1, 200000, '2025-01-15');
-- 200 000 + 100 001 > 300 000 (2023/2831 Art 3(2))
INSERT INTO aid_102008 VALUES (2, 1, 100001, '2025-01-16');
SELECT allowed, headroom FROM headroom('aid_102008', 'de_minimis', '1', '2025-02-01');
SELECT key, excess FROM violations('aid_102008');
-- Distributed otherwise since: seen at the next write.
CALL distribute('aid', 'h', 1, 's', 5);
INSERT INTO aid_102008 VALUES (2, 1, 1, '2025-01-16');
UPDATE aid_102008 SET eur = eur + 1;
-- Nor is what one shard has told as if it were all.
SELECT allowed FROM headroom('aid_102008', 'de_minimis', '1', '2025-02-01');
SELECT key FROM violations('aid_102008');
CALL distribute('aid', 'h', 2, 'c', 5);
INSERT INTO aid_102008 VALUES (2, 1, 1, '2025-01-16');
CALL distribute('aid', 'h', 2, 's', 5);
INSERT INTO aid_102008 VALUES (2, 1, 1, '2025-01-16');
-- A column of that number that is not there any more.
CALL distribute('aid', 'h', 9, 's', 5);
INSERT INTO aid_102008 VALUES (2, 1, 1, '2025-01-16');
CALL distribute('aid', 'h', 2, 's', 5);
-- Whoever may make triggers on a shard could have made these.
CREATE ROLE regress_guards_citus;
GRANT TRIGGER ON aid_102008 TO regress_guards_citus;
INSERT INTO aid_102008 VALUES (3, 1, 1, '2025-01-16');
REVOKE TRIGGER ON aid_102008 FROM regress_guards_citus;
INSERT INTO aid_102008 VALUES (3, 1, 1, '2025-01-16');
-- The table itself has no rows: what is written to it is not among its shards'.
INSERT INTO aid VALUES (1, 1, 1, '2025-01-15');
-- The number of a shard of another table, or of none.
ALTER TABLE aid_102008 RENAME TO other_102008;
INSERT INTO other_102008 VALUES (3, 1, 1, '2025-01-16');
ALTER TABLE other_102008 RENAME TO aid_102009;
INSERT INTO aid_102009 VALUES (3, 1, 1, '2025-01-16');

-- A Citus whose catalogs are other ones.
ALTER TABLE pg_dist_partition RENAME repmodel TO replication_model;
ALTER TABLE aid_102009 RENAME TO aid_102008;
INSERT INTO aid_102008 VALUES (3, 1, 1, '2025-01-16');
ROLLBACK;

-- Where there is none, tables may have any name.
CREATE TABLE aid_102008 (id int, k int, eur numeric, day date);
SELECT guard('aid_102008', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day', options => '{"name": "x_1"}');
INSERT INTO aid_102008 VALUES (1, 1, 200000, '2025-01-15');
INSERT INTO aid_102008 VALUES (2, 1, 100001, '2025-01-16');
SELECT unguard('aid_102008', 'x_1');
DROP TABLE aid_102008;

-- Tables of other servers: the rows there are neither locked nor seen at once.
CREATE FOREIGN DATA WRAPPER regress_guards_wrapper;
CREATE SERVER regress_guards_server FOREIGN DATA WRAPPER regress_guards_wrapper;
CREATE TABLE parted (id int, k int, eur numeric, day date) PARTITION BY HASH (k);
CREATE TABLE parted_near PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE FOREIGN TABLE parted_far PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1) SERVER regress_guards_server;
SELECT guard('parted', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day');
ALTER TABLE parted DETACH PARTITION parted_far;
SELECT guard('parted_far', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day');
SELECT guard('parted', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day');
-- The server refuses one that comes later, and so does the guard of a table with children.
ALTER TABLE parted ATTACH PARTITION parted_far FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE parent (id int, k int, eur numeric, day date);
SELECT guard('parent', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day');
CREATE FOREIGN TABLE child_far () INHERITS (parent) SERVER regress_guards_server;
INSERT INTO parent VALUES (1, 1, 1, '2025-01-15');
SELECT guard('parent', 'de_minimis', key => 'k', amount => 'eur', granted_on => 'day');
DROP TABLE parted;
DROP FOREIGN DATA WRAPPER regress_guards_wrapper CASCADE;
INSERT INTO parent VALUES (1, 1, 1, '2025-01-15');
DROP TABLE parent;
