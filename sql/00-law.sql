-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION tilskudd" to load this file. \quit

-- law: the tables that rules read, as rows

-- The law is public, and rules stand in everybody's constraints.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

CREATE FUNCTION law_table(name text) RETURNS SETOF record
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 1000
	AS 'MODULE_PATHNAME', 'tilskudd_law_table';
COMMENT ON FUNCTION law_table(text) IS
'Rows of a law table as compiled into the library, in the order of its source; empty cells are NULL. Needs a column definition list: columns by their names, as many as are wanted, or, with names that the table does not have, all by position. Errors: 42P01 for a name that is no law table, 42703 where it lacks some of the names, 42804 for another number of columns. The law_* views are made of it.';
