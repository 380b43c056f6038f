-- Whoever may create functions and operators in the schema beforehand could have
-- those above call theirs, by types that fit better.  This stands at the end, so
-- that it also sees what came meanwhile.
DO $$
DECLARE
	foreign_object text;
BEGIN
	SELECT pg_catalog.min(o.name) INTO foreign_object
	FROM (
		SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass AS catalog, p.oid, p.oid::pg_catalog.regprocedure::pg_catalog.text AS name
		FROM pg_catalog.pg_proc AS p WHERE p.pronamespace OPERATOR(pg_catalog.=) '@extschema@'::pg_catalog.regnamespace
		UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, op.oid, op.oid::pg_catalog.regoperator::pg_catalog.text
		FROM pg_catalog.pg_operator AS op WHERE op.oprnamespace OPERATOR(pg_catalog.=) '@extschema@'::pg_catalog.regnamespace) AS o
	WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
		WHERE d.classid OPERATOR(pg_catalog.=) o.catalog AND d.objid OPERATOR(pg_catalog.=) o.oid AND d.deptype OPERATOR(pg_catalog.=) 'e');
	IF foreign_object IS NOT NULL THEN
		RAISE EXCEPTION USING
			ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = 'schema "tilskudd" holds functions or operators that are not of the extension',
			DETAIL = pg_catalog.format('One of them is %s.', foreign_object),
			HINT = 'Drop them or move them to another schema, and create the extension again.';
	END IF;
END $$;
