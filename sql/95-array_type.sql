-- array_type: arrays of the extension's types belong to it

-- A constant goes to another server by postgres_fdw only if its type belongs to
-- an extension that is there, too.  From 17 on the server sees to that itself.
-- This runs as a superuser, whoever creates the extension, and the schema may be
-- somebody else's: so every name and operator is qualified.
DO $$
DECLARE
	array_type pg_catalog.regtype;
BEGIN
	FOR array_type IN
		SELECT t.typarray
		FROM pg_catalog.pg_depend AS d
			JOIN pg_catalog.pg_extension AS e ON e.oid OPERATOR(pg_catalog.=) d.refobjid
			JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) d.objid
		WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_type'::pg_catalog.regclass
			AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype OPERATOR(pg_catalog.=) 'e'
			AND e.extname OPERATOR(pg_catalog.=) 'tilskudd' AND t.typarray OPERATOR(pg_catalog.<>) 0
			AND NOT EXISTS (
				SELECT FROM pg_catalog.pg_depend AS own
				WHERE own.classid OPERATOR(pg_catalog.=) d.classid AND own.objid OPERATOR(pg_catalog.=) t.typarray
					AND own.refclassid OPERATOR(pg_catalog.=) d.refclassid AND own.deptype OPERATOR(pg_catalog.=) 'e')
	LOOP
		EXECUTE pg_catalog.format('ALTER EXTENSION tilskudd ADD TYPE %s', array_type);
	END LOOP;
END $$;
