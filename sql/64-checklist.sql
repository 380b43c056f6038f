-- checklist: what a call, an application or a grant letter must hold

CREATE VIEW law_required_item AS
	SELECT kind, item, text, text_no, condition, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('required_item') AS t(
		kind text, item text, text text, text_no text, condition text, valid_from date, valid_to date,
		rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_required_item IS
'What each kind of paper or step must hold, item by item, with its text in English and Norwegian. condition: the item is required only if that holds; NULL: always. Source: H3-1, H3-2, H3-3, H6-1, VEDLEGG2-1 to VEDLEGG2-14, K4-2, K8-1, K8-2.';
GRANT SELECT ON law_required_item TO PUBLIC;

CREATE FUNCTION missing_items(kind text, given jsonb, on_date date DEFAULT NULL)
	RETURNS TABLE (item text, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 5 AS 'MODULE_PATHNAME', 'tilskudd_missing_items';
COMMENT ON FUNCTION missing_items(text, jsonb, date) IS
'The items of a checklist of law_required_item that are missing. given is an object of items: one is there if its value is not null, false, a blank text, {} or []; a number is there, 0 too. An item with a condition is not missing if the condition is given as false; where it is not given, the item is missing unless it is there. A NULL given holds nothing. on_date: a day on which the list held, NULL for the last list. No rows for a NULL kind. Errors: 22023 for an unknown kind, a given that is no object, a key that is neither item nor condition, or a condition that is neither true, false nor null; P0002 for a day without the list. Source: H3-1, H3-2, H3-3, H6-1, VEDLEGG2-1 to VEDLEGG2-14, K4-2, K8-1, K8-2.';

CREATE FUNCTION has_all_items(kind text, given jsonb, on_date date DEFAULT NULL) RETURNS boolean
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 AS 'MODULE_PATHNAME', 'tilskudd_has_all_items';
COMMENT ON FUNCTION has_all_items(text, jsonb, date) IS
'Whether missing_items() finds none, for CHECK constraints. NULL for a NULL kind or given, and for nothing else. Errors as there.';

CREATE FUNCTION checklist(kind text, given jsonb, on_date date DEFAULT NULL)
	RETURNS TABLE (item text, text text, text_no text, condition text, required boolean, given boolean, rule text, citation text)
	LANGUAGE C IMMUTABLE PARALLEL SAFE COST 200 ROWS 15 AS 'MODULE_PATHNAME', 'tilskudd_checklist';
COMMENT ON FUNCTION checklist(text, jsonb, date) IS
'Every item of a checklist of law_required_item, in its order. required: NULL where the condition on which the item depends is not given. given: whether the item is there. Arguments, NULL and errors as for missing_items().';
