-- register: ready-made tables, guards and views

CREATE FUNCTION as_of() RETURNS date
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1 AS 'MODULE_PATHNAME', 'tilskudd_as_of';
COMMENT ON FUNCTION as_of() IS
'The day as of which the views of a register speak: the setting tilskudd.as_of (YYYY-MM-DD), or, where that is empty, the current date.';

CREATE PROCEDURE create_register(schema name, roles boolean DEFAULT true)
	LANGUAGE C AS 'MODULE_PATHNAME', 'tilskudd_create_register';
COMMENT ON PROCEDURE create_register(name, boolean) IS
'Makes a register of grants in a new schema, owned by who calls: tables, guards, policies, views, and, with roles, the roles <schema>_reader (sees everything) and <schema>_officer (sees and writes what is of the granting authorities of whose role they are members), which are used as they are if they exist. Errors: 42P06 if there is a schema of that name; 42501 for who may not create schemas or roles; 42622 for a name too long for the roles; 22004 for NULL.';

CREATE PROCEDURE drop_register(schema name, with_data boolean DEFAULT false)
	LANGUAGE C AS 'MODULE_PATHNAME', 'tilskudd_drop_register';
COMMENT ON PROCEDURE drop_register(name, boolean) IS
'Drops what create_register() made, and its schema; the roles stay. Errors: 2BP01 if a table has rows and with_data is false, or if something else depends on the register or is in its schema; 3F000 if there is no such schema; 42809 if it is no register; 42501 for who does not own it; 22004 for NULL.';

CREATE FUNCTION undertaking(links regclass, member orgnr, on_date date) RETURNS orgnr[]
	LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000 AS 'MODULE_PATHNAME', 'tilskudd_undertaking';
COMMENT ON FUNCTION undertaking(regclass, orgnr, date) IS
'The enterprises that are one undertaking with one on a day, itself first, by a relation of links with the columns owner, owned (orgnr), valid_from and valid_to (date, first and last day; NULL: open), such as undertaking_link of a register; index owner and owned. For one enterprise, where single_undertaking() answers for all. Reads with the rights of the caller. NULL for NULL. Errors: 42P01 if there is no such relation, 42703 and 42883 for its columns. Source: Regulation (EU) 2023/2831 Art 2(2).';

CREATE FUNCTION create_views(target regclass, mapping jsonb DEFAULT '{}', schema name DEFAULT NULL) RETURNS void
	LANGUAGE C VOLATILE PARALLEL UNSAFE COST 10000 AS 'MODULE_PATHNAME', 'tilskudd_create_views';
COMMENT ON FUNCTION create_views(regclass, jsonb, name) IS
'Makes v_award, v_de_minimis_balance, v_municipality_year, v_violation and v_quality on a table of your own, in a schema (NULL: that of the table). mapping: which column stands for id, orgnr, granted_on, kommunenr, measure, enterprise_size, nominal_nok, gge_nok, gge_eur, eligible_cost_nok, de_minimis_pool: its name, {"value": "..."} for the same in each row, or null; a fact that it does not name is the column of that name, if there is one. counted: an expression over the columns, true if the award counts; every row, if not given. orgnr and granted_on are needed. Errors: 42703 for a column that is missing, 22023 for a mapping that can not be read, 42P07 if there is a view of that name, 22004 for NULL, 42P01 for no such table; before PostgreSQL 15, 0A000 for a table with row-level security.';
