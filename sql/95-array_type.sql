-- array_type: arrays of the extension's types belong to it

-- A constant goes to another server by postgres_fdw only if its type belongs to
-- an extension that is there, too.  From 17 on the server sees to that itself.
DO $$
DECLARE
	array_type regtype;
BEGIN
	FOR array_type IN
		SELECT t.typarray
		FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_extension AS e ON e.oid = d.refobjid
			JOIN pg_catalog.pg_type AS t ON t.oid = d.objid
		WHERE d.classid = 'pg_catalog.pg_type'::regclass AND d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'
			AND e.extname = 'tilskudd' AND t.typarray <> 0
			AND NOT EXISTS (
				SELECT FROM pg_catalog.pg_depend AS own
				WHERE own.classid = d.classid AND own.objid = t.typarray AND own.refclassid = d.refclassid AND own.deptype = 'e')
	LOOP
		EXECUTE format('ALTER EXTENSION tilskudd ADD TYPE %s', array_type);
	END LOOP;
END $$;
